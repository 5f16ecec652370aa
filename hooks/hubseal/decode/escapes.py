"""Text with escapes in it: backslashes, percent signs, entities, quoted-printable. Decoded is what is around one."""

from __future__ import annotations

import re
from binascii import unhexlify
from bisect import bisect_right
from collections.abc import Callable, Iterator

from ..regex import LazyPattern
from .view import Marks, View

AROUND = 512
"""Bytes of context taken on either side of an escape; the longest value with an escape in it may reach this far."""

LONGEST_LINE = 3 * 78 + 4
"""Bytes of a quoted-printable line, with its end and the end of the line before it."""


def _pieces(text: bytes, base: int, escape: LazyPattern[bytes], value: Callable[[re.Match[bytes]], bytes]) -> View:
    """Replaces each escape of `text` by its value; `base` is the offset of `text` in what is mapped back to."""
    out: list[bytes] = []
    starts, origins = [0], [base]
    size, last = 0, 0
    for match in escape.finditer(text):
        plain, new = text[last : match.start()], value(match)
        out += (plain, new)
        size += len(plain)
        starts += (size, size + len(new))
        origins += (base + match.start(), base + match.end())
        size += len(new)
        last = match.end()
    out.append(text[last:])

    def back(start: int, end: int) -> tuple[int, int]:
        first = bisect_right(starts, start) - 1
        final = bisect_right(starts, max(end - 1, start)) - 1
        low = origins[first] + (start - starts[first] if first % 2 == 0 else 0)
        high = origins[final] + (end - starts[final]) if final % 2 == 0 else origins[final + 1]
        return low, high

    return View(b"".join(out), back, "")


BACKSLASH = LazyPattern(
    rb"\\(?:(?:u|U0000|u\{0{0,4})([0-9a-fA-F]{4}|(?<=[{0])[0-9a-fA-F]{2,3}(?=\}))\}?"
    rb"|x([0-9a-fA-F]{2})|([01][0-7]{2})|([abfnrtv0\"'\\/]))"
)
PERCENT = LazyPattern(rb"%([0-9A-Fa-f]{2})")
ENTITY = LazyPattern(rb"&(?:#([0-9]{2,6})|#[xX]([0-9A-Fa-f]{2,5})|(amp|lt|gt|quot|apos|commat|period|lowbar));")
_QUOTED = LazyPattern(rb"=(?:([0-9A-F]{2})|\r?\n)")
_QUOTED_LINE = LazyPattern(rb"(?:[^=\n]|=[0-9A-F]{2}){0,78}(?:(?<=[^\n]{60})=\r?)?(?:\n|\Z)")
_NAMED = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"} | {
    b"commat": b"@",
    b"period": b".",
    b"lowbar": b"_",
}
_LETTER = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"v": b"\v", b"a": b"\a", b"0": b"\0"}


def _character(code: int) -> bytes:
    return chr(code).encode("utf-8", "replace") if code <= 0x10FFFF else b"?"


def backslash(match: re.Match[bytes]) -> bytes:
    digits = match[1] or match[2]
    if match[3]:
        return _character(int(match[3], 8))
    return _character(int(digits, 16)) if digits else _LETTER.get(match[4], match[4])


def quoted_printable(data: bytes, marks: Marks) -> Iterator[View]:
    """Lines around marks as long as they are what RFC 2045, 6.7 allows: of 76 bytes, each `=` an escape or the end."""
    done = -1
    for start, _ in marks:
        if start < done:
            continue
        low = data.rfind(b"\n", max(start - AROUND, 0), start) + 1
        line = _QUOTED_LINE.match(data, low)
        while low > start - AROUND:
            floor = max(low - LONGEST_LINE, 0)
            before = data.rfind(b"\n", floor, low - 1) + 1 if low else 0
            if not before and floor:
                break
            earlier = _QUOTED_LINE.match(data, before) if before < low else None
            if earlier is None or earlier.end() != low:
                break
            low = before
        done = start
        while line is not None and line.end() > done and done < start + AROUND:
            done = line.end()
            line = _QUOTED_LINE.match(data, done)
        if done > start:
            yield _pieces(data[low:done], low, _QUOTED, _quoted)._replace(how="quoted-printable")


def percent(match: re.Match[bytes]) -> bytes:
    return unhexlify(match[1])


def _quoted(match: re.Match[bytes]) -> bytes:
    return unhexlify(match[1]) if match[1] else b""


def entity(match: re.Match[bytes]) -> bytes:
    if match[3]:
        return _NAMED[match[3]]
    return _character(int(match[1]) if match[1] else int(match[2], 16))


def _regions(data: bytes, marks: Marks) -> Iterator[tuple[int, int]]:
    """The text around marks; neighbours whose surroundings touch make one region."""
    low, high = -1, -1
    for start, end in marks:
        if low >= 0 and start - AROUND <= high:
            high = max(high, end + AROUND)
            continue
        if low >= 0:
            yield low, min(high, len(data))
        low, high = max(start - AROUND, 0), end + AROUND
    if low >= 0:
        yield low, min(high, len(data))


def escaped(
    how: str, escape: LazyPattern[bytes], value: Callable[[re.Match[bytes]], bytes]
) -> Callable[[bytes, Marks], Iterator[View]]:
    def views(data: bytes, marks: Marks) -> Iterator[View]:
        for low, high in _regions(data, marks):
            yield _pieces(data[low:high], low, escape, value)._replace(how=how)

    return views
