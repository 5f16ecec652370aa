"""Boxes of ISO base media files: MP4, MOV, M4A, HEIC, AVIF, JPEG XL, JPEG 2000. Samples and their tables are skipped.

Formats: ISO/IEC 14496-12; QuickTime File Format; ISO/IEC 23008-12 (HEIF), 18181-2 (JPEG XL), 15444-1 (JPEG 2000).
What stands in boxes of words is read by `box_texts.py`, items of HEIF by `box_items.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from ...types import Blob, Limits, Opaque, Unread
from ..core.labels import Item, MalformedError, damaged, region
from ..core.streams import UnexpectedEof, exactly, length

FOLDERS = frozenset(
    b"moov trak mdia minf stbl dinf udta ilst edts mvex moof traf mfra tapt gmhd iprp ipco jumb asoc jp2h sinf "
    b"schi meta clip matt rinf uinf strk strd grpl".split()
)
"""Boxes of boxes."""
SAMPLES = frozenset(
    b"mdat idat imda jxlc jxlp jbrd jp2c stts stsz stz2 stsc stco co64 ctts stss sbgp sgpd sdtp saiz saio trun tfhd "
    b"tfdt sidx elst cslg senc subs stsh padb mdcv clli ispe pixi ipma hvcC av1C avcC tfra mfro".split()
)
"""Boxes of media, and tables of numbers about it."""
FLAT = frozenset(b"mvhd tkhd mdhd vmhd smhd nmhd ftyp styp mehd trex mfhd pitm ihdr pasp btrt".split())
"""UnexpectedEof boxes of numbers."""
TOP = frozenset(
    b"ftyp styp moov mdat moof mfra meta free skip wide uuid pdin sidx udta pnot PICT emsg prft imda".split()
)
TOP |= frozenset(b"Exif brob jxlc jxlp jxll jxli jbrd jumb jp2h jp2c mpvd ssix".split()) | {b"JXL ", b"xml ", b"jP  "}
"""What stands outside of other boxes."""
DESCRIBES = frozenset((b"moov", b"meta", b"jxlc", b"jxlp", b"jp2c", b"moof"))
"""Without one of these a file is not whole."""
DEPTH, BOXES, LARGEST_FLAT = 16, 200_000, 1024
QUICKTIME = (b"hdlr", b"keys", b"ilst", b"mhdr")
"""What begins `meta` where it has no version before its boxes."""


class Box(NamedTuple):
    """One box: its kind, where its content begins and ends, and the kinds of the boxes around it."""

    kind: bytes
    at: int
    end: int
    path: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return self.end - self.at

    @property
    def within(self) -> bytes:
        """The kind of the box around it."""
        return self.path[-1] if self.path else b""


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Texts of a file of boxes, each by the box that holds it, then what stands behind the last."""
    with blob.open() as stream:
        boxes = Boxes(blob, stream, length(blob, stream), limits)
        try:
            yield from boxes.walk(boxes.top())
        except (UnexpectedEof, MalformedError):
            yield Opaque(boxes.samples, "samples")
            yield from damaged(blob, stream, boxes.last, boxes.total, limits, "boxes")
            return
        yield Opaque(boxes.samples, "samples")
        left = boxes.total - boxes.last
        yield from region(blob, stream, boxes.last, left, limits, "behind the last box")


