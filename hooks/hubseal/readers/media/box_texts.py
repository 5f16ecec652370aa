"""Boxes that hold words: user data and lists of MP4 and QuickTime, XMP, EXIF, locations.

Formats: QuickTime File Format, "User Data Atoms" and "Metadata"; 3GPP TS 26.244, 8 (loci); Adobe XMP, part 3, 1.2.7.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..core.labels import Item, decoded, label, xmp
from . import gps
from .box_items import exif_item
from .boxes import Box, Boxes

XMP_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
EXIF_IDS = (bytes.fromhex("0537cdab9d0c4431a72afa561f2a113e"), b"JpgTiffExif->JP2")
CANON_ID = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
"""Boxes of a CR3, whose EXIF comes in TIFFs of their own."""
IPTC_ID = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
NAMES = {
    b"\xa9nam": "title", b"\xa9ART": "artist", b"aART": "album artist", b"\xa9cmt": "comment", b"\xa9alb": "album",
    b"\xa9wrt": "composer", b"\xa9too": "encoder", b"\xa9gen": "genre", b"\xa9day": "date", b"\xa9lyr": "lyrics",
    b"\xa9xyz": "location", b"\xa9swr": "software", b"\xa9mak": "make", b"\xa9mod": "model", b"\xa9aut": "author",
    b"\xa9cpy": "copyright", b"\xa9des": "description", b"\xa9inf": "information", b"\xa9src": "source",
    b"\xa9enc": "encoded by", b"\xa9url": "url", b"\xa9dir": "director", b"\xa9prd": "producer", b"auth": "author",
    b"cprt": "copyright", b"desc": "description", b"ldes": "description", b"dscp": "description", b"titl": "title",
    b"perf": "performer", b"covr": "cover", b"apID": "apple account", b"ownr": "owner", b"loci": "location",
}  # fmt: skip
HEADS = {b"hdlr": 24, b"name": 0, b"url ": 4, b"urn ": 4, b"alis": 4, b"tagc": 4, b"udes": 4, b"infe": 4, b"emsg": 4}
"""Bytes of numbers before texts that zeros end."""
WIDE = 2
"""The type of values in UTF-16."""


def named(box: Box) -> str:
    """What a box is called."""
    return NAMES.get(box.kind) or box.kind.decode("latin-1").strip("\xa9 ")


def text(boxes: Boxes, box: Box, data: bytes) -> Iterator[Item]:
    """A box that is at hand, by what its kind says that it is."""
    blob, kind, at = boxes.blob, box.kind, box.at
    place = f"{box.within.decode('latin-1').strip()} {named(box)}".strip()
    if kind == b"Exif":
        yield from exif_item(blob, data, boxes.limits, at)
    elif kind in (b"xml ", b"XMP_"):
        yield xmp(blob, data, at)
    elif kind == b"uuid":
        yield from _uuid(boxes, data, place, at)
    elif kind == b"colr" and data[:4] in (b"prof", b"rICC"):
        from . import icc

        yield from icc.profile(blob, data[4:], at + 4)
    elif kind == b"ID32":
        from . import id3

        yield from id3.tag(blob, data[6:], boxes.limits, at + 6)
    elif kind == b"loci":
        yield from _loci(boxes, data, place, at)
    elif box.within == b"udta" and kind[:1] == b"\xa9":
        yield from _international(boxes, box, data, place)
    elif box.within == b"udta" and kind in NAMES and len(data) > 6:
        yield label(blob, named(box), data[6:], place, at + 6)
    elif kind in HEADS:
        yield label(blob, "", data[HEADS[kind] :].strip(b"\0").replace(b"\0", b"\n"), place, None)
    else:
        yield label(blob, "", data, place, at)


def _value(boxes: Boxes, name: str, data: bytes, place: str, at: int) -> Item:
    """A value; a location as a position that rules understand."""
    found = gps.iso6709(data.decode("latin-1"), place, at, len(data)) if data[:1] in (b"+", b"-") else None
    return found or label(boxes.blob, name, data, place, at)


def _international(boxes: Boxes, box: Box, data: bytes, place: str) -> Iterator[Item]:
    """QuickTime's texts, each with a length and a language before it."""
    pos = 0
    while pos + 4 < len(data):
        size = int.from_bytes(data[pos : pos + 2], "big")
        if not 0 < size <= len(data) - pos - 4:
            yield label(boxes.blob, named(box), data[pos:], place, box.at + pos)
            return
        yield _value(boxes, named(box), data[pos + 4 : pos + 4 + size], place, box.at + pos + 4)
        pos += 4 + size


def _loci(boxes: Boxes, data: bytes, place: str, at: int) -> Iterator[Item]:
    """A location of 3GPP: its name, then degrees with 16 bits of fraction."""
    name, _, rest = data[6:].partition(b"\0")
    if name:
        yield label(boxes.blob, "location", name, place, at + 6)
    if len(rest) >= 9:
        east, north = (int.from_bytes(rest[n : n + 4], "big", signed=True) / 65536 for n in (1, 5))
        yield gps.position(north, east, place, at + 7 + len(name), 9)
        if rest[13:].strip(b"\0"):
            yield label(boxes.blob, "", rest[13:].replace(b"\0", b"\n"), place, None)


def _uuid(boxes: Boxes, data: bytes, place: str, at: int) -> Iterator[Item]:
    """A box whose kind is a UUID."""
    sort, data, at = data[:16], data[16:], at + 16
    if sort == XMP_ID:
        yield xmp(boxes.blob, data, at)
    elif sort == CANON_ID:
        yield from boxes.walk(boxes.children(at, at + len(data), (b"uuid",)))
    elif sort in EXIF_IDS:
        from . import exif

        yield from exif.exif(boxes.blob, data, boxes.limits, at)
    elif sort == IPTC_ID:
        from . import photoshop

        yield from photoshop.iptc(boxes.blob, data, boxes.limits, at)
    elif data:
        yield label(boxes.blob, "", data, place, at)


def entry(boxes: Boxes, item: Box) -> Iterator[Item]:
    """An entry of `ilst`: perhaps a name, and `data` boxes with a type and a locale before the value."""
    number = int.from_bytes(item.kind, "big")
    name = boxes.keys[number - 1] if 0 < number <= len(boxes.keys) else named(item)
    for child in boxes.children(item.at, item.end, (*item.path, item.kind)):
        if child.size > boxes.limits.whole:
            yield from boxes.loose(child)
            continue
        body, at = boxes.take(child.at, child.size), child.at
        if child.kind == b"name":
            name = body[4:].decode("utf-8", "replace")
            yield label(boxes.blob, "", body[4:], "ilst name", at + 4)
        elif child.kind == b"mean":
            yield label(boxes.blob, "", body[4:], "ilst mean", at + 4)
        elif child.kind != b"data":
            yield label(boxes.blob, name, body, f"ilst {name}", at)
        elif int.from_bytes(body[1:4], "big") == WIDE:
            wide = body[8:].decode("utf-16-be", "replace")
            yield decoded(name, wide, f"ilst {name}", at + 8, child.size - 8)
        elif child.size > 11:
            yield _value(boxes, name, body[8:], f"ilst {name}", at + 8)
