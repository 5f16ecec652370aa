"""What the values of a policy may be. A refusal names the line, what is wrong, and the nearest thing that is right."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NoReturn

from ..globs import glob
from ..regex import LazyPattern
from ..types import FAMILIES
from .document import Document, Path
from .model import QUOTE, PolicyError

_SIZE = LazyPattern(r"(?i)([0-9]{1,18}(?:\.[0-9]{1,18})?)[ \t]*(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?")
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12} | {
    "kib": 1 << 10,
    "mib": 1 << 20,
    "gib": 1 << 30,
    "tib": 1 << 40,
}
_LARGEST = 1 << 63
_NO_TEXT = LazyPattern("[\0\ud800-\udfff]")


def size(text: str) -> int | None:
    """Bytes that a size such as `10MB` or `2GiB` names; None for anything else."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        return None
    number = int(float(match[1]) * _UNITS[(match[2] or "").lower()])
    return number if number < _LARGEST else None


class Checker:
    """Reads one document."""

    def __init__(self, document: Document, rule_ids: Collection[str]) -> None:
        self.document, self.rule_ids = document, rule_ids

    def fail(self, path: Path, message: str, *quoted: str) -> NoReturn:
        """Raises PolicyError; each of `quoted` stands for a `QUOTE` in the message."""
        raise PolicyError(self.document.source, self.document.line(path), message, *quoted)

    def table(self, value: Any, path: Path, known: Collection[str]) -> dict[str, Any]:
        """A mapping with known keys only."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fail(path, f"{path_name(path)} must be a mapping of {_list(known)}")
        for key in value:
            if key not in known:
                where = f" in {path_name(path)}" if path else ""
                self.fail((*path, key), f"unknown key {QUOTE}{where}; {nearest(key, known)}", repr(key))
        return {k: v for k, v in value.items() if v is not None}

    def text(self, value: Any, path: Path) -> str:
        if not isinstance(value, str):
            self.fail(path, f"{path_name(path)} must be text, not {_kind(value)}", *_word(value))
        if _NO_TEXT.search(value):
            self.fail(path, f"{path_name(path)} holds a character that no name and no text has")
        return value

    def texts(self, value: Any, path: Path) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.fail(
                path,
                f"{path_name(path)} must be a list, not {_kind(value)}; write it as [{QUOTE}]",
                *_word(value),
                value,
            )
        return tuple(self.text(item, (*path, n)) for n, item in enumerate(value))

    def globs(self, value: Any, path: Path) -> tuple[str, ...]:
        items = self.texts(value, path)
        for n, item in enumerate(items):
            self.glob(item, (*path, n))
        return items

    def glob(self, value: Any, path: Path) -> str:
        item = self.text(value, path)
        try:
            glob(item)
        except ValueError as error:
            self.fail(path, f"bad glob {QUOTE}: {QUOTE}", repr(item), str(error))
        return item

    def flag(self, value: Any, path: Path) -> bool:
        if not isinstance(value, bool):
            self.fail(path, f"{path_name(path)} must be true or false, not {_kind(value)}", *_word(value))
        return value

    def choice(self, value: Any, path: Path, known: Collection[str]) -> str:
        text = self.text("off" if value is False and "off" in known else value, path)
        if text not in known:
            self.fail(path, f"{path_name(path)} cannot be {QUOTE}; {nearest(text, known)}", repr(text))
        return text

    def size(self, value: Any, path: Path) -> int:
        number = size(str(value)) if not isinstance(value, bool) else None
        if number is None:
            self.fail(path, f"{path_name(path)} must be a size such as 10MB or 2GiB, not {QUOTE}", repr(value))
        return number

    def rule_or_family(self, value: Any, path: Path) -> str:
        name = self.text(value, path)
        if name not in FAMILIES and name not in self.rule_ids:
            advice = nearest(name, (*FAMILIES, *self.rule_ids))
            self.fail(path, f"no rule is called {QUOTE}; {advice}", repr(name))
        return name

    def rule(self, value: Any, path: Path) -> str:
        name = self.text(value, path)
        if name not in self.rule_ids:
            self.fail(path, f"no rule is called {QUOTE}; {nearest(name, self.rule_ids)}", repr(name))
        return name


def path_name(path: Path) -> str:
    """The key of a policy as a person would write it: `waivers[0].until`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the policy"


def _kind(value: Any) -> str:
    names = {
        bool: "true/false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a mapping",
        type(None): "nothing",
    }
    return names.get(type(value), QUOTE)


def _word(value: Any) -> tuple[str, ...]:
    """What `_kind` quotes: a value that is of no kind but text."""
    return (repr(value),) if _kind(value) == QUOTE else ()


def _list(known: Collection[str]) -> str:
    return ", ".join(known)


def nearest(word: str, known: Collection[str]) -> str:
    """Advice to somebody who wrote a word that is none of the known ones."""
    from .. import nearest as words

    near = words.nearest(word, known)
    if near:
        return f"did you mean {near!r}?"
    return f"it can be {_list(known)}" if len(known) <= 20 else "`hubseal rules` lists them all"
