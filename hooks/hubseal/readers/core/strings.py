"""A file of unknown format: the texts in it, each by itself, so that all rules see them and not those of tokens only.

A text is a run of printable bytes. The byte before it is often its length, or a mark, and a letter by chance; so is the
one behind it: where a number before a text says how long it is, the text is cut there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ... import kinds
from ...types import OffsetMap, Opaque, Position, Segment
from .large_message import blocks
from .length_prefixed_strings import MOST_NESTED, is_message, protobuf_strings
from .streams import exactly
from .string_table import StringTable
from .string_tensors import string_tensor
from .wide_text import wide

SHORTEST_RUN, SHORTEST_COUNTED, SHORTEST_LOOSE = 10, 6, 20
"""Bytes of a run that is looked at, of a text whose length stands before it, and of one that nothing but its bytes
speaks for: shorter runs that no zero ends are numbers by chance."""
READ_BYTES, LONGEST_RUN = 8 << 20, 64 << 10
SLASH, MARKS = 47, 4
_PRINTABLE = frozenset(range(32, 127)) | {9, 10, 13}
_LETTERS = bytes([*range(65, 91), *range(97, 123), *range(128, 256)])
_SIGHT = bytes(byte in _PRINTABLE for byte in range(256))
_RUN = re.compile(rb"(?:[\t\n\r -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})*")


def region(
    stream: BinaryIO, start: int, stop: int, place: str = "", most: int | None = None, depth: int = 0
) -> Iterator[Segment | Opaque]:
    """The texts at `[start, stop)` of a stream, in blocks; where it has none the first bytes as they are, for they were
    looked at. Another may move the stream meanwhile. More than `most` bytes that are no message are skipped."""
    if stop - start > READ_BYTES and depth < MOST_NESTED:
        parts = blocks(stream, start, stop)
        for first, last in parts:
            yield from region(stream, first, last, place, most, depth + 1)
        if parts:
            return
        if most is not None and stop - start > most:
            yield Opaque(stop - start, "tensors")
            return
    base, data, found = start, b"", False
    head = b""
    while True:
        stream.seek(base + len(data))
        more = exactly(stream, max(min(READ_BYTES, stop - base - len(data)), 0))
        data, last_block = data + more, len(more) < READ_BYTES
        head = head or data[: kinds.HEAD]
        if last_block and base == start and is_message(data):
            rest = bytearray(data)
            for segment in protobuf_strings(data, base, place, rest):
                found = True
                yield segment
            data = bytes(rest)
        end = len(data) if last_block else _border(data)
        for segment in (*texts(data[:end], base, place), *wide(data[:end], base, place)):
            found = True
            yield segment
        base, data = base + end, data[end:]
        if last_block:
            break
    if not found and head:
        yield Segment(head, "bytes", place, where=lambda first, end: Position(raw=(start + first, start + end)))


def _border(data: bytes) -> int:
    """Where a block may end without cutting a text: before the run that it ends in, unless that is a very long one."""
    tail = data[-LONGEST_RUN:]
    seen = tail.translate(_SIGHT)
    gap = seen.rfind(b"\0")
    if gap < 0:
        gap = max(tail.rfind(b"\n"), tail.rfind(b" "))
    return len(data) if gap < 0 else len(data) - len(tail) + gap + 1


def texts(data: bytes, base: int, place: str = "") -> Iterator[Segment]:
    """The texts of `data`, which stands at offset `base` of the blob."""
    seen, wanted = data.translate(_SIGHT), b"\1" * SHORTEST_RUN
    lines, at = StringTable(place), 0
    while (start := seen.find(wanted, at)) >= 0:
        match = _RUN.match(data, start)
        at = match.end() if match is not None else start + SHORTEST_RUN
        for first, last in _pieces(data, start, at):
            lines.add(data[first:last], base + first)
        yield from lines.take_full()
    yield from lines.take()


def joined(data: bytes, place: str, key: str, where: OffsetMap) -> Segment | None:
    """The texts of a small value as one segment, whose offsets `where` maps; None when there are none."""
    found = list(texts(data, 0, place))
    if len(found) != 1 or found[0].where is None:
        return None
    inside = found[0].where

    def outside(start: int, end: int) -> Position:
        spot = inside(start, end).raw
        return where(*spot) if spot is not None else Position()

    return found[0]._replace(key=key, where=outside)


def _pieces(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The texts of one run: as the lengths before them say, else all of it."""
    tensor = string_tensor(data, start, end)
    if tensor:
        yield from tensor
        return
    while end - start >= SHORTEST_COUNTED:
        found = _counted(data, start, end)
        if found is None:
            if _reads(data[start:end], data[end : end + 1] in (b"\0", b"")):
                yield start, end
                if (first := _marked(data, start, end)) is not None:
                    yield first, end
            return
        first, last = found
        if (first > start and _letter(data, start)) or (last + MARKS < end and _letter(data, last)):
            yield start, end  # or else it is no length, but a letter of a word or path
        yield found
        start = found[1]


def _letter(data: bytes, at: int) -> bool:
    """Whether a length that stands in a run could as well be a part of a word or path."""
    return data[at] == SLASH or data[at : at + 1].isalpha()


def _reads(run: bytes, ends: bool) -> bool:
    """Whether it is a text, if nothing says how long it is: long enough, and not of figures and marks alone."""
    return (ends or len(run) >= SHORTEST_LOOSE) and (len(run) - len(run.translate(None, _LETTERS))) * 4 >= len(run)


def _counted(data: bytes, start: int, end: int) -> tuple[int, int] | None:
    """The range of the text that begins at `start`, or behind a mark, when a length before it fits.

    One whose last byte looks like text is tried first: the run has to end with the text, but for a mark or two. One of
    four bytes may leave a few marks, too, a shorter one none; either may leave the next text."""
    size = int.from_bytes(data[start - 3 : start + 1], "big") if start > 2 else 0
    if SHORTEST_COUNTED <= size <= end - start - 1 <= size + 2:
        return start + 1, start + 1 + size
    for width in (8, 4):
        field = data[start - width : start] if start >= width else b""
        if field.count(0) >= width - 2:
            for size in (int.from_bytes(field, "little"), int.from_bytes(field, "big")):
                if SHORTEST_COUNTED <= size <= end - start and _ends(data, start + size, end, MARKS):
                    return start, start + size
    for size in _short(data, start):
        if SHORTEST_COUNTED <= size <= end - start and _ends(data, start + size, end, 0):
            return start, start + size
    return None


def _ends(data: bytes, last: int, end: int, marks: int) -> bool:
    """Whether a text may end at `last`, when its run does at `end`: but for a few marks, or where the next begins."""
    return end - last <= marks or _marked(data, last, end) is not None


def _short(data: bytes, first: int) -> list[int]:
    """What one byte before `data[first]`, or two of a varint, say as a length."""
    found = [data[first - 1]] if first else []
    if first > 1 and data[first - 2] & 0x80:
        found.append(data[first - 2] & 0x7F | data[first - 1] << 7)
    return found


def _marked(data: bytes, start: int, end: int) -> int | None:
    """Where the text of a run begins whose first byte, or its second, is the length of what follows."""
    marks = range(start + 1, min(start + 3, end))
    return next((at for at in marks if SHORTEST_COUNTED <= data[at - 1] == end - at), None)
