"""numpy arrays: fixed-width text is read, objects are pickles, numbers are skipped. Format: numpy, lib/format.py."""

from __future__ import annotations

from collections.abc import Iterator

from ...position import Rows
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import UnexpectedEof
from ..core.streams import Window, length, part, raw
from .dtype import Dtype, Leaf
from .dtype import header as described

HEADER = 1 << 20
DAMAGED = "its header cannot be read; save the array anew"


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
    """A .npy file: its header, then what can be read of its items."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 4096)
        try:
            version = window.take(8)[6]
            header = window.take(min(window.number(2 if version < 2 else 4), HEADER))
        except UnexpectedEof:
            yield raw(stream, 0, window.total, limits)
            yield Unread(blob.path, "header", "damaged", window.total, DAMAGED)
            return
        yield part(header, "header")
        try:
            dtype, count = described(header)
        except ValueError:
            yield raw(stream, window.at, window.left, limits)
            yield Unread(blob.path, "header", "damaged", window.left, DAMAGED)
            return
        if dtype.kind == "O" or any(inner.kind == "O" for _, _, inner in dtype.fields):
            from .pickle import object_array

            yield from object_array(blob, window, limits)
            return
        yield from _counted(blob, window, dtype, count, limits)


def _counted(
    blob: Blob, window: Window, dtype: Dtype, count: int, limits: Limits
) -> Iterator[Segment | Unread | Opaque]:
    missing = count * dtype.size > window.left
    yield from segments(window, dtype, window.left // dtype.size if missing and dtype.size else count, limits, "")
    if missing:
        yield Unread(blob.path, "", "damaged", None, "it ends before its last item; save the array anew")


def segments(window: Window, dtype: Dtype, count: int, limits: Limits, key: str) -> Iterator[Segment | Opaque]:
    """`count` items from the window on; leaves it behind them. Raises UnexpectedEof when there are fewer."""
    size, leaves = dtype.size, dtype.leaves()
    if not size or not leaves:
        if dtype.kind == "V" and not dtype.fields:  # bytes of which nobody says what they are
            yield raw(window.stream, window.at, min(count * size, window.left), limits)
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
