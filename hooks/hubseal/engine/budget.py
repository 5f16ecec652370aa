"""What a blob and all that is packed in it may take, and what was taken of it."""

from __future__ import annotations

import io
import os
import sys

from ..streams import InputStream
from ..typed import TYPE_CHECKING, BinaryIO
from ..types import Blob, Limits
from .time_account import TimeAccount

if TYPE_CHECKING:
    from .memory_account import MemoryAccount

HEAD = 4096
"""Bytes that tell the format."""
FARTHEST = 1 << 62
"""An offset that every stream takes; a header may name a larger one."""
BELIEVED = 16 << 20
"""Bytes that a read may ask for without a look at how many there are."""


class OverBudget(OSError):
    """More was asked of a blob than its source wants to pay for."""


class OverTime(OSError):
    """The computing time of a blob is up."""


class BlobBudget:
    """The limits of a top-level blob, and what was taken of them; one for it and all its members."""

    def __init__(self, limits: Limits, size: int | None) -> None:
        self.limits = limits._replace(tree=max(limits.tree, limits.growth * (size or 0)))
        self.time = TimeAccount(limits.seconds, size or 0)
        self._size = size or 0
        self._memory: MemoryAccount | None = None
        self.unpacked = 0
        """Bytes that were read of members, all depths together."""
        self.exhausted = False
        """Whether the source's budget for the blob ran out; it is reported once."""

    @property
    def memory(self) -> MemoryAccount:
        """The account of memory, which small texts do not ask for."""
        if self._memory is None:
            from .memory_account import MemoryAccount

            self._memory = MemoryAccount(self._size, self.limits.held)
        return self._memory

    @property
    def full(self) -> bool:
        """Whether no more members may be unpacked."""
        return self.unpacked > self.limits.tree


class ByteCounter:
    """Opens a blob, counts what is read of it, and keeps to the budget of its source and to its time."""

    def __init__(self, blob: Blob, time: TimeAccount) -> None:
        self.blob, self.time = blob, time
        self.taken = 0
        """Bytes that were read, repeated reads too."""
        self.budget = blob.budget if blob.size is None or (blob.budget or 0) < blob.size else None
        """Bytes that may be read; None: all."""
        self.linear = False
        """Whether the reader goes from the first byte to the last, so that the part within the budget is of use."""
        self.cut = False
        """Whether such a reader got less than there is."""
        self._first: BinaryIO | None = None

    def head(self) -> bytes:
        """The first 4 KiB. The stream stays open for the reader that comes next. Raises OSError."""
        stream = self.blob.open()
        if isinstance(stream, io.FileIO):  # a program that still writes made the size that was listed an old one
            self.blob = self.blob._replace(size=os.fstat(stream.fileno()).st_size)
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


class CountingStream(InputStream):
    """Reads through to `stream` and counts the bytes handed out; closing it leaves the counts."""

    def __init__(self, stream: BinaryIO, counter: ByteCounter) -> None:
        self._stream, self._counter = stream, counter

    def read(self, size: int | None = -1) -> bytes:
        size = -1 if size is None else size
        if self._counter.time.check():
            raise OverTime(62, "the time is up")
        if size > BELIEVED:
            size = min(size, self._left())
        if self._counter.budget is not None:
            size = self._counter.grant(self._stream.tell(), size)
        data = self._stream.read(size)
        self._counter.taken += len(data)
        return data

    def _left(self) -> int:
        """Bytes up to the end: whoever asks for more has it from a header, and the system would make room for it."""
        at = self._stream.tell()
        end = self._stream.seek(0, 2)
        self._stream.seek(at)
        return max(end - at, 0)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(min(offset, FARTHEST), whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
