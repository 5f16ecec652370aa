"""EXIF and TIFF: the tags that hold words, and where a picture was taken; strips and tiles are skipped.

Format: TIFF 6.0, BigTIFF, and CIPA DC-008 (Exif 3.0), 4.6.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Literal, NamedTuple

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.labels import Item, MalformedError, broken, damaged, decoded, label, region, runs, xmp
from ..core.streams import exactly, length, raw
from .exif_tags import (
    EXIF,
    GPS,
    GPS_NAMES,
    ICC,
    INTEROP,
    IPTC,
    NAMES,
    PHOTOSHOP,
    SUB,
    TABLES,
    WIDE,
    WIDTHS,
    XMP,
    wide,
)
from .gps import Rational, degrees, position

OFFSETS, COUNTS = (0x0111, 0x0144), (0x0117, 0x0145)
"""Where strips and tiles stand, and their sizes."""
PREVIEW, PREVIEW_SIZE = 0x0201, 0x0202
CODED = (0x9286, 0x1B, 0x1C)
"""Texts with eight bytes before them that name their characters."""
ENTRIES, FOLDERS = 4096, 10_000
ARRAY, SPARE = 8 << 20, 1 << 20
SLACK = 4
"""Bytes between two values that only align them."""


class Entry(NamedTuple):
    """One tag: its type, how many values, and where they stand from the start of the TIFF."""

    kind: int
    number: int
    at: int

    @property
    def size(self) -> int:
        return self.number * WIDTHS.get(self.kind, 0)


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """A TIFF file: the tags of every page, then what belongs to none."""
    with blob.open() as stream:
        total = length(blob, stream)
        tiff = Tiff(blob, stream, total, limits, "TIFF", 0)
        yield from tiff.all()
        if tiff.damage is None and not tiff.lost:
            yield from tiff.gaps()
        else:
            at = tiff.damage or 0
            yield from damaged(blob, stream, at if at < total else 0, total, limits, "tags")


def exif(blob: Blob, data: bytes, limits: Limits, at: int | None, place: str = "EXIF") -> Iterator[Item]:
    """A TIFF in another file; `at` is its offset there, None when it does not stand there as it is."""
    tiff = Tiff(blob, io.BytesIO(data), len(data), limits, place, at)
    yield from tiff.all()
    if tiff.damage is not None:
        yield from broken(blob, data, place, at)
    elif tiff.lost:
        yield runs(data, place, at)


class Tiff:
    """The folders (IFDs) of one TIFF."""

    def __init__(self, blob: Blob, stream: BinaryIO, total: int, limits: Limits, place: str, shift: int | None) -> None:
        self.blob, self.stream, self.total, self.limits = blob, stream, total, limits
        self.place, self.shift = place, shift
        self.order: Literal["little", "big"] = "little"
        self.big, self.pages, self.used, self.seen = False, 1, [(0, 8)], set[int]()
        self.todo: list[tuple[int, str, int]] = []
        self.damage: int | None = None
        """Where a folder that is none stands."""
        self.lost = False
        """Whether values stand where there is nothing."""
        self.spent = 0
        """Bytes read, those that many tags share as often as they are read."""

    def all(self) -> Iterator[Item]:
        """What each folder says; where one is damaged the others are read."""
        try:
            self.todo = [(self.first(), self.place, 0)]
        except MalformedError:
            self.damage = 0
        while self.todo:
            at, place, group = self.todo.pop()
            if at in self.seen or not at:
                continue
            if len(self.seen) >= FOLDERS:
                hint = f"it has more than {FOLDERS:,} pages; split it and scan the parts"
                yield Unread(self.blob.path, f"byte {at}", "limit", None, hint)
                break
            self.seen.add(at)
            try:
                yield from self.folder(at, place, group)
            except MalformedError:
                self.damage = at if self.damage is None else self.damage

    def first(self) -> int:
        """The offset of the first folder."""
        head = self.take(0, 8)
        self.order = "big" if head[:2] == b"MM" else "little"
        magic = self.number(head[2:4])
        if head[:2] not in (b"II", b"MM") or magic not in (42, 43, 0x4F52, 0x5352, 0x55):
            raise MalformedError
        self.big = magic == 43
        return self.number(self.take(8, 8)) if self.big else self.number(head[4:8])

    def take(self, at: int, size: int) -> bytes:
        """Raises MalformedError when there are fewer bytes."""
        self.spent += size
        if at < 0 or at + size > self.total or self.spent > 4 * self.total + SPARE:
            raise MalformedError
        self.stream.seek(at)
        data = exactly(self.stream, size)
        if len(data) < size:
            raise MalformedError
        self.used.append((at, at + size))
        return data

    def number(self, data: bytes) -> int:
        return int.from_bytes(data, self.order)

    def raw_at(self, at: int) -> int | None:
        return None if self.shift is None else self.shift + at

    def folder(self, at: int, place: str, group: int) -> Iterator[Item]:
        """One IFD; `group` is the tag that led to it, 0 for a page."""
        entries = self.entries(at, not group)
        for tag, entry in entries.items():
            try:
                yield from self.entry(tag, entry, place, group)
            except MalformedError:
                self.lost = True
        yield from self.pixels(entries)
        if group == GPS:
            try:
                yield from self.where(entries, place)
            except MalformedError:
                self.lost = True

    def entries(self, at: int, page: bool) -> dict[int, Entry]:
        """The tags of the folder at an offset; the page after a page is put on the list."""
        head, each, word = (8, 20, 8) if self.big else (2, 12, 4)
        count = self.number(self.take(at, head))
        if count > ENTRIES:
            raise MalformedError
        table = self.take(at + head, min(count * each, self.total - at - head))
        entries: dict[int, Entry] = {}
        for n in range(0, len(table) - each + 1, each):
            tag, kind = self.number(table[n : n + 2]), self.number(table[n + 2 : n + 4])
            entry = Entry(kind, self.number(table[n + 4 : n + 4 + word]), at + head + n + 4 + word)
            if entry.size > word:
                entry = entry._replace(at=self.number(table[n + 4 + word : n + each]))
                self.used.append((entry.at, entry.at + entry.size))
            entries[tag] = entry
        after = at + head + count * each
        if page and after + word <= self.total:
            self.pages += 1
            name = f"TIFF page {self.pages}" if self.place == "TIFF" else self.place
            self.todo.append((self.number(self.take(after, word)), name, 0))
        if len(table) < count * each:
            self.damage = at if self.damage is None else self.damage
        return entries

    def entry(self, tag: int, entry: Entry, place: str, group: int) -> Iterator[Item]:
        """What one tag says in words."""
        if tag in (SUB, EXIF, GPS, INTEROP) and entry.kind in (3, 4, 13, 16, 18):
            below = place if tag == SUB else place.replace("TIFF", "EXIF")
            self.todo += [(to, below, tag) for to in reversed(self.numbers(entry))]
        elif tag == TABLES:
            yield Opaque(min(entry.size, self.total), "pixels")
        elif entry.kind in (1, 2, 7, 129) and entry.size > 3 or tag in (XMP, IPTC, PHOTOSHOP):
            names = GPS_NAMES if group == GPS else NAMES
            name = names.get(tag, f"tag {tag:#06x}")
            if entry.size > self.limits.whole:
                self.take(entry.at, 1)
                size = min(entry.size, self.total - entry.at)
                self.used.append((entry.at, entry.at + size))
                yield from region(self.blob, self.stream, entry.at, size, self.limits, f"{place} {name}", name)
                return
            yield from self.value(tag, name, self.take(entry.at, entry.size), place, entry)

    def value(self, tag: int, name: str, data: bytes, place: str, entry: Entry) -> Iterator[Item]:
        at = self.raw_at(entry.at)
        if tag == XMP:
            yield xmp(self.blob, data, at)
        elif tag in (IPTC, PHOTOSHOP):
            from . import photoshop

            read = photoshop.iptc if tag == IPTC else photoshop.resources
            yield from read(self.blob, data, self.limits, at)
        elif tag == ICC:
            from . import icc

            yield from icc.profile(self.blob, data, at)
        elif tag in WIDE:
            words = data.decode("utf-16-le", "replace").strip("\0")
            yield decoded(name, words, f"{place} {name}", at, len(data))
        elif tag in CODED and entry.kind == 7:
            yield self.comment(name, data, f"{place} {name}", at)
        else:
            few = data.rstrip(b"\0").count(0) * 4 < len(data)
            text = data.rstrip(b"\0").replace(b"\0", b"\n") if entry.kind in (2, 129) and few else data
            yield label(self.blob, name, text, f"{place} {name}", at)

    def comment(self, name: str, data: bytes, place: str, at: int | None) -> Item:
        """A text after the code of its characters."""
        code, text = data[:8], data[8:]
        first = None if at is None else at + 8
        if code[:7] == b"UNICODE":
            return decoded(name, wide(text, self.order == "little").strip("\0 "), place, first, len(text))
        if code[:3] == b"JIS":
            return decoded(name, text.decode("iso2022_jp", "replace"), place, first, len(text))
        plain = code[:5] == b"ASCII" or not code.strip(b"\0")
        return label(self.blob, name, text if plain else data, place, first if plain else at)

    def numbers(self, entry: Entry) -> list[int]:
        """Values of whole numbers."""
        width = WIDTHS.get(entry.kind, 1)
        data = self.take(entry.at, min(entry.size, ARRAY))
        return [self.number(data[n : n + width]) for n in range(0, len(data) - width + 1, width)]

    def pixels(self, entries: dict[int, Entry]) -> Iterator[Item]:
        """Strips, tiles and previews; a preview is a picture with tags of its own."""
        try:
            for where, sizes in zip(OFFSETS, COUNTS, strict=True):
                if where in entries and sizes in entries:
                    spots = list(zip(self.numbers(entries[where]), self.numbers(entries[sizes]), strict=False))
                    self.used += [(at, at + size) for at, size in spots]
                    yield Opaque(min(sum(size for _, size in spots), self.total), "pixels")
            if PREVIEW in entries and PREVIEW_SIZE in entries:
                at, size = (self.numbers(entries[tag])[0] for tag in (PREVIEW, PREVIEW_SIZE))
                data = self.take(at, size)
                if data[:3] == b"\xff\xd8\xff":
                    yield label(self.blob, "", data, f"{self.place} preview", self.raw_at(at))
        except (MalformedError, IndexError):
            pass  # pixels that are cut off say nothing

    def where(self, entries: dict[int, Entry], place: str) -> Iterator[Segment]:
        """The position as decimal degrees."""
        found = []
        for reference, tag in ((1, 2), (3, 4)):
            if reference not in entries or tag not in entries or entries[tag].kind not in (5, 10):
                return
            parts = self.rationals(entries[tag])
            value = degrees(parts, self.take(entries[reference].at, 1))
            if value is None:
                return
            found.append(value)
        first, last = entries[2], entries[4]
        yield position(found[0], found[1], f"{place} GPS", self.raw_at(first.at), max(last.at + 24 - first.at, 24))

    def rationals(self, entry: Entry) -> list[Rational]:
        data = self.take(entry.at, min(entry.size, 24))
        return [(self.number(data[n : n + 4]), self.number(data[n + 4 : n + 8])) for n in range(0, len(data) - 7, 8)]

    def gaps(self) -> Iterator[Item]:
        """What no tag leads to: old values, and what stands behind the end."""
        end = 0
        for start, stop in [*sorted(self.used), (self.total, self.total)]:
            if start - end > SLACK:
                if start == self.total:
                    yield from region(self.blob, self.stream, end, start - end, self.limits, "behind the last tag")
                else:
                    yield raw(self.stream, end, start - end, self.limits, "between tags")
            end = max(end, stop)
