"""JPEG: EXIF, XMP, IPTC, comments, the colour profile, and what stands behind the end; pixels are skipped.

Formats: ITU-T T.81, annex B; CIPA DC-008 (Exif), 4.7; Adobe XMP, part 3, 1.1.3; ICC.1, annex B.4; CIPA DC-007 (MPF).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ...types import Blob, Limits, Opaque, Unread
from ..core.labels import Item, MalformedError, damaged, label, region, xmp
from ..core.streams import UnexpectedEof, Window, exactly, length, raw
from . import exif, icc, photoshop

EXIF, XMP = b"Exif\0", b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
PROFILE, PHOTOSHOP = b"ICC_PROFILE\0", b"Photoshop 3.0\0"
START, END, SCAN, COMMENT, APP, LAST_APP = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xEF
ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers without a length."""
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
BLOCK = 256 << 10


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The texts of one picture, and of those that follow it in the file (previews, depth maps)."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        number, picture = 1, _Picture(blob, stream, window, limits, "")
        try:
            while window.peek(3) == b"\xff\xd8\xff" and number < limits.members:
                yield from picture.all()
                _padding(window)
                number += 1
                picture = _Picture(blob, stream, window, limits, f"picture {number} ")
        except (UnexpectedEof, MalformedError):
            yield from damaged(blob, stream, picture.at, window.total, limits, "segments")
            return
        yield from region(blob, stream, window.at, window.left, limits, "behind EOI")


def _padding(window: Window) -> None:
    """Zeros between two pictures."""
    at = window.at
    while (data := window.peek(4096)) and not data.strip(b"\0"):
        window.skip(len(data))
    start = window.at + len(data) - len(data.lstrip(b"\0"))
    window.go(start if window.left and data.lstrip(b"\0")[:2] == b"\xff\xd8" else at if data else window.at)


class _Picture:
    """The segments of one picture; those that continue each other are joined at its end."""

    def __init__(self, blob: Blob, stream: BinaryIO, window: Window, limits: Limits, before: str) -> None:
        self.blob, self.stream, self.window, self.limits, self.before = blob, stream, window, limits, before
        self.joined: dict[bytes, list[tuple[int, bytes, int]]] = {}
        self.held, self.at, self.ended = 0, window.at, False

    def all(self) -> Iterator[Item]:
        """What the segments say. Leaves the window behind the end of the picture."""
        window, pixels = self.window, 0
        while window.left:
            self.at = window.at
            if window.take(1) != b"\xff" or not window.peek(1).strip(b"\0"):
                yield from self.junk()
                continue
            while (code := window.number(1)) == 0xFF:
                pass
            if code == END:
                self.ended = True
                break
            if code in ALONE:
                continue
            size = window.number(2, "big") - 2
            if size < 0:
                raise MalformedError
            start, data = window.at, window.take(size)
            yield from self.segment(code, data, start)
            if code == SCAN:
                stop = _scan(self.stream, window.at, window.total)
                pixels += stop - window.at
                window.go(stop)
        yield Opaque(pixels, "pixels")
        yield from self.pieces()
        if not self.ended:
            hint = "it ends before its end is marked, so that something may be missing; save it anew"
            yield Unread(self.blob.path, f"{self.before}end", "damaged", None, hint)

    def junk(self) -> Iterator[Item]:
        """Bytes where a marker should be, up to the next marker. Raises MalformedError."""
        stop = _scan(self.stream, self.at, self.window.total)
        if stop >= self.window.total:
            raise MalformedError
        yield from region(
            self.blob, self.stream, self.at, stop - self.at, self.limits, f"{self.before}between segments"
        )
        self.window.go(stop)

    def segment(self, code: int, data: bytes, at: int) -> Iterator[Item]:
        """What one segment says; tables and frame headers say nothing."""
        if code == COMMENT:
            yield label(self.blob, "comment", data, f"{self.before}COM", at)
        elif APP <= code <= LAST_APP:
            if data.startswith(EXIF):
                yield from exif.exif(self.blob, data[6:], self.limits, at + 6, f"{self.before}EXIF")
            elif data.startswith(XMP):
                yield xmp(self.blob, data[len(XMP) :], at + len(XMP), f"{self.before}XMP")
            elif code == APP:  # JFIF: numbers, and a thumbnail
                yield raw(self.stream, at, len(data), self.limits, f"{self.before}APP0")
            elif not self.piece(data, at):
                yield label(self.blob, "", data, f"{self.before}APP{code - APP}", at)

    def piece(self, data: bytes, at: int) -> bool:
        """Keeps a part of what is larger than a segment."""
        if data.startswith(EXTENDED) and len(data) >= len(EXTENDED) + 40:
            skip = len(EXTENDED) + 40
            key, place = data[: skip - 8], int.from_bytes(data[skip - 4 : skip], "big")
        elif data.startswith(PROFILE):
            skip, key, place = len(PROFILE) + 2, PROFILE, data[len(PROFILE)] if len(data) > len(PROFILE) else 0
        elif data.startswith(PHOTOSHOP):
            skip, key, place = len(PHOTOSHOP), PHOTOSHOP, at
        else:
            return False
        self.held += len(data)
        if self.held > self.limits.header:
            raise MalformedError
        self.joined.setdefault(key, []).append((place, data[skip:], at + skip))
        return True

    def pieces(self) -> Iterator[Item]:
        """What came in parts, put together."""
        for key, parts in self.joined.items():
            parts.sort()
            at = parts[0][2] if len(parts) == 1 else None
            data = b"".join(text for _, text, _ in parts)
            if key == PROFILE:
                yield from icc.profile(self.blob, data, at)
            elif key == PHOTOSHOP:
                yield from photoshop.resources(self.blob, data, self.limits, at)
            else:
                yield xmp(self.blob, data, at, f"{self.before}extended XMP")


def _scan(stream: BinaryIO, at: int, total: int) -> int:
    """The offset of the marker that ends the pixels that begin at `at`; they have no length."""
    while at < total:
        stream.seek(at)
        data = exactly(stream, min(BLOCK, total - at))
        if not data:
            break
        match = _MARKER.search(data)
        if match is not None:
            return at + match.start()
        at += len(data) - (data.endswith(b"\xff") and at + len(data) < total)
    return total
