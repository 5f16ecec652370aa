"""The codestream of JPEG 2000: comments in its main header; pixels are skipped. Format: ITU-T T.800, annex A."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Opaque
from ..core.labels import Item, MalformedError, damaged, label, region
from ..core.streams import exactly, length

HEAD = 128 << 10
"""Bytes within which the main header ends."""
START, TILE, COMMENT, END = 0xFF4F, 0xFF90, 0xFF64, b"\xff\xd9"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """A codestream without boxes around it."""
    with blob.open() as stream:
        total = length(blob, stream)
        head = exactly(stream, min(total, HEAD))
        try:
            yield from comments(blob, head, 0)
        except MalformedError:
            yield from damaged(blob, stream, 0, total, limits, "segments")
            return
        stream.seek(max(total - 2, 0))
        if exactly(stream, 2) == END:
            yield Opaque(max(total - len(head), 0), "pixels")
        else:
            yield from region(blob, stream, len(head), total - len(head), limits, "behind the header")


def comments(blob: Blob, data: bytes, at: int) -> Iterator[Item]:
    """The comments of the main header, which the first tile ends. Raises MalformedError where none does."""
    pos = 2
    while (code := int.from_bytes(data[pos : pos + 2], "big")) != TILE:
        size = int.from_bytes(data[pos + 2 : pos + 4], "big")
        if size < 2 or code < START or pos + 2 + size > len(data):
            raise MalformedError
        if code == COMMENT:
            yield label(blob, "comment", data[pos + 6 : pos + 2 + size], "comment", at + pos + 6)
        pos += 2 + size
