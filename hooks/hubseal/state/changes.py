"""What is new, what stayed and what is gone between two scans, value by value, and what cannot be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..identity import Identity
from ..member_path import outer
from ..types import Finding, Report
from .serialization import KnownFinding


class Changes(NamedTuple):
    """What happened since the last scan."""

    new: tuple[Finding, ...]
    """Findings with a value that was not there."""
    still: tuple[Finding, ...]
    gone: tuple[KnownFinding, ...]
    unsure: tuple[KnownFinding, ...] = ()
    """Not found, but where it stood was not read this time."""
    partly: tuple[tuple[str, int], ...] = ()
    """(fingerprint, how many of its values are new) of findings in `new` that hold others, too."""

    @property
    def values(self) -> tuple[int, int, int]:
        """How many values are new, still there, and gone."""
        partly = dict(self.partly)
        whole = sum(partly.get(f.fingerprint, size(f)) for f in self.new)
        still = sum(map(size, self.still)) + sum(
            size(f) - partly[f.fingerprint] for f in self.new if f.fingerprint in partly
        )
        return whole, still, sum(map(size, self.gone))


def compare(old: Mapping[str, KnownFinding], report: Report, cut: Mapping[str, int] = MappingProxyType({})) -> Changes:
    """The findings of `report` beside those of the scan before it, by fingerprint. `cut`: masked path -> how much of
    that file the budget allowed."""
    pool = _Pool(old)
    new: list[Finding] = []
    still: list[Finding] = []
    partly: dict[str, int] = {}
    for finding in report.findings:
        fresh = pool.take(finding)
        if fresh and fresh < size(finding):
            partly[finding.fingerprint] = fresh
        (new if fresh else still).append(finding)
    for waived in report.waived:
        pool.take(waived.finding)
    silent, away = _silent(report, cut), pool.left()
    return Changes(
        tuple(new),
        tuple(still),
        tuple(k for k in away if not silent(k)),
        tuple(k for k in away if silent(k)),
        tuple(partly.items()),
    )


def size(finding: Finding | KnownFinding) -> int:
    """How many values a finding stands for."""
    return sum(identity.values for identity in _identities(finding))


def _identities(finding: Finding | KnownFinding) -> tuple[Identity, ...]:
    """What the values of a finding are known by: one that has none is known as a whole, a column that has too many
    likewise."""
    found = finding.identities
    column = tuple(identity for identity in found if identity.total is not None)
    return column or tuple(i for i in found if i.values) or (Identity(f"={finding.fingerprint}"),)


class _Pool:
    """The values of the scan before, of which those that are found again are taken."""

    def __init__(self, old: Mapping[str, KnownFinding]) -> None:
        self._old = old
        self._whole = {name for name, known in old.items() if not known.identities}
        self._values: Counter[str] = Counter()
        self._totals: dict[str, int] = {}
        self._judged: dict[str, int] = {}
        for known in old.values():
            for identity in _identities(known):
                self._values[identity.id] += identity.values
                if identity.total is not None:
                    self._totals[identity.id] = identity.total

    def take(self, finding: Finding) -> int:
        """How many of its values were not there before; a finding of several commits is one."""
        name = finding.fingerprint
        if name not in self._judged:
            if name in self._whole:
                self._values[f"={name}"] = 0
                self._judged[name] = 0
            else:
                self._judged[name] = sum(map(self._take, _identities(finding)))
        return self._judged[name]

    def _take(self, identity: Identity) -> int:
        before = self._values[identity.id]
        known = min(before, identity.values)
        if identity.total is not None and before == identity.values and identity.total != self._totals[identity.id]:
            known -= 1  # as many as before, and not the same
        self._values[identity.id] -= known
        return identity.values - known

    def left(self) -> list[KnownFinding]:
        """What was not taken: whole findings, or what is left of them."""
        found = []
        for known in self._old.values():
            left = []
            for identity in _identities(known):
                number = min(self._values[identity.id], identity.values)
                self._values[identity.id] -= number
                left += [identity._replace(values=number)] if number else []
            before, now = size(known), sum(identity.values for identity in left)
            if now == before:
                found.append(known)
            elif now:
                message = f"{known.message} ({now:,} of {before:,} values)"
                found.append(known._replace(identities=tuple(left), message=message))
        return found


def _silent(report: Report, cut: Mapping[str, int]) -> Callable[[KnownFinding], bool]:
    """Whether the place of an earlier finding was not read this time: because its file, or the whole tree, could not
    be, or because the budget allowed less of its file than when it was found."""
    failed = {outer(u.path) for u in report.unread if u.cause != "budget"}

    def silent(known: KnownFinding) -> bool:
        share = cut.get(outer(known.path))
        less = share is not None and (known.share is None or share < known.share)
        return less or report.repo.id in failed or outer(known.path) in failed

    return silent


def merged(known: Iterable[KnownFinding]) -> list[KnownFinding]:
    """Each finding once: what it is found with in several commits counts as one."""
    found: dict[str, KnownFinding] = {}
    for item in known:
        before = found.get(item.fingerprint)
        if before is not None:
            most = {identity.id: identity for identity in before.identities}
            for identity in item.identities:
                if identity.id not in most or most[identity.id].values < identity.values:
                    most[identity.id] = identity
            item = item._replace(identities=tuple(most.values()))
        found[item.fingerprint] = item
    return list(found.values())
