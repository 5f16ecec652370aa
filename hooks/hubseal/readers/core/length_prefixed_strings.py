"""Strings of formats that are not walked, found by the length that stands before each.

A run of printable bytes is not enough: the byte before a string is often its length, and a letter by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...kinds.signatures import varint
from ...types import Segment
from .segments import is_name
from .string_table import LONGEST_NAME, StringTable, option

SHORTEST_STRING = 6
LONGEST_STRING = 1 << 20
MOST_FIELDS = 1_000_000
LONGEST_LOOSE = 1 << 16
"""Bytes that are no message and are looked through for lengths, where the texts of the rest are searched, too."""
MOST_NESTED = 24
Span = tuple[int, int]
Field = tuple[int, int, int]
"""The number of a counted field of a message, where it begins and ends."""
_NOT = bytes(sorted(set(range(32)) - {9, 10, 13})) + b"\x7f"
PROTOBUF = re.compile(
    rb"[\x0a\x12\x1a\x22\x2a\x32\x3a\x42\x4a\x52\x5a\x62\x6a\x72\x7a]([\x06-\x7f]|[\x80-\xff]{1,2}[\x01-\x7f])"
)
FLATBUFFER = re.compile(rb"([\x06-\xff][\x00-\xff][\x00-\x0f]\x00)(?=[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f])", re.DOTALL)
MARSHAL = re.compile(
    rb"[zZ\xfa\xda]([\x06-\xff])|[sutaA\xf3\xf5\xf4\xe1\xc1]([\x06-\xff][\x00-\xff][\x00-\x0f]\x00)", re.DOTALL
)
"""Marshal's strings: short ones with one byte of length, long ones with four. Format: CPython, Python/marshal.c."""


def by_length(
    data: bytes, pattern: re.Pattern[bytes], base: int, place: str, rest: bytearray | None = None
) -> Iterator[Segment]:
    """The strings of `data`, which stands at `base`; what is found is blanked in `rest`."""
    lines, at = StringTable(place), 0
    while (match := pattern.search(data, at)) is not None:
        at = match.start() + 1
        width = match[match.lastindex or 0]
        size = varint(width, 0, len(width))[0] if pattern is PROTOBUF else int.from_bytes(width, "little")
        start, end = match.end(), match.end() + size
        if SHORTEST_STRING <= size <= LONGEST_STRING and end <= len(data) and data[start] >= 32 and data[end - 1] >= 9:
            text = data[start:end]
            if _is_text(text):
                lines.add(text, base + start)
                if rest is not None:
                    rest[start:end] = bytes(size)
                at = end
                yield from lines.take_full()
    yield from lines.take()


def protobuf_strings(data: bytes, base: int, place: str, rest: bytearray | None = None) -> Iterator[Segment]:
    """The strings of a protocol buffer: of its fields as deep as they make sense, else by their lengths alone. The
    value of an entry stands under its key, that of an option under the option."""
    texts: list[Span] = []
    names: dict[int, bytes] = {}
    todo, budget = [(0, len(data), 0, b"")], MOST_FIELDS
    while todo:
        start, stop, depth, name = todo.pop()
        found = _fields(data, start, stop, budget) if depth < MOST_NESTED and budget > 0 else None
        if found is None and rest is not None and stop - start > LONGEST_LOOSE:
            continue
        if found is None:
            loose = bytearray(data[start:stop]) if rest is not None else None
            yield from by_length(data[start:stop], PROTOBUF, base + start, place, loose)
            if rest is not None and loose is not None:
                rest[start:stop] = loose
            continue
        budget -= len(found) + 1
        named = _names(data, found, name)
        for _, first, last in found:
            if last - first < SHORTEST_STRING:
                continue
            if _is_text(data[first:last]):
                texts.append((first, last))
                if first in named:
                    names[first] = named[first]
            else:
                todo.append((first, last, depth + 1, named.get(first, b"")))
    lines = StringTable(place)
    for first, last in sorted(texts):
        if first in names:
            lines.pair(names[first], data[first:last], base + first)
        else:
            lines.add(data[first:last], base + first)
        if rest is not None:
            rest[first:last] = bytes(last - first)
        yield from lines.take_full()
    yield from lines.take()


def _names(data: bytes, found: list[Field], name: bytes) -> dict[int, bytes]:
    """Where fields of a message begin -> their names: that of the message, when it holds nothing else, the key of an
    entry, the option before a value in a list."""
    if len(found) == 1:
        return {found[0][1]: name} if name else {}
    if len(found) == 2 and found[0][0] < found[1][0]:
        key = data[found[0][1] : found[0][2]]
        return {found[1][1]: key} if len(key) <= LONGEST_NAME and is_name(key) else {}
    named = {}
    for (number, first, last), (other, start, _) in pairwise(found):
        if number == other and data[start : start + 1] != b"-" and (name := option(data[first:last])):
            named[start] = name
    return named


def is_message(data: bytes) -> bool:
    """Whether all of `data` is one message of a protocol buffer with a text in it."""
    found = _fields(data, 0, len(data), MOST_FIELDS) or []
    return any(last - first >= SHORTEST_STRING for _, first, last in found)


def _fields(data: bytes, at: int, stop: int, most: int) -> list[Field] | None:
    """The counted fields of a message; None when `data[at:stop]` is none."""
    found: list[Field] = []
    while at < stop:
        number, at = varint(data, at, stop)
        kind = number & 7
        if number < 8 or at < 0 or len(found) > most:
            return None
        if kind == 0:
            at = varint(data, at, stop)[1]
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        elif kind == 2:
            size, at = varint(data, at, stop)
            found.append((number >> 3, at, at + size))
            at += size if at >= 0 else 0
        else:
            return None
        if at < 0 or at > stop:
            return None
    return found


def _is_text(text: bytes) -> bool:
    """Whether it is UTF-8 without control characters."""
    if text.translate(None, _NOT) != text:
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
