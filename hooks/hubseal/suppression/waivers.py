"""Waivers of the policy: which finding each covers, and which of them are of no use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..globs import matches
from ..named_tuple import NamedTuple


class Waiver(NamedTuple):
    """One entry of `waivers:`. `path` is a glob; an empty `place` is any place; `until` an ISO date or empty."""

    rule: str
    path: str
    place: str
    reason: str
    until: str
    line: int


def covers(waiver: Waiver, rule: str, path: str, place: str) -> bool:
    """Whether a waiver covers a finding."""
    return waiver.rule == rule and waiver.place in ("", place) and matches(waiver.path, path)


def expired(waiver: Waiver, today: str) -> bool:
    """Whether the last day of a waiver has passed; `today` is an ISO date."""
    return bool(waiver.until) and waiver.until < today


class WaiverSet:
    """The waivers of a policy as they hold on one day. A waiver is named by its number in the policy."""

    def __init__(self, waivers: Sequence[Waiver], today: str) -> None:
        self._valid = tuple((n, w) for n, w in enumerate(waivers) if not expired(w, today))
        self._expired = tuple(w for w in waivers if expired(w, today))

    def find(self, rule_ids: Collection[str], path: str, place: str) -> tuple[int, str] | None:
        """The number and the reason of the first waiver that covers a finding, by one of its rule's ids."""
        for number, waiver in self._valid:
            if any(covers(waiver, rule_id, path, place) for rule_id in rule_ids):
                return number, waiver.reason
        return None

    def on(self, path: str) -> frozenset[int]:
        """The waivers whose globs cover a path, whatever they waive there."""
        return frozenset(number for number, waiver in self._valid if matches(waiver.path, path))

    def notes(self, used: Collection[int], seen: Collection[int], whole: bool) -> Iterator[str]:
        """Expired waivers, and those that matched nothing though a path of theirs is among the `seen` ones, or all of
        the repository, `whole`, was scanned."""
        for waiver in self._expired:
            yield f"waiver for {waiver.rule} on {waiver.path} expired on {waiver.until} and no longer waives"
        for number, waiver in self._valid:
            if number not in used and (whole or number in seen):
                yield f"waiver for {waiver.rule} on {waiver.path} matches nothing; remove it"
