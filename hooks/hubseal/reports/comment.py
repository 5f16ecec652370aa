"""The comment that the Action posts: what leaked on the Hub, what to do, what changed, what was not read.

Everything that comes out of a repository is text here: no Markdown, HTML, mention or link of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from ..types import Finding, Report
from . import count, order, size
from .escape import code, markdown

LIMIT = 60_000
"""Characters; GitHub takes 65,536."""
MARK = {"error": "🔴", "warning": "🟠", "note": "🔵"}
LEVELS = ("error", "warning", "note")
MOST_UNREAD = 20


class Section(NamedTuple):
    """One scan: of a repository on the Hub, or of the checkout."""

    title: str
    """What was scanned, for people: `org/model` or `the checkout`."""
    report: Report
    link: Callable[[str, int | None], str]
    """(path, line) -> the address of the file at the scanned commit; empty when there is none."""
    at: str = ""
    """The commit that was scanned."""
    new: frozenset[str] = frozenset()
    """Fingerprints that were not there at the last scan."""
    changes: tuple[int, int, int] | None = None
    """How many findings are new, still there, and gone since the last scan; None when there was none."""


def marker(name: str) -> str:
    """The hidden first line by which the comment of one repository is found again."""
    return f"<!-- hubseal: {re.sub(r'[^0-9A-Za-z._/ -]|-(?=-)', '', name)} -->"


def hub_link(endpoint: str, prefix: str, repo_id: str, sha: str) -> Callable[[str, int | None], str]:
    """Addresses of files on the Hub at a commit; `prefix` is empty, `datasets/` or `spaces/`."""
    base = f"{endpoint}/{prefix}{quote(repo_id)}/blob/{quote(sha)}/"
    return lambda path, line: _address(base, path, line)


def _address(base: str, path: str, line: int | None) -> str:
    outer = path.split("!/", 1)[0]
    if "…" in outer or re.search(r"\[[a-z0-9-]+\]", outer):
        return ""  # the name is masked: its true address would hold what is hidden
    anchor = f"#L{line}" if line is not None and outer == path else ""
    return base + quote(outer.encode("utf-8", "surrogateescape"), safe="/") + anchor


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
    report = section.report
    counts = [count(n, level) for level in LEVELS if (n := sum(f.level == level for f in report.findings))]
    broken = [u for u in report.unread if report.unread_levels[u.cause] == "error"]
    mark = next((MARK[level] for level in LEVELS if any(f.level == level for f in report.findings)), "")
    state = ", ".join(counts) if counts else "incomplete" if broken else "all clear"
    at = f" at {code(section.at[:12])}" if section.at else ""
    lines = [f"### {mark or ('⚪' if broken else '🟢')} hubseal: {state} in {code(section.title)}{at}", ""]
    if broken:
        files = count(len({u.path for u in broken}), "file")
        lines += [f"**The scan is incomplete:** {files} could not be read; nothing is said about them.", ""]
    if section.changes is not None:
        new, still, gone = section.changes
        lines += [f"Since the last scan: **{new} new**, {still} still there, {gone} gone.", ""]
    return lines


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
        lines += [f"… and {left:,} more: the job summary and the JSON report list them all.", ""]
    return lines, room


def _row(section: Section, finding: Finding) -> str:
    line = finding.at.line
    text = code(finding.path + (f":{line}" if line is not None else ""))
    address = section.link(finding.path, line)
    where = f"[{text}]({address})" if address else text
    if finding.place:
        where += f"<br>{markdown(finding.place)}"
    new = "**new** " if section.changes is not None and finding.fingerprint in section.new else ""
    times = f" ({finding.count:,} times)" if finding.count > 1 else ""
    title = finding.message.removesuffix(f" in `{finding.key}`")
    key = f" in {code(finding.key)}" if finding.key else ""
    what = f"{new}{_ours(title)}{key}: {code(finding.masked)}{times}<br>{_ours(finding.reason)}"
    return f"| {where} | {what} | {_ours(finding.fix)} |"


def _ours(text: str) -> str:
    """A sentence of the rules themselves: its links and code spans are meant."""
    return text.replace("|", "\\|")


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
            f"| {code(u.path)} {markdown(u.place)} | {u.cause} | {markdown(u.hint)} |"
            for u in report.unread[:MOST_UNREAD]
        ]
        if len(report.unread) > MOST_UNREAD:
            lines.append(f"| {len(report.unread) - MOST_UNREAD:,} more | | |")
        lines.append("")
    if report.waived:
        lines += [f"- {count(len(report.waived), 'finding')} waived"]
    lines += [f"- {markdown(note[:400])}" for note in report.notes[:MOST_UNREAD]]
    return [*lines, "", "</details>", ""]
