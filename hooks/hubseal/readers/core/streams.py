"""Segments of what has no lines: strings out of containers, with a place instead."""

from __future__ import annotations

from typing import BinaryIO, Literal

from ...streams import RangeStream
from ...types import Blob, Limits, Position, Segment
from .errors import UnexpectedEof as UnexpectedEof

BLOCK = 8 << 20
"""Bytes asked for at once: a length in a file is only a claim."""


def nowhere(_start: int, _end: int) -> Position:
    """The position of what has neither line nor column; its place says where it is."""
    return Position()


def part(text: str | bytes, place: str, key: str = "") -> Segment:
    """A string of a container; `key` is the attribute or column that holds it."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return Segment(data, place=place, key=key, where=nowhere)


def named(name: bytes, text: bytes, place: str, at: int) -> Segment:
    """A value with the name it is assigned to before it, so that rules on assignments see both. `at`: the value's
    offset in the blob."""
    quote = b'"' if b'"' not in text and b"\n" not in text else b""
    plain = is_name(name)
    before = name + b" = " + quote if plain else b""
    shift = at - len(before)

    def where(start: int, end: int) -> Position:
        return Position(raw=(max(start + shift, at), max(min(end + shift, at + len(text)), at)))

    key = name.decode("utf-8", "replace")
    return Segment(before + text + (quote if plain else b""), place=place, key=key, where=where)


def is_name(name: bytes) -> bool:
    """Whether it reads as the name of a variable or a dotted attribute."""
    return name.isascii() and name.translate(None, b".-").decode().isidentifier()


def length(blob: Blob, stream: BinaryIO) -> int:
    """The size of a blob in bytes, asked of its stream when the source does not know; the stream ends at its start."""
    if blob.size is not None:
        return blob.size
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def exactly(stream: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end of the stream."""
    data = stream.read(min(size, BLOCK))
    while len(data) < size and (more := stream.read(min(size - len(data), BLOCK))):
        data += more
    return data


class Window:
    """A stream read from front to back in blocks; what is skipped is not read. Others may move the stream meanwhile."""

    def __init__(self, stream: BinaryIO, total: int, at: int = 0, block: int = 64 << 10) -> None:
        self.stream, self._block, self.total = stream, block, total
        self._data, self._pos, self._base = b"", 0, at

    @property
    def at(self) -> int:
        """The offset of the next byte."""
        return self._base + self._pos

    @property
    def left(self) -> int:
        """Bytes up to the end."""
        return max(self.total - self.at, 0)

    def take(self, size: int) -> bytes:
        """The next `size` bytes. Raises UnexpectedEof when there are fewer; then none is taken."""
        stop = self._pos + size
        if stop > len(self._data):
            if size > self.left:
                raise UnexpectedEof
            kept = self._data[self._pos :]
            self.stream.seek(self._base + len(self._data))
            self._base, self._pos, stop = self.at, 0, size
            self._data = kept + exactly(self.stream, max(self._block, size - len(kept)))
            if size > len(self._data):
                raise UnexpectedEof
        data = self._data[self._pos : stop]
        self._pos = stop
        return data

    def peek(self, size: int) -> bytes:
        """The next bytes, at most `size`, which stay where they are."""
        size = min(size, self.left)
        try:
            data = self.take(size)
        except UnexpectedEof:
            return b""
        self._pos -= len(data)
        return data

    def number(self, width: int, order: Literal["little", "big"] = "little") -> int:
        """An unsigned number of `width` bytes."""
        return int.from_bytes(self.take(width), order)

    def line(self, most: int = 1 << 20) -> bytes:
        """The text up to a newline, without it. Raises UnexpectedEof when none comes within `most` bytes."""
        while (end := self._data.find(b"\n", self._pos)) < 0:
            have = len(self._data) - self._pos
            if have >= most or have >= self.left:
                raise UnexpectedEof
            self.stream.seek(self._base + len(self._data))
            more = exactly(self.stream, self._block)
            if not more:
                raise UnexpectedEof
            self._data, self._base, self._pos = self._data[self._pos :] + more, self.at, 0
        line = self._data[self._pos : end]
        self._pos = end + 1
        return line

    def skip(self, size: int) -> None:
        """Leaves `size` bytes out. Raises UnexpectedEof when there are fewer."""
        if size > self.left:
            raise UnexpectedEof
        if self._pos + size <= len(self._data):
            self._pos += size
        else:
            self.go(self.at + size)

    def go(self, at: int) -> None:
        """Continues at another offset."""
        if self._base <= at <= self._base + len(self._data):
            self._pos = at - self._base
        else:
            self._data, self._pos, self._base = b"", 0, at


class Part(RangeStream):
    """The bytes `[start, start + size)` of a stream, as a stream of their own."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        super().__init__(size)
        self._stream, self._start = stream, start

    def read_range(self, at: int, size: int) -> bytes:
        self._stream.seek(self._start + at)
        return self._stream.read(size)


def raw(stream: BinaryIO, start: int, size: int, limits: Limits, place: str = "") -> Segment:
    """`size` bytes from `start` on, of unknown nature, to be searched for tokens; offsets are those of the stream."""
    from .chunks import chunks

    part_ = Part(stream, start, size)
    data = chunks(part_.read(limits.whole + 1), part_, limits.whole)
    return Segment(data, "bytes", place, where=lambda first, last: Position(raw=(start + first, start + last)))
