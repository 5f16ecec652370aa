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
    """Offsets of one text -> positions. `base` is the offset of `data[0]` in the file, `before` the lines above it.

    Counting goes on from the last place asked for, so that asking in order costs one pass however many ask.
    """

    def __init__(self, data: bytes, base: int = 0, before: int = 0, raw: bool = True) -> None:
        self._data, self._base, self._raw = data, base, raw
        self._at, self._line, self._column = 0, before + 1, 1
        self._top = before + 1
        self._bom = base == 0 and data.startswith(BOM)

    def __call__(self, start: int, end: int) -> Position:
        """Position of `data[start - base : end - base]`."""
        self._go(min(max(start - self._base, 0), len(self._data)))
        hidden = 1 if self._bom and self._at >= len(BOM) and self._line == self._top else 0
        return Position(self._line, self._column - hidden, None, (start, end) if self._raw else None)

    def _go(self, at: int) -> None:
        """Moves line and column from the last place to `data[at]`."""
        data, last = self._data, self._at
        low, high = min(at, last), max(at, last)
        lines = data.count(b"\n", low, high)
        if at >= last:
            head = data.rfind(b"\n", low, high) + 1
            self._column = column(data[head:at]) if lines else self._column + column(data[last:at]) - 1
        elif lines:
            self._column = column(data[data.rfind(b"\n", 0, at) + 1 : at])
        else:
            self._column -= column(data[at:last]) - 1
        self._line += lines if at >= last else -lines
        self._at = at


def offsets(start: int, end: int) -> Position:
    """The position of binary, which has no lines: its byte range."""
    return Position(raw=(start, end))


class Rows:
    """Offsets of newline-joined cells -> rows. `starts[i]` is where cell `i` begins, `rows[i]` its 1-based row."""

    def __init__(self, starts: Sequence[int], rows: Sequence[int]) -> None:
        self._starts, self._rows = starts, rows

    def __call__(self, start: int, end: int) -> Position:
        return Position(row=self._rows[max(bisect_right(self._starts, start) - 1, 0)])
