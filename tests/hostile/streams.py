"""Compressed streams that claim, nest or unpack to much."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import zlib
from collections.abc import Callable, Mapping

MIB = 1 << 20


def xz_dictionary() -> bytes:
    """LZMA alone whose header asks for 4 GiB, and gives an unknown size."""
    return (
        b"\x5d" + struct.pack("<I", 0xFFFFFFFF) + b"\xff" * 8 + lzma.compress(b"text " * 1000, lzma.FORMAT_ALONE)[13:]
    )


def xz_large_dictionary() -> bytes:
    """xz whose block asks for 1.5 GiB, the most that the library packs with. Its checks are right."""
    data = bytearray(lzma.compress(b"text " * 1000, check=lzma.CHECK_NONE))
    at = data.index(b"\x21\x01", 12) + 2  # filter LZMA2, one byte of properties
    data[at] = 40
    size = (data[12] + 1) * 4
    data[12 + size - 4 : 12 + size] = struct.pack("<I", zlib.crc32(data[12 : 12 + size - 4]))
    return bytes(data)


def zstd_window(exponent: int) -> bytes:
    """A frame that asks for a window of 2^(10 + exponent) bytes, and one block that repeats a byte."""
    block = (1 | 1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b"a"
    return b"\x28\xb5\x2f\xfd\x00" + bytes([exponent << 3]) + block


def zstd_bomb(blocks: int) -> bytes:
    """Blocks of four bytes that unpack to 128 KiB each."""
    more = (1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b"a"
    last = (1 | 1 << 1 | (128 << 10) << 3).to_bytes(3, "little") + b"a"
    return b"\x28\xb5\x2f\xfd\x00" + bytes([7 << 3]) + more * blocks + last


def zstd_content_size() -> bytes:
    """A frame that says it unpacks to 2^60 bytes in one segment."""
    return b"\x28\xb5\x2f\xfd\xe0" + (1 << 60).to_bytes(8, "little") + (1 | 5 << 3).to_bytes(3, "little") + b"text\n"


def lz4_bomb() -> bytes:
    from lz4 import frame

    return bytes(frame.compress(b"a" * (24 * MIB), compression_level=9))


def empty_frames(frame: bytes, count: int) -> bytes:
    return frame * count


def layers(data: bytes, packers: list[Callable[[bytes], bytes]]) -> bytes:
    for pack in packers:
        data = pack(data)
    return data


def comment_of_gzip(size: int) -> bytes:
    """A name and a comment without end."""
    return b"\x1f\x8b\x08\x18\0\0\0\0\0\3" + b"a" * size


FILES: Mapping[str, tuple[object, ...]] = {
    "xz: a dictionary of 4 GiB": ("a.txt.lzma", xz_dictionary, None),
    "xz: a dictionary of 4 GiB in a block": ("a.txt.xz", xz_large_dictionary, None),
    "xz: 100 MB of zeros": ("a.txt.xz", lambda: lzma.compress(bytes(100 * MIB))),
    "xz: 20,000 empty streams": ("a.txt.xz", lambda: empty_frames(lzma.compress(b""), 3_000), True),
    "bz2: 45 MB of zeros": ("a.txt.bz2", lambda: bz2.compress(bytes(45 * MIB))),
    "bz2: 5,000 empty streams": ("a.txt.bz2", lambda: empty_frames(bz2.compress(b""), 5_000), True),
    "gz: 100 MB of zeros": ("a.txt.gz", lambda: gzip.compress(bytes(100 * MIB))),
    "gz: 15 MB of a trigger": ("a.txt.gz", lambda: gzip.compress(b"eyJ" * 5_000_000)),
    "gz: 5,000 empty streams": ("a.txt.gz", lambda: empty_frames(gzip.compress(b""), 5_000), True),
    "gz: a name without end": ("a.txt.gz", lambda: comment_of_gzip(100_000)),
    "gz: gz in gz in gz in gz": ("a.gz", lambda: layers(b"words\n" * 3_000_000, [gzip.compress] * 4)),
    "zst: a window of 2^41 bytes": ("a.txt.zst", lambda: zstd_window(31)),
    "zst: a window of 2^31 bytes": ("a.txt.zst", lambda: zstd_window(21)),
    "zst: a window of 2^27 bytes": ("a.txt.zst", lambda: zstd_window(17), True),
    "zst: 2 GiB in 64 KB": ("a.txt.zst", lambda: zstd_bomb(16_000)),
    "zst: a content of 2^60 bytes": ("a.txt.zst", zstd_content_size),
    "zst: 20,000 frames to skip": ("a.txt.zst", lambda: empty_frames(b"\x50\x2a\x4d\x18\0\0\0\0", 12_000), None),
    "zst: a frame to skip of 4 GiB": ("a.txt.zst", lambda: b"\x50\x2a\x4d\x18\xff\xff\xff\xfftext", None),
    "lz4: 24 MB of a letter": ("a.txt.lz4", lz4_bomb),
    "zlib: 100 MB of zeros": ("a.txt.zlib", lambda: zlib.compress(bytes(100 * MIB), 9)),
}  # fmt: skip
