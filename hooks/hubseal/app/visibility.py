"""Who may read the repository, against who should."""

from __future__ import annotations

from ..engine import checks
from ..policy import Hub, Policy
from ..rule_types import RuleSet
from ..sources.hub import RepoRevision
from ..suppression.waivers import covers, expired
from ..types import Finding, Location, Position, Report, Waived

CARD = "README.md"
"""Findings about the repository itself stand at its card."""
AT = Location(CARD, CARD, "repository settings", "", Position(), Position())


def judge(report: Report, revision: RepoRevision, policy: Policy, rules: RuleSet, today: str) -> Report:
    """The report, with what `hub.visibility` and `hub.gated` of the policy say of the repository's settings, and a note
    on who can read what was found. `today` is an ISO date."""
    for rule_id in _broken(policy.hub, revision):
        rule = rules.entry(rule_id).rule
        level = policy.rules.get(rule.id, rule.levels.default)
        if level != "off":
            finding = checks.finding(rule, level, AT, f"{revision.type}\0{revision.id}")
            report = _add(report, finding, policy, today)
    urgent = exposure(revision, report)
    return report._replace(notes=(*([urgent] if urgent else []), *_stricter(policy.hub, revision), *report.notes))


def _broken(wanted: Hub, revision: RepoRevision) -> list[str]:
    """The rules that the settings break."""
    broken = []
    if wanted.visibility == "private" and not revision.private:
        broken.append("public-repo")
    open_to_all = not revision.gated and not revision.private
    if wanted.gated and open_to_all and revision.type != "space":  # Spaces have no gates
        broken.append("ungated-repo")
    return broken


def _stricter(wanted: Hub, revision: RepoRevision) -> list[str]:
    """Notes on settings that let fewer people read than the policy says."""
    notes = []
    if wanted.visibility == "public" and revision.private:
        notes.append(f"{revision.id} is private, and the policy says public (hub.visibility)")
    if wanted.gated is False and revision.gated:
        notes.append(f"{revision.id} is gated, and the policy says it is not (hub.gated)")
    return notes


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


def _add(report: Report, finding: Finding, policy: Policy, today: str) -> Report:
    """The report with one more finding, waived when the policy says so."""
    for waiver in policy.waivers:
        if expired(waiver, today):
            continue
        if covers(waiver, finding.rule, CARD, finding.at.place):
            return report._replace(waived=(*report.waived, Waived(finding, "policy", waiver.reason)))
    return report._replace(findings=(finding, *report.findings))
