"""Who may read the repository, against who should."""

from __future__ import annotations

from .. import engine
from ..engine import checks
from ..policy import Hub, Policy
from ..policy.levels import PolicyLevels
from ..rule_types import RuleSet
from ..sources.hub import RepoRevision
from ..suppression.waivers import WaiverSet
from ..types import BlobResult, Finding, Location, Position, Report, Waived

CARD = "README.md"
"""Findings about the repository itself stand at its card."""
AT = Location(CARD, CARD, "repository settings", "", Position(), Position())


def check(revision: RepoRevision, policy: Policy, rules: RuleSet, today: str) -> BlobResult:
    """The findings on settings that break `hub.visibility` and `hub.gated` of the policy; `today` is an ISO date."""
    findings: list[Finding] = []
    waived: list[Waived] = []
    used: list[int] = []
    waivers = WaiverSet(policy.waivers, today)
    for rule_id in _broken(policy.hub, revision):
        rule = rules.entry(rule_id).rule
        level = PolicyLevels(policy).of((rule.id,), rule.family, CARD) or rule.levels.default
        if level == "off":
            continue
        finding = checks.finding(rule, level, AT, f"{revision.type}\0{revision.id}")
        waiver = waivers.find((rule.id,), (CARD,), AT.place)
        if waiver is None:
            findings.append(finding)
        else:
            used.append(waiver[0])
            waived.append(Waived(finding, "policy", waiver[1]))
    return engine.EMPTY._replace(findings=tuple(findings), waived=tuple(waived), waivers_used=tuple(sorted(used)))


def notes(report: Report, revision: RepoRevision, wanted: Hub) -> tuple[str, ...]:
    """Who can read what was found, and settings that let fewer people read than the policy asks for."""
    urgent = exposure(revision, report)
    return (*([urgent] if urgent else []), *_stricter(wanted, revision))


def _broken(wanted: Hub, revision: RepoRevision) -> list[str]:
    """The rules that the settings break."""
    broken = []
    open_to_all = not revision.gated and not revision.private
    if wanted.gated and open_to_all and revision.type != "space":  # Spaces have no gates
        broken.append("ungated-repo")
    if wanted.visibility == "private" and not revision.private:
        broken.append("public-repo")
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
