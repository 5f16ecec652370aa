"""Photoshop's image resources, and the records of IPTC among them: who made a picture, where, and what it shows.

Formats: Adobe Photoshop File Formats Specification, "Image Resources"; IPTC-IIM 4.2, chapters 3 and 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Opaque
from ..core.labels import Item, label, runs, xmp

RECORDS = {
    5: "ObjectName", 7: "EditStatus", 12: "SubjectReference", 15: "Category", 20: "SupplementalCategory",
    22: "FixtureIdentifier", 25: "Keywords", 40: "SpecialInstructions", 65: "OriginatingProgram", 80: "By-line",
    85: "By-lineTitle", 90: "City", 92: "Sub-location", 95: "Province", 101: "Country", 103: "TransmissionReference",
    105: "Headline", 110: "Credit", 115: "Source", 116: "CopyrightNotice", 118: "Contact", 120: "Caption",
    121: "LocalCaption", 122: "Writer-Editor",
}  # fmt: skip
SIGNATURES = (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR")
IPTC, ICC, EXIF, XMP = 0x0404, 0x040F, (0x0422, 0x0423), 0x0424
THUMBNAILS = {0x0409: 28, 0x040C: 28}
"""Resource -> bytes before the picture in it."""


def resources(blob: Blob, data: bytes, limits: Limits, at: int | None) -> Iterator[Item]:
    """Each resource by what it is; what follows damage is searched for what is printable."""
    pos = 0
    while data[pos : pos + 4] in SIGNATURES and pos + 12 <= len(data):
        number = int.from_bytes(data[pos + 4 : pos + 6], "big")
        width = data[pos + 6] + 1
        name = data[pos + 7 : pos + 6 + width]
        start = pos + 6 + width + width % 2 + 4
        size = int.from_bytes(data[start - 4 : start], "big")
        if start > len(data) or size > len(data) - start:
            break
        where = None if at is None else at + start
        if name:
            yield label(blob, "name", name, "Photoshop resource", None if at is None else at + pos + 7)
        yield from _resource(blob, number, data[start : start + size], limits, where)
        pos = start + size + size % 2
    if data[pos:].strip(b"\0"):
        yield runs(data[pos:], "Photoshop", None if at is None else at + pos)


def _resource(blob: Blob, number: int, data: bytes, limits: Limits, at: int | None) -> Iterator[Item]:
    if number == IPTC:
        yield from iptc(blob, data, limits, at)
    elif number in EXIF:
        from . import exif

        yield from exif.exif(blob, data, limits, at)
    elif number == XMP:
        yield xmp(blob, data, at)
    elif number == ICC:
        from . import icc

        yield from icc.profile(blob, data, at)
    elif number in THUMBNAILS:
        skip = THUMBNAILS[number]
        yield Opaque(min(skip, len(data)), "pixels")
        yield label(blob, "", data[skip:], "Photoshop thumbnail", None if at is None else at + skip)
    elif data:
        yield label(blob, "", data, f"Photoshop resource {number:#06x}", at)


def iptc(blob: Blob, data: bytes, limits: Limits, at: int | None) -> Iterator[Item]:
    """Records of IPTC by their names; what follows damage is searched for what is printable."""
    pos = 0
    while data[pos : pos + 1] == b"\x1c" and pos + 5 <= len(data):
        record, number = data[pos + 1], data[pos + 2]
        size, start = int.from_bytes(data[pos + 3 : pos + 5], "big"), pos + 5
        if size & 0x8000:  # an extended dataset: so many bytes of length follow
            width = size & 0x7FFF
            size, start = int.from_bytes(data[start : start + width], "big"), start + width
            if width > 8:
                break
        if size > len(data) - start:
            break
        name = RECORDS.get(number, f"2:{number}") if record == 2 else f"{record}:{number}"
        if size > 2:
            where = None if at is None else at + start
            yield label(blob, name, data[start : start + size], f"IPTC {name}", where)
        pos = start + size
    if data[pos:].strip(b"\0"):
        yield runs(data[pos:], "IPTC", None if at is None else at + pos)
