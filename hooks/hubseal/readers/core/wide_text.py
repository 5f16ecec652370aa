"""Text of wide characters among bytes of other sorts: UTF-16 and UTF-32 of either order, at any offset, as far as it is
ASCII. The zeros between its letters are left out; each letter knows where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ...types import OffsetMap, Position, Segment

SHORTEST = 8
"""Letters of a run."""
LONGEST_GAP = 8
"""Bytes between two runs that are one text: a letter that is not ASCII, and another."""
SEGMENT_BYTES = 4 << 20
_LETTERS = frozenset((9, 10, 13, *range(32, 127)))
_SIGHT = bytes(1 if byte in _LETTERS else 0 if byte == 0 else 2 for byte in range(256))
_RUNS = (
    (2, b"\1\0" * SHORTEST, re.compile(rb"(?:[\t\n\r -~]\0)+[\t\n\r -~]?")),
    (4, b"\1\0\0\0" * SHORTEST, re.compile(rb"(?:[\t\n\r -~]\0\0\0)+[\t\n\r -~]?")),
)
"""Bytes of a letter, how a run of such begins, and all of one."""
Run = tuple[int, int, int]
"""Where a run begins and stops, and how many bytes a letter takes."""


def runs(data: bytes) -> Iterator[Run]:
    """The runs of wide letters in `data`."""
    if b"\0" not in data:
        return
    seen, at = data.translate(_SIGHT), 0
    following = {width: seen.find(wanted) for width, wanted, _ in _RUNS}
    while max(following.values()) >= 0:
        for width, wanted, _ in _RUNS:
            if 0 <= following[width] < at:
                following[width] = seen.find(wanted, at)
        start, width = min(((start, width) for width, start in following.items() if start >= 0), default=(-1, 2))
        if start < 0:
            return
        match = next(pattern for size, _, pattern in _RUNS if size == width).match(data, start)
        at = match.end() if match is not None else start + width
        if data[at - 1] and data[start - 1 : start] != b"\0":
            at -= 1  # only where the high bytes come first has the last letter no zero behind it
        yield start, at, width


def wide(data: bytes, base: int = 0, place: str = "", where: OffsetMap | None = None) -> Iterator[Segment]:
    """The wide texts of `data`, which stands at offset `base` of the blob; `where` maps offsets in `data` where lines
    are known."""
    yield from joined(data, runs(data), base, place, where)


def joined(
    data: bytes, found: Iterable[Run], base: int = 0, place: str = "", where: OffsetMap | None = None
) -> Iterator[Segment]:
    """Some runs as text, in segments of a few MiB; one behind the other is a line of its own unless next to it."""
    text = WideText(base, where)
    last = -LONGEST_GAP - 1
    for start, stop, width in found:
        if last >= 0:
            gap = data[last:start]
            text.put(gap if len(gap) <= LONGEST_GAP and gap.strip(b"\0") else b"\n", last, 1)
        text.put(data[start:stop:width], start, width)
        last = stop
        if text.size > SEGMENT_BYTES:
            yield text.segment(place)
            text, last = WideText(base, where), -LONGEST_GAP - 1
    if text.size:
        yield text.segment(place)


class WideText:
    """Letters of wide runs, with the way back to where they stand."""

    def __init__(self, base: int, where: OffsetMap | None) -> None:
        self._base, self._outer = base, where
        self._parts: list[bytes] = []
        self._starts: list[int] = []
        self._sources: list[tuple[int, int]] = []
        self.size = 0

    def put(self, text: bytes, at: int, width: int) -> None:
        """Letters that stand at `at`, each `width` bytes behind the one before."""
        self._starts.append(self.size)
        self._sources.append((at, width))
        self._parts.append(text)
        self.size += len(text)

    def segment(self, place: str) -> Segment:
        """All that was put."""
        return Segment(b"".join(self._parts), place=place, where=self)

    def __call__(self, start: int, end: int) -> Position:
        first, last = self._source(start), self._source(max(end - 1, start)) + (1 if end > start else 0)
        if self._outer is not None:
            return self._outer(first, last)
        return Position(raw=(self._base + first, self._base + last))

    def _source(self, offset: int) -> int:
        number = max(bisect_right(self._starts, offset) - 1, 0)
        at, width = self._sources[number]
        return at + (offset - self._starts[number]) * width


class WideLines:
    """Offsets of bytes in which wide text stands -> positions: lines by line breaks, columns by letters without the
    zeros and byte order marks between them. Asking in order costs one pass."""

    def __init__(self, data: bytes, base: int = 0, before: int = 0) -> None:
        self._data, self._base, self._top = data, base, before + 1
        self._at, self._line, self._column = 0, before + 1, 1

    def __call__(self, start: int, end: int) -> Position:
        """Position of `data[start:end]`."""
        if start < self._at:
            self._at, self._line, self._column = 0, self._top, 1
        lines = self._data.count(b"\n", self._at, start)
        if lines:
            self._column, self._at = 1, self._data.rfind(b"\n", self._at, start) + 1
        self._line += lines
        self._column += _letters(self._data[self._at : start])
        self._at = start
        return Position(self._line, self._column, None, (self._base + start, self._base + end))


def _letters(data: bytes) -> int:
    for mark in (b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"):
        data = data.replace(mark, b"")
    return len(data.decode("utf-8", "replace"))