class Boxes:
    """The boxes of one file."""

    def __init__(self, blob: Blob, stream: BinaryIO, total: int, limits: Limits) -> None:
        self.blob, self.stream, self.total, self.limits = blob, stream, total, limits
        self.last = self.samples = self.count = 0
        self.keys: list[str] = []
        """Names by which the entries of `ilst` are numbered."""

    def take(self, at: int, size: int) -> bytes:
        """Raises UnexpectedEof when there are fewer."""
        if size < 0 or at + size > self.total:
            raise UnexpectedEof
        self.stream.seek(at)
        data = exactly(self.stream, size)
        if len(data) < size:
            raise UnexpectedEof
        return data

    def box(self, at: int, end: int, path: tuple[bytes, ...]) -> Box:
        """The box at an offset; its end is what it claims. Raises MalformedError when it is shorter than its head."""
        self.count += 1
        head = self.take(at, min(16, end - at))
        size, start = int.from_bytes(head[:4], "big"), at + 8
        if size == 1 and len(head) == 16:
            size, start = int.from_bytes(head[8:], "big"), at + 16
        stop = at + size if size else end
        if stop < start or self.count > BOXES:
            raise MalformedError
        return Box(head[4:8], start, stop, path)

    def top(self) -> Iterator[Box]:
        """The outermost boxes. Leaves `last` behind them. Raises UnexpectedEof, MalformedError for half a file."""
        described = False
        while self.last + 8 <= self.total:
            kind = self.take(self.last + 4, 4)
            if kind not in TOP and described:
                return
            box = self.box(self.last, self.total, ())
            if box.end > self.total:
                self.samples += self.total - box.at if kind in SAMPLES else 0
                raise UnexpectedEof
            described = described or kind in DESCRIBES
            yield box
            self.last = box.end
        if not described:
            raise UnexpectedEof

    def children(self, at: int, end: int, path: tuple[bytes, ...]) -> Iterator[Box]:
        """The boxes in a range. Raises UnexpectedEof when one is longer than the range."""
        while at + 8 <= end:
            box = self.box(at, end, path)
            if box.end > end:
                raise UnexpectedEof
            yield box
            at = box.end

    def walk(self, boxes: Iterable[Box]) -> Iterator[Item]:
        """What boxes say; a box of boxes that makes no sense is searched as bytes."""
        for box in boxes:
            if box.kind not in FOLDERS:
                yield from self.leaf(box)
                continue
            if len(box.path) >= DEPTH:
                raise MalformedError
            try:
                yield from self.folder(box)
            except (UnexpectedEof, MalformedError):
                hint = "its boxes stop making sense; it was searched for tokens only; make the file anew"
                yield from self.loose(box)
                yield Unread(self.blob.path, self.place(box), "damaged", box.size, hint)

    def place(self, box: Box) -> str:
        """For people: `udta ©nam`."""
        return " ".join(kind.decode("latin-1").strip() for kind in (box.within, box.kind) if kind)

    def folder(self, box: Box) -> Iterator[Item]:
        """A box of boxes; `meta` may have a head of its own."""
        inner, at = (*box.path, box.kind), box.at
        if box.kind == b"meta":
            at += 0 if self.take(at, min(8, box.size))[4:8] in QUICKTIME else 4
            from . import box_items

            found = {child.kind: child for child in self.children(at, box.end, inner)}
            if b"keys" in found:
                self.keys = box_items.keys(self, found[b"keys"])
            if b"iinf" in found and b"iloc" in found:
                yield from box_items.items(self, found)
        if box.kind == b"ilst":
            from .box_texts import entry

            for child in self.children(at, box.end, inner):
                yield from entry(self, child)
        else:
            yield from self.walk(self.children(at, box.end, inner))

    def leaf(self, box: Box) -> Iterator[Item]:
        """A box that holds something else than boxes."""
        if box.kind in SAMPLES:
            self.samples += box.size
            if box.kind == b"jp2c":
                from . import jpeg2000

                yield from jpeg2000.comments(self.blob, self.take(box.at, min(box.size, jpeg2000.HEAD)), box.at)
        elif box.kind in FLAT and box.size <= LARGEST_FLAT or not box.size:
            return
        elif box.kind == b"brob":
            hint = "it is packed with Brotli, which is not unpacked here; write it unpacked, or strip it"
            yield Unread(self.blob.path, self.place(box), "limit", box.size, hint)
        elif box.size > self.limits.whole:
            yield from self.loose(box)
        else:
            from .box_texts import text

            yield from text(self, box, self.take(box.at, box.size))

    def loose(self, box: Box) -> Iterator[Item]:
        """A box of which nothing is known."""
        yield from region(self.blob, self.stream, box.at, box.size, self.limits, self.place(box))
