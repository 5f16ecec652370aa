"""Containers of chunks, each with its kind and size before it; pixels, samples and tables of numbers are skipped.

Formats: W3C PNG (third edition); Microsoft RIFF (WAV, AVI, WebP) and EBU Tech 3306 (RF64); Apple AIFF 1.3; boxes:
ISO/IEC 14496-12 (MP4), 23008-12 (HEIC, AVIF), 18181-2 (JPEG XL), 15444-1 (JPEG 2000), QuickTime File Format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from ...types import Limits, Opaque, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.streams import Window
from .fields import Field, Found

SAMPLES = frozenset(
    b"mdat imda jxlc jxlp jbrd jp2c stts stsz stz2 stsc stco co64 ctts stss sbgp sgpd sdtp saiz saio trun tfhd tfdt "
    b"sidx elst cslg senc subs stsh ipma hvcC av1C avcC tfra".split()
)
SOUND = frozenset((b"data", b"SSND", b"VP8 ", b"VP8L", b"ALPH", b"ANMF", b"movi", b"idx1", b"indx", b"PEAK", b"wavl"))
NUMBERS = b"IDAT fdAT IHDR PLTE tRNS gAMA cHRM sRGB pHYs tIME bKGD hIST sBIT acTL fcTL cICP IEND".split()
BOXES = frozenset(b"moov trak mdia minf stbl udta ilst moof traf gmhd iprp ipco jumb asoc jp2h ---- meta".split())
LISTS = frozenset((b"RIFF", b"LIST", b"FORM", b"RF64", b"BW64"))
TOP = frozenset(
    b"ftyp styp moov mdat moof mfra meta free skip wide uuid pdin sidx udta pnot PICT emsg prft imda".split()
)
TOP |= frozenset(b"Exif brob jxlc jxlp jxll jxli jbrd jumb jp2h jp2c mpvd ssix".split()) | {b"JXL ", b"xml ", b"jP  "}
"""Boxes that stand outside of others."""
WHOLE, PICTURE = frozenset((b"moov", b"moof", b"meta", b"jxlc", b"jxlp", b"jp2c")), frozenset((b"mdat", b"idat"))
"""Boxes without which a film, and a picture, is not whole."""
VERSIONLESS = (b"hdlr", b"keys", b"ilst", b"mhdr")
"""What begins `meta` of QuickTime, which has no version before its boxes."""
PIXELS = (b"IDAT", b"fdAT")
PICTURES = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"avif", b"miaf"))
"""Brands of pictures."""
DEPTH, STREAMED = 16, 0x7FFF_0000
"""Chunks in chunks; sizes from which on a writer did not know how long its samples would be."""
CODESTREAM, TAIL, LONGEST = 64 << 10, 128 << 10, 4096
"""Bytes of a codestream that may hold comments, of a PNG that may follow its pixels, and of keywords."""
_CHUNK = re.compile(rb"(?=[\0-\xff]{4}(?:IDAT|fdAT|fcTL|tEXt|zTXt|iTXt|eXIf|tIME|IEND))")


class ChunkLayout(NamedTuple):
    """How the chunks of a format are laid out, which of them hold chunks, and what is skipped."""

    order: Literal["little", "big"]
    kind_first: bool
    after: int
    """Bytes behind each chunk."""
    folders: frozenset[bytes]
    bulk: frozenset[bytes]


PNG = ChunkLayout("big", False, 4, frozenset(), frozenset(NUMBERS))
BOX = ChunkLayout("big", False, 0, BOXES, SAMPLES)
RIFF = ChunkLayout("little", True, 0, LISTS, SOUND)
AIFF = RIFF._replace(order="big")


class MediaChunk(NamedTuple):
    """One chunk: its kind, where its content begins and stops, where the next one begins, and what it stands in."""

    kind: bytes
    at: int
    stop: int
    end: int
    around: str
    bulk: bool = False
    """Whether it holds pixels or samples, or what is said about them in numbers."""

    def found(self) -> Found:
        """Its content, or that it is skipped."""
        name = self.kind.decode("latin-1").strip("\xa9 ")
        name = name if name.isprintable() else ""
        size = max(self.stop - self.at, 0)
        return Opaque(size, "samples") if self.bulk else Field(f"{self.around} {name}".strip(), self.at, size)


def walk(window: Window, layout: ChunkLayout, begins: Callable[[bytes], bool]) -> Iterator[MediaChunk]:
    """The chunks that hold no others, as long as one `begins` with the next eight bytes; the caller may move the window
    further on.

    Raises UnexpectedEof, MalformedError; then, too, the window stands behind what was given out.
    """
    folders: list[MediaChunk] = []
    while True:
        while folders and window.at + 8 > folders[-1].stop:
            window.go(max(folders.pop().end, window.at))
        if not folders and (window.left < 8 or not begins(window.peek(8))):
            return
        stop = folders[-1].stop if len(folders) > layout.kind_first else window.total
        chunk = _head(window, layout, stop, folders[-1].around if folders else "")
        sort = window.peek(8) if chunk.kind in layout.folders else b""
        chunk = chunk._replace(bulk=(sort[:4] if chunk.kind in LISTS else chunk.kind) in layout.bulk)
        if chunk.stop + layout.after > stop or len(folders) > DEPTH:
            if chunk.bulk:
                yield chunk._replace(stop=stop)
            raise UnexpectedEof
        if chunk.bulk or chunk.kind not in layout.folders or chunk.stop - chunk.at < 4:
            yield chunk
            window.go(max(chunk.end, window.at))
        else:
            folders.append(_opened(window, layout, chunk, sort))


def _opened(window: Window, layout: ChunkLayout, chunk: MediaChunk, sort: bytes) -> MediaChunk:
    """A chunk that holds others, named for them; the window moves to the first. `sort`: its first eight bytes."""
    window.skip(4 if layout.kind_first or chunk.kind == b"meta" and sort[4:] not in VERSIONLESS else 0)
    name = sort[:4] if chunk.kind == b"LIST" else b"" if layout.kind_first else chunk.kind
    return chunk._replace(around=name.decode("latin-1").strip("\xa9 \0"))


def _head(window: Window, layout: ChunkLayout, most: int, around: str) -> MediaChunk:
    """The chunk that begins at the window; where it stops is what it claims. Raises MalformedError for none."""
    first, head = window.at, window.take(8)
    kind, number = (head[:4], head[4:]) if layout.kind_first else (head[4:], head[:4])
    size = int.from_bytes(number, layout.order)
    stop = window.at + size
    if layout is BOX:
        size = window.number(8, "big") if size == 1 else size
        stop = first + size if size else most
    elif layout.kind_first and (size >= STREAMED or kind in LISTS):
        stop = min(stop, most)
    if stop < window.at or not kind.strip(b"\0") or layout is PNG and not kind.isalpha():
        window.go(first)
        raise MalformedError(first)
    end = min(stop + layout.after + (layout.kind_first and size & 1), max(most, stop))
    return MediaChunk(kind, window.at, stop, end, around)


def riff(window: Window, _limits: Limits) -> Iterator[Found]:
    """RIFF, RF64 and AIFF; a large AVI has several forms."""
    head = window.peek(8)
    layout = AIFF if head[:4] == b"FORM" else RIFF
    for chunk in walk(window, layout, lambda head: head[:4] in LISTS):
        yield chunk.found()
    if window.total - 8 < int.from_bytes(head[4:], layout.order) < STREAMED:
        raise UnexpectedEof


def boxes(window: Window, _limits: Limits) -> Iterator[Found]:
    """Boxes; a file of pictures keeps EXIF and XMP between its pixels."""
    picture, kinds = window.peek(12)[8:] in PICTURES, set[bytes]()

    def begins(head: bytes) -> bool:
        kinds.add(head[4:])
        return head[4:] in TOP

    for chunk in walk(window, BOX, begins):
        size = chunk.stop - chunk.at
        kinds.add(chunk.kind)
        if chunk.kind == b"brob":
            hint = "it is packed with Brotli, which is not unpacked here; write it unpacked, or strip it"
            yield Unread("", "brob", "limit", size, hint)
        elif chunk.kind == b"jp2c":
            yield Field("codestream", chunk.at, min(size, CODESTREAM))
            yield Opaque(max(size - CODESTREAM, 0), "pixels")
        else:
            yield chunk._replace(bulk=chunk.bulk and not (picture and chunk.kind == b"mdat")).found()
    if not kinds & (PICTURE if picture else WHOLE):
        raise UnexpectedEof


def png(window: Window, _limits: Limits) -> Iterator[Found]:
    """PNG and APNG; from the first pixels on to the last chunks, when those can be made out at the end of the file."""
    window.skip(8)
    kind = b""

    def begins(_head: bytes) -> bool:
        return kind != b"IEND"

    for chunk in walk(window, PNG, begins):
        first, kind = kind != b"IDAT", chunk.kind
        if not chunk.bulk:
            yield from _png_fields(window, chunk)
        elif first and kind == b"IDAT" and window.total - chunk.end > TAIL:
            window.go(max(_behind_pixels(window), chunk.end))
            yield Opaque(window.at - chunk.at, "pixels")
        elif kind in PIXELS:
            yield Opaque(chunk.stop - chunk.at, "pixels")
    if kind != b"IEND":
        raise UnexpectedEof


def _behind_pixels(window: Window) -> int:
    """Where a row of chunks begins that the end of a PNG closes, in the last bytes of the file; 0 when none does."""
    start = window.total - TAIL
    window.go(start)
    tail = window.peek(TAIL)
    for match in _CHUNK.finditer(tail):
        at = match.start()
        while at + 12 <= len(tail):
            kind = tail[at + 4 : at + 8]
            at += 12 + int.from_bytes(tail[at : at + 4], "big")
            if kind == b"IEND":
                return start + match.start()
    return 0


def _png_fields(window: Window, chunk: MediaChunk) -> Iterator[Found]:
    """The keyword and the text of a chunk of text, which may be packed; else the chunk."""
    name, data = chunk.kind.decode(), window.peek(min(chunk.stop - chunk.at, LONGEST))
    key, found, rest = data.partition(b"\0")
    if chunk.kind not in (b"tEXt", b"zTXt", b"iTXt", b"iCCP") or not found:
        yield chunk.found()
        return
    skip = len(key) + 1 + (chunk.kind != b"tEXt")
    if chunk.kind == b"iTXt":
        skip = len(data) - len(rest[2:].partition(b"\0")[2].partition(b"\0")[2])
    yield Field(f"{name} keyword", chunk.at, skip)
    word = key[:80].decode("latin-1").strip()
    yield Field(f"{name} {word}", chunk.at + skip, chunk.stop - chunk.at - skip, word)
