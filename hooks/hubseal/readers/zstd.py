"""Whether a zstd stream is whole, by its frame and block headers; the library takes a cut stream for a short one.

Format: RFC 8878, 3.1.
"""

from __future__ import annotations

from typing import BinaryIO

from .parts import exactly

MAGIC = 0xFD2FB528
SKIPPABLE = 0x184D2A50
"""Magic numbers of frames to be skipped, the low four bits aside."""
RLE, RESERVED = 1, 3
"""Block types: one byte repeated; none that exists."""


def is_whole(stream: BinaryIO) -> bool:
    """Whether frames follow each other to the very end. Reads headers only."""
    size = stream.seek(0, 2)
    at = 0
    while at < size:
        stream.seek(at)
        head = exactly(stream, 18)
        magic = int.from_bytes(head[:4], "little")
        if len(head) < 6:
            return False
        if magic & ~0xF == SKIPPABLE:
            at += 8 + int.from_bytes(head[4:8], "little")
        elif magic == MAGIC:
            end = _blocks(stream, at + 4 + _header(head[4]), size)
            at = end + (4 if head[4] & 4 else 0)  # a checksum
        else:
            return False
    return at == size


def _header(flags: int) -> int:
    """Length of a frame header that begins with `flags`."""
    single = flags >> 5 & 1
    content = (single, 2, 4, 8)[flags >> 6]
    return 1 + (0 if single else 1) + (0, 1, 2, 4)[flags & 3] + content


def _blocks(stream: BinaryIO, at: int, size: int) -> int:
    """Where the blocks of a frame end; past `size` when they are cut off or none."""
    while at < size:
        stream.seek(at)
        head = exactly(stream, 3)
        bits = int.from_bytes(head, "little")
        if len(head) < 3 or bits >> 1 & 3 == RESERVED:
            return size + 1
        at += 3 + (1 if bits >> 1 & 3 == RLE else bits >> 3)
        if bits & 1:
            return at
    return size + 1
