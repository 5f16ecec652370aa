"""How long a stream is whose length stands in an object further on, by the table at the end of the file.

Only for what is to be skipped: what the table says is checked by whoever asks. Format: ISO 32000-1, 7.5.4 and 7.5.8.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple

from ...core.streams import exactly
from .filters import names, unpack
from .objects import SPACE, MalformedError, value

TAIL, HEAD, ROW, SECTIONS, MOST = 1024, 4096, 20, 16, 8 << 20
_START = re.compile(rb"startxref\s+(\d{1,12})")
_SECTION = re.compile(rb"\s{0,4}(\d{1,10}) (\d{1,10})\s{1,3}(?=\d{10} )")
_STREAM = re.compile(SPACE + rb"*\d+ \d+ obj")
_NUMBER = re.compile(SPACE + rb"{0,9}(\d{1,10})\s+\d{1,5}\s+obj\s+(\d{1,12})\s+endobj")


class XrefRows(NamedTuple):
    """Objects `[first, first + count)`: where the object after so many is, if it is known."""

    first: int
    count: int  # type: ignore[assignment]  # tuple.count is not used
    where: Callable[[int], int | None]


class Lengths:
    """Numbers that objects are, looked up in the table; nothing is read before the first is asked for."""

    def __init__(self, stream: BinaryIO, total: int) -> None:
        self._stream, self._total = stream, total
        self._rows: list[XrefRows] | None = None

    def of(self, number: int) -> int | None:
        """The number that an object is; None when the table does not lead there."""
        if self._rows is None:
            self._rows = []
            self._load()
        for rows in self._rows:
            if 0 <= number - rows.first < rows.count:
                at = rows.where(number - rows.first)
                found = _NUMBER.match(self._read(at, 64)) if at is not None else None
                if found and int(found[1]) == number:
                    return int(found[2])
        return None

    def _read(self, at: int, size: int) -> bytes:
        self._stream.seek(at)
        return exactly(self._stream, max(min(size, self._total - at), 0))

    def _load(self) -> None:
        found = _START.findall(self._read(max(self._total - TAIL, 0), TAIL))
        at = int(found[-1]) if found else None
        for _ in range(SECTIONS):
            if not isinstance(at, int) or not 0 <= at < self._total:
                return
            head = self._read(at, HEAD)
            try:
                about = self._table(at) if head.lstrip().startswith(b"xref") else self._packed(at, head)
            except MalformedError:
                return
            at = about.get("Prev")

    def _table(self, at: int) -> dict[str, Any]:
        """Takes the rows of a table of text, and gives the dictionary behind it."""
        at += self._read(at, 64).index(b"xref") + 4
        while section := _SECTION.match(self._read(at, 64)):
            first, count, start = int(section[1]), int(section[2]), at + section.end()

            def where(row: int, start: int = start) -> int | None:
                line = self._read(start + row * ROW, ROW)
                return int(line[:10]) if line[:10].isdigit() and line[17:18] == b"n" else None

            self._rows = [*(self._rows or ()), XrefRows(first, count, where)]
            at = start + count * ROW
            if len(self._rows) > HEAD:
                break
        rest = self._read(at, HEAD)
        made = value(rest, rest.find(b"trailer") + 7)[0] if b"trailer" in rest else None
        return made if isinstance(made, dict) else {}

    def _packed(self, at: int, head: bytes) -> dict[str, Any]:
        """Takes the rows of a table that is a stream, and gives its dictionary."""
        begun = _STREAM.match(head)
        if begun is None:
            raise MalformedError
        about, end = value(head, begun.end())
        if not isinstance(about, dict):
            raise MalformedError
        opened = re.compile(rb"\s*stream\r?\n").match(head, end)
        size, widths = about.get("Length"), _widths(about.get("W"))
        if opened is None or not isinstance(size, int) or not 0 <= size <= MOST:
            raise MalformedError
        data = unpack(self._read(at + opened.end(), size), names(about, lambda item: item), MOST).data
        index = about.get("Index") or [0, about.get("Size")]
        if not isinstance(index, list):
            raise MalformedError
        row, done = sum(widths), 0
        for first, count in zip(index[::2], index[1::2], strict=False):
            if not isinstance(first, int) or not isinstance(count, int):
                raise MalformedError

            def where(number: int, done: int = done) -> int | None:
                line = data[(done + number) * row : (done + number + 1) * row]
                kind = int.from_bytes(line[: widths[0]], "big") if widths[0] else 1
                return int.from_bytes(line[widths[0] : widths[0] + widths[1]], "big") if line and kind == 1 else None

            self._rows = [*(self._rows or ()), XrefRows(first, count, where)]
            done += count
        return about


def _widths(given: Any) -> list[int]:
    """The bytes of each column of a row."""
    if not isinstance(given, list) or len(given) != 3 or not all(isinstance(size, int) for size in given):
        raise MalformedError
    if min(given) < 0 or max(given) > 8:
        raise MalformedError
    return given
