"""The bytes of a field, whatever they are: EXIF, XMP, what is packed, and texts, wherever they stand."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from ...types import Blob, Limits, Unread
from ..core.segments import nowhere
from ..core.strings import texts
from ..core.wide_text import wide
from . import gps
from .exif import Tiff
from .fields import Field, Item, whole
from .sound import frames

_TIFF = re.compile(rb"II\*\0|MM\0\*|II\+\0\x08\0\0\0|MM\0\+\0\x08\0\0")
_XMP, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
"""Around a packet of XMP: RDF in XML. Format: Adobe XMP, part 1."""
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_HEX = re.compile(rb"\s*\w+\s+\d+\s+([0-9A-Fa-f\s]+)")
"""A profile that ImageMagick wrote into a text: its name, its length, and hex."""
_HEADS = re.compile(rb"\x1c[\1-\x09][\0-\xff]{3}|8BIM[\0-\xff]{2}\0\0[\0-\xff]{4}")
"""What stands before each record of IPTC and resource of Photoshop: a number, and a length, which looks like a letter.
Formats: IPTC-IIM 4.2; Adobe Photoshop File Formats Specification."""
TIFFS, STREAMS, DEPTH = 16, 256, 3
"""How many there may be in a field, and how deep in each other."""
INFLATED = 1 << 18
"""Unpacked bytes from which on the ratio is judged."""
STEP = 4096


def search(blob: Blob, field: Field, data: bytes, limits: Limits, depth: int = 0) -> Iterator[Item]:
    """What `data`, the bytes of a field, say in words, each text once."""
    if field.key.startswith("Raw profile") and (match := _HEX.match(data)) is not None:
        digits = re.sub(rb"\s", b"", match[1]).decode()
        yield from search(blob, Field(field.place, None), bytes.fromhex(digits[: len(digits) & ~1]), limits, depth + 1)
        data = data[match.end() :]
    if (found := whole(field, data)) is not None:
        yield found._replace(place="XMP") if _XMP in data[:STEP] else found
        return
    rest = bytearray(data)
    for inner in _inner(field, data, rest, limits) if depth < DEPTH else ():
        if isinstance(inner, Unread):
            yield inner._replace(path=blob.path)
        else:
            yield from search(blob, inner, inner.data or b"", limits, depth + 1)
    for segment in texts(_HEADS.sub(_blank, rest), field.at or 0, field.place):
        yield segment if field.at is not None else segment._replace(where=nowhere)
    for segment in wide(bytes(rest), field.at or 0, field.place):
        yield segment if field.at is not None else segment._replace(where=nowhere)


def _blank(match: re.Match[bytes]) -> bytes:
    return bytes(len(match[0]))


def _inner(field: Field, data: bytes, rest: bytearray, limits: Limits) -> Iterator[Field | Unread]:
    """What stands in a field by its marks; what is given out is blanked in `rest`."""
    if data.startswith(b"ID3"):
        yield from frames(field, data)
        rest.clear()
        return
    for position in gps.positions(field.place, data):
        yield Field(f"{field.place} GPS position", None, data=position.encode())
    rest[:] = gps.ISO.sub(_blank, rest)
    for match in islice(_TIFF.finditer(data), TIFFS):
        at = match.start()
        if rest[at]:  # not in a value that was given out
            tiff = Tiff(io.BytesIO(data), at, len(data) - at, "EXIF", None if field.at is None else field.at + at)
            yield from tiff.read(len(data))
            for start, stop in tiff.texts:
                rest[at + start : at + stop] = bytes(stop - start)
    end = 0
    while (at := rest.find(_XMP, end)) >= 0 and (end := rest.find(_XMP_END, at)) >= 0:
        end += len(_XMP_END)
        yield Field("XMP", None if field.at is None else field.at + at, data=data[at:end])
        rest[at:end] = bytes(end - at)
    yield from _packed(field, data, limits)


def _packed(field: Field, data: bytes, limits: Limits) -> Iterator[Field | Unread]:
    """What zlib streams hold. Two bytes prove none: of one that ends badly it is said only where a field begins so."""
    done = 0
    for start in islice((match.start() for match in _ZLIB.finditer(data)), STREAMS):
        if start >= done:
            text, stop, cause, hint = _inflated(data, start, limits)
            if cause == "limit" or cause and not start:
                yield Unread("", field.place, cause, stop - start, hint)
            if not cause or not start:
                done = stop
                yield Field(field.place, None, key=field.key, data=text)
            if cause == "limit":
                return


def _inflated(data: bytes, at: int, limits: Limits) -> tuple[bytes, int, Literal["limit", "damaged", ""], str]:
    """A zlib stream at an offset unpacked within limits, where it ends, and what is wrong with it."""
    unpack, out, start = zlib.decompressobj(), bytearray(), at
    try:
        while at < len(data) and not unpack.eof:
            step, at = data[at : at + STEP], at + STEP
            most = min(limits.member, max(INFLATED, (at - start) * limits.ratio))
            out += unpack.decompress(step, most - len(out) + 1)
            if len(out) > most:
                return bytes(out), at, "limit", "it unpacks to more than the limit; store it unpacked"
    except zlib.error:
        pass
    at = min(at, len(data)) - len(unpack.unused_data)
    return bytes(out), at, "" if unpack.eof else "damaged", "it cannot be unpacked to its end; save the file anew"
