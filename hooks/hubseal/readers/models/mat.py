"""MATLAB files before 7.3 (those are HDF5): character arrays by variable and field; numbers are skipped.

Formats: MathWorks, "MAT-File Format", Level 5 and Level 4.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.errors import MalformedError, UnexpectedEof
from ..core.gather import Gathered
from ..core.segments import value
from ..core.streams import Window, length, nowhere, part, raw
from .mat_array import (
    CELL,
    CHAR,
    FUNCTION,
    INT8,
    MATRIX,
    OBJECT,
    OPAQUE,
    STRUCT,
    UINT8,
    Arrays,
    Order,
    class_of,
)

HEADER, TOLD, COMPRESSED = 128, 116, 15
TEXTUAL = (0, CELL, STRUCT, OBJECT, CHAR, INT8, UINT8, FUNCTION, OPAQUE)
PEEK = 4096
LEVEL4 = "dfihHB"
"""Types of Level 4, as the module struct names them."""
LARGE = "it is larger than the limit and was searched for tokens only; save it as several"
Item = Segment | Blob | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Level 5: the variables one after the other; what follows damage is searched as bytes."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        start = 0
        try:
            header = window.take(HEADER)
            yield part(header[:TOLD].rstrip(b" \0"), "header")
            order: Order = "little" if header[126:128] == b"IM" else "big"
            while window.left:
                start = window.at
                kind, size = window.number(4, order), window.number(4, order)
                if size > window.left or kind not in (COMPRESSED, MATRIX):
                    raise MalformedError
                yield from _variable(blob, window, limits, order, size, kind == COMPRESSED)
                window.go(min(start + 8 + size, window.total))
        except (UnexpectedEof, MalformedError, zlib.error):
            window.go(start)
            yield raw(stream, start, window.left, limits)
            hint = f"its variables stop making sense at byte {start}; what follows was searched for tokens only"
            yield Unread(blob.path, f"byte {start}", "damaged", window.left, hint)


def _variable(blob: Blob, window: Window, limits: Limits, order: Order, size: int, packed: bool) -> Iterator[Item]:
    """One variable, when its class may hold text."""
    at = window.at
    inflater = zlib.decompressobj()
    head = inflater.decompress(window.peek(min(size, PEEK)), PEEK)[8:] if packed else window.peek(min(size, PEEK))
    if class_of(head, order) not in TEXTUAL:
        yield Opaque(size, "numbers")
        return
    most = min(limits.json, max(size * limits.ratio, limits.ratio_from))
    if size > most:
        yield raw(window.stream, at, size, limits)
        yield Unread(blob.path, f"variable at byte {at}", "limit", size, LARGE)
        return
    data = window.take(size)
    if packed:
        inflater = zlib.decompressobj()
        data = inflater.decompress(data, most + 8)
        if not inflater.eof and len(data) >= most:
            yield from _loose(data[: limits.ratio_from], f"variable at byte {at}")
            yield Unread(blob.path, f"variable at byte {at}", "limit", size, LARGE)
            return
    yield from _texts(blob, data, order, None if packed else at)
    if packed and not inflater.eof:
        raise MalformedError


def _texts(blob: Blob, data: bytes, order: Order, base: int | None) -> Iterator[Item]:
    """The texts of one variable. `base`: where `data` stands in the file, None when it is unpacked."""
    start = 0 if base is not None else 8
    lines = Gathered()
    try:
        for found in Arrays(data, order).texts(start, len(data)):
            exact = None if base is None or found.at is None else base + found.at
            if not found.binary:
                lines.pair(found.path.encode("utf-8", "replace"), found.data, exact)
                continue
            item = value(blob, found.data, found.path or "workspace", found.path)
            if isinstance(item, Segment) and item.on == "bytes":
                yield from _loose(found.data, found.path or "workspace")
            else:
                yield item
    except MalformedError:
        yield from _loose(data[start:], "damaged variable")
        raise
    finally:
        yield from lines.take()


def _loose(data: bytes, place: str) -> Iterator[Item]:
    """Small integers: the objects of a workspace, whose strings are wide, or numbers."""
    for found in strings.texts(data, 0, place):
        yield found._replace(where=nowhere)
    yield from strings.wide(data, place)


def read_level4(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Level 4: matrices of characters, each stored as a number."""
    with blob.open() as stream:
        window, start = Window(stream, length(blob, stream)), 0
        try:
            while window.left:
                start = window.at
                yield from _matrix(window, limits)
        except (UnexpectedEof, MalformedError):
            window.go(start)
            yield raw(stream, start, window.left, limits)
            hint = f"its variables stop making sense at byte {start}; what follows was searched for tokens only"
            yield Unread(blob.path, f"byte {start}", "damaged", window.left, hint)


def _matrix(window: Window, limits: Limits) -> Iterator[Item]:
    head = window.take(20)
    order = "<" if int.from_bytes(head[:4], "little") < 5000 else ">"
    kind, rows, columns, imaginary, size = struct.unpack(order + "5i", head)
    kind %= 1000
    if not (kind % 10 < 3 and kind // 10 < 6 and min(rows, columns) >= 0 and imaginary in (0, 1) and 0 < size < 4096):
        raise MalformedError
    name = window.take(size).rstrip(b"\0")
    code = LEVEL4[kind // 10]
    total = rows * columns * struct.calcsize(order + code) * (1 + imaginary)
    if kind % 10 != 1 or total > limits.json:
        window.skip(total)
        yield Opaque(total, "numbers")
        return
    at, data = window.at, window.take(total)
    numbers = [int(n) for n in struct.unpack(f"{order}{rows * columns}{code}", data) if 0 <= n < 0x110000]
    if len(numbers) != rows * columns:
        raise MalformedError
    lines = Gathered()
    if rows == 1 and code == "B":
        lines.pair(name, data, at)
    else:
        text = "".join(map(chr, numbers))
        whole = "\n".join(text[row::rows].rstrip() for row in range(rows))
        lines.pair(name, whole.encode("utf-8", "replace"), None)
    yield from lines.take()
