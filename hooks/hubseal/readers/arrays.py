"""numpy arrays: fixed-width text is read, objects are pickles, numbers are skipped. Format: numpy, lib/format.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..position import Rows
from ..types import Blob, Limits, Opaque, Segment, Unread
from .parts import Short, Window, length, part, raw
from .pickled import Dtype

HEADER = 1 << 20
DAMAGED = "its header cannot be read; save the array anew"
_DESCR = re.compile(rb"""['"]descr['"]\s*:\s*(?:['"]([^'"]{1,40})['"]|(\[))""")
_SHAPE = re.compile(rb"""['"]shape['"]\s*:\s*\(([\d,\sL]*)\)""")


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
    """A .npy file: its header, then what can be read of its items."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 4096)
        try:
            version = window.take(8)[6]
            header = window.take(min(window.number(2 if version < 2 else 4), HEADER))
        except Short:
            yield raw(stream, 0, window.total, limits)
            yield Unread(blob.path, "header", "damaged", window.total, DAMAGED)
            return
        yield part(header, "header")
        descr, shape = _DESCR.search(header), _SHAPE.search(header)
        if descr is None or shape is None:
            yield raw(stream, window.at, window.left, limits)
            yield Unread(blob.path, "header", "damaged", window.left, DAMAGED)
            return
        if descr[2]:  # a structured array: text and numbers side by side
            yield raw(stream, window.at, window.left, limits)
            return
        dtype = Dtype(descr[1].decode("latin-1"))
        if dtype.kind == "O":
            from .pickles import object_array

            yield from object_array(blob, window, limits)
            return
        count = 1
        for size in shape[1].replace(b"L", b"").split(b","):
            count *= int(size) if size.strip() else 1
        yield from _counted(blob, window, dtype, count, limits)


def _counted(
    blob: Blob, window: Window, dtype: Dtype, count: int, limits: Limits
) -> Iterator[Segment | Unread | Opaque]:
    missing = count * dtype.size > window.left
    yield from segments(window, dtype, window.left // dtype.size if missing and dtype.size else count, limits, "")
    if missing:
        yield Unread(blob.path, "", "damaged", None, "it ends before its last item; save the array anew")


def segments(window: Window, dtype: Dtype, count: int, limits: Limits, key: str) -> Iterator[Segment | Opaque]:
    """`count` items from the window on; leaves it behind them. Raises Short when there are fewer."""
    size = dtype.size
    if dtype.kind not in "US" or not size:
        window.skip(count * size)
        yield Opaque(count * size, "numbers")
        return
    codec = "latin-1" if dtype.kind == "S" else "utf-32-be" if dtype.order == ">" else "utf-32-le"
    block, row = max(limits.whole // size, 1), 1
    while count > 0:
        some = min(block, count)
        data = window.take(some * size)
        cells, starts, at = [], [], 0
        for first in range(0, len(data), size):
            cell = data[first : first + size]
            text = cell.rstrip(b"\0") if dtype.kind == "S" else cell.decode(codec, "replace").rstrip("\0").encode()
            starts.append(at)
            cells.append(text)
            at += len(text) + 1
        yield Segment(b"\n".join(cells), key=key, where=Rows(starts, range(row, row + some)))
        row, count = row + some, count - some
