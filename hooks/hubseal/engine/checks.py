"""Findings of checks: of rules without a detector, about something that is no value in a file."""

from __future__ import annotations

from ..rule_types import Rule
from ..types import Finding, Level, Location


def finding(rule: Rule, level: Level, at: Location, subject: str) -> Finding:
    """The finding that a check makes; the fingerprint is over the rule and `subject`, which names what is checked."""
    from hashlib import sha256

    return Finding(
        rule=rule.id,
        family=rule.family,
        level=level,
        at=at,
        masked=f"[{rule.id}]",
        message=rule.title,
        reason=rule.why,
        fix=rule.fix,
        url=rule.url,
        count=1,
        places=(),
        fingerprint=sha256(f"{rule.id}\0{subject}".encode()).hexdigest(),
        commit=None,
    )
