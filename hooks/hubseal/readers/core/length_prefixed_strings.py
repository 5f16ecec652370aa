"""Strings of formats that are not walked, found by the length that stands before each.

A run of printable bytes is not enough: the byte before a string is often its length, and a letter by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Segment, Unread
from .streams import exactly, length, raw
from .string_table import FULL, StringTable

SHORTEST = 6
LONGEST = 1 << 20
FIELDS = 1_000_000
DEPTH = 24
_NOT = bytes(sorted(set(range(32)) - {9, 10, 13})) + b"\x7f"
_VARINT = re.compile(
    rb"[\x0a\x12\x1a\x22\x2a\x32\x3a\x42\x4a\x52\x5a\x62\x6a\x72\x7a]([\x06-\x7f]|[\x80-\xff]{1,2}[\x01-\x7f])"
)
_FLAT = re.compile(rb"([\x06-\xff][\x00-\xff][\x00-\x0f]\x00)(?=[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f])", re.DOTALL)
_MARSHAL = re.compile(
    rb"[zZ\xfa\xda]([\x06-\xff])|[sutaA\xf3\xf5\xf4\xe1\xc1]([\x06-\xff][\x00-\xff][\x00-\x0f]\x00)", re.DOTALL
)
"""Marshal's strings: short ones with one byte of length, long ones with four. Format: CPython, Python/marshal.c."""
Item = Segment | Unread | Opaque


def _strings(
    data: bytes, pattern: re.Pattern[bytes], base: int, place: str, rest: bytearray | None = None
) -> Iterator[Segment]:
    """The strings of `data`, which stands at `base`; what is found is blanked in `rest`."""
    lines, at = StringTable(place), 0
    while (match := pattern.search(data, at)) is not None:
        at = match.start() + 1
        width = match[match.lastindex or 0]
        size = _varint(width) if pattern is _VARINT else int.from_bytes(width, "little")
        start, end = match.end(), match.end() + size
        if SHORTEST <= size <= LONGEST and end <= len(data) and data[start] >= 32 and data[end - 1] >= 9:
            text = data[start:end]
            if len(text.translate(None, _NOT)) == size and _is_utf8(text):
                lines.add(text, base + start)
                if rest is not None:
                    rest[start:end] = bytes(size)
                at = end
                if lines.size > FULL:
                    yield from lines.take()
    yield from lines.take()


def _wire(data: bytes, base: int, place: str, rest: bytearray | None = None) -> Iterator[Segment]:
    """The strings of a protocol buffer: of its fields as deep as they make sense, else by their lengths alone."""
    texts: list[tuple[int, int]] = []
    todo, budget = [(0, len(data), 0)], FIELDS
    while todo:
        start, stop, depth = todo.pop()
        found = _fields(data, start, stop, budget) if depth < DEPTH and budget > 0 else None
        if found is None:
            loose = bytearray(data[start:stop]) if rest is not None else None
            yield from _strings(data[start:stop], _VARINT, base + start, place, loose)
            if rest is not None and loose is not None:
                rest[start:stop] = loose
            continue
        budget -= len(found) + 1
        for first, last in found:
            if last - first >= SHORTEST:
                text = data[first:last]
                if text.translate(None, _NOT) == text and _is_utf8(text):
                    texts.append((first, last))
                else:
                    todo.append((first, last, depth + 1))
    lines = StringTable(place)
    for first, last in sorted(texts):
        lines.add(data[first:last], base + first)
        if rest is not None:
            rest[first:last] = bytes(last - first)
        if lines.size > FULL:
            yield from lines.take()
    yield from lines.take()


def _fields(data: bytes, at: int, stop: int, most: int) -> list[tuple[int, int]] | None:
    """The ranges of the counted fields of a message; None when `data[at:stop]` is none."""
    found: list[tuple[int, int]] = []
    while at < stop:
        number, at = _number(data, at, stop)
        kind = number & 7
        if number < 8 or at < 0 or len(found) > most:
            return None
        if kind == 0:
            at = _number(data, at, stop)[1]
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        elif kind == 2:
            size, at = _number(data, at, stop)
            found.append((at, at + size))
            at += size if at >= 0 else 0
        else:
            return None
        if at < 0 or at > stop:
            return None
    return found


def _number(data: bytes, at: int, stop: int) -> tuple[int, int]:
    """A varint and the offset behind it, which is negative when there is none."""
    value = shift = 0
    while at < stop and shift < 64:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    return 0, -1


def _varint(width: bytes) -> int:
    return sum((byte & 0x7F) << 7 * n for n, byte in enumerate(width))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def varint_strings(data: bytes, place: str, at: int = 0) -> Iterator[Segment]:
    """Strings of a protocol buffer of unknown kind; `at` is its offset in the blob."""
    return _wire(data, at, place)


def read_protobuf(blob: Blob, limits: Limits) -> Iterator[Item]:
    """A protocol buffer of unknown kind: a frozen graph, a saved model, a tokenizer."""
    return _read(blob, limits, _VARINT)


def read_pyc(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Compiled Python: names, constants and the path of the source."""
    return _read(blob, limits, _MARSHAL)


def read_tflite(blob: Blob, limits: Limits) -> Iterator[Item | Blob]:
    """A flatbuffer of TensorFlow Lite, and the zip of labels that may stand at its end."""
    yield from _read(blob, limits, _FLAT)
    with blob.open() as stream:
        stream.seek(max(length(blob, stream) - (64 << 10), 0))
        tail = exactly(stream, 64 << 10)
    if b"PK\5\6" in tail:
        from ..archives.zip import read

        yield from read(blob, limits)


def _read(blob: Blob, limits: Limits, pattern: re.Pattern[bytes]) -> Iterator[Item]:
    """Strings of the head and the tail, and everything as bytes when it is small enough."""
    with blob.open() as stream:
        total = length(blob, stream)
        head = exactly(stream, min(total, limits.whole))
        rest = bytearray(head)
        yield from (_wire(head, 0, "", rest) if pattern is _VARINT else _strings(head, pattern, 0, "", rest))
        yield Segment(bytes(rest), "bytes")
        if total > limits.whole:
            at = max(total - limits.whole, limits.whole)
            stream.seek(at)
            yield from _strings(exactly(stream, total - at), pattern, at, "")
            yield raw(stream, at, total - at, limits)
            yield Opaque(at - limits.whole, "tensors")
