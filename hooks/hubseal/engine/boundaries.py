"""How much around a candidate belongs to it, where borders are not written as text: in file names and raw binary."""

from __future__ import annotations

from ..regex import LazyPattern
from ..types import Surface

REACH = 1024
AROUND = 4096
"""Bytes on either side of an escape that a value behind it is judged by."""
_ESCAPE = LazyPattern(rb"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[abefnrtv])")
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


def escape_before(data: bytes, start: int, on: Surface, prefixes: tuple[str, ...]) -> tuple[int, bytes] | None:
    """Where the letter at `data[start]` belongs to an escape (`\\n`, `\\u003c`): the text around it with blanks in its
    place, and where that begins; None where it is the value's own, such as the first of a public prefix."""
    if on != "text" or data[start - 1 : start] != b"\\" or not start:
        return None
    escape = _ESCAPE.match(data, start - 1)
    if escape is None or any(data.startswith(prefix.encode(), start) for prefix in prefixes):
        return None
    first = max(start - AROUND, 0)
    blank = b" " * (escape.end() - escape.start() - 1) + (b"\n" if escape[0] in (rb"\n", rb"\r") else b" ")
    return first, b"%b%b%b" % (data[first : escape.start()], blank, data[escape.end() : start + AROUND])


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
