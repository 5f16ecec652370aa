"""Long texts in chunks that overlap, so that no match on a border is lost."""

from __future__ import annotations

from collections.abc import Iterator

from ...typed import BinaryIO
from ...types import Chunk
from .streams import exactly

REACH = 64 << 10
"""Bytes of context on either side of what a chunk owns; no match is longer."""


def chunks(head: bytes, stream: BinaryIO, size: int) -> Iterator[Chunk]:
    """Splits a stream, of which `head` was read, into chunks that own `size` bytes each, with `REACH` around them."""
    base = first = 0
    data = head
    while True:
        more = exactly(stream, first + size + REACH - base - len(data))
        last = base + len(data) + len(more) < first + size + REACH
        data += more
        stop = base + len(data) + 1 if last else first + size
        yield Chunk(data, base, first, stop, last)
        if last:
            return
        keep = max(stop - REACH, base)
        data, base, first = data[keep - base :], keep, stop
