"""MessagePack (flax checkpoints): texts with their keys; binary data is skipped. Format: msgpack.org, spec.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ... import kinds
from ...types import Blob, Cause, Limits, Opaque, Position, Segment, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.members import value
from ..core.segments import raw_segment
from ..core.streams import Window, length
from ..core.string_table import StringTable

SMALL_VALUE = 4096
"""Bytes up to which a value is searched whatever it is."""
NESTED = "x.msgpack"


class Head(NamedTuple):
    """What the first byte of a value says."""

    kind: Literal["skipped", "text", "binary", "array", "map"]
    width: int
    """Bytes of the size that follows; 0: it is `size`."""
    size: int = 0
    more: int = 0
    """Bytes between the size and the content."""


def _heads() -> dict[int, Head]:
    heads = {code: Head("skipped", 0) for code in (*range(0x80), *range(0xE0, 0x100), 0xC0, 0xC2, 0xC3)}
    for size in range(16):
        heads[0x80 + size], heads[0x90 + size] = Head("map", 0, size), Head("array", 0, size)
    heads |= {0xA0 + size: Head("text", 0, size) for size in range(32)}
    for n, width in enumerate((1, 2, 4)):
        heads[0xD9 + n], heads[0xC4 + n], heads[0xC7 + n] = (
            Head("text", width), Head("binary", width), Head("binary", width, 0, 1)
        )  # fmt: skip
    for n, width in enumerate((2, 4)):
        heads[0xDC + n], heads[0xDE + n] = Head("array", width), Head("map", width)
    numbers = {0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}
    small = {0xD4: 2, 0xD5: 3, 0xD6: 5}  # extensions, with their types
    heads |= {code: Head("skipped", 0, size) for code, size in (numbers | small).items()}
    heads |= {0xD7: Head("binary", 0, 8, 1), 0xD8: Head("binary", 0, 16, 1)}
    return heads


HEADS = _heads()
Item = Segment | Blob | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Texts as `key = "text"` lines; what follows damage is searched as bytes."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        walk = _Values(blob, window, limits)
        cause: Cause | None = None
        why = ""
        try:
            while window.left and walk.count <= limits.opcodes:
                yield from walk.item()
            if window.left:
                cause, why = "limit", "it has more values than the limit"
        except (UnexpectedEof, MalformedError):
            cause, why = "damaged", "its values stop making sense"
        yield from walk.lines.take()
        yield Opaque(walk.skipped, "tensors")
        if cause:
            left = min(window.left, limits.header)
            yield raw_segment(stream, window.at, left, limits)
            hint = f"{why} at byte {window.at}; what follows was searched for tokens only"
            yield Unread(blob.path, f"byte {window.at}", cause, window.left, hint)


class _Values:
    """Values one after the other; only what is open is remembered."""

    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits, self.lines = blob, window, limits, StringTable()
        self.count = self.skipped = 0
        self.open: list[list[int]] = []
        """[values still to come, 1 for a map]"""
        self.keys: list[bytes] = []

    def item(self) -> Iterator[Item]:
        """One value's head, and its content when it is no array or map."""
        window = self.window
        head = HEADS.get(window.take(1)[0])
        if head is None:
            raise MalformedError
        kind, width, size, more = head
        self.count += 1
        is_key = bool(self.open) and self.open[-1][1] == 1 and self.open[-1][0] % 2 == 0
        if self.open:
            self.open[-1][0] -= 1
        if width:
            size = window.number(width, "big")
        if more:
            window.skip(more)
        if kind == "skipped":
            window.skip(size)
        elif kind == "binary":
            yield from self.binary(size)
        elif kind == "text":
            self.text(size, is_key)
            yield from self.lines.take_full()
        else:
            is_map = kind == "map"
            self.open.append([size * 2 if is_map else size, int(is_map)])
            self.keys.append(self.keys[-1] if self.keys and not is_map else b"")
        while self.open and self.open[-1][0] <= 0:
            self.open.pop()
            self.keys.pop()

    def binary(self, size: int) -> Iterator[Item]:
        """Bytes: a text, a file, another message, or a tensor."""
        window, at = self.window, self.window.at
        if size > window.left:
            raise UnexpectedEof
        head = window.peek(min(size, kinds.HEAD))
        if size <= SMALL_VALUE or (size <= self.limits.whole and kinds.sniff(NESTED, head, size) != "other"):
            key = self.keys[-1].decode("utf-8", "replace") if self.keys else ""
            name = f"{key or 'bytes'} at {at}"
            yield value(self.blob, window.take(size), name, key, lambda s, e: Position(raw=(at + s, at + e)), NESTED)
        else:
            self.skipped += size
            window.skip(size)

    def text(self, size: int, is_key: bool) -> None:
        if size > self.limits.header:
            raise MalformedError
        at = self.window.at
        data = self.window.take(size)
        if is_key:
            self.keys[-1] = data
            self.lines.add(data, at)
        elif self.keys and self.keys[-1]:
            self.lines.pair(self.keys[-1], data, at)
        else:
            self.lines.add(data, at)
