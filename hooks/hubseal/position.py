"""Lines and columns, made in one place: 1-based, columns in Unicode code points."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from .types import Position

BOM = b"\xef\xbb\xbf"


def column(line: bytes) -> int:
    """The 1-based column after `line`, the UTF-8 bytes between the line's start and the place."""
    return len(line.decode("utf-8", "replace")) + 1


class Lines:
    """Offsets of one text -> positions. `base` is the offset of `data[0]` in the file, `before` the lines above it."""

    def __init__(self, data: bytes, base: int = 0, before: int = 0, raw: bool = True) -> None:
        self._data, self._base, self._before, self._raw = data, base, before, raw

    def __call__(self, start: int, end: int) -> Position:
        """Position of `data[start - base : end - base]`."""
        at = start - self._base
        head = self._data.rfind(b"\n", 0, max(at, 0)) + 1
        text = self._data[head:at]
        if head == 0 and self._base == 0 and text.startswith(BOM):
            text = text[len(BOM) :]
        line = self._before + self._data.count(b"\n", 0, max(at, 0)) + 1
        return Position(line, column(text), None, (start, end) if self._raw else None)


class Rows:
    """Offsets of newline-joined cells -> rows. `starts[i]` is where cell `i` begins, `rows[i]` its 1-based row."""

    def __init__(self, starts: Sequence[int], rows: Sequence[int]) -> None:
        self._starts, self._rows = starts, rows

    def __call__(self, start: int, end: int) -> Position:
        return Position(row=self._rows[max(bisect_right(self._starts, start) - 1, 0)])
