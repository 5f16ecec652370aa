"""Pictures, sound and films that are values of a column: what all of them say, field by field, with the row of each."""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from ...position import Rows
from ...types import Blob, Limits, Opaque, Segment, Surface, Unread

DEPTH = 3
"""Pictures in pictures."""
Field = tuple[str, str, Surface]
"""The place in the picture, the key, and how it is to be searched."""


class Album:
    """What the pictures of one column say, while they are read."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.pixels = self.lost = 0
        self._fields: dict[Field, list[tuple[bytes, int]]] = {}
        self._first: Unread | None = None

    def add(self, blob: Blob, row: int, depth: int = 0) -> Iterator[Blob]:
        """Reads one; what is packed in it and is no picture is left to others."""
        from .. import reader_for

        with blob.open() as stream:
            fmt = kinds.sniff("", stream.read(kinds.HEAD), blob.size)
        if kinds.kind("", fmt) != "media" or depth >= DEPTH:
            yield blob
            return
        for item in reader_for("", fmt)(blob, self.limits):
            if isinstance(item, Blob):
                yield from self.add(item, row, depth + 1)
            elif isinstance(item, Opaque):
                self.pixels += item.bytes
            elif isinstance(item, Unread):
                self.lost += 1
                self._first = self._first or item._replace(place=f"{self.name} row {row}")
            else:
                data = item.data if isinstance(item.data, bytes) else b"".join(c.data for c in item.data)
                self._fields.setdefault((item.place, item.key, item.on), []).append((data, row))

    def take(self, path: str) -> Iterator[Segment | Unread | Opaque]:
        """All that has been read, and begins anew."""
        for (place, key, on), texts in self._fields.items():
            starts, size = [], 0
            for text, _ in texts:
                starts.append(size)
                size += len(text) + 1
            where = Rows(starts, [row for _, row in texts])
            yield Segment(b"\n".join(text for text, _ in texts), on, f"{self.name} {place}".strip(), key, where)
        if self._first is not None:
            more = f"; {self.lost:,} of this column are like this" if self.lost > 1 else ""
            yield self._first._replace(path=path, hint=f"the picture in this row: {self._first.hint}{more}")
        if self.pixels:
            yield Opaque(self.pixels, "pixels")
        self._fields, self._first, self.pixels, self.lost = {}, None, 0, 0
