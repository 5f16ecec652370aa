"""Items of HEIC and AVIF, which hold EXIF and XMP beside the picture; and the keys of QuickTime metadata.

Formats: ISO/IEC 14496-12, 8.11 (iinf, iloc); ISO/IEC 23008-12, A.2 (Exif); QuickTime File Format, "Metadata".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...types import Blob, Limits
from ..core.labels import Item, MalformedError, label, xmp
from ..core.streams import part
from . import exif

if TYPE_CHECKING:
    from .boxes import Box, Boxes

MOST = 65_536


class _Cursor:
    """Big-endian numbers of a box that is at hand."""

    def __init__(self, data: bytes) -> None:
        self.data, self.pos = data, 0

    def number(self, width: int) -> int:
        """Raises MalformedError at the end."""
        if self.pos + width > len(self.data):
            raise MalformedError
        self.pos += width
        return int.from_bytes(self.data[self.pos - width : self.pos], "big")


def keys(boxes: Boxes, box: Box) -> list[str]:
    """The names that items of `ilst` are numbered by."""
    cursor = _Cursor(boxes.take(box.at, min(box.end - box.at, boxes.limits.whole)))
    cursor.number(4)
    found = []
    for _ in range(min(cursor.number(4), MOST)):
        size = cursor.number(4)
        cursor.number(4)
        if size < 8 or cursor.pos + size - 8 > len(cursor.data):
            raise MalformedError
        found.append(cursor.data[cursor.pos : cursor.pos + size - 8].decode("utf-8", "replace"))
        cursor.pos += size - 8
    return found


def items(boxes: Boxes, found: dict[bytes, Box]) -> Iterator[Item]:
    """EXIF, XMP and other items of text; names of items."""
    kinds, names = _kinds(boxes, found[b"iinf"])
    idat, spent = found.get(b"idat"), 0
    if names:
        yield part("\n".join(dict.fromkeys(names)), "item names")
    for number, method, extents in _places(boxes, found[b"iloc"]):
        kind, content = kinds.get(number, (b"", b""))
        if kind not in (b"Exif", b"mime", b"uri ") or method == 2 or method == 1 and idat is None:
            continue
        base = idat.at if method == 1 and idat is not None else 0
        spent += sum(size for _, size in extents)
        if spent > min(boxes.total, boxes.limits.header):
            raise MalformedError
        data = b"".join(boxes.take(base + at, size) for at, size in extents)
        where = base + extents[0][0] if len(extents) == 1 else None
        if kind == b"Exif":
            yield from exif_item(boxes.blob, data, boxes.limits, where)
        elif b"rdf+xml" in content:
            yield xmp(boxes.blob, data, where)
        else:
            yield label(boxes.blob, "", data, f"item {content.decode('latin-1')}".strip(), where)


def exif_item(blob: Blob, data: bytes, limits: Limits, at: int | None) -> Iterator[Item]:
    """EXIF with the offset of its TIFF before it, which some writers leave out or follow by a name."""
    said = 4 + int.from_bytes(data[:4], "big")
    found = [n for n in (said, *range(12)) if data[n : n + 4] in (b"II*\0", b"MM\0*")]
    skip = found[0] if found else min(said, 4)
    yield from exif.exif(blob, data[skip:], limits, None if at is None else at + skip)


def _kinds(boxes: Boxes, box: Box) -> tuple[dict[int, tuple[bytes, bytes]], list[str]]:
    """Item number -> (kind, content type), and the items' names."""
    version = boxes.take(box.at, 1)[0]
    found: dict[int, tuple[bytes, bytes]] = {}
    names = []
    for child in boxes.children(box.at + (6 if version == 0 else 8), box.end, (*box.path, box.kind)):
        cursor = _Cursor(boxes.take(child.at, min(child.end - child.at, 4096)))
        if child.kind != b"infe" or (version := cursor.number(4) >> 24) < 2:
            continue
        number = cursor.number(2 if version == 2 else 4)
        cursor.number(2)
        kind = cursor.number(4).to_bytes(4, "big")
        name, _, content = cursor.data[cursor.pos :].partition(b"\0")
        found[number] = kind, content.partition(b"\0")[0]
        if len(name) > 3:
            names.append(name.decode("utf-8", "replace"))
    return found, names


def _places(boxes: Boxes, box: Box) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """(item, how it is kept, its ranges) of each item."""
    cursor = _Cursor(boxes.take(box.at, min(box.end - box.at, boxes.limits.whole)))
    version = cursor.number(4) >> 24
    widths = cursor.number(2)
    offset, size, base, index = (widths >> shift & 15 for shift in (12, 8, 4, 0))
    left = MOST
    for _ in range(min(cursor.number(2 if version < 2 else 4), MOST)):
        number = cursor.number(2 if version < 2 else 4)
        method = cursor.number(2) & 15 if version else 0
        cursor.number(2)
        start = cursor.number(base)
        extents, count = [], cursor.number(2)
        left -= count
        if left < 0:
            raise MalformedError
        for _ in range(count):
            cursor.number(index if version else 0)
            extents.append((start + cursor.number(offset), cursor.number(size)))
        yield number, method, extents
