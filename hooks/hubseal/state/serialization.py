"""What a state file holds, back into nouns: checked field by field, because anybody may have written the file.

Every function raises TypeError or ValueError for what is not such a noun.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, TypeVar

from ..identity import Identity
from ..rules import RULES
from ..types import (
    CAUSES,
    FAMILIES,
    BlobResult,
    Cause,
    Coverage,
    Family,
    Finding,
    Level,
    Location,
    Position,
    Unread,
    Waived,
    WaivedBy,
)

RULE_IDS = frozenset(RULES.plan.names)
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
WAIVED_BY: tuple[WaivedBy, ...] = ("inline", "policy", "baseline")
Noun = TypeVar("Noun")
Word = TypeVar("Word", Level, Family, Cause, WaivedBy)


class KnownFinding(NamedTuple):
    """A finding of an earlier scan, as far as a comment needs it; masked."""

    fingerprint: str
    rule: str
    level: Level
    path: str
    message: str
    share: int | None = None
    """How many bytes of its file the budget allowed when it was found; None: all."""
    identities: tuple[Identity, ...] = ()


class StateEntry(NamedTuple):
    """A blob's result, and how many bytes of it the budget allowed; None: all."""

    result: BlobResult
    budget: int | None

    @property
    def rules(self) -> frozenset[str]:
        """The rules of its findings."""
        result = self.result
        return frozenset(f.rule for f in (*result.findings, *(waived.finding for waived in result.waived)))


class Tree(NamedTuple):
    """A commit all of whose files have a result in the state, and the budget that they were read with."""

    sha: str
    budget: int


def known_finding(value: object) -> KnownFinding:
    """A row of `known`."""
    fingerprint, rule, level, path, message, share, known = _row(value, len(KnownFinding._fields))
    words = text(fingerprint), text(rule), _one_of(level, LEVELS), text(path), text(message)
    return KnownFinding(*words, _optional(share, number), _all(known, identity))


def identity(value: object) -> Identity:
    """What one of a finding's values is known by."""
    name, values, total = _row(value, len(Identity._fields))
    return Identity(text(name), number(values), _optional(total, number))


def entry(value: object) -> StateEntry:
    """A value of `blobs`."""
    if not isinstance(value, dict) or value.keys() != {"result", "budget"}:
        raise TypeError
    return StateEntry(_result(value["result"]), _optional(value["budget"], number))


def tree(value: object) -> Tree:
    """The value of `tree`."""
    sha, budget = _row(value, len(Tree._fields))
    return Tree(text(sha), number(budget))


def text(value: object) -> str:
    """Text that can be written down."""
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a character would fail in a report
    return value


def number(value: object) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _result(value: object) -> BlobResult:
    findings, waived, unread, notes, coverage, used, seen = _row(value, len(BlobResult._fields))
    return BlobResult(
        _all(findings, _finding),
        _all(waived, _waived),
        _all(unread, _unread),
        _all(notes, text),
        Coverage(*map(number, _row(coverage, len(Coverage._fields)))),
        _all(used, number),
        _all(seen, number),
    )


def _finding(value: object) -> Finding:
    rule, family, level, at, masked, message, reason, fix, url, count, places, fingerprint, commit, known, *more = _row(
        value, len(Finding._fields)
    )
    allow, cause = more
    return Finding(
        text(rule),
        _one_of(family, FAMILIES),
        _one_of(level, LEVELS),
        _location(at),
        text(masked),
        text(message),
        text(reason),
        text(fix),
        text(url),
        number(count),
        _all(places, text),
        text(fingerprint),
        _optional(commit, text),
        _all(known, identity),
        text(allow),
        text(cause),
    )


def _location(value: object) -> Location:
    path, shown, place, key, start, end, rows = _row(value, len(Location._fields))
    words = text(path), text(shown), text(place), text(key)
    return Location(*words, _position(start), _position(end), _all(rows, number))


def _position(value: object) -> Position:
    line, column, row, raw = _row(value, len(Position._fields))
    return Position(_optional(line, number), _optional(column, number), _optional(row, number), _optional(raw, _range))


def _range(value: object) -> tuple[int, int]:
    start, end = _row(value, 2)
    return number(start), number(end)


def _waived(value: object) -> Waived:
    finding, by, why = _row(value, len(Waived._fields))
    return Waived(_finding(finding), _one_of(by, WAIVED_BY), text(why))


def _unread(value: object) -> Unread:
    path, place, cause, size, hint = _row(value, len(Unread._fields))
    return Unread(text(path), text(place), _one_of(cause, CAUSES), _optional(size, number), text(hint))


def _row(value: object, length: int) -> Sequence[object]:
    if not isinstance(value, list) or len(value) != length:
        raise TypeError
    return value


def _all(value: object, read: Callable[[object], Noun]) -> tuple[Noun, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(read(item) for item in value)


def _optional(value: object, read: Callable[[object], Noun]) -> Noun | None:
    return None if value is None else read(value)


def _one_of(value: object, words: Collection[Word]) -> Word:
    for word in words:
        if value == word:
            return word
    raise ValueError
