"""Media files that are cells of a column: the texts of many cells are searched at once, each with its row."""

from __future__ import annotations

from collections.abc import Iterator

from ..position import Rows
from ..types import Blob, Cause, Segment, Surface, Unread

HELD = 4 << 20
"""Bytes of text from which on the texts so far are searched."""
Field = tuple[str, str, Surface]
"""The place in the cell's file, the key, and how it is to be searched."""


class CellTexts:
    """Texts of the cells of one column at a time, field by field, and what was not read of them."""

    def __init__(self, column: str) -> None:
        self.column = column
        self._fields: dict[Field, list[tuple[bytes, int]]] = {}
        self._held = 0
        self._unread: dict[tuple[str, Cause], tuple[Unread, int]] = {}

    @property
    def full(self) -> bool:
        """Whether it holds so much that it should be searched now."""
        return self._held >= HELD

    def add(self, segment: Segment, cell: Blob) -> None:
        """Keeps a text of a cell until `take`."""
        data = segment.data if isinstance(segment.data, bytes) else b"".join(chunk.data for chunk in segment.data)
        self._fields.setdefault((segment.place, segment.key, segment.on), []).append((data, cell.row or 0))
        self._held += len(data) + 1

    def unread(self, cause: Cause, hint: str, cell: Blob, size: int | None = None) -> None:
        """Keeps that something of a cell was not read: the first of a column and cause, and how many there are."""
        new = Unread("", f"{cell.place} row {cell.row}", cause, size, f"the picture in this row: {hint}")
        first, number = self._unread.get((cell.place, cause), (new, 0))
        self._unread[cell.place, cause] = (first, number + 1)

    def take(self) -> Iterator[Segment]:
        """The texts so far, a segment per field; none is kept."""
        column, fields, self._fields, self._held = self.column, self._fields, {}, 0
        for (place, key, on), texts in fields.items():
            starts, size = [], 0
            for text, _ in texts:
                starts.append(size)
                size += len(text) + 1
            where = Rows(starts, [row for _, row in texts])
            yield Segment(b"\n".join(text for text, _ in texts), on, f"{column} {place}".strip(), key, where)

    def all_unread(self, path: str) -> Iterator[Unread]:
        """What was not read, of the table at `path`."""
        for item, number in self._unread.values():
            more = f"; {number:,} of this column are like this" if number > 1 else ""
            yield item._replace(path=path, hint=item.hint + more)
