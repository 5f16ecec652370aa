"""How many findings each rule has, and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict

from ..rule_types import RuleSet
from ..types import SEVERITY, Report
from . import entries
from .json import dumps
from .text import summary

FORMATS = ("text", "concise", "json")
"""The formats that can say it."""


def render(report: Report, format: str, rules: RuleSet, *, quiet: bool) -> str:
    """A line per rule and level, the gravest first: `12 error hf-token Hugging Face token`; in JSON an object each."""
    counts = Counter((finding.rule, finding.level) for finding in report.findings)
    files: dict[tuple[str, str], set[str]] = defaultdict(set)
    for finding in report.findings:
        files[finding.rule, finding.level].add(finding.at.path)
    known = entries(report.findings, rules)
    rows = sorted(counts.items(), key=lambda item: (-SEVERITY[item[0][1]], -item[1], item[0][0]))
    if format == "json":
        return dumps(
            [
                {
                    "rule": rule, "family": known[rule].rule.family, "level": level, "title": known[rule].rule.title,
                    "findings": number, "files": len(files[rule, level]),
                }
                for (rule, level), number in rows
            ],
            2,
        )  # fmt: skip
    width = max((len(f"{number:,}") for number in counts.values()), default=1)
    names = max((len(rule) for rule, _ in counts), default=1)
    lines = [
        f"{number:>{width},}  {level:7}  {rule:{names}}  {known[rule].rule.title}" for (rule, level), number in rows
    ]
    return "\n".join(lines if quiet or format == "concise" else [*lines, summary(report)])
