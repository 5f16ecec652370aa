"""What a decoder gives: text with the way back to what it was decoded from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from ..typed import NamedTuple


class View(NamedTuple):
    """Decoded bytes, and where each range of them stood."""

    data: bytes
    back: Callable[[int, int], tuple[int, int]]
    """Maps a range of `data` to a range of the bytes it was decoded from."""
    how: str


Marks = Sequence[tuple[int, int]]
"""Byte ranges of triggers, ascending."""


class ViewBuilder:
    """Puts a view together from pieces of a text and what does not stand in it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._parts: list[bytes] = []
        self._starts, self._origins, self._copied = list[int](), list[int](), list[bool]()
        self._size = 0

    def copy(self, low: int, high: int) -> None:
        """Appends `data[low:high]`."""
        self._put(self._data[low:high], low, True)

    def plain(self, text: bytes, at: int) -> None:
        """Appends what does not stand in the text; its place is `at`."""
        self._put(text, at, False)

    def _put(self, text: bytes, at: int, copied: bool) -> None:
        self._starts.append(self._size)
        self._origins.append(at)
        self._copied.append(copied)
        self._parts.append(text)
        self._size += len(text)

    def view(self, how: str) -> View | None:
        """The view; None when nothing was appended."""
        return View(b"".join(self._parts), self._back, how) if self._size else None

    def _back(self, start: int, end: int) -> tuple[int, int]:
        low = self._origin(start, start)
        return low, max(self._origin(end, max(end - 1, start)), low)

    def _origin(self, offset: int, owner: int) -> int:
        """Where `offset` stood, by the piece that holds `owner`."""
        number = max(bisect_right(self._starts, owner) - 1, 0)
        return self._origins[number] + (offset - self._starts[number] if self._copied[number] else 0)
