"""RIFF, RF64 and AIFF: WebP, WAV, AVI, AIFF. Texts, EXIF, XMP and tags by chunk; pixels and samples are skipped.

Formats: Microsoft RIFF (INFO), EBU Tech 3285 (bext) and 3306 (RF64), iXML, AES46 (cart), WebP container specification,
Apple AIFF 1.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Literal

from ...types import Blob, Limits, Opaque
from ..core.labels import Item, MalformedError, damaged, label, region, xmp
from ..core.streams import UnexpectedEof, Window, length

SAMPLES = frozenset(
    (
        b"data",
        b"SSND",
        b"VP8 ",
        b"VP8L",
        b"ALPH",
        b"ANMF",
        b"movi",
        b"slnt",
        b"wavl",
        b"idx1",
        b"indx",
        b"JUNQ",
        b"PEAK",
    )
)
NUMBERS = frozenset((b"fmt ", b"fact", b"VP8X", b"ANIM", b"COMM", b"ds64", b"smpl", b"inst", b"cue ", b"strh", b"avih"))
"""UnexpectedEof chunks of numbers."""
LISTS = (b"LIST", b"RIFF", b"FORM", b"list")
TEXTS = {
    b"IART": "artist", b"INAM": "title", b"ICMT": "comment", b"ICOP": "copyright", b"ISFT": "software",
    b"IENG": "engineer", b"ITCH": "technician", b"ISRC": "source", b"IARL": "archive", b"ICMS": "commissioner",
    b"ISBJ": "subject", b"IKEY": "keywords", b"ICRD": "date", b"IPRD": "product", b"NAME": "name", b"AUTH": "author",
    b"(c) ": "copyright", b"ANNO": "annotation", b"labl": "label", b"note": "note", b"iXML": "iXML", b"axml": "axml",
}  # fmt: skip
FIELDS = (("description", 256), ("originator", 32), ("originator reference", 32), ("time", 262), ("reserved", 20))
"""The fields of `bext` and their sizes; the history of coding is the rest."""
LARGEST_NUMBERS, DEPTH = 4096, 8
STREAMED = 0x7FFF_0000
"""Sizes from which on a writer did not know how long its samples would be."""


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Each text by its chunk, then what stands behind the last."""
    with blob.open() as stream:
        riff = _Riff(blob, stream, limits)
        try:
            while riff.begins():
                yield from riff.form()
        except (UnexpectedEof, MalformedError):
            yield Opaque(riff.samples, "samples")
            yield from damaged(blob, stream, riff.at, riff.window.total, limits, "chunks")
            return
        yield Opaque(riff.samples, "samples")
        yield from region(blob, stream, riff.window.at, riff.window.left, limits, "behind the last chunk")


class _Riff:
    def __init__(self, blob: Blob, stream: BinaryIO, limits: Limits) -> None:
        self.blob, self.stream, self.limits = blob, stream, limits
        self.window = Window(stream, length(blob, stream), 0, 4096)
        self.samples = self.at = 0
        self.long = 0
        """The size of the samples of a file of more than 4 GiB."""
        self.order: Literal["little", "big"] = "big" if self.window.peek(4) == b"FORM" else "little"

    def begins(self) -> bool:
        """Whether another form begins here; a large AVI has several."""
        return self.window.peek(4) in (b"RIFF", b"RF64", b"BW64", b"FORM")

    def form(self) -> Iterator[Item]:
        """The chunks of one form, up to the end that it claims or to where it has no more."""
        window = self.window
        self.at = window.at
        window.skip(4)
        size = window.number(4, self.order)
        end = window.at + size + (size & 1 and window.at + size < window.total)
        window.skip(4)
        if size >= STREAMED:
            end = window.total
        yield from self.chunks(min(end, window.total), window.total, "", 0)
        if size < STREAMED and end > window.total:
            raise UnexpectedEof

    def chunks(self, end: int, most: int, within: str, depth: int) -> Iterator[Item]:
        """The chunks that begin before `end`; none reaches beyond `most`."""
        window = self.window
        while window.at + 8 <= end:
            self.at = window.at if not depth else self.at
            kind, size = window.take(4), window.number(4, self.order)
            start = window.at
            if kind == b"data":
                size = self.long if size == 0xFFFF_FFFF and self.long else size
                size = most - start if size >= STREAMED and size > most - start else size
            if size > most - start:
                self.samples += most - start if kind in SAMPLES else 0
                raise UnexpectedEof
            if not kind.strip(b"\0"):
                raise MalformedError
            yield from self.chunk(kind, start, size, within, depth)
            window.go(min(start + size + (size & 1), most))
        window.go(max(window.at, end))

    def chunk(self, kind: bytes, start: int, size: int, within: str, depth: int) -> Iterator[Item]:
        """One chunk by its kind."""
        window = self.window
        if kind in LISTS and size >= 4 and depth < DEPTH:
            sort = window.take(4)
            if sort in SAMPLES:
                self.samples += size
            else:
                yield from self.chunks(start + size, start + size, sort.decode("latin-1").strip(), depth + 1)
        elif kind in SAMPLES or kind[2:] in (b"dc", b"wb", b"db"):
            self.samples += size
        elif kind in NUMBERS and size <= LARGEST_NUMBERS:
            if kind == b"ds64" and size >= 16:
                window.skip(8)
                self.long = window.number(8)
        elif size > self.limits.whole:
            yield from region(self.blob, self.stream, start, size, self.limits, self.place(kind, within))
        elif size:
            yield from self.value(kind, window.take(size), start, within)

    def place(self, kind: bytes, within: str) -> str:
        """For people: `INFO artist`."""
        return f"{within} {TEXTS.get(kind) or kind.decode('latin-1').strip()}".strip()

    def value(self, kind: bytes, data: bytes, at: int, within: str) -> Iterator[Item]:
        """A chunk that is at hand."""
        place, blob = self.place(kind, within), self.blob
        if kind == b"EXIF":
            from . import exif

            skip = 6 * data.startswith(b"Exif\0\0")
            yield from exif.exif(blob, data[skip:], self.limits, at + skip)
        elif kind in (b"XMP ", b"_PMX"):
            yield xmp(blob, data, at)
        elif kind == b"ICCP":
            from . import icc

            yield from icc.profile(blob, data, at)
        elif kind.lower() == b"id3 ":
            from . import id3

            yield from id3.tag(blob, data, self.limits, at)
        elif kind == b"bext":
            yield from self.broadcast(data, at)
        else:
            skip = {b"labl": 4, b"note": 4, b"ltxt": 20, b"COMT": 10, b"cart": 4}.get(kind, 0)
            text = data[skip:].rstrip(b"\0")
            text = text.replace(b"\0", b"\n") if kind == b"cart" else text
            yield label(blob, TEXTS.get(kind, ""), text, place, at + skip)

    def broadcast(self, data: bytes, at: int) -> Iterator[Item]:
        """The fields of a broadcast wave."""
        pos = 0
        for name, size in (*FIELDS, ("coding history", len(data))):
            text = data[pos : pos + size].rstrip(b"\0")
            if text.strip(b"\0"):
                yield label(self.blob, name, text, f"bext {name}", at + pos)
            pos += size
