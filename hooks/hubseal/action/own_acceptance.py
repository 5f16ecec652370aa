"""What a pull request accepts by itself: values beside allow comments that the base branch does not have."""

from __future__ import annotations

from ..app import checkout
from ..app.request import CheckoutRequest
from ..member_path import outer
from ..sources import commits, git
from ..types import Report, Waived
from .base_policy import BasePolicy


def added(report: Report, request: CheckoutRequest, base: BasePolicy) -> tuple[Waived, ...]:
    """The waived findings that the branch itself accepts. Where the base cannot be asked, every comment is its own."""
    inline = tuple(w for w in report.waived if w.by == "inline")
    files = {outer(w.finding.at.shown): outer(w.finding.at.path) for w in inline}
    if not files or base.tree is None:
        return inline
    before: dict[str, bytes] = {}
    for shown, path in files.items():
        try:
            data = commits.file_at(base.tree, base.start, shown)
        except git.GitError:
            data = None
        if data is not None:
            before[path] = data
    known = checkout.accepted_by_comments(request, before)
    return tuple(w for w in inline if w.finding.fingerprint not in known)


def refused(report: Report, own: tuple[Waived, ...]) -> Report:
    """The report in which these count as findings."""
    waived = tuple(w for w in report.waived if w not in own)
    return report._replace(findings=(*report.findings, *(w.finding for w in own)), waived=waived)
