"""Plain text of any encoding: whole when small, else in chunks that overlap."""

from __future__ import annotations

from collections.abc import Iterator

from ...typed import TYPE_CHECKING
from ...types import Blob, Limits, ReaderItem, Segment
from ..core.chunks import chunks
from ..core.streams import Part, exactly, length

if TYPE_CHECKING:
    from ..core.leftover import Leftover

HEADERS = 64
"""Bytes of a program whose headers say nothing true."""


def read(blob: Blob, limits: Limits) -> Iterator[ReaderItem]:
    """The file's own bytes as one segment; offsets are the file's."""
    with blob.open() as stream:
        size = limits.whole if blob.size is None else min(blob.size, limits.whole)
        head = stream.read(size + 1)
        if size < len(head) <= limits.whole:  # it has grown since its size was asked for
            head += exactly(stream, limits.whole + 1 - len(head))
        if len(head) <= limits.whole and b"\0" not in head and (head.isascii() or is_utf8(head)):
            yield Segment(head, commentable=True)
            return
        from . import mixed

        if len(head) <= limits.whole:
            yield from mixed.read(blob, head, "text")
        else:
            yield from mixed.read_long(blob, chunks(head, stream, limits.whole), "text")


def is_utf8(data: bytes) -> bool:
    """Whether all of it is UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def read_bytes(blob: Blob, limits: Limits) -> Iterator[ReaderItem | Leftover]:
    """A program, or another file of which the format tells nothing: its bytes, for tokens with a distinctive prefix,
    and the archives in it; then what stands behind it."""
    from ..core import programs
    from ..core.leftover import Leftover
    from . import mixed

    with blob.open() as stream:
        total = length(blob, stream)
        end = programs.end(stream, total) or min(total, HEADERS)
        part = Part(stream, 0, end)
        head = part.read(limits.whole + 1)
        if len(head) <= limits.whole:
            yield from mixed.read(blob, head, "bytes")
        else:
            yield from mixed.read_long(blob, chunks(head, part, limits.whole), "bytes", end=end)
    yield Leftover(end, total, "behind the program")
