"""What is new, what stayed and what is gone between two scans, by fingerprint, and what cannot be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..member_path import outer
from ..types import Finding, Report
from .serialization import KnownFinding


class Changes(NamedTuple):
    """What happened since the last scan."""

    new: tuple[Finding, ...]
    still: tuple[Finding, ...]
    gone: tuple[KnownFinding, ...]
    unsure: tuple[KnownFinding, ...] = ()
    """Not found, but where it stood was not read this time."""


def compare(old: Mapping[str, KnownFinding], report: Report, cut: Mapping[str, int] = MappingProxyType({})) -> Changes:
    """The findings of `report` beside those of the scan before it, by fingerprint. `cut`: masked path -> how much of
    that file the budget allowed."""
    here = {f.fingerprint for f in report.findings} | {w.finding.fingerprint for w in report.waived}
    silent = _silent(report, cut)
    away = [k for k in old.values() if k.fingerprint not in here]
    return Changes(
        tuple(f for f in report.findings if f.fingerprint not in old),
        tuple(f for f in report.findings if f.fingerprint in old),
        tuple(k for k in away if not silent(k)),
        tuple(k for k in away if silent(k)),
    )


def _silent(report: Report, cut: Mapping[str, int]) -> Callable[[KnownFinding], bool]:
    """Whether the place of an earlier finding was not read this time: because its file, or the whole tree, could not
    be, or because the budget allowed less of its file than when it was found."""
    failed = {outer(u.path) for u in report.unread if u.cause != "budget"}

    def silent(known: KnownFinding) -> bool:
        share = cut.get(outer(known.path))
        less = share is not None and (known.share is None or share < known.share)
        return less or report.repo.id in failed or outer(known.path) in failed

    return silent
