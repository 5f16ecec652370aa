"""One report of several: of the batches of a hook run, and of repositories that one command names."""

from __future__ import annotations

from collections.abc import Sequence

from .. import engine
from ..reports import exit_code
from ..types import CAUSES, SEVERITY, BlobResult, Level, Report


def result(report: Report) -> BlobResult:
    """What a report says of files."""
    return BlobResult(report.findings, report.waived, report.unread, report.notes, report.coverage)


def merge(reports: Sequence[Report]) -> Report:
    """The reports as one, which fails as the worst of them does by its own policy."""
    first = reports[0]
    if len(reports) == 1:
        return first
    folded = engine.fold(map(result, reports))
    codes = [exit_code(report) for report in reports]
    failed = [report.fail_on for report, code in zip(reports, codes, strict=True) if code == 1]
    return first._replace(
        target=" ".join(dict.fromkeys(report.target for report in reports)),
        findings=folded.findings,
        waived=folded.waived,
        unread=folded.unread,
        notes=tuple(dict.fromkeys(folded.notes)),
        coverage=folded.coverage,
        fail_on=min(failed or ["error"], key=lambda level: SEVERITY[level]),
        unread_levels={cause: _level([r.unread_levels[cause] for r in reports], codes) for cause in CAUSES},
    )


def _level(levels: Sequence[Level], codes: Sequence[int]) -> Level:
    """Whether a cause fails the whole: as the loudest says where one of the reports fails by what was not read."""
    if len(set(levels)) == 1:
        return levels[0]
    return max(levels, key=lambda level: SEVERITY[level]) if 3 in codes else "note"
