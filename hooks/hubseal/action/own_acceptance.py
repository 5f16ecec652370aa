"""What a pull request accepts by itself: values beside allow comments that the base branch does not have."""

from __future__ import annotations

from collections import Counter

from ..app import checkout
from ..app.request import CheckoutRequest
from ..member_path import outer
from ..sources import commits, git
from ..types import Finding, Report, Waived
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
    known = Counter[str]()
    for finding in checkout.accepted_by_comments(request, before):
        known += _values(finding)
    own = []
    for waived in inline:
        values = _values(waived.finding)
        if values - known:
            own.append(waived)
        known -= values
    return tuple(own)


def _values(finding: Finding) -> Counter[str]:
    """The values of a finding, by what a baseline knows them by, and how many each stands for."""
    told = {f"{i.id} {i.total}": max(i.values, 1) for i in finding.identities}
    return Counter(told or {finding.fingerprint: 1})


def refused(report: Report, own: tuple[Waived, ...]) -> Report:
    """The report in which these count as findings."""
    waived = tuple(w for w in report.waived if w not in own)
    return report._replace(findings=(*report.findings, *(w.finding for w in own)), waived=waived)
