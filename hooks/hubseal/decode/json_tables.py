"""Tables whose columns are named once and whose rows are lists, of JSON or Python: tables of Weights & Biases, frames
of pandas (`orient="split"`), answers of databases, lists whose first row is the header."""

from __future__ import annotations

from collections.abc import Iterator

from ..regex import LazyPattern
from .table_rows import Cell, add_row, wanted_columns
from .tables import WORDS
from .view import Marks, View, ViewBuilder

JSON_TABLE_TRIGGERS = (
    rb"[\"']columns[\"']:",
    *(b"(?i)" + word + sign for word in WORDS for sign in (rb"[\"']\],", rb"[\"']\]\n", rb"[\"'],[ \n\"']")),
)
REACH, MOST_ROWS, MOST_CELLS = 4_096, 5_000, 200
_LIST = LazyPattern(rb"\s{0,40}\[")
_COMMA = LazyPattern(rb"\s{0,40},\s{0,40}\[")
_DATA = LazyPattern(rb"[\"'](?:data|rows|values|records)[\"']\s{0,8}:\s{0,8}\[")
_CELL = LazyPattern(
    rb"\s{0,60}(?:(?P<quote>[\"'])((?:(?!(?P=quote))[^\\\r\n]|\\.){0,400})(?P=quote)|[^\s,\[\]{}\"']{1,60})\s{0,60}(?P<end>[,\]])"
)
"""A cell that is no list, and what ends it."""


def json_tables(data: bytes, marks: Marks) -> Iterator[View]:
    """A view for each table around marks that has a column that tells."""
    done = -1
    for start, _ in marks:
        if start < done:
            continue
        named = data[start + 1 : start + 8].lower() == b"columns"
        opened = data.find(b"[", start, start + 16) if named else data.rfind(b"[", max(start - REACH, 0), start)
        header, end = _row(data, opened) if opened >= 0 else ([], start)
        done = max(start + 1, end)
        wanted = wanted_columns(data, header) if len(header) > 1 else {}
        rows = _rows_at(data, opened, end, named) if wanted else -1
        if rows < 0:
            continue
        view = ViewBuilder(data)
        for _ in range(MOST_ROWS):
            cells, rows = _row(data, rows)
            if not cells:
                break
            add_row(view, data, wanted, cells)
            done = rows
            rows = _next(data, rows)
            if rows < 0:
                break
        found = view.view("table")
        if found is not None:
            yield found


def _rows_at(data: bytes, opened: int, end: int, named: bool) -> int:
    """Where the first row begins, below a header at `data[opened:end]`; -1 when none does."""
    if named:
        found = _DATA.search(data, end, end + 16 * REACH) or _DATA.search(data, max(opened - 16 * REACH, 0), opened)
        start = found.end() if found is not None else -1
        inner = _LIST.match(data, start) if start >= 0 else None
        return inner.end() - 1 if inner is not None else -1
    outer = data[max(opened - 40, 0) : opened].rstrip()
    return _next(data, end) if outer.endswith(b"[") else -1


def _next(data: bytes, end: int) -> int:
    """Where the next row begins behind one that ends at `end`; -1 when none does."""
    comma = _COMMA.match(data, end)
    return comma.end() - 1 if comma is not None else -1


def _row(data: bytes, opened: int) -> tuple[list[Cell], int]:
    """The cells of the list that opens at `opened`, and where it ends; none when it holds other lists."""
    cells: list[Cell] = []
    at = opened + 1
    for _ in range(MOST_CELLS):
        cell = _CELL.match(data, at)
        if cell is None:
            break
        cells.append(cell.span(2) if cell["quote"] else (at, at))
        at = cell.end()
        if cell["end"] == b"]":
            return cells, at
    return [], at
