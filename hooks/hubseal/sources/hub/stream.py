"""A seekable stream over a file that can only be had in ranges."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from ...streams import RangeStream

BLOCK = 64 << 10
SMALL = 4 << 10
"""The block for files of which a few places are read, such as archives with a directory."""
MOST_AHEAD = 4 << 20
"""Bytes of one request."""
MOST_KEPT = 8 << 20
"""Bytes kept."""

Fetch = Callable[[int, int], bytes]
"""(start, stop) -> those bytes. Raises OSError."""


class Remote:
    """A file of `size` bytes, its last used blocks kept, so that its streams may be opened as often as one likes.

    What is read on and on is fetched in ever larger parts, so that nothing more than what was asked for, and as much
    again, is ever served; beyond offset `far` nothing that was not asked for.
    """

    def __init__(
        self, size: int, fetch: Fetch, whole: bool = False, far: int | None = None, block: int = BLOCK
    ) -> None:
        self.size, self._fetch, self._whole, self._size = size, fetch, whole, block
        self._far = self._count(size if far is None else far)
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        self._next, self._ahead = 0, 1

    def warm(self) -> None:
        """Fetches what every reader asks for first. Raises OSError."""
        self.read(0, min(self.size, self._size))

    def read(self, at: int, length: int) -> bytes:
        """`length` bytes from offset `at`, fewer only at the end. Raises OSError."""
        parts = []
        stop = min(at + length, self.size)
        while at < stop:
            number = at // self._size
            block = self._block(number, (stop - 1) // self._size)
            part = block[at - number * self._size : stop - number * self._size]
            parts.append(part)
            at += len(part)
        return b"".join(parts)

    def _block(self, number: int, last: int) -> bytes:
        if number not in self._blocks:
            self._load(number, last)
        self._blocks.move_to_end(number)
        return self._blocks[number]

    def _load(self, first: int, last: int) -> None:
        """Fetches a run of missing blocks that begins with `first`."""
        end, most = self._count(self.size), MOST_AHEAD // self._size
        self._ahead = min(self._ahead * 2, most) if first == self._next and first else 1
        ahead = min(self._ahead, self._far - first)
        wanted = min(max(last + 1 - first, ahead), most, end - first)
        run = next((n for n in range(1, wanted) if first + n in self._blocks), wanted)
        stop = min((first + run) * self._size, self.size)
        if self._whole:
            first, run, stop = 0, end, self.size
        data = self._fetch(first * self._size, stop)
        self._next = first + run
        for n in range(run):
            self._blocks[first + n] = data[n * self._size : (n + 1) * self._size]
        while len(self._blocks) > max(MOST_KEPT // self._size, run):
            self._blocks.popitem(last=False)

    def _count(self, size: int) -> int:
        """How many blocks `size` bytes are."""
        return -(-size // self._size)

    def open(self) -> RangeStream:
        """A stream of its own over the file."""
        return _Stream(self)


class _Stream(RangeStream):
    def __init__(self, remote: Remote) -> None:
        super().__init__(remote.size)
        self._remote = remote

    def read_range(self, at: int, size: int) -> bytes:
        return self._remote.read(at, size)
