"""What a scan gives."""

from __future__ import annotations

from ..typed import TYPE_CHECKING, NamedTuple
from ..types import Report

if TYPE_CHECKING:
    from ..sources.hub import RepoRevision
    from ..state import Changes


class Outcome(NamedTuple):
    """The report, and what a comment on it needs besides."""

    report: Report
    changes: Changes | None = None
    """Since the last scan; None without a state and on the first scan."""
    scanned: RepoRevision | None = None
    """The commit on the Hub that was scanned; None for a checkout, and when the Hub did not answer."""
