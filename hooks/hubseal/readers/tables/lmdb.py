"""LMDB (`data.mdb`): keys and values of all pages, those that are free too, for what was deleted still stands there.

Format: OpenLDAP, libraries/liblmdb/mdb.c (MDB_page, MDB_node, MDB_meta).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ... import kinds
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.errors import UnexpectedEof
from ..core.gather import FULL, Gathered
from ..core.segments import value
from ..core.streams import Window, length, raw

HEAD = struct.Struct("<QHHHH")
"""Number, padding, flags, end of the node table and start of the nodes; of a value over pages, their number instead."""
NODE = struct.Struct("<HHHH")
"""Size in two halves, flags, size of the key."""
BRANCH, LEAF, OVERFLOW, META, FIXED = 0x01, 0x02, 0x04, 0x08, 0x20
ELSEWHERE, NESTED = 0x01, 0x06
"""Flags of a node: its value has pages of its own; it is a database or a list of values."""
SIZE_AT, ROOTS_AT, NO_ROOT = 40, (80, 128), (1 << 64) - 1
"""Where a meta page says how long pages are, and which are the roots of its two databases."""
Item = Segment | Blob | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Values as `key = "value"` lines; files by themselves."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 256 << 10)
        size = int.from_bytes(window.peek(SIZE_AT + 4)[SIZE_AT:], "little")
        if not 256 <= size <= 1 << 16 or size & (size - 1):
            yield from strings.read(blob, limits)
            yield Unread(blob.path, "", "damaged", window.total, "its first page does not say how long pages are")
            return
        yield from _Pages(blob, window, size, limits).all()


class _Pages:
    """The pages of one file."""

    def __init__(self, blob: Blob, window: Window, size: int, limits: Limits) -> None:
        self.blob, self.window, self.size, self.limits = blob, window, size, limits
        self.lines = Gathered()
        self.seen: set[int] = set()
        self.loose: list[tuple[int, int]] = []
        """(first page, pages) of values that no leaf so far has named."""
        self.last = 1
        """The last page that some page points to; the first two are always there."""

    def all(self) -> Iterator[Item]:
        number, window = 0, self.window
        while number * self.size < window.total:
            window.go(number * self.size)
            page = window.peek(self.size)
            if len(page) < self.size:
                yield from strings.texts(page, number * self.size)
                break
            _, _, flags, low, high = HEAD.unpack_from(page)
            pages = 1
            if flags & OVERFLOW:
                pages = max(low | high << 16, 1)
                self.loose.append((number, pages))
            elif flags & LEAF and not flags & FIXED:
                yield from self.leaf(page, number)
            elif flags & BRANCH:
                self.branch(page)
                yield from strings.texts(page, number * self.size)
            elif flags & META:
                roots = [int.from_bytes(page[at : at + 8], "little") for at in ROOTS_AT]
                self.last = max(self.last, *(root for root in (0, *roots) if root != NO_ROOT))
            else:
                yield from strings.texts(page, number * self.size)
            number += pages
        if (self.last + 1) * self.size > window.total:
            hint = "pages that it points to are missing; copy it anew"
            yield Unread(self.blob.path, "", "damaged", None, hint)
        for first, pages in self.loose:
            if first not in self.seen:
                yield from self.far(first, pages * self.size - HEAD.size, b"")
        yield from self.lines.take()

    def branch(self, page: bytes) -> None:
        """Notes which pages it points to."""
        for at in range(HEAD.size, min(HEAD.unpack_from(page)[3], self.size) - 1, 2):
            start = int.from_bytes(page[at : at + 2], "little")
            if start <= self.size - NODE.size:
                low, high, top, _ = NODE.unpack_from(page, start)
                self.last = max(self.last, low | high << 16 | top << 32)

    def leaf(self, page: bytes, number: int) -> Iterator[Item]:
        """The nodes of a page; all of it as bytes when they do not fit into it."""
        base = number * self.size
        found = self.nodes(page)
        if found is None:
            yield from strings.texts(page, base)
            return
        for flags, key, start, size in found:
            if flags & ELSEWHERE:
                first = int.from_bytes(page[start : start + 8], "little")
                self.seen.add(first)
                yield from self.far(first, size, key)
            elif flags & NESTED:
                self.lines.add(key, None)
                yield from strings.texts(page[start : start + size], base + start)
            else:
                yield from self.value(page[start : start + size], base + start, key)

    def nodes(self, page: bytes) -> list[tuple[int, bytes, int, int]] | None:
        """(flags, key, offset and size of the value) of the nodes of a leaf."""
        low = HEAD.unpack_from(page)[3]
        if not HEAD.size <= low <= self.size:
            return None
        found = []
        for at in range(HEAD.size, low - 1, 2):
            start = int.from_bytes(page[at : at + 2], "little")
            if not low <= start <= self.size - NODE.size:
                return None
            small, large, flags, width = NODE.unpack_from(page, start)
            start += NODE.size
            key, start, size = page[start : start + width], start + width, small | large << 16
            if start + (8 if flags & ELSEWHERE else size) > self.size:
                return None
            found.append((flags, key, start, size))
        return found

    def far(self, first: int, size: int, key: bytes) -> Iterator[Item]:
        """A value on pages of its own."""
        at = first * self.size + HEAD.size
        window = self.window
        if at + size > window.total:
            self.last = max(self.last, (at + size - 1) // self.size)
            size = max(window.total - at, 0)
        window.go(at)
        fmt = kinds.sniff("", window.peek(min(size, kinds.HEAD)), size)
        if kinds.kind("", fmt) == "media":
            yield Opaque(size, fmt)
        elif size > self.limits.json:
            yield raw(window.stream, at, size, self.limits)
            hint = f"a value of more than {self.limits.json >> 20} MiB was searched for tokens only; write it as a file"
            yield Unread(self.blob.path, f"byte {at}", "limit", size, hint)
        else:
            try:
                data = window.take(size)
            except UnexpectedEof:
                return
            yield from self.value(data, at, key)

    def value(self, data: bytes, at: int, key: bytes) -> Iterator[Item]:
        plain = kinds.sniff("", key, None) == "text"
        name = key.decode("utf-8", "replace") if plain else f"value at {at}"
        item = value(self.blob, data, name, name if plain else "")
        if isinstance(item, Segment) and item.on == "text" and item.data is data:
            if not (plain and self.lines.pair(key, data, at)):
                self.lines.add(data, at)
            elif self.lines.size > FULL:
                yield from self.lines.take()
            return
        if plain:
            self.lines.add(key, None)
        if isinstance(item, Segment) and item.on == "bytes":
            yield from strings.texts(data, at, name)
        else:
            yield item
