"""Protocol buffers that are too large to be read at once: their fields are walked, and what is in them is not read.

Format: protobuf.dev, "Encoding".
"""

from __future__ import annotations

from typing import BinaryIO

from .errors import MalformedError, UnexpectedEof
from .length_prefixed_strings import MOST_FIELDS
from .streams import Window

SMALL_FIELD, LARGEST_BLOCK = 1 << 20, 4 << 20
"""Bytes of a field that is read with its neighbours, and of all these together, about."""
Range = tuple[int, int]


def blocks(stream: BinaryIO, start: int, stop: int) -> list[Range]:
    """The parts of the message at `[start, stop)` of a stream, each a message of its own: small fields in a row, or
    what a large field holds. Empty when no message stands there."""
    window = Window(stream, stop, start)
    found: list[Range] = []
    low = start
    try:
        for _ in range(MOST_FIELDS):
            if window.at == stop:
                return found if low == stop else [*found, (low, stop)]
            begins = window.at
            size = _field(window)
            if size >= SMALL_FIELD:
                if low < begins:
                    found.append((low, begins))
                found.append((window.at - size, window.at))
                low = window.at
            elif window.at - low >= LARGEST_BLOCK:
                found.append((low, window.at))
                low = window.at
    except (MalformedError, UnexpectedEof):
        pass  # no message: it is searched as what it is
    return []


def _field(window: Window) -> int:
    """Goes behind a field; gives the bytes that it holds. Raises MalformedError and UnexpectedEof."""
    tag = window.varint()
    wire = tag & 7
    if tag < 8 or wire not in (0, 1, 2, 5):
        raise MalformedError(window.at)
    if wire == 0:
        window.varint()
        return 0
    size = window.varint() if wire == 2 else {1: 8, 5: 4}[wire]
    window.skip(size)
    return size if wire == 2 else 0
