"""Where a SQLite database holds bytes that no row uses: free pages, and free space within pages. What was deleted still
stands there. Format: sqlite.org/fileformat2.html, 1.3 to 1.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ...types import Limits, Segment
from ..core import strings
from ..core.streams import exactly

HEADER = 100
TREES = {2: 12, 5: 12, 10: 8, 13: 8}
"""Types of b-tree pages, and the bytes of their headers."""


def texts(file: BinaryIO, limits: Limits) -> Iterator[Segment]:
    """The texts in bytes that no row uses, as they stand; nothing for what is no database."""
    head = exactly(file, HEADER)
    size = int.from_bytes(head[16:18], "big")
    size = 65_536 if size == 1 else size
    if len(head) < HEADER or size < 512 or size & (size - 1):
        return
    unused = _free_pages(file, head, size, limits)
    file.seek(0)
    number = 0
    block = bytearray()
    while page := exactly(file, size):
        number += 1
        parts = [(0, len(page))] if number in unused else _gaps(page, HEADER if number == 1 else 0)
        kept = bytearray(len(page))
        for first, last in parts:
            kept[first:last] = page[first:last]
        block += kept
        if len(block) >= strings.READ_BYTES:
            yield from strings.texts(bytes(block), number * size - len(block), "deleted rows")
            block.clear()
    yield from strings.texts(bytes(block), number * size - len(block), "deleted rows")


def end(head: bytes) -> int:
    """Where the last page of the database ends whose header is given; 0 when it does not say so."""
    size = int.from_bytes(head[16:18], "big")
    return (65_536 if size == 1 else size) * int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0


def _free_pages(file: BinaryIO, head: bytes, size: int, limits: Limits) -> set[int]:
    """The numbers of the pages on the free list, counted from 1."""
    found: set[int] = set()
    trunk = int.from_bytes(head[32:36], "big")
    while trunk and trunk not in found and len(found) < limits.opcodes:
        found.add(trunk)
        file.seek((trunk - 1) * size)
        page = exactly(file, size)
        count = min(int.from_bytes(page[4:8], "big"), size // 4 - 2)
        found |= {int.from_bytes(page[8 + 4 * n : 12 + 4 * n], "big") for n in range(count)}
        trunk = int.from_bytes(page[:4], "big")
    return found


def _gaps(page: bytes, at: int) -> list[tuple[int, int]]:
    """The free parts of a b-tree page whose header stands at `at`: before its cells, and between them."""
    width = TREES.get(page[at] if at < len(page) else 0)
    if width is None:
        return []
    cells = int.from_bytes(page[at + 3 : at + 5], "big")
    content = int.from_bytes(page[at + 5 : at + 7], "big") or 65_536
    found = [(at + width + 2 * cells, min(content, len(page)))]
    block = int.from_bytes(page[at + 1 : at + 3], "big")
    while at < block <= len(page) - 4 and len(found) < len(page) // 4:
        size = int.from_bytes(page[block + 2 : block + 4], "big")
        found.append((block + 4, min(block + size, len(page))))
        following = int.from_bytes(page[block : block + 2], "big")
        if following <= block:
            break
        block = following
    return found
