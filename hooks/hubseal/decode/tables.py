"""Tables as their rows say them: `user: "..."`, `password: "..."`, so that a column names its cells.

Formats: GitHub Flavored Markdown 4.10, grids of text (psql, rich, prettytable), HTML, and columns of a fixed width as
pandas prints them. Only columns whose header says that secrets or numbers of persons stand in it are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..regex import LazyPattern
from .html_tables import html_table
from .table_rows import NAMED, Cell, add_pair, add_row, bare, say, wanted_columns
from .view import Marks, View, ViewBuilder

WORDS = (b"password", b"passwd", b"secret", b"token", b"api_key", b"apikey", b"access_key", b"secret_key", b"pwd")
"""Headers that tell of columns without lines between them."""
TABLE_TRIGGERS = (
    rb"\|-{3}",
    rb"\| -{3}",
    rb"\|:-{2}",
    rb"\| :-{2}",
    rb"- \| -",
    rb"-\|-",
    rb"-\+-",
    rb"=\+=",
    rb"\xe2\x94\xbc",
    rb"\xe2\x95\x87",
    rb"\xe2\x95\xaa",
    rb"(?i)<th[ >]",
    rb">[A-Z][A-Z0-9][A-Z0-9_]{4}",
    *(rb"(?i)[ \t]{2}" + word + rb"[ \t\r\n]" for word in WORDS),
    *(rb"(?i)[a-z0-9]\t" + word + rb"[\t\r\n]" for word in WORDS),
    *(rb"(?i)>" + word + rb"<" for word in WORDS),
)
"""The line under a header, a cell of an HTML header, or a header above columns of text."""
MOST_ROWS, LONGEST_LINE, HEADER_LINES, LONGEST_PAIRS = 5_000, 4_096, 3, 65_536
_RULE = LazyPattern(rb"(?:[ \t>|+:=-]|\xe2[\x94\x95][\x80-\xbf])+")
_BAR = LazyPattern(rb"(?<!\\)\||\xe2\x94[\x82\x83\x86\x8a]|\xe2\x95\x91")
_COLUMNS = LazyPattern(rb"[^ \t](?:[ ]?[^ \t])*")
_NAME = LazyPattern(rb"#?[A-Za-z_][\w.#-]*(?: [\w.#-]+){0,3}")


def tables(data: bytes, marks: Marks) -> Iterator[View]:
    """A view for each table around marks that has a column that tells."""
    done = -1
    for start, _ in marks:
        if start < done:
            continue
        if data[start : start + 1] in b"<>":
            found, done = html_table(data, start)
        elif data[start : start + 1].isalnum() or data[start : start + 1] in b" \t":
            found, done = _fixed(data, start, done)
        else:
            found, done = _ruled(data, start, done)
        if found is not None:
            yield found


def _line(data: bytes, at: int) -> Cell:
    """The line that holds `at`, as far as LONGEST_LINE bytes on either side."""
    low = data.rfind(b"\n", max(at - LONGEST_LINE, 0), at) + 1
    end = data.find(b"\n", at, at + LONGEST_LINE)
    return (low or max(at - LONGEST_LINE, 0)), (end if end >= 0 else min(at + LONGEST_LINE, len(data)))


def _lines(data: bytes, end: int) -> Iterator[Cell]:
    """The lines behind the one that ends at `end`."""
    for _ in range(MOST_ROWS):
        if end >= len(data):
            return
        low = end + 1
        end = data.find(b"\n", low, low + LONGEST_LINE)
        if end < 0:
            end = min(low + LONGEST_LINE, len(data))
        yield low, end


def _split(data: bytes, low: int, high: int) -> list[Cell]:
    """The cells of a line with bars between them."""
    bars = [match.span() for match in _BAR.finditer(data, low, high)]
    starts, ends = [low, *(end for _, end in bars)], [*(start for start, _ in bars), high]
    return [bare(data, start, end) for start, end in zip(starts, ends, strict=True)]


def _ruled(data: bytes, at: int, done: int) -> tuple[View | None, int]:
    """A table whose header has a line of dashes under it; `done` is where the last one ended."""
    low, high = _line(data, at)
    if low < done or low < 2 or not _RULE.fullmatch(data, low, high - (data[high - 1 : high] == b"\r")):
        return None, max(done, min(high, at + LONGEST_LINE))
    wanted, pairs = _header(data, low)
    if not wanted and not (pairs and _names_something(data, high)):
        return None, high
    view = ViewBuilder(data)
    for low, end in _lines(data, high):
        if not _BAR.search(data, low, end):
            if not _RULE.fullmatch(data, low, end):
                break
        elif not _RULE.fullmatch(data, low, end):
            cells = _split(data, low, end)
            if wanted:
                add_row(view, data, wanted, cells)
            else:
                add_pair(view, data, [cell for cell in cells if cell[0] < cell[1]])
        high = end
    return view.view("table"), high


def _names_something(data: bytes, at: int) -> bool:
    """Whether a word of a name that tells stands in the rows behind `at`."""
    end = data.find(b"\n\n", at, at + LONGEST_PAIRS)
    return NAMED.search(data, at, end if end >= 0 else at + LONGEST_PAIRS) is not None


def _header(data: bytes, low: int) -> tuple[dict[int, Cell], bool]:
    """The columns that tell by a header in the lines above `low`, types of columns between; whether the table has two
    columns, which may hold a name and its value in each row."""
    columns = 0
    for _ in range(HEADER_LINES):
        if low < 2 or data[low - 2 : low - 1] == b"\n":
            break
        line = _line(data, low - 2)
        cells = _split(data, *line)
        columns = columns or len(cells) - (not data[slice(*cells[0])]) - (not data[slice(*cells[-1])])
        wanted = wanted_columns(data, cells) if len(cells) > 1 else {}
        if wanted or len(cells) < 2:
            return wanted, not wanted and columns == 2
        low = line[0]
    return {}, columns in (0, 2)


def _tabbed(data: bytes, low: int, high: int) -> list[Cell]:
    """The cells of a line with tabs between them."""
    cells, at = [], low
    for text in data[low:high].split(b"\t"):
        cells.append(bare(data, at, at + len(text)))
        at += len(text) + 1
    return cells


def _fixed(data: bytes, at: int, done: int) -> tuple[View | None, int]:
    """Columns of text under a header, all of one width: a cell begins or ends where its header does."""
    low, high = _line(data, at + 2)
    stop = high - (data[high - 1 : high] == b"\r")
    tabs = b"\t" in data[low:stop].strip()
    names = _tabbed(data, low, stop) if tabs else [match.span() for match in _COLUMNS.finditer(data, low, stop)]
    if low < done or len(names) < 2 or not all(_NAME.fullmatch(data, *name) for name in names):
        return None, max(done, high)
    wanted = wanted_columns(data, names)
    if not wanted:
        return None, high
    view = ViewBuilder(data)
    for start, end in _lines(data, high):
        if not data[start:end].strip():
            break
        if tabs:
            add_row(view, data, wanted, _tabbed(data, start, end))
            high = end
            continue
        cells = [match.span() for match in _COLUMNS.finditer(data, start, end)]
        under = {}
        for number, (left, right) in wanted.items():
            fits = (c for c in cells if c[0] - start == left - low or c[1] - start == right - low)
            under[number] = next(fits, (start, start))
        if all(a == b for a, b in under.values()):
            break
        for number, cell in under.items():
            say(view, data, wanted[number], cell)
        view.plain(b"\n", start)
        high = end
    return view.view("table"), high
