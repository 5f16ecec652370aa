"""Tables of near misses: files that must pass, and their neighbours in which something must still be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hubseal.types import SEVERITY, Level

Report = Callable[..., dict[str, Any]]


class Silent(NamedTuple):
    """A file in which nothing above `most` may be found; nothing at all of `rule`, when that is named."""

    reason: str
    name: str
    text: str | bytes
    most: Level = "off"
    rule: str = ""


class Found(NamedTuple):
    """A file in which a rule must find something at `level`, or at any."""

    reason: str
    name: str
    text: str | bytes
    rule: str
    level: Level | None = None


def check(report: Report, rows: Sequence[Silent | Found], *args: object) -> None:
    """Scans a folder per row at once, and compares each with what it must give."""
    made = report({f"{number:03}/{row.name}": row.text for number, row in enumerate(rows)}, *(args or ["."]))
    found: dict[str, list[tuple[str, Level]]] = {}
    for item in made["findings"]:
        found.setdefault(item["path"].partition("/")[0], []).append((item["rule"], item["level"]))
    wrong = []
    for number, row in enumerate(rows):
        have = found.get(f"{number:03}", [])
        if isinstance(row, Found):
            if not any(rule == row.rule and row.level in (None, level) for rule, level in have):
                wrong.append((row.reason, row.rule, row.level, have))
        elif any(SEVERITY[level] > SEVERITY[row.most] and row.rule in ("", rule) for rule, level in have):
            wrong.append((row.reason, "at most", row.most, have))
    assert not wrong, wrong
