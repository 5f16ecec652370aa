"""How much around a candidate belongs to it, where borders are not written as text: in file names and raw binary."""

from __future__ import annotations

from ..types import Surface

REACH = 1024
_TEXT = bytes(range(0x20, 0x7F)) + b"\t\r\n"


def own(data: bytes, start: int, end: int, on: Surface) -> list[tuple[int, int]]:
    """The bounds `[low, high)` of what a pattern may see around `data[start:end]`, the likeliest first.

    A name: the part between two slashes. Binary: the string that a length before it delimits, as pickle, protobuf and
    msgpack write strings - the byte before such a string, or the opcode after it, may be a letter - else all.
    """
    if on == "name":
        ends = [at for at in (data.find(b"/", end), data.find(b"\0", end)) if at >= 0]
        return [(data.rfind(b"/", 0, start) + 1, min(ends, default=len(data)))]
    if on == "bytes":
        window = data[max(start - REACH, 0) : start]
        gap = start - len(window) + len(window.rstrip(_TEXT)) - 1
        for first in (gap + 1, gap + 2):
            for length in _lengths(data, first):
                last = first + length
                if first <= start and end <= last <= len(data) and not data[first:last].strip(_TEXT):
                    return [(first, last), (0, len(data))]
    return [(0, len(data))]


def joined(data: bytes, start: int, prefixes: tuple[str, ...]) -> bool:
    """Whether a value with a prefix of its own begins at `data[start]` right behind another string, as in formats that
    keep lengths elsewhere: rows of databases, columns. In programs it would be the end of a symbol: not asked there."""
    before = data[start - 1 : start]
    return before.isalnum() and any(len(p) > 2 and data.startswith(p.encode(), start) for p in prefixes)


def _lengths(data: bytes, first: int) -> list[int]:
    """The lengths that the bytes before `data[first]` encode: a byte, a varint of two, 4 or 8 bytes little-endian."""
    if first < 1:
        return []
    found = [int.from_bytes(data[first - width : first], "little") for width in (8, 4) if first >= width]
    if first >= 2 and data[first - 2] & 0x80:
        found.append(data[first - 2] & 0x7F | data[first - 1] << 7)
    return [*found, data[first - 1]]
