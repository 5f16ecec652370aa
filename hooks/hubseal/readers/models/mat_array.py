"""The texts of MATLAB arrays. Format: MathWorks, "MAT-File Format", Level 5, "Data Element Format"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..core.errors import MalformedError

DEPTH = 50
MATRIX = 14
CELL, STRUCT, OBJECT, CHAR, INT8, UINT8, FUNCTION, OPAQUE = 1, 2, 3, 4, 8, 9, 16, 17
SHORTEST = 16
"""Bytes from which on an array of small integers may be a text or a file."""
WIDE = {4: "utf-16", 3: "utf-16", 17: "utf-16", 18: "utf-32"}
"""Element types that hold wide characters."""
Order = Literal["little", "big"]


class Element(NamedTuple):
    """One data element: its type, where its data stand, and where the next one begins."""

    kind: int
    start: int
    stop: int
    next: int


class Found(NamedTuple):
    """A text, or bytes of which nobody says what they are; `at` is their offset when they stand there as they are."""

    path: str
    data: bytes
    at: int | None
    binary: bool


def element(data: bytes, at: int, stop: int, order: Order) -> Element:
    """The element at an offset. Raises MalformedError."""
    if stop - at < 8:
        raise MalformedError
    kind = int.from_bytes(data[at : at + 4], order)
    if kind >> 16:
        size, start, following = kind >> 16, at + 4, at + 8
        kind &= 0xFFFF
        if size > 4:
            raise MalformedError
    else:
        size, start = int.from_bytes(data[at + 4 : at + 8], order), at + 8
        following = start + (size + 7) // 8 * 8
    if start + size > stop:
        raise MalformedError
    return Element(kind, start, start + size, following)


def class_of(data: bytes, order: Order) -> int:
    """The class of the matrix whose content begins so; 0 when it cannot be told."""
    try:
        flags = element(data, 0, len(data), order)
    except MalformedError:
        return 0
    return int.from_bytes(data[flags.start : flags.start + 4], order) & 0xFF


class Arrays:
    """The arrays in `data`, the content of a matrix element."""

    def __init__(self, data: bytes, order: Order) -> None:
        self.data, self.order = data, order

    def texts(self, start: int, stop: int, path: str = "", depth: int = 0) -> Iterator[Found]:
        """Texts of the matrix in `data[start:stop]` by variable and field. Raises MalformedError."""
        if depth > DEPTH:
            raise MalformedError
        if start == stop:
            return
        flags, at = self._next(start, stop)
        kind = int.from_bytes(self.data[flags.start : flags.start + 4], self.order) & 0xFF
        if kind == OPAQUE:
            yield from self._opaque(at, stop, path, depth)
            return
        dimensions, at = self._next(at, stop)
        name, at = self._next(at, stop)
        path = path or self._ascii(name)
        if kind == CHAR and at < stop:
            yield self._char(self._next(at, stop)[0], dimensions, path)
        elif kind in (INT8, UINT8) and at < stop:
            held = self._next(at, stop)[0]
            if held.stop - held.start >= SHORTEST:
                yield Found(path, self.data[held.start : held.stop], held.start, True)
        elif kind in (STRUCT, OBJECT):
            yield from self._struct(at, stop, path, depth, kind == OBJECT)
        elif kind in (CELL, FUNCTION):
            while stop - at >= 8:
                inner, at = self._next(at, stop)
                yield from self.texts(inner.start, inner.stop, path, depth + 1)

    def _next(self, at: int, stop: int) -> tuple[Element, int]:
        found = element(self.data, at, stop, self.order)
        return found, found.next

    def _ascii(self, found: Element) -> str:
        return self.data[found.start : found.stop].rstrip(b"\0").decode("utf-8", "replace")

    def _struct(self, at: int, stop: int, path: str, depth: int, is_object: bool) -> Iterator[Found]:
        """Fields in turn, for each item of the array."""
        if is_object:
            _, at = self._next(at, stop)
        width, at = self._next(at, stop)
        names, at = self._next(at, stop)
        size = int.from_bytes(self.data[width.start : width.stop], self.order)
        if not size:
            raise MalformedError
        raw = self.data[names.start : names.stop]
        fields = [raw[n : n + size].split(b"\0", 1)[0].decode("utf-8", "replace") for n in range(0, len(raw), size)]
        number = 0
        while fields and stop - at >= 8:
            inner, at = self._next(at, stop)
            field = fields[number % len(fields)]
            yield from self.texts(inner.start, inner.stop, f"{path}.{field}" if path else field, depth + 1)
            number += 1

    def _opaque(self, at: int, stop: int, path: str, depth: int) -> Iterator[Found]:
        """An object of a class of the user's: its names, and an array that says where its properties are."""
        while stop - at >= 8:
            inner, at = self._next(at, stop)
            if inner.kind == MATRIX:
                yield from self.texts(inner.start, inner.stop, path, depth + 1)
            elif inner.stop > inner.start:
                path = path or self._ascii(inner)

    def _char(self, held: Element, dimensions: Element, path: str) -> Found:
        """Characters, which stand column by column: rows are put together again."""
        raw = self.data[held.start : held.stop]
        rows = int.from_bytes(self.data[dimensions.start : dimensions.start + 4], self.order)
        if held.kind not in WIDE and rows == 1:
            return Found(path, raw, held.start, False)
        if held.kind in WIDE:
            text = raw.decode(f"{WIDE[held.kind]}-{'le' if self.order == 'little' else 'be'}", "replace")
        else:
            text = raw.decode("utf-8" if held.kind == 16 else "latin-1", "replace")
        if 1 < rows <= len(text):
            text = "\n".join(text[row::rows].rstrip() for row in range(rows))
        return Found(path, text.encode("utf-8", "replace"), None, False)
