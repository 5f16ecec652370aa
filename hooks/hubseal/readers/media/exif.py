"""EXIF and TIFF: tags whose text has a code of its own, where a picture was taken, and where its pixels stand.

Formats: TIFF 6.0, BigTIFF, and CIPA DC-008 (Exif 3.0), 4.6. What no tag explains is searched by `search`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Literal, NamedTuple

from ...types import Limits, Opaque, Segment
from ..core.errors import MalformedError
from ..core.streams import Window, exactly
from . import gps
from .fields import Field, Found, decoded, whole

WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
"""Type -> bytes."""
NAMES = {
    0x010D: "DocumentName", 0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0131: "Software",
    0x0132: "DateTime", 0x013B: "Artist", 0x013C: "HostComputer", 0x8298: "Copyright", 0x9286: "UserComment",
    0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject",
    0xA420: "ImageUniqueID", 0xA430: "CameraOwnerName", 0xA431: "BodySerialNumber", 0xA435: "LensSerialNumber",
    0xA436: "ImageTitle", 0xA437: "Photographer", 0xA438: "ImageEditor", 0xA480: "GDALMetadata",
}  # fmt: skip
GPS_NAMES = {0x1B: "GPSProcessingMethod", 0x1C: "GPSAreaInformation"}
WIDE = range(0x9C9B, 0x9CA0)
"""What Windows writes in UTF-16."""
CODED = (0x9286, 0x1B, 0x1C)
"""Texts with eight bytes before them that name their characters."""
SUB, EXIF, GPS, INTEROP = 0x014A, 0x8769, 0x8825, 0xA005
PIXELS = ((0x0111, 0x0117), (0x0144, 0x0145))
"""Where strips and tiles stand, and their sizes."""
MAGIC = frozenset((42, 43, 0x4F52, 0x5352, 0x55))
BIG = 43
ENTRIES, FOLDERS = 4096, 10_000
ARRAY, SPARE, SLACK = 8 << 20, 1 << 20, 8


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
        raise MalformedError(0)


class Entry(NamedTuple):
    """One tag: its type, how many values, and where they stand from the start of the TIFF."""

    kind: int
    number: int
    at: int

    @property
    def size(self) -> int:
        """Bytes of its values."""
        return self.number * WIDTHS.get(self.kind, 0)


class Tiff:
    """The folders (IFDs) of the TIFF that stands in `total` bytes from `start` of a stream on.

    `shift` is where that start stands in the blob, None when it does not stand there as it is.
    """

    def __init__(self, stream: BinaryIO, start: int, total: int, place: str, shift: int | None) -> None:
        self.stream, self.start, self.total, self.place, self.shift = stream, start, total, place, shift
        self.order: Literal["little", "big"] = "little"
        self.big, self.pages, self.spent, self.seen = False, 1, 0, set[int]()
        self.todo: list[tuple[int, str, int]] = []
        self.texts: list[tuple[int, int]] = []
        """Ranges of the blob's TIFF whose text was given out."""
        self.pixels: list[tuple[int, int]] = []
        self.damaged = False
        """Whether a folder or a value stands where there is none."""

    def read(self, most: int) -> Iterator[Segment]:
        """The texts of at most `most` bytes of every folder; where one is damaged the others are read."""
        try:
            self.todo = [(self._first(), self.place, 0)]
        except MalformedError:
            self.damaged = True
        while self.todo and len(self.seen) < FOLDERS:
            at, place, group = self.todo.pop()
            if not at or at in self.seen:
                continue
            self.seen.add(at)
            try:
                yield from self._folder(at, place, group, most)
            except MalformedError:
                self.damaged = True
        self.damaged = self.damaged or bool(self.todo)

    def _first(self) -> int:
        """The offset of the first folder."""
        head = self._take(0, 8)
        self.order = "big" if head[:2] == b"MM" else "little"
        magic = self._number(head[2:4])
        if magic not in MAGIC:
            raise MalformedError
        self.big = magic == BIG
        return self._number(self._take(8, 8)) if self.big else self._number(head[4:8])

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

    def _number(self, data: bytes) -> int:
        return int.from_bytes(data, self.order)

    def _folder(self, at: int, place: str, group: int, most: int) -> Iterator[Segment]:
        """One IFD; `group` is the tag that led to it, 0 for a page."""
        entries = self._entries(at, not group)
        for tag, entry in entries.items():
            try:
                if tag in (SUB, EXIF, GPS, INTEROP):
                    below = place if tag == SUB else place.replace("TIFF", "EXIF")
                    self.todo += [(to, below, tag) for to in reversed(self._numbers(entry))]
                elif 3 < entry.size <= most and (tag in WIDE or tag in CODED or entry.kind in (2, 129)):
                    name = (GPS_NAMES if group == GPS else NAMES).get(tag, f"tag {tag:#06x}")
                    yield from self._text(tag, name, entry, place)
            except MalformedError:
                self.damaged = True
        self._find_pixels(entries)
        if group == GPS:
            yield from self._position(entries, f"{place} GPS position")

    def _entries(self, at: int, page: bool) -> dict[int, Entry]:
        """The tags of the folder at an offset; the page after a page is put on the list."""
        head, each, word = (8, 20, 8) if self.big else (2, 12, 4)
        count = self._number(self._take(at, head))
        if count > ENTRIES:
            raise MalformedError
        table = self._take(at + head, min(count * each, self.total - at - head))
        self.damaged = self.damaged or len(table) < count * each
        entries: dict[int, Entry] = {}
        for n in range(0, len(table) - each + 1, each):
            tag, kind = self._number(table[n : n + 2]), self._number(table[n + 2 : n + 4])
            entry = Entry(kind, self._number(table[n + 4 : n + 4 + word]), at + head + n + 4 + word)
            if entry.size > word:
                entry = entry._replace(at=self._number(table[n + 4 + word : n + each]))
                self.damaged = self.damaged or entry.at + entry.size > self.total
            entries[tag] = entry
        after = at + head + count * each
        if page and after + word <= self.total:
            self.pages += 1
            name = f"TIFF page {self.pages}" if self.place == "TIFF" else self.place
            self.todo.append((self._number(self._take(after, word)), name, 0))
        return entries

    def _text(self, tag: int, name: str, entry: Entry, place: str) -> Iterator[Segment]:
        """The text of a tag, if it is one."""
        data = self._take(entry.at, entry.size)
        at = None if self.shift is None else self.shift + entry.at
        field = Field(f"{place} {name}", at, len(data), name)
        found: Segment | None
        if tag in WIDE:
            found = decoded(name, data.decode("utf-16-le", "replace").strip("\0"), field.place, at, len(data))
        elif tag in CODED and data[:8] in (b"UNICODE\0", b"JIS\0\0\0\0\0"):
            text = self._wide(data[8:]) if data[:1] == b"U" else data[8:].decode("iso2022_jp", "replace")
            found = decoded(name, text.strip("\0 "), field.place, at, len(data))
        else:
            skip = 8 * (tag in CODED and not data[:8].strip(b"ASCII\0"))
            found = whole(field._replace(at=None if at is None else at + skip), data[skip:])
        if found is not None:
            self.texts.append((entry.at, entry.at + entry.size))
            yield found

    def _wide(self, text: bytes) -> str:
        """UTF-16; writers disagree about the order of bytes, so that zeros tell, else the TIFF's own."""
        low, high = text[1::2].count(0), text[::2].count(0)
        little = low > high or low == high and self.order == "little"
        codec = "utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if little else "utf-16-be"
        return text.decode(codec, "replace")

    def _numbers(self, entry: Entry) -> list[int]:
        """Values of whole numbers."""
        width = WIDTHS.get(entry.kind, 1)
        data = self._take(entry.at, min(entry.size, ARRAY))
        return [self._number(data[n : n + width]) for n in range(0, len(data) - width + 1, width)]

    def _find_pixels(self, entries: dict[int, Entry]) -> None:
        """Keeps where pixels stand; those that are cut off say nothing."""
        for spots, sizes in PIXELS:
            if spots in entries and sizes in entries:
                try:
                    pairs = list(zip(self._numbers(entries[spots]), self._numbers(entries[sizes]), strict=False))
                except MalformedError:
                    return
                self.pixels += [(at, at + size) for at, size in pairs]

    def _position(self, entries: dict[int, Entry], place: str) -> Iterator[Segment]:
        """The position as decimal degrees."""
        found, at = [], 0
        try:
            for reference, tag in ((1, 2), (3, 4)):
                if reference in entries and tag in entries and entries[tag].kind in (5, 10):
                    numbers = self._numbers(entries[tag]._replace(kind=4, number=min(entries[tag].number, 3) * 2))
                    at = entries[tag].at
                    side = self._take(entries[reference].at, 1)
                    found.append(gps.degrees(list(zip(numbers[::2], numbers[1::2], strict=True)), side))
        except MalformedError:
            self.damaged = True
        if len(found) == 2 and found[0] is not None and found[1] is not None:
            where = None if self.shift is None else self.shift + at
            yield decoded("", gps.text(found[0], found[1]), place, where, 24)
