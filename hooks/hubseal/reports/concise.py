"""One line a finding, as compilers and linters write it: editors and GitHub read such lines by a pattern.

    path:line:column: level rule: message: masked

What has no line is on line 1; of an archive, the line names the archive. `docs/editors/` has the patterns.
"""

from __future__ import annotations

import posixpath

from .. import member_path
from ..regex import LazyPattern
from ..rule_types import RuleSet
from ..types import Finding, Report, Unread
from . import addresses, count, fails, file_of, order
from .cap import capped
from .escape import log_line

_LIKE_A_PLACE = LazyPattern(r":(?=\d+:\d+: (?:error|warning|note) )")


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """A line per finding and per file that was not read; nothing where all is well."""
    report = capped(report)
    lines = [log_line(line(report, f)) for f in sorted(report.findings, key=order)]
    lines += [log_line(unread(report, item)) for item in report.unread if not quiet or fails(report, item)]
    return "\n".join(lines)


def line(report: Report, finding: Finding) -> str:
    """The line of a finding; not yet safe to print."""
    at = finding.at
    spot = f"{at.start.line or 1}:{at.start.column or 1}"
    inside = at.shown[len(file_of(finding)) :].lstrip("!/") if not finding.cause else ""
    details = [
        text for text in (inside, at.place, _times(finding), finding.commit and f"commit {finding.commit[:12]}") if text
    ]
    more = f" ({'; '.join(details)})" if details else ""
    return (
        f"{_name(file_of(finding))}:{spot}: {finding.level} {finding.rule}: "
        f"{addresses.repository(report)}{finding.message}: {finding.masked}{more}"
    )


def unread(report: Report, item: Unread) -> str:
    """The line of something that was not read; not yet safe to print."""
    path = member_path.outer(item.path)
    if path and report.checkout is not None and report.checkout.prefix:
        path = posixpath.relpath(path, report.checkout.prefix)
    level = "error" if fails(report, item) else "note"
    return f"{_name(path)}:1:1: {level} not-read: {item.cause}: {item.hint}"


def _name(path: str) -> str:
    """The name, without what a pattern would take for the place behind it."""
    return _LIKE_A_PLACE.sub(lambda m: r"\x3a", path)


def _times(finding: Finding) -> str:
    if finding.count == 1:
        return f"row {finding.at.rows[0]}" if finding.at.rows else ""
    return count(finding.count, "file" if finding.at.path.endswith("/") else "time")
