"""Formats that no magic number tells: two marks that stand apart, or a sum or numbers that fit."""

from __future__ import annotations

from functools import lru_cache

from ..typed import Literal

_R = (b"X\n\0\0\0\2", b"X\n\0\0\0\3", b"B\n\2\0\0\0", b"B\n\3\0\0\0")
"""How serialised R objects of versions 2 and 3 begin, in either byte order."""
_R_FILES = (b"RDX2\n", b"RDX3\n", b"RDB2\n", b"RDB3\n")
FEW_BYTES = 16
"""Bytes up to which a sum is taken without a table."""


def is_mat5(head: bytes) -> bool:
    """Whether a file of MATLAB 5 to 7 begins here: a text, then version and byte order at byte 124."""
    return head.startswith(b"MATLAB") and head[124:128] in (b"\0\1IM", b"\1\0MI")


def is_r(head: bytes) -> bool:
    """Whether serialised R objects begin here, as `saveRDS` or `save` writes them."""
    return head.startswith(_R, len(_R_FILES[0]) if head.startswith(_R_FILES) else 0)


def begins_record(head: bytes) -> bool:
    """Whether a TFRecord begins here: a u64 length, then its CRC-32C, rotated and shifted (record_writer.h)."""
    if len(head) < 12 or head[5:8] != b"\0\0\0":
        return False
    return int.from_bytes(head[8:12], "little") == masked_crc(head[:8])


def _shifted(crc: int) -> int:
    """Eight steps of CRC-32C."""
    for _ in range(8):
        crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc


@lru_cache(maxsize=1)
def _table() -> list[int]:
    return [_shifted(byte) for byte in range(256)]


def masked_crc(data: bytes) -> int:
    """The CRC-32C of a few bytes, rotated and shifted, as TensorFlow keeps it (core/lib/hash/crc32c.h)."""
    crc = 0xFFFFFFFF
    table = _table() if len(data) > FEW_BYTES else None
    for byte in data:
        crc = crc >> 8 ^ (_shifted(crc & 255 ^ byte) if table is None else table[crc & 255 ^ byte])
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def is_mat4(head: bytes) -> bool:
    """Whether a matrix of MATLAB 4 begins here: five numbers, then its name. Format: MAT-File Format, Level 4."""
    little = int.from_bytes(head[:4], "little") < 5000
    numbers = [int.from_bytes(head[n : n + 4], "little" if little else "big") for n in range(0, 20, 4)]
    end = 20 + numbers[4]
    named = (
        1 < numbers[4] < 512 and head[end - 1 : end] == b"\0" and head[20 : end - 1].decode("latin-1").isidentifier()
    )
    return numbers[0] < 5000 and numbers[3] < 2 and named


def is_message(head: bytes, size: int | None) -> bool:
    """Whether a file is one message of a protocol buffer, as far as its head goes: fields with texts among them, to its
    very end, or past the head. Format: protobuf.dev, "Encoding"."""
    whole = len(head) < 4096 if size is None else size <= len(head)
    at, fields, texts = 0, 0, 0
    while at < len(head):
        tag, at = varint(head, at, len(head))
        wire = tag & 7
        if not 8 <= tag < 1 << 15 or wire not in (0, 1, 2, 5) or at < 0:
            return False
        if wire == 2:
            length, at = varint(head, at, len(head))
            at, texts = at + length if at >= 0 else at, texts + 1
        elif wire == 0:
            at = varint(head, at, len(head))[1]
        else:
            at += 8 if wire == 1 else 4
        if at < 0:
            return False
        fields += 1
    return texts > 0 and (at == len(head) if whole else fields > 2 and (size is None or at <= size))


def is_onnx(head: bytes) -> bool:
    """Whether an ONNX model begins here: its version, then who wrote it. Format: onnx, onnx.proto, ModelProto."""
    if head[:1] != b"\x08" or not 0 < head[1] < 64 or head[2:3] != b"\x12":
        return False
    behind = 4 + head[3]
    name, rest = head[4:behind], head[behind : behind + 1]
    return 0 < len(name) < 64 and name.isascii() and name.decode().isprintable() and rest in (b"\x1a", b"\x22", b"\x3a")


def varint(data: bytes, at: int, stop: int) -> tuple[int, int]:
    """The number of seven bits a byte that begins at `data[at]`, and the offset behind it, which is negative when it
    does not end before `stop`. Format: protobuf, Encoding, Base 128 Varints."""
    value = shift = 0
    while at < stop and shift < 64:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    return 0, -1


def is_blosc(head: bytes, size: int | None) -> bool:
    """Whether a file is a chunk of Blosc, whose header names its own length (README_CHUNK_FORMAT.rst)."""
    if head[:1] != b"\2" or head[1:2] not in (b"\1", b"\2") or len(head) < 16:
        return False
    return size is not None and int.from_bytes(head[12:16], "little") == size


def begins_cpio(head: bytes) -> Literal["cpio", ""]:
    """`cpio` when an archive of it begins here, in one of the forms in ASCII: a number, then digits only (cpio(5))."""
    size = {b"070701": 110, b"070702": 110, b"070707": 76}.get(head[:6], 0)
    digits = head[6:size]
    if not size or len(digits) < size - 6 or digits.strip(b"0123456789abcdefABCDEF") or b"\n" in digits:
        return ""
    return "cpio" if 0 in head[size:] else ""
