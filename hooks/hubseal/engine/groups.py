"""Leaked values, each by itself, and the groups in which people are told of them."""

from __future__ import annotations

from collections.abc import Hashable

from .. import member_path
from ..types import SEVERITY, Kind, WaivedBy
from .identities import TAG, Occurrence, tag
from .masking import MaskedName
from .span import Span

PLACES = 5
ROWS = 20
LISTED = 1_000
"""Different values of a group that are kept one by one."""
COUNTED = 200_000
"""Different values that are counted; from there on each occurrence counts as one."""
NO_SECRET_BITS = 40
"""Entropy below which a value is an address, a number or a path, of which a log holds many alike."""
GroupKey = tuple[str | bytes, ...]
Accepted = tuple[WaivedBy, str]
"""By what, and why, the user accepts a value."""


class LeakedValue:
    """One value in one place. It is accepted, new or gone by itself."""

    __slots__ = ("anchor", "count", "end", "place", "places", "rows", "span", "start", "theirs")

    def __init__(self, span: Span, at: Occurrence, anchor: str) -> None:
        self.span, self.place, self.start, self.end, self.anchor = span, at.place, at.start, at.end, anchor
        self.count = 0
        self.rows: list[tuple[int, int]] = []
        """(number of the occurrence in its group, row)"""
        self.places: list[tuple[int, str]] = []
        self.theirs = False
        """Whether a baseline of detect-secrets holds it."""

    def add(self, number: int, span: Span, at: Occurrence) -> None:
        """Counts one more occurrence; the worst level and its reason win."""
        self.count += 1
        if SEVERITY[span.level] > SEVERITY[self.span.level]:
            self.span = self.span._replace(level=span.level, reason=span.reason)
        row, line = at.start.row, at.start.line
        if row is not None and len(self.rows) < ROWS:
            self.rows.append((number, row))
        where = f"row {row}" if row is not None else at.place or (f"line {line}" if line else self.span.key)
        if where and len(self.places) < PLACES and all(where != known for _, known in self.places):
            self.places.append((number, where))


class FindingGroup:
    """Values that are reported as one finding, as far as they are not accepted."""

    def __init__(self, anchor: str, former_anchor: str, accepted: Accepted | None, guessed: bool) -> None:
        self.anchor, self.former_anchor, self.accepted, self.guessed = anchor, former_anchor, accepted, guessed
        self.values: dict[Hashable, LeakedValue] = {}
        self.rest: LeakedValue | None = None
        """What is beyond the values that are kept one by one."""
        self.count, self.total = 0, 0
        """Occurrences; the sum of the values' 10 bits when there is a `rest`."""
        self._more: set[int] = set()
        self._uncounted = 0
        self.hint = ""
        """Which comment to put where to allow it; empty where none works."""
        self.cause: MaskedName | None = None
        """The folder or archive because of which a file is reported."""
        self.secrets: set[bytes] = set()
        """Values for the secret sink."""

    @property
    def first(self) -> LeakedValue:
        """The value that was found first."""
        return next(iter(self.values.values()))

    @property
    def different(self) -> int:
        """How many different values there are."""
        return len({value.span.value for value in self.values.values()}) + len(self._more) + self._uncounted

    @property
    def folder(self) -> MaskedName | None:
        """The folder that is told instead of the file; of what is packed, the file is told."""
        return None if self.cause is None or self.cause.path.endswith(member_path.SEPARATOR) else self.cause

    def add(self, span: Span, at: Occurrence, anchor: str, by_place: bool) -> LeakedValue | None:
        """Adds one occurrence; the value when it is new and kept by itself. With `by_place` the same value in two
        places is kept twice."""
        key = (anchor, span.value, at.place if by_place else "")
        value, new = self.values.get(key), None
        if value is None and len(self.values) < LISTED:
            value = new = self.values[key] = LeakedValue(span, at, anchor)
        elif value is None:
            value = self._add_rest(span, at, anchor)
        self.count += 1
        value.add(self.count, span, at)
        return new

    def _add_rest(self, span: Span, at: Occurrence, anchor: str) -> LeakedValue:
        """Counts a value that is not kept."""
        if self.rest is None:
            self.rest = LeakedValue(span, at, anchor)
            self.total = sum(tag(value.span) for value in self.values.values()) % TAG
        number = hash((anchor, span.value))
        if number not in self._more:
            if len(self._more) < COUNTED:
                self._more.add(number)
            else:
                self._uncounted += 1
            self.total = (self.total + tag(span)) % TAG
        return self.rest


def group_key(span: Span, kind: Kind, apart: bool) -> GroupKey:
    """One finding per (rule, column) in bulk data, and per (rule, key) of what names no secret in a log; one per home
    directory and the like; elsewhere, and where they stay `apart`, one per (rule, key, value)."""
    if span.owner and kind != "data" and not apart:
        return (*span.ids, span.owner)
    bulk = kind == "data" or (
        not apart and kind == "log" and span.detector is not None and span.detector.bits < NO_SECRET_BITS
    )
    return (*span.ids, span.key) if bulk else (*span.ids, span.key, span.value)
