"""Every container cut at 50 places and with bits flipped 200 times: no crash, no hang, and what is missing is said."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubseal import kinds
from hubseal.readers import reader_for
from hubseal.types import Blob, Limits, Opaque, Segment, Unread
from readers.places import AS_TEXT, CONTAINERS

pytestmark = [pytest.mark.xdist_group("readers"), pytest.mark.usefixtures("watchdog")]
CUTS, FLIPS, EDGE = 50, 200, 4096
FILES = (*CONTAINERS, *AS_TEXT, "training_args.bin", "old_args.bin", "inside.pkl", "model.keras")
LIMITS = Limits()
ENDLESS = (
    ".pb",
    ".frozen",
    ".pyc",
    ".tflite",
    ".html",
    ".svg",
    ".ans",
    "rich.log",
    "rich.txt",
    "box.1.0",
    "ape.mp3",
    "behind.png",
)
"""Files that do not say where they end: one that is cut between two records, or in what others put behind, is whole."""


def blob(path: str, data: bytes) -> Blob:
    return Blob(path, path, len(data), None, lambda: io.BytesIO(data))


def read(item: Blob, depth: int = 0) -> Iterator[Segment | Unread | Opaque | OSError]:
    """All that readers say of a blob and its members, as the engine would ask them; an OSError is something said."""
    try:
        with item.open() as stream:
            head = stream.read(kinds.HEAD)
        fmt = kinds.sniff(item.path, head, item.size)
        for said in reader_for(item.path, fmt)(item, LIMITS):
            if not isinstance(said, Blob):
                yield said
            elif depth < LIMITS.depth:
                yield from read(said, depth + 1)
    except OSError as error:
        yield error


def text(segment: Segment) -> bytes:
    """A segment's bytes; its offset map must hold for all of them."""
    if isinstance(segment.data, bytes):
        if segment.where is not None:
            segment.where(0, len(segment.data))
            segment.where(len(segment.data), len(segment.data))
        return segment.data
    return b"".join(chunk.data for chunk in segment.data)


def survey(path: str, data: bytes) -> tuple[bytes, bool]:
    """(all text, whether something was said to be unread)."""
    texts, missing = [], False
    for said in read(blob(path, data)):
        if isinstance(said, Segment):
            texts.append(text(said))
        elif not isinstance(said, Opaque):
            missing = True
    return b"\n".join(texts), missing


