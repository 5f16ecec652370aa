"""GGUF: key-values and tensor names; vocabularies and tensors are skipped. Format: ggml, docs/gguf.md, versions 1-3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ...types import Blob, Limits, Opaque, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.leftover import Item
from ..core.segments import is_name, named_segment, raw_segment, text_segment
from ..core.streams import Window, length
from .gguf_extents import TensorExtents

STRING, ARRAY = 8, 9
WIDTHS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
VOCABULARY = (b"tokenizer.ggml.tokens", b"tokenizer.ggml.merges", b"tokenizer.ggml.added_tokens")
LONGEST_KEY = 1 << 16
DIMENSIONS = 16
MOST_NESTED = 8


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Each text with its key; what follows damage is searched as bytes, within the limit of a header."""
    with blob.open() as stream:
        total = length(blob, stream)
        window = Window(stream, total)
        try:
            file = _Gguf(window, limits)
            yield from file.all()
        except (UnexpectedEof, MalformedError) as error:
            left = min(window.left, limits.header)
            yield raw_segment(stream, window.at, left, limits)
            why = "it ends before its last key" if isinstance(error, UnexpectedEof) else "its keys stop making sense"
            hint = f"{why} at byte {window.at}; the next {left:,} bytes were searched for tokens only"
            yield Unread(blob.path, f"byte {window.at}", "damaged", window.left, hint)
            return
        yield from file.tensors.around(window.at, total)


class _Gguf:
    """The head of one file."""

    def __init__(self, window: Window, limits: Limits) -> None:
        self.window, self.limits = window, limits
        self.version = 3
        self.order: Literal["little", "big"] = "little"
        self.tensors = TensorExtents()

    def all(self) -> Iterator[Item]:
        """Leaves the window behind the names of the tensors."""
        window = self.window
        window.skip(4)
        version = window.take(4)
        self.order = "big" if version[0] == 0 else "little"
        self.version = int.from_bytes(version, self.order)
        tensors, keys = self.count(), self.count()
        odd: list[bytes] = []
        for _ in range(keys):
            name = self.text(LONGEST_KEY)
            if not is_name(name):
                odd.append(name)
            yield from self.pair(name)
        if odd:
            yield text_segment(b"\n".join(odd), "keys")
        names: list[bytes] = []
        for _ in range(tensors):
            names.append(self.text(LONGEST_KEY))
            dimensions = self.number(4)
            if dimensions > DIMENSIONS:
                raise MalformedError
            count = 1
            for _ in range(dimensions):
                count *= self.number(4 if self.version == 1 else 8)
            self.tensors.add(count, self.number(4), self.number(8))
            if len(names) >= self.limits.members:
                yield text_segment(b"\n".join(names), "tensor names")
                names = []
        if names:
            yield text_segment(b"\n".join(names), "tensor names")

    def pair(self, name: bytes) -> Iterator[Item]:
        """The value of one key."""
        kind = self.number(4)
        if kind == STRING:
            size = self.count()
            at = self.window.at
            if size > self.limits.header:
                self.window.skip(size)
                yield raw_segment(self.window.stream, at, size, self.limits, _shown(name))
            else:
                yield named_segment(name, self.window.take(size), _shown(name), at)
        elif kind == ARRAY:
            yield from self.array(name)
        elif kind in WIDTHS:
            number = self.number(WIDTHS[kind])
            if name == b"general.alignment":
                self.tensors.alignment = number or 1
        else:
            raise MalformedError

    def array(self, name: bytes, depth: int = 0) -> Iterator[Item]:
        """Texts of an array as lines; numbers and vocabularies by their size; arrays of an array one by one."""
        kind, count, start = self.number(4), self.count(), self.window.at
        if kind == ARRAY and depth < MOST_NESTED:
            for _ in range(count):
                yield from self.array(name, depth + 1)
            return
        if kind in WIDTHS:
            self.window.skip(count * WIDTHS[kind])
            return
        if kind != STRING:
            raise MalformedError
        if name in VOCABULARY:
            for _ in range(count):
                self.window.skip(self.count())
            yield Opaque(self.window.at - start, "vocabulary")
            return
        lines, held = [name], 0
        for _ in range(count):
            lines.append(self.text(self.limits.whole))
            held += len(lines[-1]) + 1
            if held > self.limits.whole:
                yield text_segment(b"\n".join(lines), _shown(name), _shown(name))
                lines, held = [], 0
        yield text_segment(b"\n".join(lines), _shown(name), _shown(name))

    def count(self) -> int:
        return self.number(4 if self.version == 1 else 8)

    def number(self, width: int) -> int:
        return self.window.number(width, self.order)

    def text(self, most: int) -> bytes:
        size = self.count()
        if size > most:
            raise MalformedError
        return self.window.take(size)


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "replace")
