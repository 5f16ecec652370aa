"""Views of escaped text, each with a map from its bytes back to the bytes it came from.

Nothing is decoded wholesale: a trigger in the matcher's one pass marks an escape, and only the text around it becomes a
view. Values without an escape inside them are found in the raw text, whose patterns know escape sequences as borders.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, unhexlify
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .regex import Lazy

AROUND = 512
"""Bytes of context taken on either side of an escape; the longest value with an escape in it may reach this far."""
LONGEST_RUN = 8 << 20
"""Longest base64 or hex run that is decoded, in bytes."""


class View(NamedTuple):
    """Decoded bytes, and where each range of them stood."""

    data: bytes
    back: Callable[[int, int], tuple[int, int]]
    """Maps a range of `data` to a range of the bytes it was decoded from."""
    how: str


Marks = Sequence[tuple[int, int]]
"""Byte ranges of triggers, ascending."""


def _pieces(text: bytes, base: int, escape: Lazy[bytes], value: Callable[[re.Match[bytes]], bytes]) -> View:
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


_BACKSLASH = Lazy(
    rb"\\(?:(?:u|U0000|u\{0{0,4})([0-9a-fA-F]{4}|(?<=[{0])[0-9a-fA-F]{2,3}(?=\}))\}?"
    rb"|x([0-9a-fA-F]{2})|([01][0-7]{2})|([abfnrtv0\"'\\/]))"
)
_PERCENT = Lazy(rb"%([0-9A-Fa-f]{2})")
_ENTITY = Lazy(rb"&(?:#([0-9]{2,6})|#[xX]([0-9A-Fa-f]{2,5})|(amp|lt|gt|quot|apos|commat|period|lowbar));")
_QUOTED = Lazy(rb"=(?:([0-9A-F]{2})|\r?\n)")
_QUOTED_LINE = Lazy(rb"(?:[^=\n]|=[0-9A-F]{2}){0,78}(?:(?<=[^\n]{60})=\r?)?(?:\n|\Z)")
_NAMED = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"} | {
    b"commat": b"@",
    b"period": b".",
    b"lowbar": b"_",
}
_LETTER = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"v": b"\v", b"a": b"\a", b"0": b"\0"}


def _character(code: int) -> bytes:
    return chr(code).encode("utf-8", "replace") if code <= 0x10FFFF else b"?"


def _backslash(match: re.Match[bytes]) -> bytes:
    digits = match[1] or match[2]
    if match[3]:
        return _character(int(match[3], 8))
    return _character(int(digits, 16)) if digits else _LETTER.get(match[4], match[4])


def _quoted_printable(data: bytes, marks: Marks) -> Iterator[View]:
    """Lines around marks as long as they are what RFC 2045, 6.7 allows: of 76 bytes, each `=` an escape or the end."""
    done = -1
    for start, _ in marks:
        if start < done:
            continue
        low = data.rfind(b"\n", max(start - AROUND, 0), start) + 1
        line = _QUOTED_LINE.match(data, low)
        while low > start - AROUND:
            before = data.rfind(b"\n", 0, low - 1) + 1 if low else 0
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


def _percent(match: re.Match[bytes]) -> bytes:
    return unhexlify(match[1])


def _quoted(match: re.Match[bytes]) -> bytes:
    return unhexlify(match[1]) if match[1] else b""


def _entity(match: re.Match[bytes]) -> bytes:
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


def _escaped(
    how: str, escape: Lazy[bytes], value: Callable[[re.Match[bytes]], bytes]
) -> Callable[[bytes, Marks], Iterator[View]]:
    def views(data: bytes, marks: Marks) -> Iterator[View]:
        for low, high in _regions(data, marks):
            yield _pieces(data[low:high], low, escape, value)._replace(how=how)

    return views


_BASE64_RUN = Lazy(rb"[A-Za-z0-9+/_-]+(?:(?:\r?\n|\\n)[A-Za-z0-9+/_-]{4,})*={0,2}")
_HEX_RUN = Lazy(rb"[0-9a-fA-F]+")
_PRINTABLE = bytes([9, 10, 13, *range(0x20, 0x7F)])
_MARK = b"\xff\xfe"
_URLSAFE = bytes.maketrans(b"-_", b"+/")
_BREAKS = Lazy(rb"\r?\n|\\n")


def _is_text(data: bytes) -> bool:
    """Whether decoded bytes look like text: the first 48 are printable, or UTF-8."""
    head = data[:48]
    odd = head.translate(None, _PRINTABLE)
    if not odd or min(odd) < 0x80:
        return bool(head) and not odd
    try:
        head[: -3 if len(head) == 48 else None].decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 6 and error.reason == "unexpected end of data"
    return True


def _is_wide(data: bytes) -> bool:
    """Whether decoded bytes look like UTF-16: the first 48, but for a byte order mark, printable and zero by turns."""
    head = data[2:48] if data[:2] == _MARK else data[:48]
    return len(head) >= 8 and not head[1::2].strip(b"\0") and not head[::2].translate(None, _PRINTABLE)


def _base64(data: bytes, marks: Marks) -> Iterator[View]:
    done = -1
    for start, end in marks:
        if start < done or not _may_be_text(data[start:end]):
            continue
        run = _BASE64_RUN.match(data, start, start + LONGEST_RUN)
        if run is None:
            continue
        done = run.end()
        breaks = [m.span() for m in _BREAKS.finditer(run[0])]
        text = (_BREAKS.sub(b"", run[0]) if breaks else run[0]).translate(_URLSAFE).rstrip(b"=")
        plain = _decode64(text)
        if plain is not None and _is_wide(plain):
            yield View(plain[::2], _base64_map(start, breaks, 2), "base64 of UTF-16")
        elif plain is not None:
            yield View(plain, _base64_map(start, breaks, 1), "base64")


def _may_be_text(run: bytes) -> bool:
    """Whether the first bytes of a run decode to printable ones; words and paths do not. Hex is another decoder's."""
    head = a2b_base64(run[:16].translate(_URLSAFE))
    return (_is_text(head) or _is_wide(head)) and _HEX_RUN.fullmatch(run) is None


