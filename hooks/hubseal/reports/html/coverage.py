"""What was read, in part, and not; what was waived; the notes."""

from __future__ import annotations

from collections import defaultdict

from ...types import Report, Unread
from .. import MOST_LISTED, count, fails, size
from ..escape import html
from .parts import Section, badge, name, prose, tally

MOST_NAMED = 200
"""Files of one cause that are named."""


def section(report: Report) -> Section:
    """Bars of files and bytes, and the files that were not read, by cause."""
    cover = report.coverage
    files = [("read", cover.read), ("partly", cover.partly), ("not", cover.unread)]
    rest = max(cover.bytes_total - cover.bytes_read - cover.bytes_opaque, 0)
    shares = [("read", cover.bytes_read), ("opaque", cover.bytes_opaque), ("not", rest)]
    lines = ['<section id="coverage"><h2>What was read</h2>']
    lines.append(_bar("Files", files, {kind: f"{number:,}" for kind, number in files}))
    lines.append(_bar("Bytes", shares, {kind: size(number) for kind, number in shares}))
    by_cause: dict[str, list[Unread]] = defaultdict(list)
    for item in report.unread:
        by_cause[item.cause].append(item)
    causes = sorted(by_cause.items(), key=lambda item: (not fails(report, item[1][0]), item[0]))
    lines += [_cause(report, cause, items) for cause, items in causes]
    if not report.unread and cover.files:
        lines.append("<p>Every file was read as far as its format has text.</p>")
    return Section("coverage", "What was read", "\n".join([*lines, "</section>"]))


_SAID = {"read": "read", "partly": "in part", "not": "not read", "opaque": "tensors and pixels, skipped"}


def _bar(what: str, parts: list[tuple[str, int]], said: dict[str, str]) -> str:
    """A bar of shares for the eye, and the numbers for everybody."""
    total = sum(number for _, number in parts)
    shares = "".join(
        f'<span class="{kind}" style="flex-grow:{number / total:.4f}"></span>' for kind, number in parts if number
    )
    words = "".join(
        f'<li><span class="key {kind}" aria-hidden="true"></span>{said[kind]} {_SAID[kind]}</li>'
        for kind, number in parts
        if number or kind == "read"
    )
    return (
        f'<div class="bar"><h3>{what}</h3><div class="shares" aria-hidden="true">{shares}</div>'
        f'<ul class="legend">{words}</ul></div>'
    )


def _cause(report: Report, cause: str, items: list[Unread]) -> str:
    level = badge("error") if fails(report, items[0]) else badge("note")
    rows = "".join(
        f"<li>{name(item.path)}{' ' + name(item.place) if item.place else ''}<p>{prose(item.hint)}</p></li>"
        for item in items[:MOST_NAMED]
    )
    more = f"<p>and {count(len(items) - MOST_NAMED, 'more file')}</p>" if len(items) > MOST_NAMED else ""
    is_open = " open" if len(items) <= 10 else ""
    return (
        f'<details class="file cause"{is_open}><summary>{level} Not wholly read: {html(cause)} {tally(len(items))}</summary>'
        f'<ul class="unread">{rows}</ul>{more}</details>'
    )


def waived(report: Report) -> Section | None:
    """What the user accepts, by whom and why."""
    if not report.waived:
        return None
    rows = "".join(
        f"<tr><td>{name(w.finding.at.shown)}</td><td><code>{html(w.finding.rule)}</code></td><td>{html(w.by)}</td>"
        f"<td>{html(w.why) or '–'}</td></tr>"
        for w in report.waived[:MOST_LISTED]
    )
    head = "".join(f'<th scope="col">{word}</th>' for word in ("File", "Rule", "By", "Why"))
    text = (
        f'<section id="waived"><h2>Waived {tally(len(report.waived))}</h2><details class="file"><summary>Show them</summary>'
        f'<table class="wide"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details></section>'
    )
    return Section("waived", "Waived", text)


def notes(report: Report) -> Section | None:
    """Remarks of the scan."""
    if not report.notes:
        return None
    rows = "".join(f"<li>{prose(note)}</li>" for note in report.notes[:MOST_LISTED])
    return Section("notes", "Notes", f'<section id="notes"><h2>Notes</h2><ul class="notes">{rows}</ul></section>')
