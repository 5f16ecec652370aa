"""Who may read the repository, against who should."""

from __future__ import annotations

from .. import suppression
from ..policy import Policy
from ..rule_types import Rule, RuleSet
from ..sources.hub import RepoRevision
from ..types import Finding, Location, Position, Report, Waived

CARD = "README.md"
"""Findings about the repository itself stand at its card."""


def judge(report: Report, revision: RepoRevision, policy: Policy, rules: RuleSet, today: str) -> Report:
    """The report, with what `hub.visibility` and `hub.gated` of the policy say of the repository's settings, and a note
    on who can read what was found. `today` is an ISO date."""
    wanted, notes = policy.hub, []
    broken = []
    if wanted.visibility == "private" and not revision.private:
        broken.append("public-repo")
    open_to_all = not revision.gated and not revision.private
    if wanted.gated and open_to_all and revision.type != "space":  # Spaces have no gates
        broken.append("ungated-repo")
    if wanted.visibility == "public" and revision.private:
        notes.append(f"{revision.id} is private, and the policy says public (hub.visibility)")
    if wanted.gated is False and revision.gated:
        notes.append(f"{revision.id} is gated, and the policy says it is not (hub.gated)")
    for rule in (rules.entry(rule_id).rule for rule_id in broken):
        level = policy.rules.get(rule.id, rule.levels.default)
        if level != "off":
            report = _file(report, _finding(rule, revision)._replace(level=level), policy, today)
    urgent = exposure(revision, report)
    return report._replace(notes=(*([urgent] if urgent else []), *notes, *report.notes))


def exposure(revision: RepoRevision, report: Report) -> str:
    """Who can read what was found, when that is more than the team; else empty."""
    if not report.findings or revision.private:
        return ""
    readers = "everybody whom the gate lets in" if revision.gated else "everybody"
    first = "; revoke the tokens before anything else" if any(f.family == "tokens" for f in report.findings) else ""
    return f"{revision.id} is {word(revision)}: {readers} can read what was found{first}"


def word(revision: RepoRevision) -> str:
    """`private`, `gated` or `public`."""
    return "private" if revision.private else "gated" if revision.gated else "public"


def _file(report: Report, finding: Finding, policy: Policy, today: str) -> Report:
    for waiver in policy.waivers:
        held = suppression.covers(waiver, finding.rule, CARD, finding.at.place) and not suppression.expired(
            waiver, today
        )
        if held:
            return report._replace(waived=(*report.waived, Waived(finding, "policy", waiver.reason)))
    return report._replace(findings=(finding, *report.findings))


def _finding(rule: Rule, revision: RepoRevision) -> Finding:
    from hashlib import sha256

    return Finding(
        rule=rule.id,
        family=rule.family,
        level=rule.levels.default,
        at=Location(CARD, CARD, "repository settings", "", Position(), Position()),
        masked=f"[{rule.id}]",
        message=rule.title,
        reason=rule.why,
        fix=rule.fix,
        url=rule.url,
        count=1,
        places=(),
        fingerprint=sha256(f"{rule.id}\0{revision.type}\0{revision.id}".encode()).hexdigest(),
        commit=None,
    )
