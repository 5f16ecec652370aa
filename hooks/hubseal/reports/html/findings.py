"""The findings: by family, rule and file; the columns of data sets; the files with the most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ... import member_path
from ...regex import LazyPattern
from ...rule_types import Rule, RuleSet
from ...types import FAMILIES, SEVERITY, Family, Finding, Level, Report
from .. import LEVELS, TITLES, addresses, by_level, count, entries, order
from ..escape import html
from ..text import allow
from .parts import Section, badge, link, name, prose, tally

OPEN = 60
"""Up to so many findings all files are open; of more, those of the first rule."""
FEW, SHOWN = 3, 20
"""Files of the first rule that are open, and files of a rule that are shown before one asks for the others."""
MOST_ROWS = 50
"""Rows of the tables of columns and files."""
MOST_NUMBERS = 5
"""Rows that a finding names."""

WORDS = LazyPattern(r"[a-z]+(?: [a-z]+| \d+)+")
"""A place that is words: `cell 3 output 1`."""


class Group(NamedTuple):
    """The findings of a rule, the gravest files first, and their numbers in the page."""

    rule: str
    family: Family
    findings: tuple[Finding, ...]
    numbers: tuple[int, ...]


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """By family and rule, the gravest families and rules first."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=order):
        by_rule[finding.rule].append(finding)
    rules = sorted(by_rule.items(), key=lambda item: (*_gravity(item[1]), item[0]))
    families = sorted(
        FAMILIES, key=lambda family: -max((SEVERITY[f.level] for f in findings if f.family == family), default=0)
    )
    rules.sort(key=lambda item: families.index(item[1][0].family))
    made, number = [], 0
    for rule, some in rules:
        made.append(Group(rule, some[0].family, tuple(some), tuple(range(number, number + len(some)))))
        number += len(some)
    return made


def _gravity(findings: Sequence[Finding]) -> tuple[int, int]:
    return -max(SEVERITY[f.level] for f in findings), -len(findings)


def section(report: Report, groups: Sequence[Group], rules: RuleSet) -> Section | None:
    """All findings."""
    if not groups:
        return None
    known = {key: entry.rule for key, entry in entries(report.findings, rules).items()}
    total = sum(len(group.findings) for group in groups)
    lines = [f'<section id="findings"><h2>Findings {tally(total)}</h2>']
    if total > FEW:
        lines.append(_filters(report, groups, total))
    for family in dict.fromkeys(group.family for group in groups):
        some = [group for group in groups if group.family == family]
        number = sum(len(group.findings) for group in some)
        lines.append(f'<section class="family" data-family="{family}"><h3>{TITLES[family]} {tally(number)}</h3>')
        lines += [_rule(report, group, known[group.rule], total, group is groups[0]) for group in some]
        lines.append("</section>")
    return Section("findings", "Findings", "\n".join([*lines, "</section>"]))


def _filters(report: Report, groups: Sequence[Group], total: int) -> str:
    """Controls that the script shows; without it nothing is hidden."""
    levels = [(level, sum(f.level == level for f in report.findings)) for level in LEVELS]
    boxes = "".join(
        f'<label><input type="checkbox" name="level" value="{level}" checked> {level} {tally(number)}</label>'
        for level, number in levels
        if number
    )
    families = [(family, sum(len(g.findings) for g in groups if g.family == family)) for family in FAMILIES]
    options = "".join(
        f'<option value="{family}">{TITLES[family]} ({number:,})</option>' for family, number in families if number
    )
    return (
        '<form class="filters" hidden aria-label="Filter the findings">'
        f'<fieldset><legend>Level</legend>{boxes}</fieldset><label class="field"><span>Family</span>'
        f'<select name="family"><option value="">all</option>{options}</select></label>'
        '<label class="field wide"><span>File, rule or word</span><input type="search" name="text" autocomplete="off"></label>'
        '<div class="buttons"><button type="button" name="fold">Close all files</button>'
        '<button type="reset">Show all</button></div>'
        f'<p class="status" role="status">{count(total, "finding")} shown</p></form>'
    )


def _rule(report: Report, group: Group, rule: Rule, total: int, is_first: bool) -> str:
    by_file: dict[str, list[tuple[int, Finding]]] = defaultdict(list)
    for number, finding in zip(group.numbers, group.findings, strict=True):
        by_file[finding.at.shown].append((number, finding))
    worst = max((f.level for f in group.findings), key=SEVERITY.__getitem__)
    docs = f" · {link(rule.url, 'about this rule')}" if rule.url.startswith("http") else ""
    lines = [
        f'<article class="rule {worst}"><h4>{badge(worst)} {html(rule.title)}</h4>',
        f'<p class="about"><code>{html(rule.id)}</code> · {", ".join(by_level(group.findings))} in {count(len(by_file), "file")}{docs}</p>',
        f'<p>{prose(rule.why)}</p><p class="fix"><strong>What to do:</strong> {prose(rule.fix)}</p>',
    ]
    listed: list[str] = []
    for shown, some in by_file.items():
        is_open = " open" if total <= OPEN or (is_first and len(listed) < FEW) else ""
        rows = "\n".join(_finding(report, number, finding, rule, worst) for number, finding in some)
        summary = f"<summary>{name(shown)} {tally(len(some))}</summary>"
        listed.append(f'<details class="file"{is_open}>{summary}<ul>\n{rows}\n</ul></details>')
    lines += listed[:SHOWN]
    if len(listed) > SHOWN:
        more = count(len(listed) - SHOWN, "more file")
        lines += [f'<details class="more"><summary>{more}</summary>', *listed[SHOWN:], "</details>"]
    return "\n".join([*lines, "</article>"])


