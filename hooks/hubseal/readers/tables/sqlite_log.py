"""SQLite's write-ahead log and rollback journal: pages of the database as they were or will be, row by row.

Formats: sqlite.org/fileformat2.html, 3 ("The Rollback Journal") and 4 ("The Write-Ahead Log").
"""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Segment, Unread
from ..core import strings
from ..core.gather import FULL, Gathered
from ..core.streams import Window, length
from .sqlite_free import HEADER, TREES, record

WAL_HEAD, FRAME = 32, 24
JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
LEAVES = (10, 13)
"""Types of b-tree pages that hold records: of an index, of a table."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """The texts of the rows on all pages, then what else on them reads as text."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 256 << 10)
        head = window.peek(WAL_HEAD)
        journal = head.startswith(JOURNAL)
        size = int.from_bytes(head[24:28] if journal else head[8:12], "big")
        sector = int.from_bytes(head[20:24], "big") if journal else WAL_HEAD
        before, after = (4, 4) if journal else (FRAME, 0)
        if not 512 <= size <= 65_536 or size & (size - 1) or not WAL_HEAD - 4 <= sector <= 65_536:
            yield from strings.read(blob, limits)
            yield Unread(blob.path, "", "damaged", window.total, "it does not say how long its pages are")
            return
        lines = Gathered("rows")
        window.go(min(sector, window.total))
        while window.left:
            window.skip(min(before, window.left))
            at, page = window.at, window.take(min(size, window.left))
            yield from strings.texts(_rows(page, at, lines), at)
            if lines.size > FULL:
                yield from lines.take()
            window.skip(min(after, window.left))
        yield from lines.take()


def _rows(page: bytes, at: int, lines: Gathered) -> bytes:
    """Adds the texts of the records on a page; returns the page with those blanked."""
    start = HEADER if page.startswith(b"SQLite format 3\0") else 0
    kind = page[start] if len(page) > start else 0
    if kind not in LEAVES:
        return page
    rest = bytearray(page)
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for number in range(min(count, len(page) // 2)):
        entry = start + TREES[kind] + 2 * number
        cell = int.from_bytes(page[entry : entry + 2], "big")
        for _ in range(2 if kind == LEAVES[1] else 1):  # size of the payload; number of the row
            cell = _behind(page, cell)
        for first, last in record(page, cell) if cell < len(page) else ():
            lines.add(page[first:last], at + first)
            rest[first:last] = bytes(last - first)
    return bytes(rest)


def _behind(page: bytes, at: int) -> int:
    """The offset behind a varint."""
    for width in range(9):
        if at + width >= len(page) or page[at + width] < 0x80:
            return at + width + 1
    return at + 9
