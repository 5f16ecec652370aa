"""The items of a numpy array, one behind the other: those of text as columns. Format: numpy, lib/format.py."""

from __future__ import annotations

from collections.abc import Iterator

from ...position import Rows
from ...types import Limits, Opaque, Segment
from ..core.segments import raw_segment
from ..core.streams import Window
from .dtype import Dtype, Leaf


def segments(window: Window, dtype: Dtype, count: int, limits: Limits, key: str) -> Iterator[Segment | Opaque]:
    """`count` items from the window on; leaves it behind them. Raises UnexpectedEof when there are fewer."""
    size, leaves = dtype.size, dtype.leaves()
    if not size or not leaves:
        if dtype.kind == "V" and not dtype.fields:  # bytes of which nobody says what they are
            yield raw_segment(window.stream, window.at, min(count * size, window.left), limits)
            window.skip(count * size)
            return
        window.skip(count * size)
        yield Opaque(count * size, "numbers")
        return
    block, row = max(limits.whole // size, 1), 1
    while count > 0:
        some = min(block, count)
        data = window.take(some * size)
        for leaf in leaves:
            yield _column(data, size, leaf, row, key)
        row, count = row + some, count - some


def _column(data: bytes, size: int, leaf: Leaf, row: int, key: str) -> Segment:
    """One field of the items in `data`, each of `size` bytes, a line each."""
    dtype, name = leaf.dtype, ".".join(filter(None, (key, leaf.name)))
    codec = "utf-32-be" if dtype.order == ">" else "utf-32-le"
    cells, starts, at = [], [], 0
    for first in range(leaf.at, len(data), size):
        cell = data[first : first + dtype.size]
        if dtype.kind == "S":
            text = cell.rstrip(b"\0")
        else:
            text = cell.decode(codec, "replace").rstrip("\0").encode("utf-8", "replace")
        starts.append(at)
        cells.append(text)
        at += len(text) + 1
    where = Rows(starts, range(row, row + len(cells)))
    return Segment(b"\n".join(cells), place=leaf.name, key=name, where=where)
