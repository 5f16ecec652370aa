"""Files that begin in the midst of other bytes: found by their magic numbers, and believed when more of them fits."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import NamedTuple

from ... import kinds

MOST_TRIED = 4096
"""Places of one magic number in a block that are looked at closely."""
NEEDED = 4096
"""Bytes behind a magic number that tell whether a file begins there."""
TAR_MAGIC = 257
_ZIP_METHODS = frozenset((0, 1, 6, 8, 9, 12, 14, 93, 94, 95, 96, 97, 98, 99))
_TEXT_NAME = re.compile(rb"[^\x00-\x1f\x7f]+")
_PDF = re.compile(rb"%PDF-[12]\.\d[\r\n \t]")


class Sign(NamedTuple):
    """How files of a format are found."""

    magic: bytes
    offset: int
    """Bytes of the file before its magic number."""
    fits: Callable[[bytes, int], bool]
    """Whether a file begins in the data at an offset, by what follows the magic number."""


def _zip(data: bytes, at: int) -> bool:
    """Format: PKWARE APPNOTE 6.3, 4.3.7."""
    version, method = data[at + 4], int.from_bytes(data[at + 8 : at + 10], "little")
    size = int.from_bytes(data[at + 26 : at + 28], "little")
    name = data[at + 30 : at + 30 + min(size, 256)]
    return version <= 63 and method in _ZIP_METHODS and 0 < size < 4096 and _TEXT_NAME.fullmatch(name) is not None


def _gzip(data: bytes, at: int) -> bool:
    """Format: RFC 1952."""
    if data[at + 3] & 0xE0 or data[at + 8] not in (0, 2, 4):
        return False
    return _inflates(data[at : at + NEEDED], 31)


def _inflates(data: bytes, bits: int) -> bool:
    """Whether a stream of deflate holds on as far as `data` goes, and gives something."""
    stream = zlib.decompressobj(bits)
    try:
        made = stream.decompress(data, 64 << 10)
    except zlib.error:
        return False
    return bool(made) or stream.eof


def _xz(data: bytes, at: int) -> bool:
    flags = data[at + 6 : at + 8]
    return zlib.crc32(flags) == int.from_bytes(data[at + 8 : at + 12], "little")


def _zstd(data: bytes, at: int) -> bool:
    """Format: RFC 8878, 3.1.1: reserved bits are zero, and a first block is of a known type and fits in its window."""
    flags = data[at + 4]
    if flags & 0x18:
        return False
    single, wide = flags >> 5 & 1, flags >> 6
    block = at + 5 + (not single) + (0, 1, 2, 4)[flags & 3] + ((1 if single else 0), 2, 4, 8)[wide]
    head = int.from_bytes(data[block : block + 3], "little")
    return head >> 1 & 3 != 3 and 0 < head >> 3 <= 1 << 17


def _lz4(data: bytes, at: int) -> bool:
    return data[at + 4] >> 6 == 1 and not data[at + 4] & 2 and 4 <= data[at + 5] >> 4 <= 7 and not data[at + 5] & 0x8F


def _seven_zip(data: bytes, at: int) -> bool:
    return zlib.crc32(data[at + 12 : at + 32]) == int.from_bytes(data[at + 8 : at + 12], "little")


def _tar(data: bytes, at: int) -> bool:
    head = data[at : at + 512]
    checksum = head[148:156].strip(b" \0")
    if len(head) < 512 or not checksum or checksum.strip(b"01234567"):
        return False
    return sum(head[:148]) + sum(head[156:]) + 8 * 32 == int(checksum, 8)


def _sqlite(data: bytes, at: int) -> bool:
    return data[at + 21 : at + 24] == b"\x40\x20\x20"


def _pdf(data: bytes, at: int) -> bool:
    return _PDF.match(data, at) is not None and b" obj" in data[at : at + NEEDED]


def _gguf(data: bytes, at: int) -> bool:
    return (
        data[at + 4 : at + 8] in (b"\1\0\0\0", b"\2\0\0\0", b"\3\0\0\0", b"\0\0\0\3")
        and data[at + 14 : at + 16] == b"\0\0"
    )


def _pickle(data: bytes, at: int) -> bool:
    """A frame of protocol 4 or 5 that holds what it says, or ends behind what is here. Format: pickletools."""
    size = int.from_bytes(data[at + 3 : at + 11], "little")
    if not 4 <= size < 1 << 40:
        return False
    end = at + 11 + size
    return data[end - 1 : end] in (b".", b"") or data[end : end + 1] == b"\x95"


def _certain(data: bytes, at: int) -> bool:
    return True


SIGNS: tuple[Sign, ...] = (
    Sign(b"PK\3\4", 0, _zip),
    Sign(b"\x1f\x8b\x08", 0, _gzip),
    Sign(b"1AY&SY", 4, lambda data, at: data[at : at + 3] == b"BZh" and data[at + 3 : at + 4].isdigit()),
    Sign(b"\xfd7zXZ\0", 0, _xz),
    Sign(b"\x28\xb5\x2f\xfd", 0, _zstd),
    Sign(b"\x04\x22\x4d\x18", 0, _lz4),
    Sign(b"7z\xbc\xaf\x27\x1c", 0, _seven_zip),
    Sign(b"Rar!\x1a\x07", 0, lambda data, at: data[at + 6 : at + 8] in (b"\1\0", b"\0\xcf", b"\0\x0f", b"\0\x90")),
    Sign(b"MSCF\0\0\0\0", 0, lambda data, at: data[at + 12 : at + 16] == bytes(4)),
    Sign(b"ustar", TAR_MAGIC, _tar),
    Sign(b"%PDF-", 0, _pdf),
    Sign(b"SQLite format 3\0", 0, _sqlite),
    Sign(b"\x93NUMPY", 0, lambda data, at: data[at + 6] in (1, 2, 3) and data[at + 10 : at + 13].strip()[:1] == b"{"),
    Sign(b"GGUF", 0, _gguf),
    Sign(b"\x80\4\x95", 0, _pickle),
    Sign(b"\x80\5\x95", 0, _pickle),
    Sign(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, _certain),
    Sign(b"age-encryption.org/v1\n", 0, _certain),
    Sign(b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", 0, _certain),
)
IN_PROGRAMS = tuple(sign for sign in SIGNS if sign.magic in (b"PK\3\4", b"7z\xbc\xaf\x27\x1c"))
"""What is looked for within programs, which hold the magic numbers of what they know, and symbols packed with xz."""
LEAST = 32
"""Bytes that a file has at least."""


def find(data: bytes, first: int = 0, stop: int | None = None, signs: tuple[Sign, ...] = SIGNS) -> int | None:
    """The offset in `data`, at `first` or behind it and before `stop`, where a file begins; None when none does."""
    end = len(data) if stop is None else stop
    found = None
    for sign in signs:
        at = _first(data, sign, first, end)
        if at is not None:
            found, end = at, at
    return found


def _first(data: bytes, sign: Sign, first: int, end: int) -> int | None:
    """Where the first file of a sort begins in `[first, end)`."""
    place = first + sign.offset
    for _ in range(MOST_TRIED):
        place = data.find(sign.magic, place, end + sign.offset + len(sign.magic) - 1)
        at = place - sign.offset
        if place < 0 or at >= end:
            return None
        if len(data) - at >= LEAST and sign.fits(data, at):
            return at
        place += 1
    return None


def begins(head: bytes, size: int) -> bool:
    """Whether a run of `size` bytes that begins with `head` is a file, as far as weak signs may be trusted."""
    if size < LEAST:
        return False
    fmt = kinds.sniff("", head, size)
    if fmt in _WEAK:
        return False
    return fmt in kinds.FILES or fmt in kinds.CLOSED or fmt in ("pdf", "tfrecord", "avro", "ar", "cpio", "rpm")


_WEAK = frozenset(("arrow", "zlib", "lzma", "msgpack", "pyc", "mp3", "mp4"))
"""Formats that few bytes suffice to be taken for."""
