"""CSV and TSV: a segment per column and block of rows, so that findings are counted by column. Format: RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import cast

from ...types import Blob, Limits, OffsetMap, Position, ReaderItem, Segment
from ..core.columns import TELLING_CELLS, column
from . import plain

BLOCK_CHARACTERS = 4 << 20
"""Characters of a block of rows."""
LONGEST_FIELD = 64 << 20
"""Characters of one field."""
LONGEST_HEADER = 64
MOST_COLUMNS = 2000
"""Columns; a row of more is read as one text."""

NAME_COLUMNS, VALUE_COLUMNS = ("name", "key", "variable", "var", "setting", "parameter", "env"), ("value", "val")
"""Headers of a table of settings, a name and its value in each row."""


Row = tuple[list[str], tuple[int, int]]
"""Cells; the number of the row, and the line that it begins in."""


def read(blob: Blob, limits: Limits) -> Iterator[ReaderItem]:
    """Columns by their header, with row and line of each cell. What is no table is read as text."""
    with blob.open() as stream:
        head = stream.read(1 << 16)
        delimiter = _delimiter(blob.path, head)
        if not delimiter or b"\0" in head:
            yield from plain.read(blob, limits)
            return
        stream.seek(0)
        csv.field_size_limit(LONGEST_FIELD)
        buffered = io.BufferedReader(cast("io.RawIOBase", stream), 1 << 20)
        lines = io.TextIOWrapper(buffered, "utf-8-sig", "surrogateescape", newline="")
        rows = csv.reader(lines, delimiter=delimiter, strict=False)
        zeros = False
        try:
            for segment in _blocks((row, rows.line_num) for row in rows):
                zeros = zeros or isinstance(segment.data, bytes) and b"\0" in segment.data
                yield segment
        except csv.Error:
            yield from plain.read(blob, limits)
            return
    if zeros:
        from . import mixed

        yield from mixed.others(blob, limits)


def _delimiter(path: str, head: bytes) -> str:
    """The delimiter by suffix and header; empty when there is none, as in a list of words."""
    first = head.split(b"\n", 1)[0]
    if path.lower().endswith(".tsv") and b"\t" in first:
        return "\t"
    best = max((b",", b";", b"\t", b"|"), key=first.count)
    return best.decode() if best in first else ""


def _blocks(rows: Iterator[tuple[list[str], int]]) -> Iterator[Segment]:
    """Segments of columns, a few MiB of rows at a time; `rows` come with the line that they end in."""
    names: list[str] = []
    block: list[Row] = []
    size, before = 0, 1
    for number, (row, line) in enumerate(rows):
        if number == 0 and _is_header(row):
            names = row
            yield Segment("\n".join(row).encode("utf-8", "surrogateescape"), place="header", where=_in_line(1))
        else:
            block.append((row, (number if names else number + 1, before)))
            size += sum(map(len, row)) + len(row)
        before = line + 1
        if size > BLOCK_CHARACTERS:
            yield from _columns(names, block)
            block, size = [], 0
    yield from _columns(names, block)


def _in_line(line: int) -> OffsetMap:
    return lambda start, end: Position(line=line)


def _is_header(row: Sequence[str]) -> bool:
    """Short, different names that are no numbers, addresses or sentences."""
    names = [name.strip() for name in row]
    plain = all(
        0 < len(n) <= LONGEST_HEADER and not n[0].isdigit() and "@" not in n and "://" not in n for n in names if n
    )
    return plain and any(names) and len(set(names)) == len(names) and not any(len(n.split()) > 5 for n in names)


def _columns(names: list[str], block: list[Row]) -> Iterator[Segment]:
    """The columns of a block; a row of too many is a text of its own."""
    wide = [pair for pair in block if len(pair[0]) > MOST_COLUMNS]
    for row, place in wide:
        yield column(f"row {place[0]}", row, [place] * len(row))
    rows = [pair for pair in block if len(pair[0]) <= MOST_COLUMNS] if wide else block
    settings = _settings(names)
    for number in range(max((len(row) for row, _ in rows), default=0)):
        rows = [pair for pair in rows if len(pair[0]) > number]
        name = names[number].strip() if number < len(names) else ""
        cells = _cells(rows, number, settings if name.lower() in VALUE_COLUMNS else -1)
        if cells:
            label = name or f"column {number + 1}"
            yield column(label, [cell for cell, _ in cells], [place for _, place in cells], name)


def _cells(rows: list[Row], number: int, settings: int) -> list[tuple[str, tuple[int, int]]]:
    """The cells of a column that hold something; the first stand behind the name that column `settings` gives."""
    cells = [(row[number], place) for row, place in rows if row[number]]
    if settings >= 0:
        named = [(f"{row[settings]}={row[number]}", place) for row, place in rows if row[number]]
        cells[:TELLING_CELLS] = named[:TELLING_CELLS]
    return cells


def _settings(names: list[str]) -> int:
    """The column of names in a table of settings; -1 when it is none."""
    lowered = [name.strip().lower() for name in names]
    return next((lowered.index(name) for name in NAME_COLUMNS if name in lowered), -1)