@pytest.mark.parametrize("name", FILES)
def test_what_is_cut_off_is_said(name: str, written: Path, planted: dict[str, str]) -> None:
    data = (written / name).read_bytes()
    whole, _ = survey(name, data)
    for number in range(CUTS):
        cut = data[: len(data) * number // CUTS]
        seen, missing = survey(name, cut)
        lost = [value for value in planted.values() if value.encode() in whole and value.encode() not in seen]
        unknown = kinds.sniff(name, cut[: kinds.HEAD], len(cut)) != kinds.sniff(name, data[: kinds.HEAD], len(data))
        assert missing or not lost or unknown or name.endswith(ENDLESS), (number, len(cut), lost)


@pytest.mark.parametrize("name", FILES)
def test_flipped_bits_crash_nothing(name: str, written: Path) -> None:
    data, dice = (written / name).read_bytes(), random.Random(name)
    edge = min(EDGE, len(data))
    for _ in range(FLIPS):
        damaged = bytearray(data)
        for _ in range(dice.choice((1, 1, 2, 8))):
            anywhere, head, tail = (dice.randrange(n) for n in (len(data), edge, edge))
            damaged[dice.choice((anywhere, head, len(data) - 1 - tail))] ^= 1 << dice.randrange(8)
        seen, missing = survey(name, bytes(damaged))
        assert seen or missing, "nothing was read, and nothing said"


def _shared(tags: int, size: int) -> bytes:
    """A TIFF whose many tags lead to one long value."""
    entry = b"\2\0" + size.to_bytes(4, "little") + (8).to_bytes(4, "little")
    folder = tags.to_bytes(2, "little") + b"".join((40_000 + n).to_bytes(2, "little") + entry for n in range(tags))
    return b"II*\0" + (8 + size).to_bytes(4, "little") + b"text " * (size // 5 + 1) + folder + bytes(4)


def _ring(pages: int) -> bytes:
    """Folders of one tag, each of which leads to the next."""
    entry = b"\1\0\0\1\3\0\1\0\0\0\0\0\0\0"
    return b"".join(entry + (8 + 18 * (n % pages)).to_bytes(4, "little") for n in range(1, pages + 1))


def _segment(body: bytes) -> bytes:
    return b"\xff\xd8\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


MATLAB = b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\1IM"
CHARACTERS = b"\x0e\0\0\0\xf0\xff\xff\x12" + b"\6\0\0\0\x08\0\0\0\4" + bytes(7)


def packed(data: bytes) -> bytes:
    return b"\x0f\0\0\0" + len(data).to_bytes(4, "little") + data


def cells(depth: int) -> bytes:
    """A cell array of MATLAB with nothing in it but another."""
    data = b""
    for _ in range(depth):
        about = b"\6\0\0\0\x08\0\0\0\1" + bytes(7) + b"\5\0\0\0\x08\0\0\0\1\0\0\0\1\0\0\0" + b"\1\0\0\0\0\0\0\0"
        data = b"\x0e\0\0\0" + (len(about) + len(data)).to_bytes(4, "little") + about + data
    return data


HOSTILE = {
    "a header of 2^63 bytes": ("a.safetensors", b"\xff" * 7 + b"\x7f" + b'{"__metadata__":{}}'),
    "a header nested deeper than the stack": (
        "a.safetensors",
        (40_018).to_bytes(8, "little") + b'{"__metadata__":' + b"[" * 20_000 + b"]" * 20_000 + b"}x",
    ),
    "2^60 keys": ("a.gguf", b"GGUF\3\0\0\0" + (2**60).to_bytes(8, "little") * 2),
    "a string of 2^60 bytes": ("a.pkl", b"\x80\4\x8d" + (2**60).to_bytes(8, "little") + b"abc."),
    "more opcodes than the limit": ("a.pkl", b"\x80\2" + b"N0" * 2_500_001 + b"N."),
    "bytes that are no opcode": ("a.pkl", b"\x80\2cposix\nsystem\nX\7\0\0\0echo hi\x85R\xfe\xfe"),
    "brackets without end": ("a.ipynb", b"[" * 200_000),
    "a string without end": ("a.ipynb", b'{"cells": [{"source": "' + b'\\"' * 200_000),
    "an array of 2^60 items": (
        "a.npy",
        b"\x93NUMPY\1\0\x76\0{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,), }".ljust(128),
    ),
    "an LZ4 block that copies itself": ("a.joblib", b"\x04\x22\x4d\x18\x40\x40\0\5\0\0\0\x1fa\1\0\xff"),
    "a record of 2^60 bytes": ("events.out.tfevents.1.a.1.0", (2**60).to_bytes(8, "little") + b"abcdefgh"),
    "a chunk of 2^32 bytes": ("a.png", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfftEXtComment\0abc"),
    "tags that share one value": ("a.tif", _shared(2_000, 1 << 18)),
    "pages in a ring without end": ("a.tif", b"II*\0" + (8).to_bytes(4, "little") + _ring(40_000)),
    "a tag of 2^32 values": ("a.jpg", _segment(b"Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x0e\0\2\xff\xff\xff\xff\0\0\0\x08")),
    "a box of 2^63 bytes": ("a.mp4", b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\1moov\x7f" + b"\xff" * 7),
    "boxes without size in boxes": ("a.mp4", b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\0moov" * 5_000),
    "a tag of 2^28 bytes": ("a.mp3", b"ID3\4\0\0\x7f\x7f\x7f\x7fTIT2"),
    "a block of 2^24 bytes": ("a.flac", b"fLaC\x84\xff\xff\xff" + b"\xff" * 9),
    "an element of 2^56 bytes": ("a.mkv", b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01" + b"\xff" * 6 + b"\xfeabc"),
    "a list in a list, 2000 deep": ("a.wav", b"RIFF\xff\xff\0\0WAVE" + b"LIST\xff\xff\0\0INFO" * 2_000),
    "a matrix of 2^32 bytes": ("a.mat", MATLAB + b"\x0e\0\0\0\xf0\xff\xff\xff" + b"abcdefgh"),
    "cells in cells, 2000 deep": ("a.mat", MATLAB + cells(2000)),
    "a packed matrix of zeros": ("a.mat", MATLAB + packed(zlib.compress(CHARACTERS + bytes(300 << 20), 9))),
    "a message in a message, 2000 deep": ("a.onnx", b"".join([b"\x3a\x7f\x0a\x7d\x2a\x7b\x32\x79"] * 500)),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_lengths_that_lie_are_damage(name: str, data: bytes) -> None:
    _, missing = survey(name, data)
    assert missing


def test_what_doubles_is_not_expanded() -> None:
    data = b"\x80\2(X\3\0\0\0loltq\x000"
    for level in range(1, 60):
        data += b"(h%ch%ctq%c0" % (level - 1, level - 1, level)
    seen, missing = survey("a.pkl", data + b"h\x3b.")
    assert (seen.count(b"lol"), missing) == (1, False)


class Pipe(io.RawIOBase):
    """Cannot be sought, so that `zipfile` writes sizes behind the data."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
@pytest.mark.parametrize("streamed", [False, True], ids=["sizes before", "sizes behind"])
@pytest.mark.parametrize("lost", [30, 400, 20_000], ids=["end lost", "directory lost", "half lost"])
def test_members_of_a_cut_zip_are_found(method: int, streamed: bool, lost: int) -> None:
    target = Pipe()
    whole = io.BytesIO()
    with zipfile.ZipFile(target if streamed else whole, "w", method) as archive:
        for name, text in {"a.txt": b"plain " * 300, "cfg/b.env": b"KEY=planted", "c.bin": b"x"}.items():
            with archive.open(name, "w") as member:
                member.write(text)
        archive.writestr("last.bin", random.Random(1).randbytes(40_000))
    data = (target.data if streamed else whole.getvalue())[:-lost]
    members, items = {}, []
    for item in reader_for("x.zip", "zip")(blob("x.zip", data), LIMITS):
        items.append(item)
        if isinstance(item, Blob):
            members[item.path] = item.open().read()
    assert members["x.zip!/a.txt"] == b"plain " * 300
    assert members["x.zip!/cfg/b.env"] == b"KEY=planted"
    assert members["x.zip!/c.bin"] == b"x"
    assert any(isinstance(item, Unread) and item.path == "x.zip" and item.cause == "damaged" for item in items)


def zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(write_checksum=True, write_content_size=False).compress(data)


PACKED = {"gz": gzip.compress, "bz2": lambda data: bz2.compress(data, 1), "xz": lzma.compress, "zst": zstd}


@pytest.mark.parametrize("fmt", PACKED)
@pytest.mark.parametrize("kept", [0.5, 0.9, 0.999, 1], ids=["half", "most", "all but the end", "all"])
def test_what_precedes_a_cut_is_unpacked(fmt: str, kept: float) -> None:
    text = b"KEY=planted\n" + random.Random(2).randbytes(400_000).hex().encode()
    packed = PACKED[fmt](text)
    data = packed[: int(len(packed) * kept)]
    said = []
    for item in reader_for("x.txt." + fmt, fmt)(blob("x.txt." + fmt, data), LIMITS):
        said.append(item)
        if isinstance(item, Blob):
            with item.open() as stream:
                assert stream.read(12) == b"KEY=planted\n"
                while stream.read(1 << 16):
                    pass
    assert [u.cause for u in said if isinstance(u, Unread)] == ([] if kept == 1 else ["damaged"])


def test_zstd_frames_in_a_row_are_whole() -> None:
    import zstandard

    skipped = (0x184D2A50).to_bytes(4, "little") + (3).to_bytes(4, "little") + b"abc"
    known = zstandard.ZstdCompressor(level=19).compress(b"y" * 300_000)
    data = zstd(b"x" * 300_000) + skipped + known + zstandard.ZstdCompressor().compress(b"")
    said = list(reader_for("x.zst", "zst")(blob("x.zst", data), LIMITS))
    assert [type(item) for item in said] == [Blob]
