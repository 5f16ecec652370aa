"""Tensors of strings in a checkpoint of TensorFlow: their lengths, a sum over these, then all strings without a border.

Format: TensorFlow, core/util/tensor_bundle/tensor_bundle.cc, `WriteStringTensor`: lengths as varints, then the masked
CRC-32C of the lengths as numbers of four bytes.
"""

from __future__ import annotations

from ...kinds.signatures import masked_crc, varint

SUM_BYTES = 4
MOST_STRINGS, MOST_EMPTY = 20_000, 64
"""Strings of a tensor that is looked for, in all lists of lengths that may fit together, and empty ones in a row: zeros
are padding."""
EMPTY_FIRST = 4
"""Empty strings before the first text."""


def string_tensor(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """The strings of the tensor whose first text is in the run of printable bytes at `[start, end)`, or begins a few
    bytes behind its start; none when the bytes before it are no lengths that fit."""
    left = MOST_STRINGS
    for first in range(start, min(start + SUM_BYTES + 1, end)):
        wanted = int.from_bytes(data[max(first - SUM_BYTES, 0) : first], "little")
        for lengths in _lengths(data, first - SUM_BYTES, end - first):
            left -= len(lengths)
            if left < 0:  # zeros before it make many lists that may fit
                return []
            packed = b"".join(size.to_bytes(4, "little") for size in lengths)
            if masked_crc(packed) == wanted:
                return _spans(first, lengths)
    return []


def _lengths(data: bytes, stop: int, room: int) -> list[list[int]]:
    """The lists of lengths that may end at `stop`, if their sum is `room`, or a little less."""
    found: list[list[int]] = []
    sizes: list[int] = []
    total = empty = 0
    while stop > 0 and data[stop - 1] < 0x80 and len(sizes) < MOST_STRINGS and empty < MOST_EMPTY:
        first = stop
        size = -1
        while first > 0 and stop - first < 5 and (first == stop or data[first - 1] >= 0x80):
            first -= 1  # what stands before the first length may look like a part of it
            size = varint(data, first, stop)[0]
            if room - 2 * SUM_BYTES <= total + size <= room and (size or empty < EMPTY_FIRST):
                found.append([size, *reversed(sizes)])
        total, empty, stop = total + size, 0 if size else empty + 1, first
        if total > room:
            break
        sizes.append(size)
    return found


def _spans(first: int, lengths: list[int]) -> list[tuple[int, int]]:
    spans = []
    for size in lengths:
        spans.append((first, first + size))
        first += size
    return spans
