"""A stream that says how much was taken from it."""

from __future__ import annotations

import sys
from typing import BinaryIO

from ..streams import InputStream
from ..types import Blob

HEAD = 4096


class OverBudget(OSError):
    """More was asked of a blob than its source wants to pay for."""


class CountingStream(InputStream):
    """Reads through to `stream` and counts the bytes handed out; closing it leaves the counts."""

    def __init__(self, stream: BinaryIO, tally: ByteCounter) -> None:
        self._stream, self._tally = stream, tally

    def read(self, size: int | None = -1) -> bytes:
        size = -1 if size is None else size
        if self._tally.budget is not None:
            size = self._tally.grant(self._stream.tell(), size)
        data = self._stream.read(size)
        self._tally.taken += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


class ByteCounter:
    """What was taken of one blob. `taken` counts bytes, repeated reads too."""

    def __init__(self, blob: Blob) -> None:
        self.blob, self.taken = blob, 0
        self.budget = blob.budget if blob.size is None or (blob.budget or 0) < blob.size else None
        self.linear = self.cut = False
        self._first: BinaryIO | None = None

    def head(self) -> bytes:
        """The first 4 KiB. The stream stays open for the reader that comes next. Raises OSError."""
        stream = self.blob.open()
        head = stream.read(HEAD)
        stream.seek(0)
        self._first = stream
        return head

    def grant(self, at: int, size: int) -> int:
        """How many bytes from offset `at` may be read; fewer than asked only of a linear format. Raises OverBudget."""
        budget, whole = self.budget or 0, self.blob.size
        wanted = size if size >= 0 else (whole or sys.maxsize) - at
        if self.linear:
            self.cut = self.cut or at + wanted > budget
            return min(wanted, max(budget - at, 0))
        if self.taken + min(wanted, max((whole or sys.maxsize) - at, 0)) > budget:
            raise OverBudget(27, "over the budget")
        return wanted

    def opened(self) -> Blob:
        """The blob whose streams count; the first `open` takes the stream that `head` left."""

        def open_counted() -> BinaryIO:
            stream, self._first = self._first, None
            return CountingStream(stream if stream is not None else self.blob.open(), self)

        return self.blob._replace(open=open_counted)

    def close(self) -> None:
        """Closes the stream of `head` when no reader took it."""
        if self._first is not None:
            self._first.close()
            self._first = None
