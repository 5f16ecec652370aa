"""A report has a cap: of very many findings each file and rule keeps some, and one that counts the others.

GitHub takes no SARIF of more than 25,000 results, and no reader holds more; what is counted is not lost.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from ..types import Finding, Position, Report, Waived
from . import MOST_LISTED

NOWHERE = Position()
T = TypeVar("T")


def capped(report: Report, most: int = MOST_LISTED) -> Report:
    """The report with at most about `most` findings, one more for each file, rule and level of which some are left
    out, and a note that says so. Counts per file and rule stay complete, and so does what the exit code depends on."""
    if len(report.findings) <= most and len(report.waived) <= most:
        return report
    findings = _kept(report.findings, [(f.at.path, f.rule, f.level, f.commit) for f in report.findings], most)
    waived = _kept(report.waived, [(w.finding.at.path, w.finding.rule, w.by) for w in report.waived], most)
    notes = (*report.notes, *_said("findings", report.findings, most), *_said("waived findings", report.waived, most))
    return report._replace(
        findings=tuple(_folded(some, cut) for some, cut in findings),
        waived=tuple(w._replace(finding=_folded(w.finding, [c.finding for c in cut])) for w, cut in waived),
        notes=notes,
    )


def _kept(items: Sequence[T], keys: Sequence[Hashable], most: int) -> list[tuple[T, list[T]]]:
    """Of each key the first items, and with the last of them those that are left out; all where they are few."""
    share = max(most // max(len(set(keys)), 1), 1) if len(items) > most else len(items)
    groups: dict[Hashable, list[T]] = {}
    kept: list[tuple[T, list[T]]] = []
    for item, key in zip(items, keys, strict=True):
        cut = groups.setdefault(key, [])
        cut.append(item)
        if len(cut) <= share:
            kept.append((item, []))
        elif len(cut) == share + 1:
            kept.append((item, cut))
    return [(item, cut[share:]) for item, cut in kept]


def _folded(first: Finding, cut: Sequence[Finding]) -> Finding:
    """One finding that stands for many of a rule in a file; `first` itself when there are no others."""
    if len(cut) < 2:
        return first
    where = first.at._replace(place="", key="", start=NOWHERE, end=NOWHERE, rows=())
    message = f"{len(cut):,} more findings of this rule in this file, which the report does not list"
    count = sum(finding.count for finding in cut)
    return first._replace(at=where, message=message, masked="…", count=count, places=(), allow="")


def _said(what: str, items: Sequence[Finding] | Sequence[Waived], most: int) -> Iterable[str]:
    if len(items) > most:
        yield (
            f"of {len(items):,} {what} the report lists {most:,} or a few more; the others are counted by file and rule,"
            " and `hubseal scan` on a part lists them"
        )
