"""How much memory the record batches of an Arrow file take, before anything of them is unpacked.

Format: arrow.apache.org, Columnar Format 1.5, "Serialization and Interprocess Communication"; format/Message.fbs;
flatbuffers.dev, internals.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from ..core.streams import exactly

CONTINUES = b"\xff\xff\xff\xff"
METADATA = 64 << 20
HEADER, BODY = 2, 3
"""Fields of a Message."""
BUFFERS, COMPRESSION, DATA = 2, 3, 1
"""Fields of a RecordBatch; a DictionaryBatch holds one in its field DATA."""
DICTIONARY, RECORDS = 2, 3
"""Types of a header."""


def largest(stream: BinaryIO, at: int) -> int:
    """Bytes of the largest batch, unpacked, of those that follow each other from offset `at` on."""
    most = 0
    while True:
        stream.seek(at)
        head = exactly(stream, 8)
        legacy = head[:4] != CONTINUES  # before version 0.15 there was the length alone
        size = int.from_bytes(head[:4] if legacy else head[4:], "little")
        start = at + (4 if legacy else 8)
        if len(head) < 8 or not 0 < size <= METADATA:
            return most
        stream.seek(start)
        try:
            body, buffers, packed = _message(exactly(stream, size))
        except (struct.error, IndexError):
            return most
        most = max(most, body, _unpacked(stream, start + size, buffers) if packed else 0)
        at = start + size + max(body, 0)


def stream_end(stream: BinaryIO) -> int:
    """Where a stream ends that says so, or where its messages stop making sense; 0 when no message is whole."""
    at = 0
    while True:
        stream.seek(at)
        head = exactly(stream, 8)
        legacy = head[:4] != CONTINUES
        size = int.from_bytes(head[:4] if legacy else head[4:], "little")
        start = at + (4 if legacy else 8)
        if len(head) < (4 if legacy else 8) or not size:
            return start if len(head) >= 4 and not size else at
        if size > METADATA:
            return at
        stream.seek(start)
        try:
            body, _, _ = _message(exactly(stream, size))
        except (struct.error, IndexError):
            return at
        at = start + size + max(body, 0)


def _unpacked(stream: BinaryIO, body: int, buffers: list[tuple[int, int]]) -> int:
    """The sizes that stand before compressed buffers, -1 before one that is not."""
    total = 0
    for at, length in buffers:
        if length >= 8:
            stream.seek(body + at)
            size = int.from_bytes(exactly(stream, 8), "little", signed=True)
            total += size if size >= 0 else length
    return total


def _message(data: bytes) -> tuple[int, list[tuple[int, int]], bool]:
    """(bytes of the body, buffers in it, whether they are compressed). Raises struct.error for what is no message."""
    message = int.from_bytes(data[:4], "little")
    body_at, header_at, type_at = (_field(data, message, field) for field in (BODY, HEADER, 1))
    body: int = struct.unpack_from("<q", data, body_at)[0] if body_at else 0
    kind = data[type_at] if type_at else 0
    if kind not in (DICTIONARY, RECORDS) or not header_at:
        return body, [], False
    batch = _follow(data, header_at)
    if kind == DICTIONARY:
        inner = _field(data, batch, DATA)
        if not inner:
            return body, [], False
        batch = _follow(data, inner)
    listed = _field(data, batch, BUFFERS)
    if not listed or not _field(data, batch, COMPRESSION):
        return body, [], False
    vector = _follow(data, listed)
    (count,) = struct.unpack_from("<I", data, vector)
    count = min(count, (len(data) - vector) // 16)
    return body, [struct.unpack_from("<qq", data, vector + 4 + 16 * n) for n in range(count)], True


def _follow(data: bytes, at: int) -> int:
    """What an offset at `at` points to."""
    return at + int(struct.unpack_from("<I", data, at)[0])


def _field(data: bytes, table: int, number: int) -> int:
    """Where a field of a table stands, 0 when it has none."""
    vtable = table - struct.unpack_from("<i", data, table)[0]
    if vtable < 0:
        raise struct.error
    (size,) = struct.unpack_from("<H", data, vtable)
    if 4 + 2 * number + 2 > size:
        return 0
    (at,) = struct.unpack_from("<H", data, vtable + 4 + 2 * number)
    return table + at if at else 0
