"""PDF, office files, pictures, sounds and films: trees that loop, streams that unpack to much, lengths that lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

MIB = 1 << 20


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF file of these objects, numbered from 1."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out + head + table + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(out))
    )


def stream(data: bytes, about: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n" % (len(data), about) + data + b"\nendstream"


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def page(content: bytes, about: bytes = b"", *more: bytes) -> bytes:
    return pdf(CATALOG, PAGES, PAGE, stream(content, about), FONT, *more)


def flate(data: bytes, times: int = 1) -> tuple[bytes, bytes]:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data, b"/Filter[" + b"/FlateDecode" * times + b"]"


def attachment(size: int) -> bytes:
    data, about = flate(bytes(size))
    return page(b"", b"", stream(data, about + b"/Type/EmbeddedFile"))


def predictor(columns: int) -> bytes:
    data, about = flate(bytes(1000))
    return page(data, about + b"/DecodeParms<</Predictor 12/Columns %d/Colors 32/BitsPerComponent 16>>" % columns)


def comments(signs: bytes, where: bytes = b"<</Type/Catalog>>") -> bytes:
    """Percent signs where a comment may stand: each of them could begin one."""
    return page(b"").replace(CATALOG, where + signs)


def kids(depth: int) -> bytes:
    made = [CATALOG] + [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 1>>" % (n + 3, n + 3) for n in range(depth)]
    return pdf(*made, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def object_streams(count: int, claim: int) -> bytes:
    body = b"10 0 " + b"text"
    packed = b"/Type/ObjStm/N %d/First 5" % claim
    return pdf(CATALOG, PAGES, *[stream(body, packed + b"/Extends 3 0 R")] * count)


def forms(levels: int) -> bytes:
    """Forms each of which draws the next one ten times."""
    made = [CATALOG, PAGES, PAGE.replace(b"/Font<</F 5 0 R>>", b"/XObject<</X 5 0 R>>"), stream(b"/X Do " * 10)]
    for level in range(levels):
        inner = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (level + 6)
        made.append(stream(b"/X Do " * 10, inner))
    return pdf(*made, stream(b"(text) Tj", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))


def xref_ring() -> bytes:
    data = page(b"BT /F 9 Tf (text) Tj ET")
    at = data.index(b"xref\n")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


def xref_claim() -> bytes:
    data = page(b"BT /F 9 Tf (text) Tj ET")
    return data.replace(b"xref\n0 6", b"xref\n0 9999999999")


def xref_stream(widths: bytes, index: bytes) -> bytes:
    data, about = flate(bytes(2000))
    body = page(b"BT /F 9 Tf (text) Tj ET")
    cut = body[: body.index(b"xref\n")]
    table = (
        b"9 0 obj\n"
        + stream(data, about + b"/Type/XRef/Root 1 0 R/Size 9/W[%s]/Index[%s]" % (widths, index))
        + b"\nendobj\n"
    )
    return cut + table + b"startxref\n%d\n%%%%EOF" % len(cut)


def office(name: str, body: bytes, kind: str = "word") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr(name, body)
    del kind
    return made.getvalue()


def entities(levels: int) -> bytes:
    rows = [b'<!ENTITY e0 "text">'] + [b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, levels)]
    return (
        b"<?xml version='1.0'?><!DOCTYPE d ["
        + b"".join(rows)
        + b"]><w:document><w:t>&e%d;</w:t></w:document>" % (levels - 1)
    )


def png(*chunks: tuple[bytes, bytes], size: int | None = None) -> bytes:
    out = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), *chunks):
        out += struct.pack(">I", len(body) if size is None or kind == b"IHDR" else size) + kind + body
        out += struct.pack(">I", zlib.crc32(kind + body))
    return out + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


def tiff(*entries: tuple[int, int, int, int], following: int = 0, before: bytes = b"") -> bytes:
    at = 8 + len(before)
    folder = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", at) + before + folder + struct.pack("<I", following)


def jpeg_app(marker: int, body: bytes) -> bytes:
    return b"\xff\xd8\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body + b"\xff\xd9"


def box(kind: bytes, body: bytes = b"", size: int | None = None) -> bytes:
    return struct.pack(">I", 8 + len(body) if size is None else size) + kind + body


FTYP = box(b"ftyp", b"isom\0\0\0\0")


def boxes(depth: int, kinds: tuple[bytes, ...] = (b"moov", b"trak", b"udta")) -> bytes:
    body = b""
    for level in range(depth):
        body = box(kinds[level % len(kinds)], body)
    return FTYP + body


FILES: Mapping[str, tuple[object, ...]] = {
    "pdf: a page of 60 MB of zeros": ("a.pdf", lambda: page(*flate(bytes(60 * MIB)))),
    "pdf: a page packed five times": ("a.pdf", lambda: page(*flate(bytes(200 * MIB), 5))),
    "pdf: a page of 20 MB of texts": ("a.pdf", lambda: page(*flate(b"BT /F 9 Tf " + b"(words) Tj " * 2_000_000 + b"ET"))),
    "pdf: an attachment of 200 MB": ("a.pdf", lambda: attachment(200 * MIB)),
    "pdf: 100 filters": ("a.pdf", lambda: page(zlib.compress(b"text"), b"/Filter[" + b"/FlateDecode" * 100 + b"]")),
    "pdf: a predictor of 2^31 columns": ("a.pdf", lambda: predictor((1 << 31) - 1)),
    "pdf: a tree of 2^60 pages": ("a.pdf", lambda: kids(60), None),
    "pdf: 60 percent signs behind an object": ("a.pdf", lambda: comments(b" " + b"% " * 60), None),
    "pdf: 60 percent signs within an object": ("a.pdf", lambda: comments(b" % " * 60 + b"\r\n>>", b"<<"), None),
    "pdf: 10,000 empty comments": ("a.pdf", lambda: comments(b"%\n" * 10_000), None),
    "pdf: a page that is its own child": ("a.pdf", lambda: pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), None),
    "pdf: 2^31 objects in a stream": ("a.pdf", lambda: object_streams(20, 1 << 31), None),
    "pdf: forms that draw forms": ("a.pdf", lambda: forms(20), None),
    "pdf: a table that leads to itself": ("a.pdf", xref_ring, True),
    "pdf: a table of 10^10 rows": ("a.pdf", xref_claim, None),
    "pdf: a packed table of 10^10 rows": ("a.pdf", lambda: xref_stream(b"1 2 1", b"0 9999999999"), None),
    "pdf: a packed table without width": ("a.pdf", lambda: xref_stream(b"0 0 0", b"0 9999999999"), None),
    "pdf: arrays 45,000 deep": ("a.pdf", lambda: pdf(CATALOG, b"[" * 45_000 + b"]" * 45_000), None),
    "pdf: dictionaries 20,000 deep": ("a.pdf", lambda: pdf(CATALOG, b"<</A" * 20_000 + b" 1" + b">>" * 20_000), None),
    "pdf: 90,000 open strings": ("a.pdf", lambda: pdf(CATALOG, b"(" * 90_000), None),
    "pdf: 20,000 empty objects": ("a.pdf", lambda: pdf(CATALOG, *[b"1"] * 3_000), None),
    "pdf: 6,000 streams without an end": ("a.pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj<</Length 9 0 R>>stream\n" * 3_000, None),
    "pdf: a length that is its own length": ("a.pdf", lambda: pdf(CATALOG, b"<</Length 2 0 R>>\nstream\ntext\nendstream"), None),
    "pdf: a page of 2^30 points": ("a.pdf", lambda: page(b"BT /F 9 Tf (text) Tj ET").replace(b"[0 0 9 9]", b"[0 0 1073741824 1073741824]"), None),
    "pdf: a run of 100,000 bytes": ("a.pdf", lambda: page(b"\x81a" * 45_000, b"/Filter/RunLengthDecode"), None),
    "pdf: LZW of 90,000 codes": ("a.pdf", lambda: page(b"\x80\x0b\x60\x50" * 22_000, b"/Filter/LZWDecode"), None),
    "docx: entities that double": ("a.docx", lambda: office("word/document.xml", entities(30)), None),
    "docx: 45,000 open elements": ("a.docx", lambda: office("word/document.xml", b"<w:p>" * 15_000_000)),
    "docx: 100 MB of spaces": ("a.docx", lambda: office("word/document.xml", b"<w:t>" + b" " * 100 * MIB)),
    "docx: 12 MB of a trigger in runs": ("a.docx", lambda: office("word/document.xml", b"<w:r><w:t>eyJ</w:t></w:r>" * 500_000)),
    "docx: 100,000 open brackets": ("a.docx", lambda: office("word/document.xml", b"<" * 15_000_000), True),
    "xlsx: 15 MB of shared texts": ("a.xlsx", lambda: office("xl/sharedStrings.xml", b"<sst>" + b"<si><t>text</t></si>" * 700_000), True),
    "xlsx: 15 MB of cells": ("a.xlsx", lambda: office("xl/worksheets/sheet1.xml", b"<row>" + b"<c><v>1</v></c>" * 1_000_000), True),
    "png: a chunk of 2^32 bytes": ("a.png", lambda: png((b"tEXt", b"Comment\0abc"), size=0xFFFFFFFF)),
    "png: a packed text of 100 MB": ("a.png", lambda: png((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 * MIB), 9)))),
    "png: 200 packed texts of 4 MB": ("a.png", lambda: png(*[(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 4 * MIB, 9))] * 25)),
    "png: 8,000 empty chunks": ("a.png", lambda: png(*[(b"tEXt", b"a\0")] * 8_000), True),
    "png: an ICC profile of 100 MB": ("a.png", lambda: png((b"iCCP", b"a\0\0" + zlib.compress(bytes(100 * MIB), 9))), None),
    "tiff: a folder that follows itself": ("a.tif", lambda: tiff((270, 2, 4, 0x74786574), following=8), None),
    "tiff: 2^32 values": ("a.tif", lambda: tiff((270, 2, 0xFFFFFFFF, 8))),
    "tiff: 60,000 tags that share one value": ("a.tif", lambda: tiff(*[(40_000 + n, 2, 60_000, 8) for n in range(3_000)], before=b"text " * 12_000), None),
    "tiff: folders in folders": ("a.tif", lambda: tiff(*[(34665, 4, 1, 8)] * 3_000), None),
    "jpeg: Exif whose folders form a ring": ("a.jpg", lambda: jpeg_app(0xE1, b"Exif\0\0" + tiff((34665, 4, 1, 8), following=8)), None),
    "jpeg: 15,000 empty segments": ("a.jpg", lambda: b"\xff\xd8" + b"\xff\xfe\0\2" * 20_000 + b"\xff\xd9", True),
    "mp4: a box of 2^63 bytes": ("a.mp4", lambda: FTYP + b"\0\0\0\1moov\x7f" + b"\xff" * 7),
    "mp4: boxes 10,000 deep": ("a.mp4", lambda: boxes(10_000), None),
    "mp4: boxes without size": ("a.mp4", lambda: FTYP + b"\0\0\0\0moov" * 10_000),
    "mp4: 2^32 samples": ("a.mp4", lambda: FTYP + box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", box(b"stsz", b"\0" * 8 + b"\xff" * 4)))))), None),
    "mp4: 12,000 empty boxes": ("a.mp4", lambda: FTYP + box(b"moov", box(b"free") * 12_000), True),
    "mp3: a tag of 2^28 bytes": ("a.mp3", lambda: b"ID3\4\0\0\x7f\x7f\x7f\x7fTIT2"),
    "flac: a block of 2^24 bytes": ("a.flac", lambda: b"fLaC\x84\xff\xff\xff" + b"\xff" * 9),
    "ogg: 2,000 pages of one packet": ("a.ogg", lambda: b"".join(b"OggS\0\1" + bytes(8) + b"abcd" + struct.pack("<I", n) + b"\0\0\0\0\1\xff" + b"a" * 255 for n in range(350)), None),
    "mkv: an element of 2^56 bytes": ("a.mkv", lambda: b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01" + b"\xff" * 6 + b"\xfeabc"),
    "mkv: elements in elements": ("a.mkv", lambda: b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01" + b"\xff" * 7 + b"\x11\x4d\x9b\x74\x01" * 5_000, None),
    "wav: lists 8,000 deep": ("a.wav", lambda: b"RIFF\xff\xff\0\0WAVE" + b"LIST\xff\xff\0\0INFO" * 8_000),
    "gif: comments without end": ("a.gif", lambda: b"GIF89a\1\0\1\0\0\0\0" + b"!\xfe\1a" * 20_000, None),
}  # fmt: skip
