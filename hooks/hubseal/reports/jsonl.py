"""One JSON object a line: findings as `{"finding": ...}`, then all else as `{"summary": ...}`."""

from __future__ import annotations

from ..rule_types import RuleSet
from ..types import Report
from .cap import capped
from .json import dumps, finding, head, tail


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """A line per finding, and a last one that sums up."""
    report = capped(report)
    lines = [dumps({"finding": finding(f)}) for f in report.findings]
    return "\n".join([*lines, dumps({"summary": {**head(report), **tail(report)}})])
