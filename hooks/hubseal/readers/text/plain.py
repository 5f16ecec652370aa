"""Plain text of any encoding: whole when small, else in chunks that overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ... import kinds
from ...position import Lines
from ...types import Blob, Chunk, Limits, Segment, Unread

REACH = 64 << 10
"""Bytes of context on either side of what a chunk owns; no match is longer."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """The file's own bytes as one segment; offsets are the file's."""
    commentable = kinds.commentable(blob.path, kinds.kind(blob.path, "text"))
    with blob.open() as stream:
        known = blob.size is not None and blob.size <= limits.whole
        head = stream.read(blob.size + 1 if known and blob.size is not None else limits.whole + 1)
        if len(head) <= limits.whole:
            yield Segment(head, commentable=commentable)
        else:
            yield Segment(chunks(head, stream, limits.whole), commentable=commentable)


def chunks(head: bytes, stream: BinaryIO, size: int) -> Iterator[Chunk]:
    """Splits a stream, of which `head` was read, into chunks that own `size` bytes each, with `REACH` around them."""
    base = first = 0
    data = head
    while True:
        more = _exactly(stream, first + size + REACH - base - len(data))
        last = base + len(data) + len(more) < first + size + REACH
        data += more
        stop = base + len(data) + 1 if last else first + size
        yield Chunk(data, base, first, stop, last)
        if last:
            return
        keep = max(stop - REACH, base)
        data, base, first = data[keep - base :], keep, stop


def _exactly(stream: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end of the stream."""
    data = b""
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data


def read_wide(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """UTF-16 and UTF-32, with a byte order mark or without, as UTF-8. Lines and columns are those of an editor."""
    with blob.open() as stream:
        raw = stream.read(limits.json + 1)
    if len(raw) > limits.json:
        hint = f"only the first {limits.json >> 20} MiB of this wide-character text were read; convert it to UTF-8"
        yield Unread(blob.path, "", "limit", len(raw), hint)
        raw = raw[: limits.json]
    data = raw.decode(codec(raw), "replace").encode()
    commentable = kinds.commentable(blob.path, kinds.kind(blob.path, "text"))
    yield Segment(data, where=Lines(data, raw=False), commentable=commentable)


def codec(head: bytes) -> str:
    """The codec of wide-character text: by byte order mark, else by where its zero bytes stand."""
    if head[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = head[:4096]
    zeros = [sample[n::4].count(0) for n in range(4)]
    if min(zeros[1], zeros[2]) * 8 > len(sample) // 4 * 7:
        return "utf-32-le" if zeros[0] < zeros[3] else "utf-32-be"
    return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"


def read_bytes(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """A file of unknown format: its bytes, for tokens with a distinctive prefix."""
    with blob.open() as stream:
        head = stream.read(limits.whole + 1)
        if len(head) <= limits.whole:
            yield Segment(head, "bytes")
        else:
            yield Segment(chunks(head, stream, limits.whole), "bytes")
