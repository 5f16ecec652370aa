"""A column of a table as one segment: a cell a line, with the row and line of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ...position import Lines
from ...regex import LazyPattern
from ...types import Position, Segment

TELLING = LazyPattern(
    r"(?i)passw|passphrase|pwd\Z|secret|credential|[^\W_][ _.-]?key\Z|[^\W_][ _.-]token\Z"
    r"|(?:api|auth|access)[ _.-]?token"
)
"""Names of columns that make a secret of what could be anything."""
TELLING_CELLS = 500
"""Cells of such a column that are read as `name=cell`."""
NUMBERS = ("phone", "mobile", "tel", "ssn", "card", "number", "iban", "account", "zip", "fax")
"""Column names of which integers are worth a look as text."""


class Cells:
    """Offsets of cells that stand a line each -> row and line of the file."""

    def __init__(self, data: bytes, places: Sequence[tuple[int, int | None]]) -> None:
        self._lines, self._places = Lines(data), places

    def __call__(self, start: int, end: int) -> Position:
        row, line = self._places[min((self._lines(start, end).line or 1) - 1, len(self._places) - 1)]
        return Position(line=line, row=row)


def column(
    label: str, cells: Sequence[str | bytes], places: Sequence[tuple[int, int | None]], key: str = ""
) -> Segment:
    """The cells of a column, a line each, as one segment; `places` are their 1-based (row, line)."""
    data = None if TELLING.search(key) else _joined(cells)
    if data is None:
        lines = [_flat(cell) for cell in cells]
        if TELLING.search(key):
            name = _flat(key) + b"="
            lines[:TELLING_CELLS] = [name + line for line in lines[:TELLING_CELLS]]
        data = b"\n".join(lines)
    return Segment(data, place=label, key=key or label, where=Cells(data, places))


def rows_column(label: str, cells: Sequence[tuple[str | bytes, int]], key: str) -> Segment:
    """The same of (cell, row): what is no text file has no lines."""
    return column(label, [cell for cell, _ in cells], [(row, None) for _, row in cells], key)


def _joined(cells: Sequence[str | bytes]) -> bytes | None:
    """The cells at once; None when one of them has more than a line."""
    if not isinstance(cells[0], str):
        return None
    plain = "\n".join(cast("Sequence[str]", cells))  # a column is of one sort
    if "\r" in plain or plain.count("\n") >= len(cells):
        return None
    return plain.encode("utf-8", "surrogateescape")


def _flat(cell: str | bytes) -> bytes:
    """A cell as one line of UTF-8."""
    raw = cell if isinstance(cell, bytes) else cell.encode("utf-8", "surrogateescape")
    return raw.replace(b"\n", b" ").replace(b"\r", b" ") if b"\n" in raw or b"\r" in raw else raw
