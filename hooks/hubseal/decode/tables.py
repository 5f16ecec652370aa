"""Tables as their rows say them: `user: "..."`, `password: "..."`, so that a column names its cells.

Formats: GitHub Flavored Markdown 4.10, grids of text (psql, rich, prettytable), HTML, and columns of a fixed width as
pandas prints them. Only columns whose header says that secrets or numbers of persons stand in it are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..regex import LazyPattern
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
    *(rb"(?i)[ \t]{2}" + word + rb"[ \t\r\n]" for word in WORDS),
)
"""The line under a header, a cell of an HTML header, or a header above columns of text."""
MOST_ROWS, LONGEST_LINE, LONGEST_HEADER = 5_000, 4_096, 40
Cell = tuple[int, int]
"""Where the text of a cell begins and ends."""
_TELLS = LazyPattern(
    rb"(?i)(?:[a-z0-9]{1,16}[ _.-]){1,4}(?:key|pat|sk|authtoken)|(?:shared)?(?:access|account)key"
    rb"|(?:[a-z0-9]{1,16}[ _.-]){0,4}(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?"
    rb"|(?:api|access|secret|private|auth|encryption)[ _-]?key"
    rb"|(?:tele)?phone|mobile|cell|tel|fax|ssn|iban)(?:[ _-]?(?:no\.?|nr\.?|number))?"
)
_USERS = LazyPattern(rb"(?i)(?:[a-z]{1,12}[ _.-])?(?:user(?:[ _-]?name)?|login|e-?mail|account)")
_RULE = LazyPattern(rb"(?:[ \t>|+:=-]|\xe2[\x94\x95][\x80-\xbf])+")
_BAR = LazyPattern(rb"(?<!\\)\||\xe2\x94[\x82\x83]|\xe2\x95\x91")
_DRESS = b" \t\r*`_>"
_HTML_ROW = LazyPattern(rb"(?i)<tr[^<>]{0,200}>")
_HTML_CELL = LazyPattern(rb"(?is)<(t[hd])(?:\s[^<>]{0,400})?>((?:(?!<\\?/?t[hdr]\b).){0,2000})<\\?/t[hd]>")
_HTML_TAG = LazyPattern(rb"<[^<>]{1,200}>|\\n|\\t")
_COLUMNS = LazyPattern(rb"[^ \t](?:[ ]?[^ \t])*")
_NAME = LazyPattern(rb"#?[A-Za-z_][\w.#-]*(?: [\w.#-]+){0,3}")


def tables(data: bytes, marks: Marks) -> Iterator[View]:
    """A view for each table around marks that has a column that tells."""
    done = -1
    for start, _ in marks:
        if start < done:
            continue
        if data[start : start + 1] == b"<":
            found, done = _html(data, start, done)
        elif data[start : start + 1] in b" \t":
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


def _bare(data: bytes, low: int, high: int) -> Cell:
    """A cell without blanks and marks around it."""
    text = data[low:high]
    low += len(text) - len(text.lstrip(_DRESS))
    return low, max(low, low + len(data[low:high].rstrip(_DRESS)))


def _split(data: bytes, low: int, high: int) -> list[Cell]:
    """The cells of a line with bars between them."""
    bars = [match.span() for match in _BAR.finditer(data, low, high)]
    starts, ends = [low, *(end for _, end in bars)], [*(start for start, _ in bars), high]
    return [_bare(data, start, end) for start, end in zip(starts, ends, strict=True)]


def _wanted(data: bytes, header: Sequence[Cell]) -> dict[int, Cell]:
    """The columns that tell, and those of users before them, by number; empty when none tells."""
    names = {n: (low, high) for n, (low, high) in enumerate(header) if 2 < high - low <= LONGEST_HEADER}
    tells = {n for n, (low, high) in names.items() if _TELLS.fullmatch(data, low, high)}
    if not tells:
        return {}
    return {n: cell for n, cell in names.items() if n in tells or _USERS.fullmatch(data, *cell)}


def _say(view: ViewBuilder, data: bytes, name: Cell, cell: Cell) -> None:
    """Adds `name: "cell"` to a view."""
    if cell[0] < cell[1]:
        quote = b"'" if b'"' in data[slice(*cell)] else b'"'
        view.plain(data[slice(*name)] + b": " + quote, cell[0])
        view.copy(*cell)
        view.plain(quote + b"\n", cell[1])


def _row(view: ViewBuilder, data: bytes, wanted: dict[int, Cell], cells: Sequence[Cell]) -> None:
    for number, name in wanted.items():
        if number < len(cells):
            _say(view, data, name, cells[number])
    view.plain(b"\n", cells[0][0] if cells else 0)


def _ruled(data: bytes, at: int, done: int) -> tuple[View | None, int]:
    """A table whose header has a line of dashes under it; `done` is where the last one ended."""
    low, high = _line(data, at)
    if low < done or low < 2 or not _RULE.fullmatch(data, low, high - (data[high - 1 : high] == b"\r")):
        return None, max(done, min(high, at + LONGEST_LINE))
    header = _split(data, *_line(data, low - 2)) if data[low - 2 : low - 1] != b"\n" else []
    wanted = _wanted(data, header) if len(header) > 1 else {}
    if not wanted:
        return None, high
    view = ViewBuilder(data)
    for low, end in _lines(data, high):
        if not _BAR.search(data, low, end):
            if not _RULE.fullmatch(data, low, end):
                break
        elif not _RULE.fullmatch(data, low, end):
            _row(view, data, wanted, _split(data, low, end))
        high = end
    return view.view("table"), high


def _html(data: bytes, at: int, done: int) -> tuple[View | None, int]:
    """A table of HTML from the row on that holds a header cell at `at`."""
    before = data[max(at - LONGEST_LINE, 0) : at].lower()
    row = at - len(before) + max(before.rfind(b"<tr"), 0)
    header, first = _html_cells(data, row, len(data))
    wanted = _wanted(data, [cell for _, cell in header])
    if not wanted:
        return None, first
    end = _html_end(data, first, b"</table")
    view = ViewBuilder(data)
    for (kind, name), (other, cell) in zip(header, header[1:], strict=False):
        if kind == b"th" and other == b"td" and _TELLS.fullmatch(data, *name):
            _say(view, data, name, cell)
    for count, opened in enumerate(_HTML_ROW.finditer(data, first, end)):
        if count > MOST_ROWS:
            break
        cells, _ = _html_cells(data, opened.end(), end)
        _row(view, data, wanted, [cell for _, cell in cells])
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
        cells.append((match[1].lower(), _bare(data, low, max(low, high))))
    return cells, end


def _fixed(data: bytes, at: int, done: int) -> tuple[View | None, int]:
    """Columns of text under a header, all of one width: a cell begins or ends where its header does."""
    low, high = _line(data, at + 2)
    names = [match.span() for match in _COLUMNS.finditer(data, low, high - (data[high - 1 : high] == b"\r"))]
    if low < done or len(names) < 2 or not all(_NAME.fullmatch(data, *name) for name in names):
        return None, max(done, high)
    wanted = _wanted(data, names)
    if not wanted:
        return None, high
    view = ViewBuilder(data)
    for start, end in _lines(data, high):
        if not data[start:end].strip():
            break
        cells = [match.span() for match in _COLUMNS.finditer(data, start, end)]
        under = {}
        for number, (left, right) in wanted.items():
            fits = (c for c in cells if c[0] - start == left - low or c[1] - start == right - low)
            under[number] = next(fits, (start, start))
        if all(a == b for a, b in under.values()):
            break
        for number, cell in under.items():
            _say(view, data, wanted[number], cell)
        view.plain(b"\n", start)
        high = end
    return view.view("table"), high
