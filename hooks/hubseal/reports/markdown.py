"""Markdown for a job summary: a table by severity, what was not read, what was waived. Hostile names stay text."""

from __future__ import annotations

from ..rule_types import RuleSet
from ..types import Finding, Report
from . import LEVELS, order
from .escape import code, markdown
from .text import summary

MARK = {"error": "🔴 error", "warning": "🟠 warning", "note": "🔵 note"}
MOST = 200


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """The whole page."""
    title = f"## hubseal: {code(report.hub.path)}" if report.hub is not None else "## hubseal"
    lines = [title, "", markdown(summary(report).removeprefix("hubseal: ")), ""]
    for level in LEVELS:
        some = sorted((f for f in report.findings if f.level == level), key=order)
        if some:
            lines += table(level, some)
    if report.unread:
        lines += ["### Not read", "", "| file | cause | what to do |", "|---|---|---|"]
        lines += [
            f"| {code(u.path)} {markdown(u.place)} | {u.cause} | {markdown(u.hint)} |" for u in report.unread[:MOST]
        ]
        lines.append("")
    if report.waived:
        lines += [
            f"<details><summary>{len(report.waived)} waived</summary>",
            "",
            "| file | rule | by | why |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {code(w.finding.at.path)} | {w.finding.rule} | {w.by} | {markdown(w.why)} |"
            for w in report.waived[:MOST]
        ]
        lines += ["", "</details>", ""]
    return "\n".join([*lines, *(f"- {markdown(note)}" for note in report.notes)])


def table(level: str, findings: list[Finding]) -> list[str]:
    """The findings of one level."""
    lines = [f"### {MARK[level]} ({len(findings)})", "", "| where | what | masked | what to do |", "|---|---|---|---|"]
    lines += [
        f"| {where(f)} | {markdown(f.message)}{times(f)} | {code(f.masked)} | {markdown(f.fix)} |"
        for f in findings[:MOST]
    ]
    if len(findings) > MOST:
        lines.append(f"| | {len(findings) - MOST} more | | |")
    return [*lines, ""]


def where(finding: Finding) -> str:
    """File, line and place."""
    line = f":{finding.at.start.line}" if finding.at.start.line is not None else ""
    return code(finding.at.shown + line) + (f" {markdown(finding.at.place)}" if finding.at.place else "")


def times(finding: Finding) -> str:
    """How often, when more than once."""
    return f" ({finding.count:,} times)" if finding.count > 1 else ""
