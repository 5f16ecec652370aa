"""Blosc chunks, as Zarr arrays are made of: numbers are skipped, bytes and fixed texts are unpacked and searched.

Format: Blosc/c-blosc, README_CHUNK_FORMAT.rst.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from ... import kinds
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.streams import exactly, length
from .compressed import FAULTS
from .lz4 import block as lz4

HEADER = 16
SHUFFLED, COPIED, BITS = 0x1, 0x2, 0x4
NUMBERS = (2, 4, 8, 16)
"""Sizes of items that are numbers, or texts too short to tell anything."""
SPLIT = 16
"""Size of items up to which a block is stored in as many parts."""
MOST = 64 << 20
HINT = "it is packed in a way that is not unpacked here; write the array with the codec zstd or gzip"
Item = Segment | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """One chunk."""
    with blob.open() as stream:
        total = length(blob, stream)
        size = exactly(stream, 4)[3]
        if size in NUMBERS:
            yield Opaque(total, "numbers")
            return
        stream.seek(0)
        data = exactly(stream, min(total, MOST))
    try:
        plain = _unpack(data, min(limits.member, MOST))
    except Exception as error:
        if not isinstance(error, (ValueError, IndexError, struct.error, zlib.error)) and (
            type(error).__name__ not in FAULTS
        ):
            raise
        plain = None
    if plain is None:
        yield from strings.texts(data, 0)
        yield Unread(blob.path, "", "limit", total, HINT)
    elif kinds.sniff("", plain[: kinds.HEAD], None) == "text":
        yield Segment(plain, place="chunk")
    else:
        yield from strings.texts(plain, 0, "chunk")
        yield Opaque(0, "numbers")


def _unpack(data: bytes, most: int) -> bytes | None:
    """The items of a chunk; None when its way of packing is not known here. Raises ValueError for damage."""
    flags, size = data[2], data[3]
    total, width = struct.unpack_from("<2I", data, 4)
    if flags & COPIED:
        return data[HEADER : HEADER + total]
    if flags & BITS or 1 < size <= SPLIT or total > most or not 0 < width <= total:
        return None
    out = bytearray()
    for number in range((total + width - 1) // width):
        (start,) = struct.unpack_from("<I", data, HEADER + 4 * number)
        (packed,) = struct.unpack_from("<I", data, start)
        wanted = min(width, total - len(out))
        piece = data[start + 4 : start + 4 + packed]
        made = piece if packed == wanted else _block(flags >> 5, piece, wanted)
        if made is None:
            return None
        if len(made) != wanted:
            raise ValueError("damaged")
        out += _ordered(made, size) if flags & SHUFFLED and size > 1 else made
    return bytes(out)


def _block(codec: int, data: bytes, size: int) -> bytes | None:
    """One block; None when its codec is not known here."""
    if codec == 1:
        out = bytearray()
        lz4(data, out, size)
        return bytes(out)
    if codec == 3:
        return zlib.decompressobj().decompress(data, size)
    if codec == 4:
        try:
            from zstandard import ZstdDecompressor
        except ImportError:
            return None
        made: bytes = ZstdDecompressor().decompress(data, max_output_size=size)
        return made
    return None


def _ordered(data: bytes, size: int) -> bytes:
    """Items of which all first bytes stand together, then all second ones."""
    count = len(data) // size
    out = bytearray(data)
    for number in range(size):
        out[number : count * size : size] = data[number * count : (number + 1) * count]
    return bytes(out)
