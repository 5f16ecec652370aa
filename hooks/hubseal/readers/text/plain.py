"""Plain text of any encoding: whole when small, else in chunks that overlap."""

from __future__ import annotations

from collections.abc import Iterator

from ...position import Lines
from ...types import Blob, Limits, Segment, Unread
from ..core.chunks import chunks
from ..core.encodings import codec
from ..core.streams import exactly


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """The file's own bytes as one segment; offsets are the file's."""
    with blob.open() as stream:
        size = limits.whole if blob.size is None else min(blob.size, limits.whole)
        head = stream.read(size + 1)
        if size < len(head) <= limits.whole:  # it has grown since its size was asked for
            head += exactly(stream, limits.whole + 1 - len(head))
        if len(head) <= limits.whole:
            yield Segment(head, commentable=True)
        else:
            yield Segment(chunks(head, stream, limits.whole), commentable=True)


def read_wide(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """UTF-16 and UTF-32, with a byte order mark or without, as UTF-8. Lines and columns are those of an editor."""
    with blob.open() as stream:
        raw = stream.read(limits.json + 1)
    if len(raw) > limits.json:
        hint = f"only the first {limits.json >> 20} MiB of this wide-character text were read; convert it to UTF-8"
        yield Unread(blob.path, "", "limit", len(raw), hint)
        raw = raw[: limits.json]
    data = raw.decode(codec(raw), "replace").encode()
    yield Segment(data, where=Lines(data, raw=False), commentable=True)


def read_bytes(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """A file of unknown format: its bytes, for tokens with a distinctive prefix."""
    with blob.open() as stream:
        head = stream.read(limits.whole + 1)
        if len(head) <= limits.whole:
            yield Segment(head, "bytes")
        else:
            yield Segment(chunks(head, stream, limits.whole), "bytes")
