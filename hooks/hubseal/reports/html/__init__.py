"""One HTML page that fetches nothing: what to do first, findings by family, rule and file, columns, coverage.

All of it is there without JavaScript; a script adds filters. Only that script and these styles are allowed to run.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from ...rule_types import RuleSet
from ...types import Report
from .. import date
from ..cap import capped
from ..escape import html
from . import coverage, findings, head
from .assets import SCRIPT, STYLE
from .parts import Section

_ONLY_OURS = b64encode(sha256(SCRIPT.encode()).digest()).decode()
CSP = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_ONLY_OURS}'; base-uri 'none'; form-action 'none'"


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """The whole page."""
    made = date.now()
    shown = _sections(capped(report), rules)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{CSP}">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>hubseal: {html(head.title(report))}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#main">Skip to the findings</a>',
            head.banner(report, made),
            head.contents([section.id for section in shown], [section.name for section in shown]),
            '<main id="main" tabindex="-1">',
            *(section.html for section in shown),
            "</main>",
            head.footer(made),
            f"<script>{SCRIPT}</script>",
            "</body>",
            "</html>",
        ]
    )


def _sections(report: Report, rules: RuleSet) -> list[Section]:
    """The sections that have something to say."""
    groups = findings.grouped(report.findings)
    sections = [
        head.first_steps(report, groups),
        findings.section(report, groups, rules),
        findings.columns(groups),
        findings.files(groups),
        coverage.section(report),
        coverage.waived(report),
        coverage.notes(report),
    ]
    return [section for section in sections if section]
