"""Rules of the policy's own: plain data -> OwnRule."""

from __future__ import annotations

from typing import Any

from ..regex import LazyPattern
from ..types import FAMILIES
from .check import Checker
from .document import Path
from .model import QUOTE, OwnRule

MOST = 200
"""Rules of one policy."""
_ID = LazyPattern(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_KEYWORD = LazyPattern(r"[A-Za-z0-9_.-]{3,40}")
_KEYS = ("id", "title", "pattern", "keywords", "level", "family", "why", "fix", "url", "leaks", "clean")


def own_rules(checker: Checker, value: Any, path: Path) -> tuple[OwnRule, ...]:
    """The rules of `own_rules:`. Raises PolicyError."""
    if not isinstance(value, list):
        checker.fail(path, "own_rules must be a list of {id, title, pattern}")
    if len(value) > MOST:
        checker.fail(path, f"a policy has at most {MOST} rules of its own")
    made: list[OwnRule] = []
    for number, item in enumerate(value):
        taken = frozenset((*checker.rule_ids, *FAMILIES, *(rule.id for rule in made)))
        made.append(_own_rule(checker, item, (*path, number), taken))
    return tuple(made)


def _own_rule(c: Checker, value: Any, path: Path, taken: frozenset[str]) -> OwnRule:
    data = c.table(value, path, _KEYS)
    for name in ("id", "title", "pattern"):
        if not str(data.get(name, "")).strip():
            c.fail(path, f"a rule needs {'an id' if name == 'id' else f'a {name}'}")
    name = c.text(data["id"], (*path, "id"))
    if not _ID.fullmatch(name) or len(name) > 60:
        c.fail(
            (*path, "id"), f"{QUOTE} is no id of a rule; write small letters and digits, such as acme-key", repr(name)
        )
    if name in taken:
        c.fail((*path, "id"), f"{QUOTE} is the id of another rule, or of a family; take another one", repr(name))
    keywords = c.texts(data["keywords"], (*path, "keywords")) if "keywords" in data else ()
    for number, keyword in enumerate(keywords):
        if not _KEYWORD.fullmatch(keyword):
            c.fail((*path, "keywords", number), "a keyword is a word of 3 to 40 letters, digits, `_`, `.` and `-`")
    pattern = _pattern(c, data["pattern"], (*path, "pattern"), bool(keywords))
    words = {key: c.text(data[key], (*path, key)) for key in ("title", "why", "fix", "url") if key in data}
    level = c.choice(data.get("level", "error"), (*path, "level"), ("error", "warning", "note"))
    family = c.choice(data.get("family", "tokens"), (*path, "family"), ("tokens", "pii", "paths"))
    examples = {key: c.texts(data[key], (*path, key)) for key in ("leaks", "clean") if key in data}
    lowered = tuple(word.lower() for word in keywords)
    return OwnRule(name, pattern, level, family, lowered, **words, **examples)  # type: ignore[arg-type]


def _pattern(c: Checker, value: Any, path: Path, keywords: bool) -> str:
    from .patterns import BadPattern, announced

    text = c.text(value, path)
    try:
        found = announced(text)
    except BadPattern as error:
        c.fail(path, f"this pattern is refused: {QUOTE}", str(error))
    if not found.runs and not keywords:
        c.fail(path, "this pattern is refused: its values have too few characters in common; give keywords, too")
    return text