def _decode64(text: bytes) -> bytes | None:
    text = text[: len(text) - 1] if len(text) % 4 == 1 else text
    try:
        head = a2b_base64(text[:64] + b"=" * (-len(text[:64]) % 4))
        if not _is_text(head) and not _is_wide(head):
            return None
        return a2b_base64(text + b"=" * (-len(text) % 4))
    except Base64Error:
        return None


def _base64_map(begin: int, breaks: Sequence[tuple[int, int]], width: int) -> Callable[[int, int], tuple[int, int]]:
    def spread(offset: int) -> int:
        for low, high in breaks:
            if low > offset:
                break
            offset += high - low
        return begin + offset

    def back(start: int, end: int) -> tuple[int, int]:
        return spread(start * width * 4 // 3), spread(-(-end * width * 4 // 3))

    return back


def _hex(data: bytes, marks: Marks) -> Iterator[View]:
    done = -1
    for start, _ in marks:
        if start < done:
            continue
        run = _HEX_RUN.match(data, start, start + LONGEST_RUN)
        if run is None:
            continue
        done = run.end()
        text = run[0][: len(run[0]) & ~1]
        plain = unhexlify(text)
        if _is_text(plain):
            yield View(plain, lambda s, e, b=start: (b + 2 * s, b + 2 * e), "hex")  # type: ignore[misc]


class Decoder(NamedTuple):
    """How one sort of escaped text is noticed and undone."""

    how: str
    triggers: tuple[bytes, ...]
    views: Callable[[bytes, Marks], Iterator[View]]


DECODERS: tuple[Decoder, ...] = (
    Decoder(
        "escapes",
        (
            rb"\\u00[2-7][0-9a-fA-F]",
            rb"\\U000000[2-7][0-9a-fA-F]",
            rb"\\u\{[0-9a-fA-F]{2}",
            rb"\\x[2-7][0-9a-fA-F]",
            rb"\\0[4-7][0-7]",
            rb"\\1[0-7][0-7]",
            rb"[A-Za-z0-9:]\\/",
        ),
        _escaped("escapes", _BACKSLASH, _backslash),
    ),
    Decoder("percent", (rb"%[2-7][0-9A-Fa-f]",), _escaped("percent", _PERCENT, _percent)),
    Decoder(
        "entities",
        (rb"&#[0-9xX][0-9A-Fa-f]", rb"&amp;", rb"&quot;", rb"&commat;", rb"&period;", rb"&lowbar;"),
        _escaped("entities", _ENTITY, _entity),
    ),
    Decoder(
        "quoted-printable",
        (rb"[!-<>-~]{20}=\n", rb"[!-<>-~]{20}=\r\n", rb"=3D[0-9A-Za-z]"),
        _quoted_printable,
    ),
    Decoder("base64", (rb"[A-Za-z0-9+/_-]{28}",), _base64),
    Decoder("hex", (rb"[0-9A-Fa-f]{40}",), _hex),
)
