"""The Code Quality report of GitLab: a list of issues, each with a fingerprint of its own.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from ..rule_types import RuleSet
from ..types import Finding, Level, Report, Unread
from . import addresses, fails, order
from .cap import capped
from .escape import visible
from .json import dumps

SEVERITY: dict[Level, str] = {"error": "critical", "warning": "minor", "note": "info"}


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """A JSON list: findings, then what had to be read and was not."""
    report = capped(report)
    findings = sorted(report.findings, key=order)
    prints = addresses.fingerprints(report, findings)
    issues = [issue(report, finding, known) for finding, known in zip(findings, prints, strict=True)]
    unread = [item for item in report.unread if fails(report, item)]
    known = addresses.unread_fingerprints(report, unread)
    issues += [unread_issue(report, item, name) for item, name in zip(unread, known, strict=True)]
    return dumps(issues, 2)


def issue(report: Report, finding: Finding, fingerprint: str) -> dict[str, object]:
    """A finding. A file on the Hub is named by the path of its page."""
    place = f" ({finding.at.place})" if finding.at.place else ""
    hub = report.hub
    path = addresses.repository_path(report, finding) if hub is None else addresses.file_path(hub, finding)
    repository = addresses.repository(report)
    severity = "blocker" if finding.level == "error" and finding.family == "tokens" else SEVERITY[finding.level]
    lines = {"begin": finding.at.start.line or 1}
    if finding.at.start.line is not None and finding.at.end.line is not None:
        lines["end"] = finding.at.end.line
    return {
        "description": visible(f"{repository}{finding.message}: {finding.masked}{place}. {finding.fix}"),
        "check_name": finding.rule,
        "categories": ["Security"],
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": visible(path), "lines": lines},
    }


def unread_issue(report: Report, item: Unread, fingerprint: str) -> dict[str, object]:
    """A file of which nobody knows what it holds."""
    hub = report.hub
    repository = addresses.repository(report)
    path = item.path if hub is None else addresses.file_path_of(hub, item.path)
    return {
        "description": visible(f"{repository}not read ({item.cause}): {item.hint}"),
        "check_name": f"unread-{item.cause}",
        "categories": ["Security"],
        "fingerprint": fingerprint,
        "severity": "major",
        "location": {"path": visible(path), "lines": {"begin": 1}},
    }
