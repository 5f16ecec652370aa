"""A zip that lost its directory: its members by their local headers. Format: PKWARE APPNOTE 6.3, 4.3.7 and 4.3.9."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from ...types import Limits
from ..core.streams import exactly

HEADER = struct.Struct("<4s5H3I2H")
"""Signature, version, flags, method, time, date, CRC-32, packed size, size, length of name, length of extra field."""
LOCAL, CENTRAL, DESCRIPTOR = b"PK\3\4", b"PK\1\2", b"PK\7\x08"
EMPTY = b"PK\5\6" + bytes(18)
STREAMED, UTF8 = 0x8, 0x800
"""Flags: sizes stand behind the data; the name is UTF-8."""
ZIP64, WIDE = 1, 0xFFFFFFFF
READ_BYTES = 1 << 20


def archive(stream: BinaryIO, size: int, limits: Limits) -> zipfile.ZipFile | None:
    """The archive with a directory made anew from the headers in `stream`, of `size` bytes; None when it has none."""
    found = zipfile.ZipFile(io.BytesIO(EMPTY))
    for info in _infos(stream, size, limits):
        found.filelist.append(info)
        found.NameToInfo.setdefault(info.filename, info)
    if not found.filelist:
        return None
    found.fp = stream
    return found


def _infos(stream: BinaryIO, size: int, limits: Limits) -> Iterator[zipfile.ZipInfo]:
    at = 0
    for _ in range(limits.members + 1):
        stream.seek(at)
        head = exactly(stream, HEADER.size)
        if len(head) < HEADER.size or head[:4] != LOCAL:
            return
        _, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length = HEADER.unpack(head)
        name = exactly(stream, name_length)
        extra = exactly(stream, extra_length)
        if not name or name_length != len(name):
            return
        info = zipfile.ZipInfo(name.decode("utf-8" if flags & UTF8 else "cp437", "replace") or "member")
        info.header_offset, info.flag_bits, info.compress_type = at, flags & ~STREAMED, method
        start = at + HEADER.size + name_length + extra_length
        if packed == WIDE or unpacked == WIDE:
            unpacked, packed = _wide(extra, unpacked, packed)
        if flags & STREAMED and not packed:
            packed = _end(stream, start, size, limits.member) - start
            unpacked = packed if method == zipfile.ZIP_STORED else min(limits.member, packed * limits.ratio)
        else:
            info.CRC = crc
        info.compress_size, info.file_size = packed, unpacked
        yield info
        at = start + packed
        if flags & STREAMED:
            at = _next(stream, at)


def _wide(extra: bytes, unpacked: int, packed: int) -> tuple[int, int]:
    """Sizes over 4 GiB stand in the ZIP64 field of the extra data."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == ZIP64 and length >= 16 and at + 20 <= len(extra):
            wide: tuple[int, int] = struct.unpack_from("<2Q", extra, at + 4)
            return wide
        at += 4 + length
    return unpacked, packed


def _end(stream: BinaryIO, start: int, size: int, most: int) -> int:
    """Where streamed data ends: before the next signature, else at the end of what there is."""
    at, tail = start, b""
    stream.seek(start)
    while at - start < most and (block := stream.read(READ_BYTES)):
        data = tail + block
        found = [n for n in (data.find(s) for s in (DESCRIPTOR, LOCAL, CENTRAL)) if n >= 0]
        if found:
            return at - len(tail) + min(found)
        at, tail = at + len(block), data[-3:]
    return min(at, size)


def _next(stream: BinaryIO, at: int) -> int:
    """Skips a data descriptor, with or without its signature, of 32-bit or 64-bit sizes."""
    stream.seek(at)
    near = exactly(stream, 28)
    found = near.find(LOCAL)
    return at + found if found >= 0 else at + len(near)
