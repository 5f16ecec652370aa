"""MessagePack (flax checkpoints): texts with their keys; binary data is skipped. Format: msgpack.org, spec.md."""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from ...types import Blob, Limits, Opaque, Position, Segment, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.segments import value
from ..core.streams import Window, length, raw
from ..core.string_table import StringTable

FIXED = {0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4}
FIXED |= {0xD3: 8, 0xD4: 2, 0xD5: 3, 0xD6: 5}
EXTENSIONS = {0xD7: 8, 0xD8: 16}
SMALL = 4096
"""Bytes up to which a value is searched whatever it is."""
NESTED = "x.msgpack"
TEXTS = {0xD9: 1, 0xDA: 2, 0xDB: 4}
BINARIES = {0xC4: (1, 0), 0xC5: (2, 0), 0xC6: (4, 0), 0xC7: (1, 1), 0xC8: (2, 1), 0xC9: (4, 1)}
ARRAYS, MAPS = {0xDC: 2, 0xDD: 4}, {0xDE: 2, 0xDF: 4}
Item = Segment | Blob | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Texts as `key = "text"` lines; what follows damage is searched as bytes."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        walk = _Walk(blob, window, limits)
        cause, why = "", ""
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
            yield raw(stream, window.at, left, limits)
            hint = f"{why} at byte {window.at}; what follows was searched for tokens only"
            yield Unread(blob.path, f"byte {window.at}", cause, window.left, hint)  # type: ignore[arg-type]


class _Walk:
    """Values one after the other; only what is open is remembered."""

    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits, self.lines = blob, window, limits, StringTable()
        self.count = self.skipped = 0
        self.open: list[list[int]] = []
        """[values still to come, 1 for a map]"""
        self.keys: list[bytes] = []

    def item(self) -> Iterator[Item]:
        """One value's head, and its content when it is no array or map."""
        window, code, kind = self.window, self.window.take(1)[0], ""
        self.count += 1
        is_key = bool(self.open) and self.open[-1][1] == 1 and self.open[-1][0] % 2 == 0
        if self.open:
            self.open[-1][0] -= 1
        size = 0
        if code < 0x80 or code >= 0xE0:
            pass
        elif code < 0xA0 or code in ARRAYS or code in MAPS:
            kind = "map" if code < 0x90 or code in MAPS else "array"
            width = ARRAYS.get(code) or MAPS.get(code)
            size = window.number(width, "big") if width else code & 0x0F
        elif code < 0xC0 or code in TEXTS:
            kind, size = "text", window.number(TEXTS[code], "big") if code in TEXTS else code & 0x1F
        elif code in BINARIES:
            width, extra = BINARIES[code]
            size = window.number(width, "big")
            window.skip(extra)
            yield from self.binary(size)
        elif code in EXTENSIONS:
            window.skip(1)
            yield from self.binary(EXTENSIONS[code])
        elif code in FIXED:
            window.skip(FIXED[code])
        else:
            raise MalformedError
        if kind == "text":
            self.text(size, is_key)
            yield from self.lines.take_full()
        elif kind:
            self.open.append([size * 2 if kind == "map" else size, 1 if kind == "map" else 0])
            self.keys.append(self.keys[-1] if self.keys and kind == "array" else b"")
        while self.open and self.open[-1][0] <= 0:
            self.open.pop()
            self.keys.pop()

    def binary(self, size: int) -> Iterator[Item]:
        """Bytes: a text, a file, another message, or a tensor."""
        window, at = self.window, self.window.at
        if size > window.left:
            raise UnexpectedEof
        head = window.peek(min(size, kinds.HEAD))
        if size <= SMALL or (size <= self.limits.whole and kinds.sniff(NESTED, head, size) != "other"):
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
