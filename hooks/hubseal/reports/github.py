"""Annotations of a GitHub workflow log. GitHub shows ten of a step and level; the others are ordinary lines of the log."""

from __future__ import annotations

from ..rule_types import RuleSet
from ..types import Finding, Level, Report, Unread
from . import LEVELS, MOST_LISTED, addresses, count, fails, order
from .concise import line
from .escape import attribute, command, log_line
from .text import summary

MOST = 10
WORD: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """Workflow commands, worst first, then what GitHub would not show, and the summary."""
    lines: list[str] = []
    more: list[str] = []
    for level in LEVELS:
        some = sorted((f for f in report.findings if f.level == level), key=order)
        lines += [annotation(report, f) for f in some[:MOST]]
        if len(some) > MOST:
            told = f"{count(len(some) - MOST, 'more ' + level)}, which GitHub does not show here; the log of this step lists them"
            lines.append(f"::{WORD[level]}::{told}")
            more += [log_line(line(report, f)) for f in some[MOST:MOST_LISTED]]
            if len(some) > MOST_LISTED:
                more.append(f"... and {count(len(some) - MOST_LISTED, 'more ' + level)}")
    lines += [unread(report, item) for item in report.unread[:MOST]]
    more += [log_line(f"{item.path}: not read ({item.cause}): {item.hint}") for item in report.unread[MOST:MOST_LISTED]]
    return "\n".join([*lines, *more, log_line(summary(report))])


def unread(report: Report, item: Unread) -> str:
    """The workflow command of something that was not read."""
    word = "error" if fails(report, item) else "notice"
    said = command(addresses.repository(report) + item.hint)
    return f"::{word} title=not read ({item.cause}),file={attribute(item.path)}::{said}"


def annotation(report: Report, finding: Finding) -> str:
    """One workflow command. Of a file on the Hub it names the repository and gives the address."""
    start, end = finding.at.start, finding.at.end
    spot = {
        "file": addresses.repository_path(report, finding),
        "line": start.line,
        "endLine": end.line,
        "col": start.column,
        "endColumn": end.column,
    }
    if start.line != end.line:
        spot["col"] = spot["endColumn"] = None
    parts = ",".join(f"{k}={attribute(str(v))}" for k, v in spot.items() if v is not None)
    place = f" ({finding.at.place})" if finding.at.place else ""
    text = f"{addresses.repository(report)}{finding.message}: {finding.masked}{place}. {finding.fix}"
    address = addresses.hub_link(report, finding)
    text += f" {address}" if address else ""
    return f"::{WORD[finding.level]} {parts},title={attribute(finding.rule)}::{command(text)}"
