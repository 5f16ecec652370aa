"""numpy arrays: fixed-width text is read, objects are pickles, numbers are skipped. Format: numpy, lib/format.py."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import UnexpectedEof
from ..core.leftover import Item, Leftover
from ..core.segments import raw_segment, text_segment
from ..core.streams import Window, length
from .array_items import segments
from .dtype import Dtype
from .dtype import header as described
from .pickle import object_array

LONGEST_HEADER = 1 << 20
DAMAGED = "its header cannot be read; save the array anew"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """A .npy file: its header, then what can be read of its items."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 4096)
        try:
            version = window.take(8)[6]
            header = window.take(min(window.number(2 if version < 2 else 4), LONGEST_HEADER))
        except UnexpectedEof:
            yield raw_segment(stream, 0, window.total, limits)
            yield Unread(blob.path, "header", "damaged", window.total, DAMAGED)
            return
        yield text_segment(header, "header")
        try:
            dtype, count = described(header)
        except ValueError:
            yield raw_segment(stream, window.at, window.left, limits)
            yield Unread(blob.path, "header", "damaged", window.left, DAMAGED)
            return
        if dtype.kind == "O" or any(inner.kind == "O" for _, _, inner in dtype.fields):
            yield from object_array(blob, window, limits)
        else:
            yield from _counted(blob, window, dtype, count, limits)
        yield Leftover(window.at, window.total, "behind the array")


def _counted(
    blob: Blob, window: Window, dtype: Dtype, count: int, limits: Limits
) -> Iterator[Segment | Unread | Opaque]:
    missing = count * dtype.size > window.left
    yield from segments(window, dtype, window.left // dtype.size if missing and dtype.size else count, limits, "")
    if missing:
        yield Unread(blob.path, "", "damaged", None, "it ends before its last item; save the array anew")
