"""Annotations of a GitHub workflow log. GitHub shows ten errors and ten warnings of a step; the rest is summed up."""

from __future__ import annotations

from ..rule_types import RuleSet
from ..types import Finding, Report
from . import file_of, order
from .escape import attribute, command
from .text import summary

MOST = 10
WORD = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """Workflow commands, worst first."""
    lines = []
    for level in ("error", "warning", "note"):
        some = sorted((f for f in report.findings if f.level == level), key=order)
        lines += [annotation(f) for f in some[:MOST]]
        if len(some) > MOST:
            lines.append(
                f"::{WORD[level]}::{len(some) - MOST} more of this level; the job summary and the SARIF file have more of them"
            )
    for item in report.unread[:MOST]:
        word = "error" if report.unread_levels[item.cause] == "error" else "notice"
        lines.append(f"::{word} title=not read ({item.cause}),file={attribute(item.path)}::{command(item.hint)}")
    return "\n".join([*lines, command(summary(report))])


def annotation(finding: Finding) -> str:
    """One workflow command."""
    start, end = finding.at.start, finding.at.end
    spot = {
        "file": file_of(finding),
        "line": start.line,
        "endLine": end.line,
        "col": start.column,
        "endColumn": end.column,
    }
    if start.line != end.line:
        spot["col"] = spot["endColumn"] = None
    parts = ",".join(f"{k}={attribute(str(v))}" for k, v in spot.items() if v is not None)
    place = f" ({finding.at.place})" if finding.at.place else ""
    return f"::{WORD[finding.level]} {parts},title={attribute(finding.rule)}::{command(f'{finding.message}: {finding.masked}{place}. {finding.fix}')}"
