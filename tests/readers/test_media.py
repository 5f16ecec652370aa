"""Pictures, sound and films: what UIs and cameras write into them, where they were, odd corners, and few bytes read."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from hubseal.types import Report
from readers import media
from readers.test_containers import RULE_OF, leaks, scan

pytestmark = pytest.mark.xdist_group("readers")
Fill = Callable[[str], bytes]


def plain(suffix: str) -> bytes:
    out = io.BytesIO()
    media.picture(32).save(out, {"jpg": "JPEG", "tif": "TIFF"}.get(suffix, suffix))
    return out.getvalue()


def text_png(name: str, text: str) -> bytes:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text(name, text)
    media.picture(32).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def in_png(*chunks: bytes) -> bytes:
    """A picture with more chunks before its end."""
    data = plain("png")
    return data[:-12] + b"".join(chunks) + data[-12:]


def in_jpeg(code: int, *bodies: bytes) -> bytes:
    """A picture with more segments at its start."""
    data = plain("jpg")
    return data[:2] + b"".join(struct.pack(">BBH", 255, code, len(b) + 2) + b for b in bodies) + data[2:]


def workflow(text: str) -> bytes:
    """As ComfyUI writes it: JSON, its lines escaped."""
    nodes = [{"id": 1, "type": "LoadImage", "widgets_values": [line, "image"]} for line in text.splitlines()]
    return text_png("workflow", json.dumps({"nodes": nodes}))


def exif_text(tag: int, data: bytes) -> bytes:
    tags = Image.Exif()
    tags[tag] = data
    out = io.BytesIO()
    media.picture(32).save(out, "JPEG", exif=tags)
    return out.getvalue()


def zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr("notes.txt", text)
    return out.getvalue()


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


MOOV = box(b"moov", box(b"mvhd", bytes(100)))
FTYP = box(b"ftyp", b"isom\0\0\2\0isom")


def udta(text: str) -> bytes:
    words = text.encode()
    return box(b"udta", box(b"\xa9inf", struct.pack(">HH", len(words), 0x55C4), words))


def profile(text: str) -> bytes:
    """A colour profile with a description in UTF-16."""
    words = text.encode("utf-16-be")
    body = b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(words), 28) + words
    return bytes(128) + struct.pack(">I4sII", 1, b"desc", 144, len(body)) + body


def matroska(kind: bytes, text: bytes) -> bytes:
    """A film whose writer did not know how long it would be, as browsers record them."""
    head = b"\x1a\x45\xdf\xa3\x84\x42\x86\x81\x01" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + b"\xe7\x81\0" + b"\xa3\x45\0" + bytes(0x500)
    return head + cluster * 3 + kind + struct.pack(">Q", len(text) | 1 << 56) + text


def attachment(text: str) -> bytes:
    words = text.encode()
    data = b"\x46\x5c" + struct.pack(">Q", len(words) | 1 << 56) + words
    file = b"\x46\x6e\x89notes.txt" + data
    return matroska(b"\x19\x41\xa4\x69", b"\x61\xa7" + struct.pack(">Q", len(file) | 1 << 56) + file)


def ogg_chain(text: str) -> bytes:
    """Two files one after the other; the second has the comments."""

    def page(serial: int, flags: int, data: bytes) -> bytes:
        lacing = b"\xff" * (len(data) // 255) + bytes((len(data) % 255,))
        return struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, serial, 0, 0, len(lacing)) + lacing + data

    def stream(serial: int, words: bytes) -> bytes:
        tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(words)) + words
        pages = page(serial, 2, b"OpusHead" + bytes(11)) + page(serial, 0, tags)
        return pages + page(serial, 0, bytes(4000)) * 60 + page(serial, 4, bytes(4000))

    return stream(1, b"TITLE=first") + stream(2, b"DESCRIPTION=" + text.encode())


def id3(version: int, frame: bytes, flags: int = 0) -> bytes:
    """A tag of one frame before some sound."""
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3" + bytes((version, 0, flags)) + size + frame + b"\xff\xfb\x90\0" + bytes(2000)


def unsynchronised(text: str) -> bytes:
    """No byte of it looks like the start of sound: a zero follows each 255."""
    words = b"\1eng\xff\xfe\0\0" + text.encode("utf-16")
    return id3(3, (b"COMM" + struct.pack(">IH", len(words), 0) + words).replace(b"\xff", b"\xff\0"), 0x80)


def packed_frame(text: str) -> bytes:
    words = b"\3" + text.encode()
    data = struct.pack(">I", len(words)) + zlib.compress(words)
    return id3(3, b"TIT2" + struct.pack(">IBB", len(data), 0, 0x80) + data)


CORNERS: dict[str, Fill] = {
    "ID3v2.2.mp3": lambda t: id3(2, b"COM" + (len(t) + 5).to_bytes(3, "big") + b"\0eng\0" + t.encode()),
    "unsynchronised.mp3": unsynchronised,
    "packed frame.mp3": packed_frame,
    "ComfyUI workflow.png": workflow,
    "Automatic1111 parameters.png": lambda t: text_png("parameters", f"a cat\nNegative prompt: dog\nSteps: 20, {t}"),
    "latin-1.png": lambda t: in_png(chunk(b"tEXt", b"Comment\0caf\xe9\n" + t.encode())),
    "private chunk.png": lambda t: in_png(chunk(b"prVt", t.encode())),
    "zip behind.png": lambda t: plain("png") + zipped(t),
    "picture behind.png": lambda t: plain("png") + text_png("Comment", t),
    "colour profile.png": lambda t: in_png(chunk(b"iCCP", b"x\0\0" + zlib.compress(profile(t)))),
    "text right before another.png": lambda t: in_png(
        chunk(b"iCCP", b"x\0\0" + zlib.compress(profile(t.rstrip()) + b"desc"))
    ),
    "hex profile.png": lambda t: in_png(
        chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 99\n" + media.exif({"x": t}).hex().encode())
    ),
    "XPComment.jpg": lambda t: exif_text(0x9C9C, (t + "\0").encode("utf-16-le")),
    "Chinese XPTitle.jpg": lambda t: exif_text(0x9C9B, ("\u5236\u4f5c" * 2000 + "\n" + t + "\0").encode("utf-16-le")),
    "junk between segments.jpg": lambda t: plain("jpg")[:20] + b"\0junk\xff\0" + in_jpeg(0xFE, t.encode())[2:],
    "Copyright of two.jpg": lambda t: exif_text(0x8298, b"photographer\0" + t.encode() + b"\0"),
    "two comments.jpg": lambda t: in_jpeg(0xFE, b"first", t.encode()),
    "private segment.jpg": lambda t: in_jpeg(0xEA, b"Ducky\n" + t.encode()),
    "film behind.jpg": lambda t: plain("jpg") + FTYP + box(b"moov", udta(t)),
    "text behind.jpg": lambda t: plain("jpg") + t.encode(),
    "profile in two parts.jpg": lambda t: in_jpeg(
        0xE2, b"ICC_PROFILE\0\2\2" + profile(t)[200:], b"ICC_PROFILE\0\1\2" + profile(t)[:200]
    ),
    "Photoshop.jpg": lambda t: in_jpeg(
        0xED, b"Photoshop 3.0\0" + b"8BIM\4\x1e\0\0" + struct.pack(">I", len(t)) + t.encode() + b"\0" * (len(t) % 2)
    ),
    "drawing.svg": lambda t: f'<svg inkscape:export-filename="x.png"><metadata>{t}</metadata></svg>'.encode(),
    "behind.tif": lambda t: plain("tif") + t.encode(),
    "behind.gif": lambda t: plain("gif") + t.encode(),
    "application.gif": lambda t: (
        plain("gif")[:-1]
        + b"\x21\xff\x0bTEST1.0    "
        + b"".join(bytes((len(p),)) + p for p in (t.encode()[n : n + 200] for n in range(0, len(t), 200)))
        + b"\0;"
    ),
    "unknown chunk.webp": lambda t: media.with_chunk(plain("webp"), b"NOTE", t.encode(), 12),
    "user data.mov": lambda t: FTYP + box(b"moov", udta(t)),
    "data first.mov": lambda t: box(b"wide") + box(b"mdat", bytes(100)) + box(b"moov", udta(t)),
    "free.mp4": lambda t: FTYP + MOOV + box(b"free", t.encode()),
    "behind.mp4": lambda t: FTYP + MOOV + t.encode(),
    "XMP.mp4": lambda t: FTYP + MOOV + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), t.encode()),
    "xml.jxl": lambda t: b"\0\0\0\x0cJXL \r\n\x87\n" + FTYP + box(b"jxlc", b"\xff\x0a") + box(b"xml ", t.encode()),
    "EXIF without its offset.jxl": lambda t: (
        b"\0\0\0\x0cJXL \r\n\x87\n"
        + FTYP
        + box(b"Exif", media.exif({"x": t}).removeprefix(b"Exif\0\0"))
        + box(b"jxlc", b"\xff\x0a")
    ),
    "attachment.mkv": attachment,
    "recorded.webm": lambda t: matroska(
        b"\x15\x49\xa9\x66", b"\x7b\xa9" + struct.pack(">Q", len(t) | 1 << 56) + t.encode()
    ),
    "chain.opus": ogg_chain,
    "broadcast of unknown length.wav": lambda t: (
        b"RIFF\xff\xff\xff\xffWAVEiXML"
        + struct.pack("<I", len(t))
        + t.encode()
        + b"\0" * (len(t) % 2)
        + b"data\xff\xff\xff\xff"
        + bytes(500)
    ),
}
"""Name of a file -> what it is made of around a text."""


@pytest.mark.parametrize("name", CORNERS)
def test_leaks_in_corners(name: str, tmp_path: Path, planted: dict[str, str]) -> None:
    text = media.lines(planted)
    (tmp_path / name).write_bytes(CORNERS[name](text))
    report = scan(tmp_path / name)
    assert set(leaks(report)) == set(RULE_OF.values())
    assert report.unread == ()
    assert not any(value in repr(report) for value in planted.values())


def positions(report: Report) -> list[tuple[str, str]]:
    return [(f.at.place, f.level) for f in report.findings if f.rule == "gps-position"]


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "avif"])
def test_where_a_picture_was_taken(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{suffix}"
    tags = Image.Exif()
    tags[0x0131] = "camera"
    tags.get_ifd(0x8825).update(media.ZURICH)
    media.picture().save(path, exif=tags, tiffinfo={0x8825: media.ZURICH})
    assert positions(scan(path)) == [("EXIF GPS position", "warning")]


WHERE = {
    "\xa9xyz of a phone": FTYP + box(b"moov", box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+47.3769+008.5417/"))),
    "degrees and minutes": FTYP + box(b"moov", box(b"udta", box(b"\xa9xyz", b"\0\x13\x15\xc7+4722.614-00832.50/"))),
    "loci of 3GPP": FTYP
    + box(b"moov", box(b"udta", box(b"loci", bytes(6) + b"\0\1" + struct.pack(">iii", 559797, 3104893, 0) + b"x\0\0"))),
    "keys of QuickTime": FTYP
    + box(
        b"moov",
        box(
            b"meta",
            box(b"hdlr", bytes(8) + b"mdta" + bytes(13)),
            box(b"keys", struct.pack(">II", 0, 1), box(b"mdta", b"com.apple.quicktime.location.ISO6709")),
            box(b"ilst", box(b"\0\0\0\1", box(b"data", struct.pack(">II", 1, 0), b"+47.3769+008.5417+408.000/"))),
        ),
    ),
}


@pytest.mark.parametrize("name", WHERE)
def test_where_a_film_was_taken(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(WHERE[name])
    assert [level for _, level in positions(scan(tmp_path / "x.mp4"))] == ["warning"]


def test_the_version_of_a_program_is_no_address(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(text_png("Software", "VirtualDubMod 1.5.10.1 (build 2366/release)"))
    (tmp_path / "y.png").write_bytes(text_png("Comment", "from 91.198.174.192 (build 2366/release)"))
    assert [[f.rule for f in scan(tmp_path / name).findings] for name in ("x.png", "y.png")] == [[], ["ip-address"]]


def test_no_signal_is_no_place(tmp_path: Path) -> None:
    tags = Image.Exif()
    tags[0x0131] = "camera"
    tags.get_ifd(0x8825).update({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)})
    media.picture().save(tmp_path / "x.jpg", exif=tags)
    report = scan(tmp_path / "x.jpg")
    assert (report.findings, report.unread) == ((), ())


@pytest.mark.parametrize("name", ["film.mp4", "film.mov", "sound.m4a"])
def test_samples_of_a_large_film_are_not_read(name: str, written: Path, tmp_path: Path) -> None:
    data = (written / name).read_bytes()
    at, moov = data.find(b"mdat") - 4, data.find(b"moov") - 4
    large = tmp_path / name
    with large.open("wb") as file:
        file.write(data[:at] + struct.pack(">I4sQ", 1, b"mdat", 4 << 30))
        file.seek(at + (4 << 30))
        file.write(data[moov:])
    report = scan(large)
    assert set(leaks(report)) == set(RULE_OF.values())
    assert report.unread == ()
    assert report.coverage.bytes_read < 32 << 10
    assert report.coverage.bytes_opaque > (4 << 30) - (1 << 20)


def noise(size: int) -> bytes:
    """Pixels, none of which looks like a marker."""
    return media.numpy.random.default_rng(2).integers(1, 255, size, "u1").tobytes()


def large_gif(text: str) -> bytes:
    blocks = b"".join(b"\xff" + noise(255) for _ in range(1 << 16))
    return (
        b"GIF89a" + struct.pack("<HHBBB", 9, 9, 0, 0, 0) + b"," + bytes(9) + b"\x08" + blocks + b"\0;" + text.encode()
    )


MANY_PIXELS: dict[str, tuple[Fill, int]] = {
    "x.png": (
        lambda t: in_png(*[chunk(b"IDAT", noise(8192))] * 2048, chunk(b"zTXt", b"a\0\0" + zlib.compress(t.encode()))),
        300_000,
    ),
    "x.jpg": (lambda t: plain("jpg")[:-2] + noise(16 << 20) + b"\xff\xd9" + t.encode(), 9_000_000),
    "x.gif": (large_gif, 9_000_000),
}
"""Name -> (what it is made of, most bytes that are read of 16 MiB)."""


@pytest.mark.parametrize("name", MANY_PIXELS)
def test_what_stands_behind_very_many_pixels(name: str, tmp_path: Path, planted: dict[str, str]) -> None:
    fill, most = MANY_PIXELS[name]
    (tmp_path / name).write_bytes(fill(media.lines(planted)))
    report = scan(tmp_path / name)
    assert set(leaks(report)) == set(RULE_OF.values())
    assert report.unread == ()
    assert report.coverage.bytes_read < most
    assert report.coverage.bytes_opaque > 15 << 20


def test_what_is_packed_with_brotli_is_said(tmp_path: Path) -> None:
    jxl = b"\0\0\0\x0cJXL \r\n\x87\n" + FTYP + box(b"jxlc", b"\xff\x0a") + box(b"brob", b"Exif", bytes(40))
    (tmp_path / "x.jxl").write_bytes(jxl)
    assert [u.cause for u in scan(tmp_path / "x.jxl").unread] == ["limit"]


def test_text_that_unpacks_to_more_than_a_limit_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(in_png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 << 20), 9))))
    assert [u.cause for u in scan(tmp_path / "x.png").unread] == ["limit"]
