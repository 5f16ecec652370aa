"""FLAC and Ogg (Vorbis, Opus, Speex, Theora, FLAC): Vorbis comments and pictures. The sound is skipped.

Formats: RFC 9639 (FLAC), RFC 3533 (Ogg), RFC 7845 (Opus), xiph.org, "Ogg Vorbis I: comment field".
"""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Iterator
from typing import BinaryIO

from ...types import Blob, Limits, Opaque
from ..core.labels import Item, MalformedError, broken, damaged, label, region
from ..core.streams import UnexpectedEof, Window, length, raw

MAGIC, PAGE = b"fLaC", b"OggS"
STREAMINFO, PADDING, APPLICATION, SEEKTABLE, COMMENT, PICTURE, LAST = 0, 1, 2, 3, 4, 6, 126
COMMENTS = {b"\x03vorbis": 7, b"OpusTags": 8, b"\x81theora": 7, b"\x81kate\0\0\0": 9}
"""What a packet of comments begins with, and how many bytes that is."""
HEADERS = (b"\x01vorbis", b"OpusHead", b"\x80theora", b"Speex   ", b"\x7fFLAC", b"fishead", b"\x80kate", b"\x05vorbis")
PACKETS, LARGEST = 3, 16 << 20
TAIL = 64 << 10
FIRST_PAGE, LAST_PAGE = 2, 4
MOST = 100_000


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """A FLAC file: its metadata blocks, and tags that others put behind the sound."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 4)
        at = 4
        try:
            more = True
            while more:
                at = window.at
                kind, size = window.number(1), window.number(3, "big")
                start, more = window.at, kind < 0x80
                if size > window.left or kind & 0x7F > LAST:
                    raise UnexpectedEof
                yield from _block(blob, stream, window, kind & 0x7F, size, limits)
                window.go(start + size)
        except (UnexpectedEof, MalformedError):
            yield from damaged(blob, stream, at, window.total, limits, "metadata blocks")
            return
        from .ape import tail

        found, end = tail(blob, stream, window.at, window.total, limits)
        yield from found
        start = max(end - TAIL, window.at)
        if start < end:
            yield raw(stream, start, end - start, limits, "the end of the sound")
        yield Opaque(start - window.at, "sound")


def _block(blob: Blob, stream: BinaryIO, window: Window, kind: int, size: int, limits: Limits) -> Iterator[Item]:
    at = window.at
    if kind in (STREAMINFO, SEEKTABLE) or not size:
        return
    if kind == COMMENT:
        yield from comments(blob, window.take(size), at)
    elif kind == PICTURE:
        yield from picture(blob, window.take(size), at)
    else:
        name = {PADDING: "padding", APPLICATION: "application block"}.get(kind, f"metadata block {kind}")
        yield from region(blob, stream, at, size, limits, name)


def comments(blob: Blob, data: bytes, at: int | None) -> Iterator[Item]:
    """`NAME=value` by name."""
    pos, vendor, count = 0, True, 1
    while count and pos + 4 <= len(data):
        size = int.from_bytes(data[pos : pos + 4], "little")
        if size > len(data) - pos - 4:
            break
        text, start = data[pos + 4 : pos + 4 + size], pos + 4
        pos, count = start + size, count - 1
        if vendor:
            vendor, count = False, min(int.from_bytes(data[pos : pos + 4], "little"), MOST)
            pos += 4
            yield label(blob, "vendor", text, "vendor", None if at is None else at + start)
            continue
        name, equals, value = text.partition(b"=")
        if not equals:
            name, value = b"", text
        where = None if at is None else at + start + len(text) - len(value)
        yield from _comment(blob, name.decode("latin-1"), value, where)
    rest, where = data[pos:], None if at is None else at + pos
    if count:
        yield from broken(blob, rest, "comments", where)
    elif rest.strip(b"\0\1"):
        yield label(blob, "", rest, "behind the comments", where)


def _comment(blob: Blob, name: str, value: bytes, at: int | None) -> Iterator[Item]:
    """One comment; a picture in base64 as what it is."""
    place = f"comment {name}".strip()
    if name.upper() in ("METADATA_BLOCK_PICTURE", "COVERART"):
        try:
            data = a2b_base64(value)
        except Base64Error:
            data = b""
        if data and name.upper() == "COVERART":
            yield label(blob, "", data, place, None)
            return
        if data:
            yield from picture(blob, data, None)
            return
    yield label(blob, name, value, place, at)


def picture(blob: Blob, data: bytes, at: int | None) -> Iterator[Item]:
    """A picture: its type, its description, and the picture."""
    words, pos = [], 4
    for _ in range(2):
        size = int.from_bytes(data[pos : pos + 4], "big")
        words.append(data[pos + 4 : pos + 4 + size])
        pos += 4 + size
    said = b"\n".join(word for word in words if word)
    if said:
        yield label(blob, "", said, "picture", None)
    pos += 20
    if data[pos:]:
        yield label(blob, "", data[pos:], "picture", None if at is None else at + pos)


def read_ogg(blob: Blob, limits: Limits) -> Iterator[Item]:
    """An Ogg file: the first packets of each stream."""
    with blob.open() as stream:
        ogg = _Ogg(blob, stream, length(blob, stream), limits)
        try:
            yield from ogg.all()
        except (UnexpectedEof, MalformedError):
            yield from ogg.rest()
            yield from damaged(blob, stream, ogg.at, ogg.window.total, limits, "pages")


class _Ogg:
    """The streams of one file. All that run at once begin together; a chain is a file whose last page is of another."""

    def __init__(self, blob: Blob, stream: BinaryIO, total: int, limits: Limits) -> None:
        self.blob, self.stream, self.limits = blob, stream, limits
        self.window = Window(stream, total, 0, 16 << 10)
        self.at = self.sound = 0
        self.begun: dict[int, tuple[bytearray, int]] = {}
        """Stream -> (the packet so far, how many came before)."""
        self.known: set[int] = set()
        self.end = total

    def all(self) -> Iterator[Item]:
        """Reads on through the sound only when the file is a chain."""
        window = self.window
        last, self.end, ends = self.final()
        while window.at < self.end and (self.begun or last not in self.known):
            yield from self.page()
        if self.begun and not ends:
            raise UnexpectedEof
        self.sound += max(self.end - window.at, 0)
        yield Opaque(self.sound, "sound")
        yield from self.rest()
        yield from region(
            self.blob, self.stream, self.end, window.total - self.end, self.limits, "behind the last page"
        )

    def final(self) -> tuple[int, int, bool]:
        """(stream of the last page, where that page ends, whether its stream ends with it); -1 when there is none near
        the end of the file."""
        window = self.window
        start = max(window.total - 2 * TAIL, 0)
        window.go(start)
        data = window.peek(2 * TAIL)
        window.go(0)
        at = data.rfind(PAGE)
        while at >= 0:
            lacing = data[at + 27 : at + 27 + (data[at + 26] if at + 26 < len(data) else 0)]
            end = at + 27 + len(lacing) + sum(lacing)
            if end <= len(data) and data[at + 4] == 0:
                return int.from_bytes(data[at + 14 : at + 18], "little"), start + end, bool(data[at + 5] & LAST_PAGE)
            at = data.rfind(PAGE, 0, at)
        return -1, window.total, False

    def page(self) -> Iterator[Item]:
        """One page: packets go on from page to page."""
        window = self.window
        self.at = window.at
        head = window.take(27)
        if head[:4] != PAGE:
            raise MalformedError
        flags, serial = head[5], int.from_bytes(head[14:18], "little")
        lacing = window.take(head[26])
        if flags & FIRST_PAGE or serial not in self.known:
            self.known.add(serial)
            self.begun[serial] = bytearray(), 0
        if serial not in self.begun:
            window.skip(sum(lacing))
            self.sound += sum(lacing)
            return
        start = window.at
        for size in lacing:
            packet, number = self.begun.get(serial, (bytearray(), PACKETS))
            data = window.take(size)
            if serial not in self.begun or len(packet) > LARGEST:
                self.sound += size
                continue
            packet += data
            if size < 255:
                whole = window.at - start >= len(packet)
                self.begun[serial] = bytearray(), number + 1
                yield from self.packet(bytes(packet), number, window.at - len(packet) if whole else None)
                if number + 1 >= PACKETS or number and not packet.startswith((*COMMENTS, *HEADERS)):
                    del self.begun[serial]

    def packet(self, data: bytes, number: int, at: int | None) -> Iterator[Item]:
        """One of the first packets of a stream."""
        skip = next((size for head, size in COMMENTS.items() if data.startswith(head)), 0)
        after = None if at is None else at + skip
        if skip:
            yield from comments(self.blob, data[skip:], after)
        elif data.startswith(HEADERS) or not data:
            return
        elif number == 1 and data[:1] in (b"\x04", b"\x84") and int.from_bytes(data[1:4], "big") == len(data) - 4:
            yield from comments(self.blob, data[4:], None if at is None else at + 4)  # FLAC in Ogg
        elif number == 1 and int.from_bytes(data[:4], "little") < len(data) < LARGEST:
            yield from comments(self.blob, data, at)  # Speex
        else:
            yield label(self.blob, "", data, f"header {number + 1}", at)

    def rest(self) -> Iterator[Item]:
        """Packets that were not finished."""
        for packet, number in self.begun.values():
            yield from self.packet(bytes(packet), number, None)
        self.begun = {}
