"""The comment that the Action posts: what leaked on the Hub, what to do, what changed, what was not read.

Everything that comes out of a repository is text here: no Markdown, HTML, mention or link of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from ..types import Finding, Report, Unread, Waived
from . import LEVELS, by_level, count, fails, order, size
from .escape import code, markdown, visible

LIMIT = 60_000
"""Characters; GitHub takes 65,536."""
MARK = {"error": "🔴", "warning": "🟠", "note": "🔵"}
WAIVER = '{rule: home-path, path: "docs/**", reason: "..."}'
MOST_LISTED = 20
"""Files not read, findings gone, notes: of each so many."""
MOST_NAME, MOST_WORDS = 160, 400
"""Characters of one name and of one sentence: a long name does not push the findings out."""


class Since(NamedTuple):
    """What happened since the last scan."""

    new: frozenset[str]
    """Fingerprints."""
    still: int
    gone: tuple[tuple[str, str], ...]
    """(path, what it was)"""
    unsure: tuple[tuple[str, str], ...] = ()
    """The same of what stood where this scan could not look."""
    partly: Mapping[str, int] = MappingProxyType({})
    """Fingerprint -> how many values are new, of findings that hold others, too."""
    values: tuple[int, int, int] | None = None
    """How many values are new, still there, and gone; None: as many as findings."""


class Section(NamedTuple):
    """One scan: of a repository on the Hub, or of the checkout."""

    title: str
    """What was scanned, for people: `org/model` or `the checkout`."""
    report: Report
    link: Callable[[Finding], str]
    """The address of the place at the scanned commit; empty when there is none."""
    at: str = ""
    """The commit that was scanned."""
    since: Since | None = None
    """None when nothing is known of an earlier scan."""
    alert: str = ""
    """Why it is urgent: who can read what was found."""
    name: str = ""
    """By which its comment is found again; the title when empty."""
    accepted: tuple[Waived, ...] = ()
    """What the pull request that is judged accepts by itself."""
    private: bool = False
    """Whether it is a repository on the Hub that not everybody may read."""


def marker(name: str) -> str:
    """The hidden first line by which the comment of one repository is found again."""
    plain = re.sub(r"[^0-9A-Za-z._/ -]|-(?=-)", "", name)
    if plain != name:  # two names of other letters stay two
        plain += f" {sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return f"<!-- hubseal: {plain} -->"


def needs_attention(section: Section) -> bool:
    """Whether there is something that a person must see."""
    unsure = section.since is not None and section.since.unsure
    return bool(section.report.findings or section.accepted or _broken(section) or unsure)


def state(section: Section) -> str:
    """What a section comes to, in a few words; a scan is clear only when all that matters was read."""
    counts = by_level(section.report.findings) or (["incomplete"] if _broken(section) else [])
    if section.accepted:
        counts.append(f"{len(section.accepted)} accepted by this pull request itself")
    if counts:
        return ", ".join(counts)
    return "nothing found in what was read" if section.since and section.since.unsure else "all clear"


def _broken(section: Section) -> list[Unread]:
    return [item for item in section.report.unread if fails(section.report, item)]


def render(sections: Sequence[Section], hidden: str, remarks: Sequence[str] = (), limit: int = LIMIT) -> str:
    """The whole comment, at most `limit` characters; `hidden` is its marker. `remarks` are our own words."""
    head = [hidden]
    for section in sections:
        head += _head(section)
    head += [f"> {remark}" for remark in remarks]
    foot = [part for section in sections for part in _foot(section)]
    room = limit - len("\n".join([*head, *foot])) - 500
    body: list[str] = []
    for section in sections:
        lines, room = _tables(section, room, named=len(sections) > 1)
        body += lines
    return "\n".join([*head, "", *body, *foot]).rstrip()[:limit] + "\n"


def _head(section: Section) -> list[str]:
    report, broken, since = section.report, _broken(section), section.since
    mark = next((MARK[level] for level in LEVELS if any(f.level == level for f in report.findings)), "")
    mark = mark or ("⚪" if needs_attention(section) else "🟢")
    at = f" at {code(section.at[:12])}" if section.at else ""
    lines = [f"### {mark} hubseal: {state(section)} in {code(section.title)}{at}", ""]
    if section.alert:
        lines += [f"**{markdown(section.alert)}.**", ""]
    if broken:
        files = count(len({u.path for u in broken}), "file")
        lines += [
            f"**The scan is incomplete:** {files} could not be read, or not wholly; what was not read may hold more.",
            "",
        ]
    if section.accepted:
        lines += [_accepted(section.accepted), ""]
    if since is not None:
        unsure = f", {len(since.unsure)} where this scan could not look" if since.unsure else ""
        new, still, gone = since.values or (len(since.new), since.still, len(since.gone))
        told = f"**{new:,} new**, {still:,} still there, {gone:,} gone{unsure}"
        lines += [f"Since the last scan: {told}.", ""]
    return lines


def _accepted(accepted: Sequence[Waived]) -> str:
    """Says what a pull request accepts by itself, and where."""
    places = []
    for finding in (waived.finding for waived in accepted[:MOST_LISTED]):
        line = f":{finding.at.start.line}" if finding.at.start.line is not None else ""
        places.append(f"{code(clip(finding.at.shown) + line)} ({code(finding.rule)})")
    more = f" and {len(accepted) - MOST_LISTED:,} more" if len(accepted) > MOST_LISTED else ""
    told = f"**{count(len(accepted), 'finding')} accepted by this pull request itself**, by a comment that it adds"
    return f"{told}; look whether that is right: {', '.join(places)}{more}."


def _tables(section: Section, room: int, named: bool) -> tuple[list[str], int]:
    """Tables by level, as many rows as there is room for; and the room that is left."""
    lines: list[str] = []
    left = 0
    for level in LEVELS:
        some = sorted((f for f in section.report.findings if f.level == level), key=order)
        if not some:
            continue
        where = f" in {code(section.title)}" if named else ""
        table = [
            f"#### {MARK[level]} {count(len(some), level)}{where}",
            "",
            "| where | what | what to do |",
            "|---|---|---|",
        ]
        for finding in some:
            row = _row(section, finding)
            if room < len(row) + 200:
                left += 1
                continue
            table.append(row)
            room -= len(row) + 1
        if len(table) > 4:
            lines += [*table, ""]
            room -= sum(len(line) + 1 for line in table[:4])
    if left:
        lines += [f"… and {left:,} more: the job summary and the JSON report list them.", ""]
    return lines, room


def _row(section: Section, finding: Finding) -> str:
    line = finding.at.start.line
    text = code(clip(finding.at.shown) + (f":{line}" if line is not None else ""))
    address = section.link(finding)
    where = f"[{text}]({address})" if address else text
    if finding.commit:
        where += f"<br>in commit {code(finding.commit[:12])}"
    if finding.at.place:
        where += f"<br>{code(clip(finding.at.place))}"
    new = _new(finding, section.since) if section.since is not None else ""
    times = f" ({finding.count:,} times)" if finding.count > 1 else ""
    title = finding.message.removesuffix(f" in `{finding.at.key}`")
    key = f" in {code(clip(finding.at.key))}" if finding.at.key else ""
    what = f"{new}{_ours(title)}{key}: {code(clip(finding.masked))}{times}<br>{_ours(finding.reason)} ({code(finding.rule)})"
    return f"| {where} | {what} | {_ours(finding.fix)} |"


def clip(text: str, most: int = MOST_NAME) -> str:
    """The text, its middle left out when it is long."""
    return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-most // 4 :]}"


def _ours(text: str) -> str:
    """A sentence of the rules themselves: its links and code spans are meant."""
    return visible(clip(text, MOST_WORDS)).replace("|", "\\|").replace("<", "&lt;")


def _foot(section: Section) -> list[str]:
    report, cover = section.report, section.report.coverage
    read = f"{count(cover.files, 'file')}: {cover.read:,} read, {cover.partly:,} in part, {cover.unread:,} not"
    took = f"{size(cover.bytes_read)} of {size(cover.bytes_total)} read"
    if cover.bytes_opaque:
        took += f", {size(cover.bytes_opaque)} of tensors and pixels skipped"
    lines = ["<details><summary>" + f"{read}; {took}</summary>", ""]
    if report.unread:
        lines += ["| not read | cause | what to do |", "|---|---|---|"]
        lines += [
            f"| {code(clip(u.path))} {code(clip(u.place))} | {u.cause} | {markdown(clip(u.hint, MOST_WORDS))} |"
            for u in sorted(report.unread, key=lambda u: not fails(report, u))[:MOST_LISTED]
        ]
        if len(report.unread) > MOST_LISTED:
            lines.append(f"| {len(report.unread) - MOST_LISTED:,} more | | |")
        lines.append("")
    if section.since is not None:
        lines += _past("gone since the last scan", section.since.gone)
        lines += _past("of the last scan, where this one could not look", section.since.unsure)
    if report.waived:
        lines += [f"- {count(len(report.waived), 'finding')} waived"]
    if report.findings:
        lines.append(f"- To allow one, add it to `waivers` in `.hubseal.yaml`: {code(WAIVER)}")
    told = (section.alert, *(n for n in report.notes if section.since and n.startswith("since the last scan: ")))
    notes = [note for note in report.notes if note not in told]
    lines += [f"- {markdown(clip(note, MOST_WORDS))}" for note in notes[:MOST_LISTED]]
    return [*lines, "", "</details>", ""]


def _new(finding: Finding, since: Since) -> str:
    """Says that a finding is new, or how many of its values are."""
    if finding.fingerprint not in since.new:
        return ""
    number = since.partly.get(finding.fingerprint)
    return "**new** " if number is None else f"**{number:,} new** "


def _past(what: str, findings: Sequence[tuple[str, str]]) -> list[str]:
    lines = [f"- {what}: {code(clip(path))}: {markdown(clip(was))}" for path, was in findings[:MOST_LISTED]]
    more = len(findings) - MOST_LISTED
    return [*lines, f"- {what}: {more:,} more"] if more > 0 else lines
