"""Tables of HTML, in a page, a card, or as pandas writes them into a notebook. Format: HTML Living Standard, 4.9."""

from __future__ import annotations

from ..regex import LazyPattern
from .table_rows import NAMED, TELLS, Cell, add_row, bare, say, wanted_columns
from .view import View, ViewBuilder

MOST_ROWS, REACH = 5_000, 4_096
_HTML_ROW = LazyPattern(rb"(?i)<tr[^<>]{0,200}>")
_HTML_CELL = LazyPattern(rb"(?is)<(t[hd])(?:\s[^<>]{0,400})?>((?:(?!<\\?/?t[hdr]\b).){0,2000})<\\?/t[hd]>")
_HTML_TAG = LazyPattern(rb"<[^<>]{1,200}>|\\n|\\t")


def html_table(data: bytes, at: int) -> tuple[View | None, int]:
    """A table of HTML from the row on that holds a header cell at `at`."""
    before = data[max(at - REACH, 0) : at].lower()
    opened_at = before.rfind(b"<tr")
    if opened_at < 0:
        return None, at + 1
    row = at - len(before) + opened_at
    row_end = _html_end(data, at, b"/tr>")
    if NAMED.search(data, row, row_end) is None:
        return None, row_end
    header, first = _html_cells(data, row, len(data))
    wanted = wanted_columns(data, [cell for _, cell in header])
    if not wanted:
        return None, max(first, at + 1)
    end = _html_end(data, first, b"</table")
    view = ViewBuilder(data)
    for (kind, name), (other, cell) in zip(header, header[1:], strict=False):
        if (kind == b"th" or len(header) == 2) and other == b"td" and TELLS.fullmatch(data, *name):
            say(view, data, name, cell)
    for count, opened in enumerate(_HTML_ROW.finditer(data, first, end)):
        if count > MOST_ROWS:
            break
        cells, _ = _html_cells(data, opened.end(), end)
        add_row(view, data, wanted, [cell for _, cell in cells])
    return view.view("table"), end


def _html_end(data: bytes, at: int, tag: bytes) -> int:
    end = data.find(tag, at, at + (4 << 20))
    return end if end >= 0 else min(at + (1 << 16), len(data))


def _html_cells(data: bytes, at: int, stop: int) -> tuple[list[tuple[bytes, Cell]], int]:
    """The cells of the row at `at` with their tags, and where it ends."""
    end = min(_html_end(data, at, b"/tr>"), stop)
    cells = []
    for match in _HTML_CELL.finditer(data, at, end):
        low, high = match.span(2)
        for tag in _HTML_TAG.finditer(data, *match.span(2)):
            if tag.start() == low:
                low = tag.end()
            else:
                high = tag.start()
                break
        cells.append((match[1].lower(), bare(data, low, max(low, high))))
    return cells, end
