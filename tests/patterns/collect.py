"""Every regular expression of the package: what modules hold, what functions write, rules, lexers of comments."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import hubseal
from hubseal import regex
from hubseal.regex import LazyPattern
from hubseal.rule_types import Detector
from hubseal.rules import RULES
from hubseal.suppression import comment_syntax
from hubseal.suppression.lexer import lexer

PACKAGE = Path(hubseal.__file__).parent
SEARCHES = ("search", "finditer", "sub", "subn", "findall", "split")
DEEP = 6
"""Containers in each other that are looked into."""


class Known(NamedTuple):
    """A pattern, what it is called, and whether it is searched for: tried at every place of a text, not at one."""

    name: str
    pattern: re.Pattern[Any]
    searched: bool
    longest: int | None = None
    """Bytes of the text that it is tried on, where that is known."""


@cache
def all_patterns() -> tuple[Known, ...]:
    """All patterns, each once."""
    found: dict[tuple[Any, int], Known] = {}
    for known in (*_of_modules(), *_of_lexers(), *_of_rules()):
        key = known.pattern.pattern, known.pattern.flags
        before = found.get(key)
        if before is None or (known.searched and not before.searched):
            found[key] = known
    return tuple(found.values())


def modules() -> Iterator[ModuleType]:
    """All modules of the package that can be imported here."""
    for info in pkgutil.walk_packages(hubseal.__path__, "hubseal."):
        if not info.name.endswith(("__main__", "detect_secrets_plugin")):
            yield importlib.import_module(info.name)


def _of_modules() -> Iterator[Known]:
    sources = {module.__name__: Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules()}
    for module in modules():
        source, short = sources[module.__name__], module.__name__.removeprefix("hubseal.")
        for name, held in vars(module).items():
            for pattern, alone in _in(held, DEEP):
                used = [source, *_importers(name, module.__name__, sources.values())]
                yield Known(f"{short}.{name}", pattern, not alone or any(_is_searched(name, some) for some in used))
        yield from _written(short, source)


def _importers(name: str, module: str, sources: Iterable[str]) -> list[str]:
    """The sources of modules that take a name from another one."""
    tail = re.escape(module.rpartition(".")[2])
    takes = re.compile(
        rf"from [.\w]*{tail} import (?:\([^)]*|[^\n]*)\b{re.escape(name)}\b|\b{tail}\.{re.escape(name)}\b"
    )
    return [] if name.startswith("_") else [text for text in sources if name in text and takes.search(text)]


def _is_searched(name: str, source: str) -> bool:
    """Whether a module searches for a pattern, or hands it to others."""
    word = re.escape(name)
    uses = re.findall(rf"(?<![\w]){word}\b(?!\s*(?:=|:\s*\w))(?:\.compiled\(\))?(?:\.(\w+))?", source)
    return any(use not in ("match", "fullmatch", "pattern") for use in uses)


def _in(held: object, deep: int) -> Iterator[tuple[re.Pattern[Any], bool]]:
    """The patterns in a value, and whether it is one."""
    if isinstance(held, re.Pattern):
        yield held, True
    elif isinstance(held, LazyPattern):
        yield held.compiled(), True
    elif deep and isinstance(held, (tuple, list, set, frozenset)):
        yield from ((pattern, False) for item in held for pattern, _ in _in(item, deep - 1))
    elif deep and isinstance(held, dict):
        yield from ((pattern, False) for item in (*held, *held.values()) for pattern, _ in _in(item, deep - 1))
    elif deep and callable(held) and getattr(held, "__closure__", None):
        cells = [cell.cell_contents for cell in held.__closure__ if _is_full(cell)]  # type: ignore[attr-defined]
        yield from ((pattern, False) for item in cells for pattern, _ in _in(item, deep - 1))


def _is_full(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _written(module: str, source: str) -> Iterator[Known]:
    """The patterns that calls of `re` have as literals."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for function_of, node in ((outer, node) for outer in functions for node in ast.walk(outer)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        first, function = node.args[0], node.func
        if isinstance(function.value, ast.Name) and function.value.id == "re" and isinstance(first, ast.Constant):
            yield Known(f"{module}.{function_of.name}()", re.compile(first.value), function.attr in SEARCHES)


def _of_lexers() -> Iterator[Known]:
    """What tells comments from code, of each language."""
    for language, syntax in comment_syntax.LANGUAGES.items():
        yield Known(f"lexer of {language}", lexer(syntax), True)


def _of_rules() -> Iterator[Known]:
    for entry in RULES.entries():
        for number, detector in enumerate(entry.detectors):
            name, window = f"{entry.rule.id}[{number}]", _window(detector)
            yield Known(name, regex.compile(detector.pattern), True, window)
            if detector.value:
                yield Known(f"{name}, value", regex.compile(detector.value), True, window)
            if detector.paired_pattern:
                yield Known(f"{name}, partner", regex.compile(detector.paired_pattern), True, 4_096)
            for validator in detector.validators:
                for pattern, _ in _in(validator, DEEP):
                    yield Known(f"{name}, validator", pattern, True, 512)


def _window(detector: Detector) -> int:
    """Bytes around a trigger in which the pattern is tried."""
    return max(max(trigger.back, 0) + trigger.ahead for trigger in detector.triggers) + 64
