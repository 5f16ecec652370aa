"""What the page begins and ends with: what was scanned, how it stands, what to do first."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from ... import __version__
from ...types import Report
from .. import SITE, addresses, count, exit_code, fails
from ..escape import html
from ..overview import first
from ..text import summary
from .findings import Group, where
from .parts import Section, badge, coded, link, name, prose

VERDICTS = {
    0: ("pass", "Passed"),
    1: ("fail", "Failed: there are findings"),
    3: ("unknown", "Incomplete: something that had to be read was not"),
}


def title(report: Report) -> str:
    """What was scanned: the repository on the Hub, else the paths, or the name of their folder."""
    if report.hub is not None:
        return report.hub.path
    if report.target not in (".", "staged"):
        return report.target
    folder = posixpath.join(report.checkout.top, report.checkout.prefix) if report.checkout is not None else ""
    called = posixpath.basename(folder.rstrip("/")) or "this folder"
    return f"{called} (what is staged)" if report.target == "staged" else called


def banner(report: Report, made: str) -> str:
    """Title, verdict, and the facts of the scan."""
    kind, verdict = VERDICTS[exit_code(report)]
    if kind == "pass" and report.findings:
        verdict = "Passed, with remarks"
    repo = report.repo
    facts = [("Scanned", _scanned(report))] if report.hub is not None or report.target != title(report) else []
    facts.append(("Kind", html(f"{repo.type} repository" + _FROM.get(repo.type_from, ""))))
    if report.revision:
        facts.append(("Revision", _revision(report)))
    facts.append(("Date", f'<time datetime="{made}Z">{made.replace("T", " ")} UTC</time>'))
    facts.append(("Version", f"hubseal {__version__}"))
    facts.append(("Policy", name(report.policy) if report.policy else "the defaults"))
    facts.append(("Fails on", "errors" if report.fail_on == "error" else "warnings and errors"))
    rows = "".join(f"<div><dt>{key}</dt><dd>{value}</dd></div>" for key, value in facts)
    said = summary(report).removeprefix("hubseal: ")
    return (
        f'<header class="banner {kind}"><p class="brand">hubseal report</p><h1>{name(title(report))}</h1>'
        f'<p class="verdict"><strong>{verdict}</strong><span>{html(said[:1].upper() + said[1:])}.</span></p>'
        f'<dl class="facts">{rows}</dl></header>'
    )


_FROM = {
    "policy": ", says the policy",
    "remote": ", says the git remote",
    "card": ", says the card",
    "default": ", by default",
}


def _scanned(report: Report) -> str:
    if report.hub is None:
        return {".": "all files of the folder", "staged": "what is staged"}.get(report.target) or name(report.target)
    return link(addresses.page(report.hub), name(addresses.page(report.hub)))


def _revision(report: Report) -> str:
    revision = report.revision or ""
    short = f"<code>{html(revision[:12])}</code>"
    ref = f" ({name(report.hub.ref)})" if report.hub is not None and report.hub.ref != revision else ""
    return f'<span title="{html(revision)}">{short}</span>{ref}'


def contents(ids: Sequence[str], names: Sequence[str]) -> str:
    """Links to the sections."""
    items = "".join(f'<li><a href="#{link_to}">{said}</a></li>' for link_to, said in zip(ids, names, strict=True))
    return f'<nav class="contents" aria-label="Sections"><ul>{items}</ul></nav>'


def first_steps(report: Report, groups: Sequence[Group]) -> Section:
    """What to do first: the gravest findings, then what was not read."""
    findings = [finding for group in groups for finding in group.findings]
    numbers = [number for group in groups for number in group.numbers]
    steps = []
    for n in first(findings):
        finding = findings[n]
        spot = f"{name(finding.at.shown)}{', ' + where(finding) if where(finding) else ''}"
        steps.append(
            f'<li>{badge(finding.level)} <a href="#f{numbers[n]}">{coded(finding.message)}</a> in {spot}'
            f'<p class="fix">{prose(finding.fix)}</p></li>'
        )
    unread = [item for item in report.unread if fails(report, item)]
    if unread:
        files = count(len({item.path for item in unread}), "file")
        steps.append(
            f'<li>{badge("error")} <a href="#coverage">{files} not read, or not wholly</a>'
            '<p class="fix">What was not read may hold more: see why, and scan again.</p></li>'
        )
    body = f'<ol class="steps">{"".join(steps)}</ol>' if steps else f"<p>{_nothing(report)}</p>"
    return Section("first", "What to do first", f'<section id="first"><h2>What to do first</h2>{body}</section>')


def _nothing(report: Report) -> str:
    if not report.coverage.files and not report.unread:
        return "Nothing was scanned."
    return "Nothing. No secrets, personal data, machine paths or stray files were found in what was read."


def footer(made: str) -> str:
    """What the page is, and what it is not."""
    site = link(SITE, "hubseal")
    return (
        f'<footer><p>Made by {site} {__version__} on <time datetime="{made}Z">{made[:10]}</time>. '
        "Values are masked: none of what leaked is in this page. It loads nothing from anywhere.</p></footer>"
    )
