"""Text in which zeros stand, wide text and programs: text of another width in it is searched, too, and a file in it is
a member. Notes say what a codec had to replace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...position import Lines
from ...types import Blob, Chunk, Limits, Position, ReaderItem, Segment, Surface, Unread
from ..core import embedded
from ..core.encodings import codec, mark_size, other_runs, replaced, wide_codec
from ..core.leftover import member
from ..core.streams import length
from ..core.wide_text import WideLines, WideText, joined, wide

_AFTER_PAIR = re.compile(rb"[\x81-\xfe][0-9A-Za-z_]([0-9A-Za-z_.-]{16,})")
MIXED = "it mixes text of several encodings, of which a part was not searched; convert it to UTF-8"
MOST_WIDE = 64 << 20
"""Bytes of wide text in a text of another sort."""


def read(blob: Blob, data: bytes, on: Surface) -> Iterator[ReaderItem]:
    """Text in which zeros stand, or a program, up to a file in it; then texts of wide characters, then that file."""
    stop = embedded.find(data, 1, signs=embedded.IN_PROGRAMS if on == "bytes" else embedded.SIGNS)
    text = data if stop is None else data[:stop]
    where = WideLines(text) if on == "text" and b"\0" in text else None
    yield Segment(text, on, where=where, commentable=on == "text")
    for segment in wide(text, where=None if on == "bytes" else WideLines(text)):
        yield segment._replace(on=on, commentable=on == "text")
    if on == "text":
        yield from _behind_letters(text)
    if stop is not None:
        yield member(blob, stop, len(data))


def others(blob: Blob, limits: Limits) -> Iterator[ReaderItem]:
    """What stands in a text besides its own: the texts of wide characters, and a file in it."""
    with blob.open() as stream:
        data = stream.read(limits.json + 1)
        total = length(blob, stream)
    stop = embedded.find(data, 1)
    text = data if stop is None else data[:stop]
    yield from wide(text, where=WideLines(text))
    if stop is not None:
        yield member(blob, stop, total)
    elif len(data) > limits.json:
        yield Unread(blob.path, "", "limit", total, MIXED)


def _behind_letters(data: bytes) -> Iterator[Segment]:
    """The values that follow directly upon a letter of two bytes (Shift-JIS, GBK, Big5) whose second byte looks like a
    letter of its own."""
    lines: WideText | None = None
    for match in _AFTER_PAIR.finditer(data):
        lines = lines or WideText(0, Lines(data))
        lines.put(match[1] + b"\n", match.start(1), 1)
    if lines is not None:
        yield lines.segment("")


def read_long(blob: Blob, source: Iterator[Chunk], on: Surface, end: int | None = None) -> Iterator[ReaderItem]:
    """The same of what comes in chunks, which end at `end` where they are not all of the blob."""
    text = _LongText(source, on)
    yield Segment(text, on, commentable=on == "text")
    for segment in text.wide:
        yield segment._replace(on=on, commentable=on == "text")
    if text.held > MOST_WIDE:
        yield Unread(blob.path, "", "limit", blob.size, MIXED)
    if text.file is not None:
        with blob.open() as stream:
            yield member(blob, text.file, end or length(blob, stream))


class _LongText:
    """The chunks of a long text, up to a file in it, and its texts of wide characters, which are kept meanwhile."""

    def __init__(self, source: Iterator[Chunk], on: Surface) -> None:
        self._source, self._on = source, on
        self._signs = embedded.IN_PROGRAMS if on == "bytes" else embedded.SIGNS
        self.wide: list[Segment] = []
        self.held = 0
        self.file: int | None = None

    def __iter__(self) -> Iterator[Chunk]:
        lines = 0
        for chunk in self._source:
            low, high = chunk.first - chunk.base, chunk.stop - chunk.base
            if b"\0" in chunk.data:
                found = embedded.find(chunk.data, low or 1, high, self._signs)
                if found is not None:
                    self.file = chunk.base + found
                    chunk = chunk._replace(data=chunk.data[:found], stop=self.file + 1, last=True)
                self._look(chunk.data[low:high], chunk.first, lines)
            lines += chunk.data.count(b"\n", low, high)
            yield chunk
            if self.file is not None:
                return

    def _look(self, data: bytes, base: int, lines: int) -> None:
        for segment in wide(data, base, where=None if self._on == "bytes" else WideLines(data, base, lines)):
            self.held += len(segment.data) if isinstance(segment.data, bytes) else 0
            if self.held <= MOST_WIDE:
                self.wide.append(segment)


def read_wide(blob: Blob, limits: Limits) -> Iterator[ReaderItem]:
    """UTF-16 and UTF-32, with a byte order mark or without, as UTF-8. Lines and columns are those of an editor. Text of
    another sort in it is searched, too."""
    with blob.open() as stream:
        raw = stream.read(limits.json + 1)
    if len(raw) > limits.json:
        hint = f"only the first {limits.json >> 20} MiB of this wide-character text were read; convert it to UTF-8"
        yield Unread(blob.path, "", "limit", len(raw), hint)
        raw = raw[: limits.json]
    stop = embedded.find(raw, 1)
    text = raw if stop is None else raw[:stop]
    name = codec(text)
    data = text.decode(name, "replace").encode()
    others = other_runs(text, name)
    whole = not others and mark_size(text, name)
    where = Lines(data, raw=False) if whole else _Decoded(data, text, name)
    yield Segment(data, where=where, commentable=True)
    for segment in joined(text, others, where=WideLines(text)):
        yield segment._replace(commentable=True)
    if note := replaced(text, data, name):
        yield note
    if stop is not None:
        yield member(blob, stop, len(raw))


class _Decoded:
    """Offsets of decoded text, which may have parts of another encoding -> positions in what it was decoded from."""

    def __init__(self, data: bytes, text: bytes, name: str) -> None:
        self._data, self._codec, self._lines = data, wide_codec(text, name), WideLines(text)
        self._first = mark_size(text, name)
        self._at, self._raw = 0, self._first

    def __call__(self, start: int, end: int) -> Position:
        first = self._source(start)
        return self._lines(first, self._source(end))

    def _source(self, offset: int) -> int:
        """Asking in order costs one pass."""
        if offset < self._at:
            self._at, self._raw = 0, self._first
        letters = self._data[self._at : offset].decode("utf-8", "replace")
        self._at, self._raw = offset, self._raw + len(letters.encode(self._codec, "replace"))
        return self._raw
