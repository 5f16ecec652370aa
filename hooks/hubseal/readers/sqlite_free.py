"""What was deleted from a SQLite database and still stands in its file: free pages, and free space within pages.

Format: sqlite.org/fileformat2.html, 1.3 to 1.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ..types import Limits, Segment
from .gather import FULL, Gathered
from .parts import exactly

HEADER = 100
TREES = {2: 12, 5: 12, 10: 8, 13: 8}
"""Types of b-tree pages, and the bytes of their headers."""
SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
"""Bytes of the values of serial types 0 to 11; 12 and more are blobs and texts with their length."""
CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 13})) + b"\x7f"
_RECORD = re.compile(rb"[\x02-\x40](?=[\x00-\x09\x0c-\xff])", re.DOTALL)
CARVED = 8 << 20
"""Bytes in which whole records are looked for; the rest is searched for tokens only."""
SHORTEST = 8
"""Bytes that may hold something."""


def free(file: BinaryIO, limits: Limits) -> Iterator[Segment]:
    """The bytes that no row uses, page by page; nothing for what is no database."""
    head = exactly(file, HEADER)
    size = int.from_bytes(head[16:18], "big")
    size = 65_536 if size == 1 else size
    if len(head) < HEADER or size < 512 or size & (size - 1):
        return
    unused = _free_pages(file, head, size, limits)
    texts, rest, number, carved = Gathered("deleted rows"), Gathered("deleted rows"), 0, 0
    file.seek(0)
    while page := exactly(file, size):
        start = number * size
        number += 1
        parts = [(0, len(page))] if number in unused else _gaps(page, HEADER if number == 1 else 0)
        for first, last in parts:
            data = page[first:last]
            if last - first >= SHORTEST and data.strip(b"\0"):
                carved += len(data)
                if carved < CARVED:
                    data = _carve(data, start + first, texts)
                rest.add(data, start + first)
        if rest.size + texts.size > FULL:
            yield from _taken(texts, rest)
    yield from _taken(texts, rest)


def _taken(texts: Gathered, rest: Gathered) -> list[Segment]:
    return [*texts.take(), *(segment._replace(on="bytes") for segment in rest.take())]


def _carve(data: bytes, at: int, texts: Gathered) -> bytes:
    """Adds the texts of whole records to `texts`; returns the bytes with those blanked."""
    rest, pos = bytearray(data), 0
    for match in _RECORD.finditer(data):
        if match.start() < pos:
            continue
        found = _record(data, match.start())
        for first, last in found:
            texts.add(data[first:last], at + first)
            rest[first:last] = bytes(last - first)
            pos = last
    return bytes(rest)


def _record(data: bytes, start: int) -> list[tuple[int, int]]:
    """Where the texts of the record whose header begins at `start` stand; none when it is no record."""
    at, stop = start + 1, start + data[start]
    body, found = stop, []
    while at < stop:
        kind = shift = 0
        while at < len(data) and shift < 4:
            kind = kind << 7 | data[at] & 0x7F
            at, shift = at + 1, shift + 1
            if data[at - 1] < 0x80:
                break
        size = (kind - 12) // 2 if kind > 11 else SIZES[kind]
        if body + size > len(data):
            return []
        if kind > 12 and kind % 2:
            found.append((body, body + size))
        body += size
    texts = [data[first:last] for first, last in found]
    sound = at == stop and any(len(text) >= SHORTEST for text in texts)
    return found if sound and all(len(text.translate(None, CONTROLS)) == len(text) for text in texts) else []


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
