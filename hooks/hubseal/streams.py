"""The base of all streams that are read from, and of those whose bytes can be had by their offset."""

from __future__ import annotations

import io

from .typed import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    class _Base(io.RawIOBase, BinaryIO):  # what `io.BytesIO` is, too
        """A raw stream that may stand where `BinaryIO` is asked for."""

else:
    _Base = io.RawIOBase


class InputStream(_Base):
    """A seekable binary stream. A subclass has `seek`, `tell`, and `read`, which reads all that is left if asked so."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        raise NotImplementedError

    def readall(self) -> bytes:
        return self.read()

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


class RangeStream(InputStream):
    """A stream of `size` bytes over something that gives them by offset. A subclass has `read_range`."""

    def __init__(self, size: int) -> None:
        self._size, self._at = size, 0

    def read_range(self, at: int, size: int) -> bytes:
        """The bytes at `[at, at + size)`, which lie within the stream; fewer when the source ends early."""
        raise NotImplementedError

    def read(self, size: int | None = -1) -> bytes:
        left = max(self._size - self._at, 0)
        data = self.read_range(self._at, left if size is None or size < 0 else min(size, left))
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = (0, self._at, self._size)[whence]
        if base + offset < 0:
            raise OSError(22, "before the start of the file")
        self._at = base + offset
        return self._at
