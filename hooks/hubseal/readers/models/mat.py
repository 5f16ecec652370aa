"""MATLAB files before 7.3 (those are HDF5): numbers are skipped, the texts of all other variables are searched.

Format: MathWorks, "MAT-File Format", Level 5.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Literal

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.errors import MalformedError, UnexpectedEof
from ..core.segments import nowhere, raw_segment, text_segment
from ..core.streams import Window, length
from ..core.wide_text import wide

HEADER, DESCRIPTION = 128, 116
"""Bytes of the header, and of the text that it begins with."""
COMPRESSED, MATRIX = 15, 14
CHARACTERS, BYTES = 4, (8, 9)
STRUCTURED = (1, 2, 3, 16, 17)
"""Classes of arrays: cells, structures, objects, functions; other classes are numbers."""
HEAD_BYTES = 4096
TOO_LARGE = "it is larger than the limit and was searched for tokens only; save it as several"
STRUCTURES = "cells, structures, objects and blocks of text are not interpreted"
Item = Segment | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The variables one after the other; what follows damage is searched as bytes."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        file, start = _Variables(blob, window, limits), 0
        try:
            header = window.take(HEADER)
            yield text_segment(header[:DESCRIPTION].rstrip(b" \0"), "header")
            file.order = "little" if header[126:128] == b"IM" else "big"
            while window.left:
                start = window.at
                yield from file.next()
        except (UnexpectedEof, MalformedError):
            window.go(start)
            yield raw_segment(stream, start, window.left, limits)
            hint = f"its variables stop making sense at byte {start}; what follows was searched for tokens only"
            yield Unread(blob.path, f"byte {start}", "damaged", window.left, hint)
        if file.structured:
            hint = f"{STRUCTURES}, only what stands in them as plain text was read; save it as version 7.3"
            yield Unread(blob.path, "", "limit", None, hint)


class _Variables:
    """The variables of a file. `structured`: whether one of them was searched without being interpreted."""

    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits = blob, window, limits
        self.order: Literal["little", "big"] = "little"
        self.structured = False

    def next(self) -> Iterator[Item]:
        """One variable; leaves the window behind it. Raises UnexpectedEof, MalformedError."""
        window, start = self.window, self.window.at
        kind, size = window.number(4, self.order), window.number(4, self.order)
        if size > window.left or kind not in (COMPRESSED, MATRIX):
            raise MalformedError(start)
        packed, at = kind == COMPRESSED, window.at
        head = window.peek(min(size, HEAD_BYTES))
        if not self.may_hold_text(_inflated(head, HEAD_BYTES)[0][8:] if packed else head):
            yield Opaque(size, "numbers")
        else:
            yield from self.texts(size, packed)
        window.go(min(at + size, window.total))

    def may_hold_text(self, head: bytes) -> bool:
        """Whether the matrix whose content begins so holds characters, bytes, or other matrices: an element of flags,
        one of dimensions."""
        kind = int.from_bytes(head[8:12], self.order) & 0xFF
        one_row = int.from_bytes(head[24:28], self.order) == 1 and self.order == "little"
        self.structured = self.structured or kind in STRUCTURED or (kind == CHARACTERS and not one_row)
        return kind in (0, CHARACTERS, *BYTES, *STRUCTURED)

    def texts(self, size: int, packed: bool) -> Iterator[Item]:
        """The texts of a variable, of which the window stands at the content. Raises MalformedError."""
        at, limits = self.window.at, self.limits
        most = min(limits.json, max(size * limits.ratio, limits.ratio_from))
        place = f"variable at byte {at}"
        if size > most:
            yield raw_segment(self.window.stream, at, size, limits)
            yield Unread(self.blob.path, place, "limit", size, TOO_LARGE)
            return
        data, whole = self.window.take(size), True
        if packed:
            data, whole = _inflated(data, most)
        for found in strings.texts(data, at, place if packed else ""):
            yield found._replace(where=nowhere) if packed else found
        for found in wide(data, at, place):
            yield found._replace(where=nowhere) if packed else found
        if not whole and len(data) < most:
            raise MalformedError(at)
        if not whole:
            yield Unread(self.blob.path, place, "limit", size, TOO_LARGE)


def _inflated(data: bytes, most: int) -> tuple[bytes, bool]:
    """What a zlib stream holds, at most `most` bytes of it, and whether that is all. Raises MalformedError."""
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(data, most), inflater.eof
    except zlib.error as error:
        raise MalformedError from error
