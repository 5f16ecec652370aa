"""Texts that stand without a border between them, cut where the array of numbers before them says: Arrow's way, in
which pandas pickles a column of strings. Format: arrow.apache.org, Columnar Format 1.5, "Variable-size Binary Layout".
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from itertools import islice
from operator import le
from typing import BinaryIO

from ...types import Segment
from ..core.columns import rows_column
from ..core.streams import exactly

PADDED = 64
"""Bytes to a multiple of which a buffer may be filled."""
SEGMENT_BYTES = 4 << 20


def cuts(numbers: bytes, size: int) -> array[int] | None:
    """The offsets in `numbers`, when they are those of `size` bytes of text: they begin with 0 and never fall."""
    for code in "qi":
        found = array(code)
        if len(numbers) % found.itemsize or len(numbers) < 2 * found.itemsize:
            continue
        found.frombytes(numbers)
        if sys.byteorder == "big":
            found.byteswap()
        total = found[-1]
        if found[0] == 0 < total <= size < total + PADDED and all(map(le, found, islice(found, 1, None))):
            return found
    return None


def cells(stream: BinaryIO, at: int, ends: array[int], key: str) -> Iterator[Segment]:
    """The texts at offset `at` of a stream, a few MiB at a time; a row is the number of a text in its array."""
    first = 0
    while first < len(ends) - 1:
        last = first + 1
        while last < len(ends) - 1 and ends[last + 1] - ends[first] <= SEGMENT_BYTES:
            last += 1
        stream.seek(at + ends[first])
        data = exactly(stream, ends[last] - ends[first])
        found = [(n + 1, data[ends[n] - ends[first] : ends[n + 1] - ends[first]]) for n in range(first, last)]
        texts = [(text, row) for row, text in found if text]
        if texts:
            yield rows_column(key, texts, key)
        first = last
