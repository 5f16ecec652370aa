"""Segments of what has no lines: strings out of containers, with a place instead."""

from __future__ import annotations

from typing import BinaryIO

from ..types import Blob, Position, Segment


def nowhere(_start: int, _end: int) -> Position:
    """The position of what has neither line nor column; its place says where it is."""
    return Position()


def part(text: str | bytes, place: str, key: str = "") -> Segment:
    """A string of a container; `key` is the attribute or column that holds it."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return Segment(data, place=place, key=key, where=nowhere)


def length(blob: Blob, stream: BinaryIO) -> int:
    """The size of a blob in bytes, asked of its stream when the source does not know; the stream ends at its start."""
    if blob.size is not None:
        return blob.size
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def exactly(stream: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end of the stream."""
    data = stream.read(size)
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data
