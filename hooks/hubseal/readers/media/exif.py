"""EXIF and TIFF: tags of text, where a picture was taken, and where its pixels stand.

Formats: TIFF 6.0, BigTIFF, and CIPA DC-008 (Exif 3.0), 4.6. What no tag explains is for `search`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ...types import Limits, Opaque
from ..core.errors import MalformedError
from ..core.streams import Window, exactly
from . import gps
from .fields import Field, Found

WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 10: 8, 13: 4, 16: 8, 18: 8, 129: 1}
"""Type -> bytes, of the types that matter here."""
CODES = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
"""Type -> code of `struct`, of whole numbers."""
NAMES = {
    0x010D: "DocumentName", 0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0131: "Software",
    0x013B: "Artist", 0x013C: "HostComputer", 0x8298: "Copyright", 0x9286: "UserComment", 0x9C9B: "XPTitle",
    0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject", 0xA430: "CameraOwnerName",
    0xA431: "BodySerialNumber", 0xA435: "LensSerialNumber", 0xA437: "Photographer", 0xA480: "GDALMetadata",
}  # fmt: skip
WIDE = range(0x9C9B, 0x9CA0)
"""What Windows writes in UTF-16."""
CODED = (0x9286, 0x1B, 0x1C)
"""Texts with eight bytes before them that name their characters."""
SUB, EXIF, GPS, INTEROP = 0x014A, 0x8769, 0x8825, 0xA005
PIXELS = ((0x0111, 0x0117), (0x0144, 0x0145))
"""Where strips and tiles stand, and their sizes."""
BIG = 43
"""The number of BigTIFF."""
ENTRIES, FOLDERS, ARRAY, SPARE = 4096, 10_000, 8 << 20, 1 << 20
SLACK = 8
"""Bytes between two values that only align them."""


def tiff(window: Window, limits: Limits) -> Iterator[Found]:
    """A TIFF file: texts of tags of every page, then whatever is neither such a text nor pixels."""
    total, end = window.total, 0
    found = Tiff(window.stream, 0, total, "TIFF", 0)
    yield from found.read(limits.whole)
    for start, stop in [*sorted(found.pixels), (total, total)]:
        if min(start, total) - end > SLACK:
            window.go(end)
            data = bytearray(window.peek(min(start - end, limits.header)))
            for first, last in ((0, 8), *found.texts):
                if end <= first and last <= end + len(data):
                    data[first - end : last - end] = bytes(last - first)
            yield Field("TIFF", end, data=bytes(data))
        yield Opaque(max(min(stop, total) - max(start, end), 0), "pixels")
        end = max(end, min(stop, total))
    window.go(total)
    if found.damaged:
        raise MalformedError


class TiffEntry(NamedTuple):
    """One tag: its type, and where its values stand from the start of the TIFF."""

    kind: int
    at: int
    size: int


class Tiff:
    """The folders (IFDs) of the TIFF that stands in `total` bytes from `start` of a stream on.

    `at` is where that start stands in the blob, None when it does not stand there as it is.
    """

    def __init__(self, stream: BinaryIO, start: int, total: int, place: str, at: int | None) -> None:
        self.stream, self.start, self.total, self.place, self.at = stream, start, total, place, at
        self.order, self.big, self.pages, self.spent = "<", False, 1, 0
        self.todo: list[tuple[int, str, int]] = []
        self.texts: list[tuple[int, int]] = []
        """Ranges whose text was given out."""
        self.pixels: list[tuple[int, int]] = []
        self.damaged = False
        """Whether a folder or a value stands where there is none."""

    def read(self, most: int) -> Iterator[Field]:
        """The texts of at most `most` bytes of every folder; where one is damaged the others are read."""
        seen = {0}
        try:
            head = self._take(0, 8)
            self.order = ">" if head[:2] == b"MM" else "<"
            self.big = self._numbers(3, head[2:4]) == [BIG]
            self.todo += [(self._numbers(*((16, self._take(8, 8)) if self.big else (4, head[4:])))[0], self.place, 0)]
        except MalformedError:
            self.damaged = True
        while self.todo and len(seen) < FOLDERS:
            at, place, group = self.todo.pop()
            if at in seen:
                continue
            seen.add(at)
            try:
                yield from self._folder(at, place, group, most)
            except MalformedError:
                self.damaged = True
        self.damaged = self.damaged or bool(self.todo)

    def _take(self, at: int, size: int) -> bytes:
        """Raises MalformedError when there are fewer bytes, or when tags that share their values ask for too many."""
        self.spent += size
        if at + size > self.total or self.spent > 4 * self.total + SPARE:
            raise MalformedError
        self.stream.seek(self.start + at)
        data = exactly(self.stream, size)
        if len(data) < size:
            raise MalformedError
        return data

    def _numbers(self, kind: int, data: bytes) -> list[int]:
        """Whole numbers of a type."""
        code = CODES.get(kind, "B")
        return list(struct.unpack(f"{self.order}{len(data) // struct.calcsize(code)}{code}", data))

    def _folder(self, at: int, place: str, group: int, most: int) -> Iterator[Field]:
        """One IFD; `group` is the tag that led to it, 0 for a page."""
        entries = self._entries(at, not group)
        for tag, entry in entries.items():
            try:
                if tag in (SUB, EXIF, GPS, INTEROP):
                    below = place if tag == SUB else place.replace("TIFF", "EXIF")
                    self.todo += [(to, below, tag) for to in reversed(self._values(entry))]
                elif 3 < entry.size <= most and (tag in WIDE or tag in CODED or entry.kind in (2, 129)):
                    yield self._text(tag, entry, place)
            except MalformedError:
                self.damaged = True
        for spots, sizes in PIXELS:
            if spots in entries and sizes in entries:
                pairs = zip(self._values(entries[spots]), self._values(entries[sizes]), strict=False)
                self.pixels += [(start, start + size) for start, size in pairs]
        if group == GPS and {1, 2, 3, 4} <= entries.keys():
            latitude, longitude = (self._degrees(entries[tag], entries[tag + 1]) for tag in (1, 3))
            if latitude is not None and longitude is not None:
                yield Field(f"{place} GPS position", None, data=gps.text(latitude, longitude).encode())

    def _entries(self, at: int, page: bool) -> dict[int, TiffEntry]:
        """The tags of the folder at an offset; the page after a page is put on the list."""
        width, layout, word, kind = (8, "HHQ8s", 8, 16) if self.big else (2, "HHI4s", 4, 4)
        each = struct.calcsize("<" + layout)
        count = self._numbers(kind if self.big else 3, self._take(at, width))[0]
        table = self._take(at + width, min(count * each, max(self.total - at - width, 0))) if count <= ENTRIES else b""
        self.damaged = self.damaged or len(table) < count * each
        entries: dict[int, TiffEntry] = {}
        for n, row in enumerate(struct.iter_unpack(self.order + layout, table[: len(table) // each * each])):
            size = row[2] * WIDTHS.get(row[1], 0)
            spot = at + width + each * n + each - word if size <= word else self._numbers(kind, row[3])[0]
            self.damaged = self.damaged or spot + size > self.total
            entries[row[0]] = TiffEntry(row[1], spot, size)
        after = at + width + count * each
        if page and after + word <= self.total:
            self.pages += 1
            name = f"TIFF page {self.pages}" if self.place == "TIFF" else self.place
            self.todo.append((self._numbers(kind, self._take(after, word))[0], name, 0))
        return entries

    def _text(self, tag: int, entry: TiffEntry, place: str) -> Field:
        """The text of a tag, which is decoded where its characters have a code of their own."""
        data, name = self._take(entry.at, entry.size), NAMES.get(tag, f"tag {tag:#06x}")
        self.texts.append((entry.at, entry.at + entry.size))
        field = Field(f"{place} {name}", None, key=name)
        if tag in WIDE:
            return field._replace(data=data.decode("utf-16-le", "replace").strip("\0").encode())
        if tag in CODED and data[:8] == b"UNICODE\0":
            return field._replace(data=self._wide(data[8:]).strip("\0 ").encode())
        skip = 8 * (tag in CODED and not data[:8].strip(b"ASCII\0"))
        return field._replace(at=None if self.at is None else self.at + entry.at + skip, data=data[skip:])

    def _wide(self, text: bytes) -> str:
        """UTF-16; writers disagree about the order of bytes, so that zeros tell, else the TIFF's own."""
        low, high = text[1::2].count(0), text[::2].count(0)
        little = low > high or low == high and self.order == "<"
        codec = "utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if little else "utf-16-be"
        return text.decode(codec, "replace")

    def _values(self, entry: TiffEntry) -> list[int]:
        """The values of a tag of whole numbers."""
        return self._numbers(entry.kind, self._take(entry.at, min(entry.size, ARRAY)))

    def _degrees(self, side: TiffEntry, parts: TiffEntry) -> float | None:
        """One of the coordinates, in degrees."""
        numbers = self._numbers(4, self._take(parts.at, min(parts.size, 24) & ~7))
        return gps.degrees(list(zip(numbers[::2], numbers[1::2], strict=True)), self._take(side.at, 1))
