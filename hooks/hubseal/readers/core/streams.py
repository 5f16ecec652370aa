"""Streams read in blocks: what is skipped is not read."""

from __future__ import annotations

from ...streams import RangeStream
from ...typed import BinaryIO, Literal
from ...types import Blob
from .errors import MalformedError, UnexpectedEof

READ_BYTES = 8 << 20
"""Bytes asked for at once: a length in a file is only a claim."""


def length(blob: Blob, stream: BinaryIO) -> int:
    """The size of a blob in bytes, asked of its stream when the source does not know; the stream ends at its start."""
    if blob.size is not None:
        return blob.size
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def exactly(stream: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end of the stream."""
    data = stream.read(min(size, READ_BYTES))
    while len(data) < size and (more := stream.read(min(size - len(data), READ_BYTES))):
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

    def varint(self) -> int:
        """An unsigned number of up to ten bytes, of which each holds seven bits, the lowest first (LEB128)."""
        value = shift = 0
        while shift < 64:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise MalformedError(self.at)

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
