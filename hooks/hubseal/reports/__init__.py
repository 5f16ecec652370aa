"""Reports: one module per format, and what a report means for the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import member_path
from ..rule_types import Levels, Rule, RuleEntry, RuleSet
from ..types import SEVERITY, Family, Finding, Level, Report, Unread

TITLES: dict[Family, str] = {
    "tokens": "Tokens, keys and passwords",
    "pii": "Personal data",
    "paths": "Machine paths",
    "files": "Stray files",
}
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
"""Those of findings, the gravest first."""
SITE = "https://github.com/hubseal/hubseal"
MOST_LISTED = 10_000
"""Findings that a report lists one by one, and waived ones likewise."""


def exit_code(report: Report) -> int:
    """1: a finding at or above `fail_on`; else 3: something that had to be read was not; else 0."""
    if any(SEVERITY[f.level] >= SEVERITY[report.fail_on] for f in report.findings):
        return 1
    return 3 if incomplete(report) else 0


def incomplete(report: Report) -> bool:
    """Whether something that had to be read was not."""
    return any(fails(report, item) for item in report.unread)


def fails(report: Report, item: Unread) -> bool:
    """Whether that it was not read fails the scan."""
    return report.unread_levels[item.cause] == "error"


def entries(findings: Iterable[Finding], rules: RuleSet) -> dict[str, RuleEntry]:
    """The rules of findings by their ids, in order. One of the policy's own is as its findings tell it."""
    by_rule = {finding.rule: finding for finding in findings}
    known = {name: rules.entry(name) for name in rules.plan.ids if name in by_rule}
    return known | {name: _own(finding) for name, finding in sorted(by_rule.items()) if name not in known}


def _own(finding: Finding) -> RuleEntry:
    key = f" in `{finding.at.key}`"
    title = finding.message.removesuffix(key) if finding.at.key else finding.message
    levels = Levels(finding.level)
    return RuleEntry(Rule(finding.rule, finding.family, title, finding.reason, finding.fix, levels, finding.url))


def order(finding: Finding) -> tuple[str, int, int, int, str]:
    """By file, worst first, then by place."""
    return (
        finding.at.shown,
        -SEVERITY[finding.level],
        finding.at.start.line or 0,
        finding.at.start.column or 0,
        finding.rule,
    )


def file_of(finding: Finding) -> str:
    """The file that a finding stands in or is about, as it is shown; of a folder, the first that it was found by."""
    shown = finding.at.shown.replace("\\", "/") if finding.cause else finding.at.shown
    first = finding.places[0] if finding.cause and shown.endswith("/") and finding.places else ""
    return member_path.outer(shown + first)


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def by_level(findings: Sequence[Finding]) -> list[str]:
    """How many findings each level has, the gravest first: `2 errors`, `1 note`."""
    return [count(number, level) for level in LEVELS if (number := sum(f.level == level for f in findings))]


def size(number: int) -> str:
    """Bytes for people: `3.4 MB`."""
    value = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"
