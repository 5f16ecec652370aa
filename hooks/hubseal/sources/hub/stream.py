"""A seekable stream over a file that can only be had in ranges."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from ...streams import RangeStream
from ...types import Unreadable

BLOCK = 64 << 10
SMALL = 4 << 10
"""The block for files of which a few places are read, such as archives with a directory."""
MOST_AHEAD = 4 << 20
"""Bytes of one request."""
MOST_KEPT = 8 << 20
"""Bytes kept."""
MOST_MISSED = 2
"""How often a file may turn out to have another size while one part of it is read."""

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
        self.listed = size
        """The size as it was said at first."""

    def resize(self, size: int) -> None:
        """The file has another size than was said. `fetch` may call it; what was kept before is dropped."""
        if size != self.size:
            self.size, self._whole = size, False
            self._far = max(self._far, self._count(min(size, MOST_KEPT)))
            self._blocks.clear()

    def warm(self) -> None:
        """Fetches what every reader asks for first, and with it the size where it was not said. Raises OSError."""
        if self.size <= 0:
            data = self._fetch(0, self._size)
            if self.size < 0:
                self.resize(len(data))
            if len(data) == min(self.size, self._size):
                self._blocks[0] = data
        self.read(0, min(self.size, self._size))

    def read(self, at: int, length: int) -> bytes:
        """`length` bytes from offset `at`, fewer only at the end. Raises OSError."""
        parts: list[bytes] = []
        end, missed = at + length, 0
        while at < min(end, self.size):
            number = at // self._size
            block = self._block(number, (min(end, self.size) - 1) // self._size)
            part = block[at - number * self._size : end - number * self._size]
            if not part:
                missed += 1
                if missed > MOST_MISSED:
                    raise Unreadable("the Hub gives the file another size each time")
            parts.append(part)
            at += len(part)
        return b"".join(parts)

    def _block(self, number: int, last: int) -> bytes:
        """A block; nothing when the file turns out to have another size."""
        if number not in self._blocks:
            self._load(number, last)
        if number in self._blocks:
            self._blocks.move_to_end(number)
        return self._blocks.get(number, b"")

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
            block = data[n * self._size : (n + 1) * self._size]
            if len(block) == min(self._size, self.size - (first + n) * self._size):
                self._blocks[first + n] = block
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

    def read(self, size: int | None = -1) -> bytes:
        if self._size < self._at < self._remote.listed:
            raise Unreadable("the file is shorter than the listing says")
        return super().read(size)

    def read_range(self, at: int, size: int) -> bytes:
        return self._remote.read(at, size)
