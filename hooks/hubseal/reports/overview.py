"""Many findings at a glance: counts per rule and per file, and where to begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..types import FAMILIES, SEVERITY, Finding
from . import count
from .escape import visible

ROWS = 8
"""Rules and files that are listed."""
FIRST = 3
"""Findings to begin with."""


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those of the files with the gravest ones first; else in the order that they have."""
    worst: dict[str, int] = {}
    for finding in findings:
        shown = finding.at.shown
        worst[shown] = max(worst.get(shown, 0), SEVERITY[finding.level])
    return sorted(findings, key=lambda f: -worst[f.at.shown])


def overview(findings: Sequence[Finding], where: Sequence[str]) -> list[str]:
    """Lines: a table per rule, one per file, and the findings to begin with. `where` tells where each finding stands."""
    rules = Counter((finding.rule, finding.level) for finding in findings)
    files = Counter(finding.at.shown for finding in findings)
    by_rule = sorted(rules.items(), key=lambda item: (-SEVERITY[item[0][1]], -item[1], item[0][0]))
    by_file = sorted(files.items(), key=lambda item: (-item[1], item[0]))
    lines = ["", "by rule:"]
    lines += [f"{number:7,}  {level:8}{rule}" for (rule, level), number in by_rule[:ROWS]]
    lines += _more(len(by_rule), "rule")
    lines += ["by file:", *[f"{number:7,}  {visible(name)}" for name, number in by_file[:ROWS]]]
    lines += _more(len(by_file), "file")
    lines += ["fix these first:", *_first(findings, where), ""]
    return lines


def _more(number: int, noun: str) -> list[str]:
    return [f"         and {count(number - ROWS, f'more {noun}')}"] if number > ROWS else []


def first(findings: Sequence[Finding]) -> list[int]:
    """The numbers of the gravest findings, credentials before all else, each of another rule as long as there are."""
    ranked = sorted(
        range(len(findings)),
        key=lambda n: (-SEVERITY[findings[n].level], FAMILIES.index(findings[n].family), n),
    )
    first_of: dict[str, int] = {}
    for number in ranked:
        first_of.setdefault(findings[number].rule, number)
    distinct = list(first_of.values())[:FIRST]
    return (distinct + [number for number in ranked[: 2 * FIRST] if number not in distinct])[:FIRST]


def _first(findings: Sequence[Finding], where: Sequence[str]) -> list[str]:
    chosen = first(findings)
    return [f"      {place}. {where[n]}: {findings[n].rule}. {findings[n].fix}" for place, n in enumerate(chosen, 1)]
