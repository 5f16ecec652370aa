"""One HTML page that fetches nothing."""

from __future__ import annotations

from ..rule_types import RuleSet
from ..types import Finding, Report
from . import order
from .cap import capped
from .escape import html
from .text import allow, summary

STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1f2328}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d1d9e0;padding:.5rem;text-align:left;vertical-align:top}"
    "code{background:#f0f2f4;padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}.error{color:#b3261e}.warning{color:#9a6700}.note{color:#0969da}"
    "small{color:#59636e}"
)


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """The whole page."""
    said = html(summary(report).removeprefix("hubseal: "))
    report = capped(report)
    rows = "\n".join(row(f, report.policy) for f in sorted(report.findings, key=order))
    unread = "\n".join(
        f"<li><code>{html(u.path)}</code> {html(u.place)} ({u.cause}): {html(u.hint)}</li>" for u in report.unread
    )
    notes = "\n".join(f"<li>{html(n)}</li>" for n in report.notes)
    waived = "\n".join(
        f"<li><code>{html(w.finding.at.path)}</code> {w.finding.rule} ({w.by}: {html(w.why)})</li>"
        for w in report.waived
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>hubseal report</title><style>{STYLE}</style></head><body>
<h1>hubseal</h1><p>{said}</p>
<table><thead><tr><th>level</th><th>where</th><th>what</th><th>what to do</th></tr></thead><tbody>
{rows}
</tbody></table>
<h2>Not read</h2><ul>{unread or "<li>nothing</li>"}</ul>
<h2>Waived</h2><ul>{waived or "<li>nothing</li>"}</ul>
<h2>Notes</h2><ul>{notes or "<li>none</li>"}</ul>
</body></html>"""


def row(finding: Finding, policy: str) -> str:
    """One finding."""
    line = f":{finding.at.start.line}" if finding.at.start.line is not None else ""
    times = f" ({finding.count:,} times)" if finding.count > 1 else ""
    return (
        f'<tr><td class="{finding.level}">{finding.level}</td><td><code>{html(finding.at.shown + line)}</code><br><small>{html(finding.at.place)}</small></td>'
        f"<td>{html(finding.message)}{times}<br><code>{html(finding.masked)}</code><br><small>{finding.rule}: {html(finding.reason)}</small></td>"
        f"<td>{html(finding.fix)}<br><small>{html(allow(finding, policy))}</small></td></tr>"
    )
