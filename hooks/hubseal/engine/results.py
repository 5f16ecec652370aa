"""Results of blobs, folded into one."""

from __future__ import annotations

from collections.abc import Iterable

from ..types import BlobResult, Coverage, Finding, Unread, Waived

NO_FILE = Coverage(0, 0, 0, 0, 0, 0, 0)
EMPTY = BlobResult((), (), (), (), NO_FILE)


def fold(results: Iterable[BlobResult]) -> BlobResult:
    """One result of many, in their order. Associative: folding the folds of any split gives the same; `EMPTY` adds
    nothing."""
    findings: list[Finding] = []
    waived: list[Waived] = []
    unread: list[Unread] = []
    notes: list[str] = []
    used: set[int] = set()
    seen: set[int] = set()
    counts = [0] * len(NO_FILE)
    for result in results:
        findings += result.findings
        waived += result.waived
        unread += result.unread
        notes += result.notes
        used.update(result.waivers_used)
        seen.update(result.waivers_seen)
        for number, count in enumerate(result.coverage):
            counts[number] += count
    masked = tuple(findings), tuple(waived), tuple(unread), tuple(notes)
    return BlobResult(*masked, Coverage(*counts), tuple(sorted(used)), tuple(sorted(seen)))
