"""Any picture, sound or film: a walk of its container gives fields, and each is searched for what it says in words.

Pixels and samples are skipped and counted. Of what is larger than a limit the head and the tail are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ... import kinds
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.leftover import Item, Leftover, appended_zip, holds_file
from ..core.segments import raw_segment
from ..core.streams import Window, length
from . import chunks, exif, matroska, pictures, sound
from .fields import Field, Found
from .search import search

WALKS: dict[kinds.Format, Callable[[Window, Limits], Iterator[Found]]] = {
    "png": chunks.png, "webp": chunks.riff, "wav": chunks.riff, "riff": chunks.riff, "aiff": chunks.riff,
    "mp4": chunks.boxes, "jxl": chunks.boxes, "jp2": chunks.boxes, "j2k": pictures.codestream,
    "jpeg": pictures.jpeg, "gif": pictures.gif, "tiff": exif.tiff, "mp3": sound.mp3, "flac": sound.flac,
    "ogg": sound.ogg, "matroska": matroska.read,
}  # fmt: skip
"""By the format that `kinds.sniff` names."""
ENDLESS = frozenset(("tiff", "mp3", "j2k"))
"""Formats that do not say where they end."""
EDGE = 1 << 20
"""Bytes searched at the tail of what is larger than a limit."""


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """What the file says in words, and how much of it was skipped."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, kinds.HEAD)
        skipped = 0
        fmt = kinds.sniff(blob.path, window.peek(kinds.HEAD), blob.size)
        for found in _fields(window, limits, fmt):
            if isinstance(found, Opaque):
                skipped += found.bytes
            else:
                yield from _said(blob, window, found, limits)
        yield Opaque(skipped, "pixels and samples")
        archive = appended_zip(stream, window.total) if fmt in ENDLESS else None
        if archive:
            yield Leftover(archive, window.total, "behind the end")


def _fields(window: Window, limits: Limits, fmt: kinds.Format) -> Iterator[Found]:
    """The fields of a file, then what stands behind its end, or where it stops making sense."""
    try:
        yield from WALKS[fmt](window, limits)
    except (UnexpectedEof, MalformedError):
        at, left = window.at, window.left
        yield Field("", at, left, file=at > 0)
        hint = f"it ends or stops making sense at byte {at}; the rest was searched for text; save it anew"
        yield Unread("", f"byte {at}", "damaged", left, hint)
    else:
        yield Field("behind the end", window.at, window.left, file=True)


def _said(blob: Blob, window: Window, found: Field | Segment | Unread, limits: Limits) -> Iterator[Item]:
    """What one find of a walk says; the window stays where it is."""
    if not isinstance(found, Field):
        yield found._replace(path=blob.path) if isinstance(found, Unread) else found
    elif found.data is not None or found.at is None:
        yield from search(blob, found, found.data or b"", limits)
    elif found.size > 0:
        at, size, here = found.at, found.size, window.at
        window.go(at)
        fmt = kinds.sniff("", window.peek(kinds.HEAD)[:size], size) if found.file else ""
        if found.file and holds_file(window.stream, at, size if found.place else min(size, kinds.HEAD)):
            yield Leftover(at, at + size, found.place)
        elif fmt == "text" and size > limits.whole:
            yield raw_segment(window.stream, at, size, limits, found.place)._replace(on="text")
        else:
            yield from search(blob, found, window.peek(min(size, limits.header)), limits)
            left = size - limits.header
            if left > 0:
                tail = min(left, EDGE)
                window.go(at + size - tail)
                yield from search(blob, found._replace(at=window.at), window.peek(tail), limits)
                yield Opaque(left - tail, "data")
        window.go(here)
