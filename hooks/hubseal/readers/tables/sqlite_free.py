"""What was deleted from a SQLite database and still stands in its file: free pages, and free space within pages.

Format: sqlite.org/fileformat2.html, 1.3 to 1.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ...types import Limits, Segment
from ..core.gather import FULL, Gathered
from ..core.streams import exactly

HEADER = 100
TREES = {2: 12, 5: 12, 10: 8, 13: 8}
"""Types of b-tree pages, and the bytes of their headers."""
SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
"""Bytes of the values of serial types 0 to 11; 12 and more are blobs and texts with their length."""
CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 13})) + b"\x7f"
_RECORD = re.compile(rb"[\x02-\x40](?=[\x00-\x09\x0c-\xff])", re.DOTALL)
COLUMNS, CELL_HEAD = 20, 8
"""Columns that a record without its header may have; the bytes of a cell before its header, at most."""
CARVED = 8 << 20
"""Bytes in which whole records are looked for; the rest is searched for tokens only."""
SHORTEST = 8
"""Bytes that may hold something."""
TRIES = 32
"""Places in a row that look like the head of a freed block and are none, after which no more are tried."""


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
        for order, (first, last) in enumerate(parts):
            data = page[first:last]
            if last - first >= SHORTEST and data.strip(b"\0"):
                carved += len(data)
                if carved < CARVED:
                    data = _carve(data, start + first, texts, headless=order > 0)
                rest.add(data, start + first)
        if rest.size + texts.size > FULL:
            yield from _taken(texts, rest)
    yield from _taken(texts, rest)


def _taken(texts: Gathered, rest: Gathered) -> list[Segment]:
    return [*texts.take(), *(segment._replace(on="bytes") for segment in rest.take())]


def _carve(data: bytes, at: int, texts: Gathered, headless: bool) -> bytes:
    """Adds the texts of records to `texts`; returns the bytes with those blanked. `headless`: the first record lost
    the begin of its header to the free list."""
    found: list[tuple[int, int]] = []
    pos, stop = 0, len(data)
    if headless:
        found, stop = _merged(data)
    for match in _RECORD.finditer(data, 0, stop):
        if match.start() >= pos and (row := record(data, match.start())):
            found += row
            pos = row[-1][1]
            if headless:
                found += _first(data, match.start())
                headless = False
    if headless:
        found += _first(data, stop)
    rest = bytearray(data)
    for first, last in found:
        texts.add(data[first:last], at + first)
        rest[first:last] = bytes(last - first)
    return bytes(rest)


def _merged(data: bytes) -> tuple[list[tuple[int, int]], int]:
    """The texts of the free blocks that were joined to the one that `data` is, and where the first of those begins.
    Each still says how many bytes it had when it was freed: up to where itself or what is joined to it ends."""
    found: list[tuple[int, int]] = []
    begins, end, tried = {len(data)}, len(data), 0
    for at in range(end - SHORTEST, -1, -1):
        if at + int.from_bytes(data[at + 2 : at + 4], "big") in begins and data[at + 2 : at + 4] != b"\0\0":
            row = _first(data[at + 4 : end], end - at - 4)
            tried += 1
            if tried > TRIES:
                break
            if row:
                tried = 0
                found += [(at + 4 + first, at + 4 + last) for first, last in row]
                end = at
                begins.add(at)
    return found, end


def _first(data: bytes, stop: int) -> list[tuple[int, int]]:
    """The texts of a record at the begin of `data` whose header begins in the four bytes before it: those give the size
    of the first column, which is what the others leave of the bytes up to `stop` or the head of the next cell there."""
    guess: list[tuple[int, int]] = []
    for columns in range(1, COLUMNS):
        head = _sizes(data, columns)
        if head is None:
            break
        body, sizes = head
        for end in range(stop, max(stop - CELL_HEAD, 0), -1):
            first = end - body - sum(size for size, _ in sizes)
            if first < 0:
                break
            at, found = body + first, [(body, body + first)]
            for size, is_text in sizes:
                if is_text:
                    found.append((at, at + size))
                at += size
            if any(size for size, is_text in sizes if is_text) and all(_plain(data[a:b]) for a, b in found):
                texts = [(a, b) for a, b in found if b > a]
                if first == 0:  # the first column is the row's number, which stands elsewhere: nothing is guessed
                    return guess + [text for text in texts if text not in guess]
                guess = guess or texts
    return guess


def _sizes(data: bytes, columns: int) -> tuple[int, list[tuple[int, bool]]] | None:
    """Where the values begin behind `columns` serial types at the begin of `data`; (size, whether text) of each."""
    at, sizes = 0, []
    for _ in range(columns):
        kind, at = _varint(data, at)
        sizes.append(((kind - 12) // 2 if kind > 11 else SIZES[kind], kind > 12 and kind % 2 == 1))
    return (at, sizes) if at <= len(data) else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of up to four groups of seven bits at `data[at]`, and where it ends."""
    number = 0
    for step in range(4):
        byte = data[at + step] if at + step < len(data) else 0
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + step + 1
    return number, at + 4


def _plain(text: bytes) -> bool:
    return len(text.translate(None, CONTROLS)) == len(text)


def record(data: bytes, start: int) -> list[tuple[int, int]]:
    """Where the texts of the record whose header begins at `start` stand; none when it is no record."""
    at, stop = start + 1, start + data[start]
    body, found = stop, []
    while at < stop:
        kind, at = _varint(data, at)
        size = (kind - 12) // 2 if kind > 11 else SIZES[kind]
        if body + size > len(data):
            return []
        if kind > 12 and kind % 2:
            found.append((body, body + size))
        body += size
    texts = [data[first:last] for first, last in found]
    sound = at == stop and any(len(text) >= SHORTEST for text in texts)
    return found if sound and all(map(_plain, texts)) else []


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
