"""The bytes of a field, whatever they are: EXIF, XMP, what is packed, and texts, wherever they stand."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from itertools import islice

from ...types import Blob, Limits, Segment, Unread
from ..core.strings import texts, wide
from . import gps
from .exif import Tiff
from .fields import Field, Item, decoded, whole, within
from .sound import frames

_TIFF = re.compile(rb"II\*\0|MM\0\*|II\+\0\x08\0\0\0|MM\0\+\0\x08\0\0")
_XMP, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_HEX = re.compile(rb"\s*\w+\s+\d+\s+([0-9A-Fa-f\s]+)")
"""A profile that ImageMagick wrote into a text: its name, its length, and hex."""
_HEADS = re.compile(rb"\x1c[\1-\x09][\0-\xff]{3}|8BIM[\0-\xff]{2}\0\0[\0-\xff]{4}")
"""What stands before each record of IPTC and resource of Photoshop: a number, and a length, which looks like a letter.
Formats: IPTC-IIM 4.2; Adobe Photoshop File Formats Specification."""
MOST, DEPTH = 256, 2
INFLATED = 1 << 18
"""Unpacked bytes from which on the ratio is judged."""
STEP = 4096


def search(blob: Blob, field: Field, data: bytes, limits: Limits, depth: int = 0) -> Iterator[Item]:
    """What `data`, the bytes of a field, say in words, each text once."""
    if data.startswith(b"ID3") and not depth:
        for frame in frames(field, data):
            yield from search(blob, frame, frame.data or b"", limits, 1)
        return
    if field.key.startswith("Raw profile") and (match := _HEX.match(data)) is not None:
        digits = re.sub(rb"\s", b"", match[1]).decode()
        yield from search(blob, Field(field.place, None), bytes.fromhex(digits[: len(digits) & ~1]), limits, DEPTH)
        data = data[match.end() :]
    if (found := whole(field, data)) is not None:
        yield found._replace(place="XMP") if _XMP in data[:STEP] else found
        return
    rest = bytearray(data)
    yield from _positions(field, rest)
    yield from _exif(field, data, rest)
    yield from _xmp(field, data, rest)
    if depth < DEPTH:
        yield from _packed(blob, field, data, limits, depth)
    for segment in texts(_HEADS.sub(_blank, rest), field.at or 0, field.place):
        yield segment._replace(where=segment.where if field.at is not None else within(None, 0))
    for segment in wide(bytes(rest), field.place):
        yield segment._replace(where=within(field.at, len(data)))


def _positions(field: Field, rest: bytearray) -> Iterator[Segment]:
    """Where a film was taken; what is given out is blanked in `rest`."""
    found = [gps.iso6709(match) for match in islice(gps.ISO.finditer(bytes(rest)), MOST)]
    for position in [*found, gps.loci(bytes(rest))] if field.place.endswith("loci") else found:
        yield decoded("", position, f"{field.place} GPS position", field.at, len(rest))
    if found:
        rest[:] = gps.ISO.sub(_blank, rest)


def _blank(match: re.Match[bytes]) -> bytes:
    return bytes(len(match[0]))


def _exif(field: Field, data: bytes, rest: bytearray) -> Iterator[Segment]:
    """The texts and the position in each EXIF; what is given out is blanked in `rest`."""
    for match in islice(_TIFF.finditer(data), MOST):
        at = match.start()
        if rest[at] == 0:
            continue  # in a value that was given out
        tiff = Tiff(io.BytesIO(data), at, len(data) - at, "EXIF", None if field.at is None else field.at + at)
        yield from tiff.read(len(data))
        for start, stop in tiff.texts:
            rest[at + start : at + stop] = bytes(stop - start)


def _xmp(field: Field, data: bytes, rest: bytearray) -> Iterator[Segment]:
    """XMP packets: RDF in XML, searched as it stands. Format: Adobe XMP, part 1."""
    at = rest.find(_XMP)
    while at >= 0 and (end := rest.find(_XMP_END, at) + len(_XMP_END)) > at:
        packet = whole(Field("XMP", None if field.at is None else field.at + at), data[at:end])
        if packet is not None:
            yield packet
            rest[at:end] = bytes(end - at)
        at = rest.find(_XMP, end)


def _packed(blob: Blob, field: Field, data: bytes, limits: Limits, depth: int) -> Iterator[Item]:
    """What zlib streams hold. Two bytes prove none: of one that ends badly it is said only where a field begins so."""
    done = 0
    for start in islice((match.start() for match in _ZLIB.finditer(data)), MOST):
        if start < done:
            continue
        text, stop, cause = _inflated(data, start, limits)
        if cause == "limit":
            yield Unread(
                blob.path, field.place, "limit", stop - start, "it unpacks to more than the limit; store it unpacked"
            )
        elif cause and not start:
            hint = "it cannot be unpacked to its end; save the file anew"
            yield Unread(blob.path, field.place, "damaged", len(data), hint)
        if not cause or not start:
            done = stop
            yield from search(blob, Field(field.place, None, key=field.key), text, limits, depth + 1)


def _inflated(data: bytes, at: int, limits: Limits) -> tuple[bytes, int, str]:
    """A zlib stream at an offset unpacked within limits, where it ends, and `limit` or `damaged` for what is wrong."""
    unpack, out, start = zlib.decompressobj(), bytearray(), at
    try:
        while at < len(data) and not unpack.eof:
            step, at = data[at : at + STEP], at + STEP
            most = min(limits.member, max(INFLATED, (at - start) * limits.ratio))
            out += unpack.decompress(step, most - len(out) + 1)
            if len(out) > most:
                return bytes(out), at, "limit"
    except zlib.error:
        pass
    return bytes(out), at - len(unpack.unused_data), "" if unpack.eof else "damaged"
