"""Plain data -> Policy. Every refusal names the line, what is wrong, and the nearest thing that would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, NoReturn

from ..globs import glob
from ..regex import LazyPattern
from ..suppression.allow import Allow
from ..suppression.waivers import Waiver
from ..types import CAUSES, FAMILIES, REPO_TYPES
from .document import Document, Path
from .model import QUOTE, UNREAD, Files, Hub, Policy, PolicyError, RepoEntry

LEVELS = ("error", "warning", "note", "off")
DETECTORS = ("detect-secrets",)
_SIZE = LazyPattern(r"(?i)([0-9]{1,18}(?:\.[0-9]{1,18})?)[ \t]*(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?")
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12} | {
    "kib": 1 << 10,
    "mib": 1 << 20,
    "gib": 1 << 30,
    "tib": 1 << 40,
}


_LARGEST = 1 << 63
_NO_TEXT = LazyPattern("[\0\ud800-\udfff]")
_DATE = LazyPattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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

    def policy(self) -> Policy:
        """The policy, or PolicyError for the first thing that is wrong."""
        data = self.table(self.document.data, (), _TOP)
        made: dict[str, Any] = {name: read(self, data[name], (name,)) for name, read in _TOP.items() if name in data}
        if "unread" in made:
            made["unread"] = {**UNREAD, **made["unread"]}
        return Policy(source=self.document.source, **made)

    def fail(self, path: Path, message: str, *quoted: str) -> NoReturn:
        """Raises PolicyError; each of `quoted` stands for a `QUOTE` in the message."""
        raise PolicyError(self.document.source, self.document.line(path), message, *quoted)

    def table(self, value: Any, path: Path, known: Collection[str]) -> dict[str, Any]:
        """A mapping with known keys only."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fail(path, f"{_name(path)} must be a mapping of {_list(known)}")
        for key in value:
            if key not in known:
                where = f" in {_name(path)}" if path else ""
                self.fail((*path, key), f"unknown key {QUOTE}{where}; {_nearest(key, known)}", repr(key))
        return {k: v for k, v in value.items() if v is not None}

    def text(self, value: Any, path: Path) -> str:
        if not isinstance(value, str):
            self.fail(path, f"{_name(path)} must be text, not {_kind(value)}", *_word(value))
        if _NO_TEXT.search(value):
            self.fail(path, f"{_name(path)} holds a character that no name and no text has")
        return value

    def texts(self, value: Any, path: Path) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.fail(
                path, f"{_name(path)} must be a list, not {_kind(value)}; write it as [{QUOTE}]", *_word(value), value
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
            self.fail(path, f"{_name(path)} must be true or false, not {_kind(value)}", *_word(value))
        return value

    def choice(self, value: Any, path: Path, known: Collection[str]) -> str:
        text = self.text("off" if value is False and "off" in known else value, path)
        if text not in known:
            self.fail(path, f"{_name(path)} cannot be {QUOTE}; {_nearest(text, known)}", repr(text))
        return text

    def size(self, value: Any, path: Path) -> int:
        number = size(str(value)) if not isinstance(value, bool) else None
        if number is None:
            self.fail(path, f"{_name(path)} must be a size such as 10MB or 2GiB, not {QUOTE}", repr(value))
        return number

    def rule_or_family(self, value: Any, path: Path) -> str:
        name = self.text(value, path)
        if name not in FAMILIES and name not in self.rule_ids:
            advice = _nearest(name, (*FAMILIES, *self.rule_ids))
            self.fail(path, f"no rule is called {QUOTE}; {advice}", repr(name))
        return name

    def rule(self, value: Any, path: Path) -> str:
        name = self.text(value, path)
        if name not in self.rule_ids:
            self.fail(path, f"no rule is called {QUOTE}; {_nearest(name, self.rule_ids)}", repr(name))
        return name


def _repo_type(c: Checker, value: Any, path: Path) -> str:
    return c.choice(value, path, REPO_TYPES)


def _rules(c: Checker, value: Any, path: Path) -> dict[str, str]:
    if not isinstance(value, dict):
        c.fail(path, f"{_name(path)} must be a mapping of rule ids to levels, such as `home-path: warning`")
    return {c.rule_or_family(k, (*path, k)): c.choice(v, (*path, k), LEVELS) for k, v in value.items()}


def _paths(c: Checker, value: Any, path: Path) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        c.fail(path, "paths must be a mapping of globs to levels, such as `docs/**: {home-path: note}`")
    made = {}
    for pattern, levels in value.items():
        here = (*path, pattern)
        if not isinstance(levels, dict):
            c.fail(here, f"paths[{QUOTE}] must be a mapping such as {{home-path: note}}", repr(pattern))
        made[c.glob(pattern, here)] = _rules(c, levels, here)
    return made


def _allow(c: Checker, value: Any, path: Path) -> Allow:
    data = c.table(value, path, Allow._fields)
    made: dict[str, Any] = {k: c.texts(v, (*path, k)) for k, v in data.items() if k != "git_author"}
    for n, digest in enumerate(made.get("values", ())):
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            c.fail(
                (*path, "values", n), "allow.values takes SHA-256 hex digests (64 characters), never the value itself"
            )
    if "git_author" in data:
        made["git_author"] = c.flag(data["git_author"], (*path, "git_author"))
    return Allow(**made)


def _files(c: Checker, value: Any, path: Path) -> Files:
    data = c.table(value, path, Files._fields)
    made: dict[str, Any] = {k: c.globs(data[k], (*path, k)) for k in ("allow", "forbid") if k in data}
    if "max_text_size" in data:
        made["max_text_size"] = c.size(data["max_text_size"], (*path, "max_text_size"))
    return Files(**made)


def _unread(c: Checker, value: Any, path: Path) -> dict[str, str]:
    data = c.table(value, path, CAUSES)
    return {k: c.choice(v, (*path, k), ("error", "note")) for k, v in data.items()}


def _waivers(c: Checker, value: Any, path: Path) -> tuple[Waiver, ...]:
    if not isinstance(value, list):
        c.fail(path, "waivers must be a list of {rule, path, reason}")
    return tuple(_waiver(c, item, (*path, n)) for n, item in enumerate(value))


def _waiver(c: Checker, value: Any, path: Path) -> Waiver:
    data = c.table(value, path, ("rule", "path", "place", "key", "reason", "until"))
    for name in ("rule", "path", "reason"):
        if not str(data.get(name, "")).strip():
            c.fail(path, f"a waiver needs a {name}" + ("; say why this finding is meant" if name == "reason" else ""))
    until = str(data.get("until", ""))
    if until and not _is_date(until):
        c.fail((*path, "until"), f"until must be a date such as 2027-01-31, not {QUOTE}", repr(until))
    return Waiver(
        c.rule(data["rule"], (*path, "rule")),
        c.glob(data["path"], (*path, "path")),
        c.text(data.get("place", ""), (*path, "place")),
        c.text(data["reason"], (*path, "reason")),
        until,
        c.document.line(path),
        c.text(data.get("key", ""), (*path, "key")),
    )


def _is_date(text: str) -> bool:
    from datetime import date

    if not _DATE.fullmatch(text):  # Python 3.11 takes weeks and digits alone, too
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _repos(c: Checker, value: Any, path: Path) -> tuple[RepoEntry, ...]:
    if not isinstance(value, list):
        c.fail(path, "repos must be a list of {path, id, type}")
    made = []
    for n, item in enumerate(value):
        here = (*path, n)
        data = c.table(item, here, RepoEntry._fields)
        if "path" not in data:
            c.fail(here, "an entry of repos needs a path: the folder that is the repository's root")
        name = c.text(data["id"], (*here, "id")) if "id" in data else None
        kind = c.choice(data["type"], (*here, "type"), REPO_TYPES) if "type" in data else None
        folder = c.text(data["path"], (*here, "path")).strip("/").removeprefix("./")
        made.append(RepoEntry(folder, name, kind))  # type: ignore[arg-type]
    return tuple(made)


def _hub(c: Checker, value: Any, path: Path) -> Hub:
    data = c.table(value, path, Hub._fields)
    made: dict[str, Any] = {}
    if "visibility" in data:
        made["visibility"] = c.choice(data["visibility"], (*path, "visibility"), ("public", "private"))
    if "gated" in data:
        made["gated"] = c.flag(data["gated"], (*path, "gated"))
    if "budget" in data:
        made["budget"] = c.size(data["budget"], (*path, "budget"))
    return Hub(**made)


def _detectors(c: Checker, value: Any, path: Path) -> tuple[str, ...]:
    return tuple(c.choice(v, (*path, n), DETECTORS) for n, v in enumerate(c.texts(value, path)))


def _fail_on(c: Checker, value: Any, path: Path) -> str:
    return c.choice(value, path, ("error", "warning"))


_TOP: dict[str, Callable[[Checker, Any, Path], Any]] = {
    "repo_type": _repo_type,
    "fail_on": _fail_on,
    "rules": _rules,
    "exclude": Checker.globs,
    "allow": _allow,
    "files": _files,
    "unread": _unread,
    "waivers": _waivers,
    "repos": _repos,
    "hub": _hub,
    "detectors": _detectors,
    "baseline": Checker.text,
    "paths": _paths,
}
KEYS = tuple(_TOP)


def _name(path: Path) -> str:
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


def _nearest(word: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word.replace("_", "-"), [k.replace("_", "-") for k in known], 1, 0.5)
    if near:
        return f"did you mean {next(k for k in known if k.replace('_', '-') == near[0])!r}?"
    return f"it can be {_list(known)}" if len(known) <= 20 else "`hubseal rules` lists them all"