def _finding(report: Report, number: int, finding: Finding, rule: Rule, worst: Level) -> str:
    spot = where(finding) or "the file itself"
    level = "" if finding.level == worst else badge(finding.level) + " "
    spot = link(addresses.hub_link(report, finding), spot)
    said = finding.message.removeprefix(rule.title)
    if finding.at.place == finding.at.key:
        said = said.removesuffix(f" in `{finding.at.key}`")
    what = prose(said.strip())
    times = f' <span class="times">{_times(finding)}</span>' if finding.count > 1 or finding.at.rows else ""
    reason = f'<p class="reason">{prose(finding.reason)}</p>' if finding.reason not in ("", rule.why) else ""
    fix = f'<p class="reason">{prose(finding.fix)}</p>' if finding.fix != rule.fix else ""
    hint = allow(finding, report.policy)
    return (
        f'<li id="f{number}" class="finding {finding.level}" data-level="{finding.level}"><p class="spot">{level}{spot}</p>'
        f'<div class="what"><p>{what}{": " if what else ""}<code class="masked">{html(finding.masked)}</code>{times}</p>'
        f'{reason}{fix}</div><details class="allow"><summary>If it is meant</summary><p><code>{html(hint)}</code></p>'
        "</details></li>"
    )


def where(finding: Finding) -> str:
    """Line, place, key and commit, as HTML."""
    at = finding.at
    parts = []
    if at.start.line is not None:
        parts.append(f"line {at.start.line:,}" + (f", column {at.start.column:,}" if at.start.column else ""))
    elif at.start.raw and not (at.place or at.key or member_path.is_member(at.path)):
        parts.append(f"byte {at.start.raw[0]:,}")
    if at.place:
        column = "column " if at.rows and at.place == at.key else ""
        parts.append(column + (html(at.place) if WORDS.fullmatch(at.place) else name(at.place)))
    if finding.commit:
        parts.append(f"commit <code>{html(finding.commit[:12])}</code>")
    return ", ".join(parts)


def _times(finding: Finding) -> str:
    rows = ", ".join(f"{row:,}" for row in finding.at.rows[:MOST_NUMBERS])
    noun = "file" if finding.at.path.endswith("/") else "time"
    more = f": rows {rows}{', …' if finding.count > min(len(finding.at.rows), MOST_NUMBERS) else ''}" if rows else ""
    if not rows and finding.places:
        more = ": " + ", ".join(html(place) for place in finding.places)
        more += ", …" if finding.count > len(finding.places) else ""
    return (count(finding.count, noun) if finding.count > 1 else "once") + more


def columns(groups: Sequence[Group]) -> Section | None:
    """The columns of tables that hold findings, with how many values each."""
    rows = [
        (finding.count, number, finding)
        for group in groups
        for number, finding in zip(group.numbers, group.findings, strict=True)
        if finding.at.rows or finding.at.start.row is not None
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: (-SEVERITY[row[2].level], -row[0], row[1]))
    body = "".join(
        f"<tr><td>{name(f.at.shown)}</td><td>{name(f.at.key or f.at.place) if f.at.key or f.at.place else '–'}</td>"
        f'<td><a href="#f{number}">{html(f.rule)}</a> {badge(f.level)}</td><td class="number" data-unit="values">{times:,}</td></tr>'
        for times, number, f in rows[:MOST_ROWS]
    )
    head = '<th scope="col">File</th><th scope="col">Column</th><th scope="col">Rule</th><th scope="col" class="number">Values</th>'
    text = (
        f'<section id="columns"><h2>Columns of data {tally(len(rows))}</h2><p>Take out or replace a column as a whole: '
        "its values are alike.</p>"
        f'<table class="wide"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{_rest(len(rows), "column")}</section>'
    )
    return Section("columns", "Columns", text)


def files(groups: Sequence[Group]) -> Section | None:
    """The files with the most findings, by level."""
    by_file: dict[str, dict[Level, int]] = defaultdict(lambda: dict.fromkeys(LEVELS, 0))
    first: dict[str, int] = {}
    for group in groups:
        for number, finding in zip(group.numbers, group.findings, strict=True):
            by_file[finding.at.shown][finding.level] += 1
            first.setdefault(finding.at.shown, number)
    if len(by_file) < 2:
        return None
    rows = sorted(by_file.items(), key=lambda item: ([-item[1][level] for level in LEVELS], item[0]))
    levels = [level for level in LEVELS if any(counts[level] for counts in by_file.values())]
    body = "".join(
        f'<tr><th scope="row"><a href="#f{first[shown]}">{name(shown)}</a></th>'
        + "".join(_number(counts[level], f"{level}s" if counts[level] > 1 else level) for level in levels)
        + "</tr>"
        for shown, counts in rows[:MOST_ROWS]
    )
    head = "".join(f'<th scope="col" class="number">{level}s</th>' for level in levels)
    text = (
        f'<section id="files"><h2>Files {tally(len(rows))}</h2><table class="wide"><thead><tr><th scope="col">File</th>{head}'
        f"</tr></thead><tbody>{body}</tbody></table>{_rest(len(rows), 'file')}</section>"
    )
    return Section("files", "Files", text)


def _number(number: int, unit: str) -> str:
    """A cell; where columns have no room, the unit stands behind its number, and nothing is left out."""
    return f'<td class="number" data-unit="{unit}">{number:,}</td>' if number else '<td class="number none">–</td>'


def _rest(number: int, noun: str) -> str:
    return f"<p>and {count(number - MOST_ROWS, f'more {noun}')}</p>" if number > MOST_ROWS else ""
