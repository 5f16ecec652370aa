"""Waivers of the policy: which finding each covers, and which of them are of no use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from ..globs import matches
from ..member_path import outer
from ..typed import NamedTuple

OF_SETTINGS = ("public-repo", "ungated-repo")
"""Rules on the settings of a repository on the Hub; no file breaks them."""
_GLOB = frozenset("*?[{!")
Runs = Callable[[str], bool]
"""Whether the rule of an id is switched on in this scan."""


class Waiver(NamedTuple):
    """One entry of `waivers:`. `path` is a glob; an empty `place` or `key` is any; `until` an ISO date or empty."""

    rule: str
    path: str
    place: str
    reason: str
    until: str
    line: int
    key: str = ""


def covers(waiver: Waiver, rule: str, paths: Collection[str], place: str, key: str = "") -> bool:
    """Whether a waiver covers a finding. `paths`: the path as it is, and as reports mask it."""
    if waiver.rule != rule or waiver.place not in ("", place) or waiver.key not in ("", key):
        return False
    return any(matches(waiver.path, path) for path in paths)


def expired(waiver: Waiver, today: str) -> bool:
    """Whether the last day of a waiver has passed; `today` is an ISO date."""
    return bool(waiver.until) and waiver.until < today


class WaiverSet:
    """The waivers of a policy as they hold on one day. A waiver is named by its number in the policy."""

    def __init__(self, waivers: Sequence[Waiver], today: str) -> None:
        self._valid = tuple((n, w) for n, w in enumerate(waivers) if not expired(w, today))
        self._expired = tuple(w for w in waivers if expired(w, today))
        self.by_place = any(waiver.place for _, waiver in self._valid)
        """Whether one of them holds in one place of a file only."""

    def find(
        self, rule_ids: Collection[str], paths: Collection[str], place: str, key: str = ""
    ) -> tuple[int, str] | None:
        """The number and the reason of the first waiver that covers a finding, by one of its rule's ids."""
        for number, waiver in self._valid:
            if any(covers(waiver, rule_id, paths, place, key) for rule_id in rule_ids):
                return number, waiver.reason
        return None

    def on(self, path: str) -> frozenset[int]:
        """The waivers whose globs cover a path, whatever they waive there."""
        return frozenset(number for number, waiver in self._valid if matches(waiver.path, path))

    def notes(
        self, used: Collection[int], seen: Collection[int], unread: Iterable[str], whole: bool, runs: Runs
    ) -> Iterator[str]:
        """Expired waivers, and those that matched nothing where all that they are for was looked at.

        That is so when all rules saw the `whole` of the repository, or when the rule `runs` and the waiver names one
        file, which is among the `seen` ones; and when nothing `unread`, by path, may hold it.
        """
        for waiver in self._expired:
            yield f"waiver for {waiver.rule} on {waiver.path} expired on {waiver.until} and no longer waives"
        files = {outer(path) for path in unread}
        for number, waiver in self._valid:
            file = outer(waiver.path)
            one = number in seen and not _GLOB & set(file)
            if number in used or waiver.rule in OF_SETTINGS or not (whole or (one and runs(waiver.rule))):
                continue
            if not any(path == file or matches(file, path) for path in files):
                yield f"waiver for {waiver.rule} on {waiver.path} matches nothing; remove it"
