"""What a baseline accepts, entry by entry, for somebody who looks through it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from ..member_path import is_member
from ..suppression.baseline import Entry
from ..types import Finding, Report
from .baseline import Accepted

LONGEST = 400
"""Bytes of a value that are shown."""


class Reviewed(NamedTuple):
    """An entry, and the finding that it accepts; None when there is none any more, or nobody looked."""

    entry: Entry
    finding: Finding | None


def reviewed(accepted: Accepted) -> Iterator[Reviewed]:
    """The entries in the order of their paths."""
    found = _by_identity(accepted.report)
    for entry in sorted(accepted.entries, key=lambda e: (e.path, e.rule, e.place, e.id)):
        yield Reviewed(entry, found.get(entry.id))


def _by_identity(report: Report) -> dict[str, Finding]:
    findings = (*report.findings, *(waived.finding for waived in report.waived))
    return {identity.id: finding for finding in findings for identity in finding.identities}


def described(item: Reviewed) -> str:
    """An entry in one line, without its value."""
    entry = item.entry
    place = f" in `{entry.place}`" if entry.place else ""
    many = f", {entry.values:,} values" if entry.values > 1 else ""
    who = ", ".join(word for word in (entry.date, entry.by, entry.reason) if word)
    line = item.finding.at.start.line if item.finding is not None else None
    where = f"{entry.path}:{line}" if line else entry.path
    gone = "" if item.finding is not None else "; not found by this scan"
    return f"{where}: {entry.rule}{place}{many} ({who or 'no reason given'}){gone}"


def value(item: Reviewed, top: str) -> str | None:
    """The value itself, from the file; None where it cannot be cut out of it."""
    finding = item.finding
    if finding is None or len(finding.identities) != 1 or is_member(finding.at.path):
        return None
    span = finding.at.start.raw
    if span is None:
        return None
    try:
        with open(os.path.join(top, finding.at.path), "rb") as file:
            file.seek(span[0])
            return file.read(min(span[1] - span[0], LONGEST)).decode("utf-8", "replace")
    except OSError:
        return None
