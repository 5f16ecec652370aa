"""What a state file holds, back into nouns: checked field by field, because anybody may have written the file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from ..engine.result_cache import CachedResult
from ..rules import RULES
from ..types import CAUSES, FAMILIES, Coverage, Finding, Level, Location, Position, Unread, Waived

RULE_IDS = frozenset(RULES.plan.ids)


class Known(NamedTuple):
    """A finding of an earlier scan, as far as a comment needs it; masked."""

    fingerprint: str
    rule: str
    level: Level
    path: str
    message: str
    share: int | None = None
    """How many bytes of its file the budget allowed when it was found; None: all."""


def text(value: Any) -> str:
    """Text that can be written down. Raises TypeError or ValueError for anything else."""
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a character would fail in a report
    return value


def number(value: Any) -> int:
    """A whole number. Raises TypeError."""
    if type(value) is not int:
        raise TypeError
    return value


def whole(value: Any) -> int | None:
    """A whole number or None. Raises TypeError."""
    return None if value is None else number(value)


def known(row: Any) -> Known:
    """Raises TypeError or ValueError for anything else."""
    fingerprint, rule, level, path, message, share = row
    return Known(text(fingerprint), text(rule), _level(level), text(path), text(message), whole(share))


def _level(value: Any) -> Level:
    if value not in ("error", "warning", "note"):
        raise ValueError
    return value  # type: ignore[no-any-return]


def _position(row: Any) -> Position:
    line, column, at, raw = row
    span = (number(raw[0]), number(raw[1])) if raw is not None else None
    return Position(whole(line), whole(column), whole(at), span)


def _location(row: Any) -> Location:
    path, shown, place, key, start, end, rows = row
    words = text(path), text(shown), text(place), text(key)
    return Location(*words, _position(start), _position(end), tuple(number(n) for n in rows))


def _one_of(names: Collection[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if text(value) not in names:
            raise ValueError
        return text(value)

    return read


_FINDING: dict[str, Callable[[Any], Any]] = {
    "rule": _one_of(RULE_IDS),
    "family": _one_of(FAMILIES),
    "level": _level,
    "at": _location,
    "count": number,
    "places": lambda places: tuple(text(p) for p in places),
    "commit": lambda commit: None if commit is None else text(commit),
}


def _finding(row: Any) -> Finding:
    if len(row) != len(Finding._fields):
        raise ValueError
    fields: list[Any] = []
    for name, value in zip(Finding._fields, row, strict=True):
        read: Callable[[Any], Any] = _FINDING.get(name, text)
        fields.append(read(value))
    return Finding(*fields)


def _unread(row: Any) -> Unread:
    path, place, cause, size, hint = row
    if cause not in CAUSES:
        raise ValueError
    return Unread(text(path), text(place), cause, whole(size), text(hint))


def _waived(row: Any) -> Waived:
    finding, by, why = row
    if by not in ("inline", "policy", "baseline"):
        raise ValueError
    return Waived(_finding(finding), by, text(why))


def kept(row: Any) -> CachedResult:
    """An outcome as the engine wants it. Raises TypeError or ValueError for anything else."""
    findings, waived, unread, notes, coverage = row
    return CachedResult(
        tuple(_finding(f) for f in findings),
        tuple(_waived(w) for w in waived),
        tuple(_unread(u) for u in unread),
        tuple(text(n) for n in notes),
        Coverage(*(number(n) for n in coverage)),
    )
