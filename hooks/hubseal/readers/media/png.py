"""PNG and APNG: text chunks, EXIF, the colour profile, and what stands behind the end; pixels are skipped.

Format: W3C PNG (third edition), 11.3; the `Raw profile type` texts are ImageMagick's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ...types import Blob, Limits, Opaque, Unread
from ..core.labels import Item, MalformedError, damaged, inflated, label, region, xmp
from ..core.streams import UnexpectedEof, Window, length, part
from . import exif, icc, photoshop

PIXELS = (b"IDAT", b"fdAT")
NUMBERS = frozenset(b"IHDR PLTE tRNS gAMA cHRM sRGB pHYs tIME bKGD hIST sBIT acTL fcTL cICP mDCV cLLI".split())
"""Chunks of a few numbers."""
LARGEST_NUMBERS, LONGEST_WORD = 1024, 5
XMP = b"XML:com.adobe.xmp"
_PROFILE = re.compile(rb"Raw profile type (\w+)")
_HEX = re.compile(rb"\s*\w+\s+\d+\s+([0-9A-Fa-f\s]+)")


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Each text by its keyword."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 8)
        at, pixels = 8, 0
        try:
            kind = b""
            while kind != b"IEND":
                at = window.at
                size, kind = window.number(4, "big"), window.take(4)
                if not kind.isalpha():
                    raise MalformedError
                if size + 4 > window.left:
                    raise UnexpectedEof
                pixels += size if kind in PIXELS else 0
                yield from _chunk(blob, stream, window, kind, size, limits)
                window.go(at + 12 + size)
        except (UnexpectedEof, MalformedError):
            yield Opaque(pixels, "pixels")
            yield from damaged(blob, stream, at, window.total, limits, "chunks")
            return
        yield Opaque(pixels, "pixels")
        yield from region(blob, stream, window.at, window.left, limits, "behind IEND")


def _chunk(blob: Blob, stream: BinaryIO, window: Window, kind: bytes, size: int, limits: Limits) -> Iterator[Item]:
    if not size or kind in PIXELS or kind in NUMBERS and size <= LARGEST_NUMBERS:
        return
    at, name = window.at, kind.decode()
    if size > limits.header or kind not in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP"):
        yield from region(blob, stream, at, size, limits, f"{name} chunk")
        return
    data = window.take(size)
    if kind == b"eXIf":
        yield from exif.exif(blob, data.removeprefix(b"Exif\0\0"), limits, at + 6 * data.startswith(b"Exif\0\0"))
        return
    key, _, rest = data.partition(b"\0")
    translated, text = _international(rest[2:]) if kind == b"iTXt" else (b"", rest[1:])
    if kind == b"tEXt":
        yield from _text(blob, name, key, rest, at + len(key) + 1, limits)
    elif kind == b"iTXt" and rest[:1] == b"\0":
        yield from _text(blob, name, key, text, at + size - len(text), limits)
    else:
        for found in inflated(blob, text, f"{name} {_shown(key)}", limits):
            if isinstance(found, Unread):
                yield found
            elif kind == b"iCCP":
                yield from icc.profile(blob, found, None)
            else:
                yield from _text(blob, name, key, found, None, limits)
    said = [word.decode("utf-8", "replace") for word in (key, translated) if len(word) > LONGEST_WORD]
    if said:
        yield part("\n".join(said), f"{name} keyword")


def _international(rest: bytes) -> tuple[bytes, bytes]:
    """The translated keyword and the text of an iTXt chunk, which has a language before them."""
    translated, _, text = rest.partition(b"\0")[2].partition(b"\0")
    return translated, text


def _shown(key: bytes) -> str:
    return key[:80].decode("latin-1").strip()


def _text(blob: Blob, kind: str, key: bytes, text: bytes, at: int | None, limits: Limits) -> Iterator[Item]:
    """The text under a keyword; a profile that ImageMagick wrote in hex as what it is."""
    name = _shown(key)
    profile, dump = _PROFILE.match(key), _HEX.match(text) if key.startswith(b"Raw profile") else None
    if key == XMP:
        yield xmp(blob, text, at)
    elif profile is None or dump is None:
        yield label(blob, name, text, f"{kind} {name}", at)
    else:
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", dump[1])
        yield from _raw_profile(blob, profile[1].lower(), bytes.fromhex(digits[: len(digits) & ~1].decode()), limits)
        if text[dump.end() :].strip():
            yield part(text[dump.end() :].decode("latin-1"), f"{kind} {name}")


def _raw_profile(blob: Blob, sort: bytes, data: bytes, limits: Limits) -> Iterator[Item]:
    if data.startswith(b"Exif\0\0"):
        yield from exif.exif(blob, data[6:], limits, None)
    elif sort in (b"iptc", b"8bim"):
        yield from (photoshop.resources if data[:4] == b"8BIM" else photoshop.iptc)(blob, data, limits, None)
    elif sort in (b"icc", b"icm"):
        yield from icc.profile(blob, data, None)
    elif sort == b"xmp" or b"<x:xmpmeta" in data:
        yield xmp(blob, data.removeprefix(b"http://ns.adobe.com/xap/1.0/\0"), None)
    else:
        yield label(blob, sort.decode(), data, f"profile {sort.decode()}", None)
