"""Text in which zeros stand, wide text and programs: text of another width in it is searched, too, and a file in it is
a member. Notes say what a codec had to replace.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...position import Lines
from ...types import Blob, Chunk, Limits, ReaderItem, Segment, Surface, Unread
from ..core import embedded
from ..core.encodings import codec, other_runs, replaced
from ..core.leftover import member
from ..core.streams import length
from ..core.wide_text import WideLines, joined, wide

MOST_WIDE = 64 << 20
"""Bytes of wide text in a text of another sort."""


def read(blob: Blob, data: bytes, on: Surface) -> Iterator[ReaderItem]:
    """Text in which zeros stand, or a program, up to a file in it; then texts of wide characters, then that file."""
    stop = embedded.find(data, 1, signs=embedded.IN_PROGRAMS if on == "bytes" else embedded.SIGNS)
    text = data if stop is None else data[:stop]
    yield Segment(text, on, commentable=on == "text")
    for segment in wide(text, where=None if on == "bytes" else WideLines(text)):
        yield segment._replace(on=on, commentable=on == "text")
    if stop is not None:
        yield member(blob, stop, len(data))


def read_long(blob: Blob, source: Iterator[Chunk], on: Surface, end: int | None = None) -> Iterator[ReaderItem]:
    """The same of what comes in chunks, which end at `end` where they are not all of the blob."""
    text = _LongText(source, on)
    yield Segment(text, on, commentable=on == "text")
    for segment in text.wide:
        yield segment._replace(on=on, commentable=on == "text")
    if text.held > MOST_WIDE:
        hint = "it mixes text of several encodings, of which a part was not searched; convert it to UTF-8"
        yield Unread(blob.path, "", "limit", blob.size, hint)
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
    yield Segment(data, where=Lines(data, raw=False), commentable=True)
    for segment in joined(text, other_runs(text, name), where=WideLines(text)):
        yield segment._replace(commentable=True)
    if note := replaced(text, data, name):
        yield note
    if stop is not None:
        yield member(blob, stop, len(raw))
