"""Runs of base64 and hex that hold text. Format: RFC 4648."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64, unhexlify
from collections.abc import Callable, Iterator, Sequence

from ..regex import LazyPattern
from .view import Marks, View

LONGEST_RUN = 8 << 20
"""Longest base64 or hex run that is decoded, in bytes."""
BACK = 4096
"""How far before the first pair that looks like text a run of hex is taken to begin."""


_BASE64_RUN = LazyPattern(rb"[A-Za-z0-9+/_-]+(?:(?:\r?\n|\\n)[A-Za-z0-9+/_-]{4,})*={0,2}")
_BASE64_LINE = LazyPattern(rb"[A-Za-z0-9+/_-]+")
_BASE64_NEXT = LazyPattern(rb"(?:\r?\n|\\n)([A-Za-z0-9+/_-]{4,}={0,2})")
_HEX_RUN = LazyPattern(rb"[0-9a-fA-F]+")
_HEX = b"0123456789abcdefABCDEF"
_GROUPS64 = b"(?:[AC-DI-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]){7}"
"""Base64 of ASCII or UTF-16: bytes under 128 leave bits of the groups of six clear, printable ones a few more."""
TEXT64 = (b"[^A-Za-z0-9+]" + _GROUPS64, rb"\\[nrt]" + _GROUPS64)
"""The same where a run begins, which is much cheaper to look for than anywhere; an escape may end before it."""
LEAST = 28
"""Characters of the run that a trigger holds, at its end."""
HEAD64 = 256
"""Bytes of a value in base64, breaks counted, that say whether all of it is text."""
HEAD16 = 2 * 48
"""Characters of hex that say whether all of it is text."""
WRAPS = (60, 64, 68, 72, 76, 80)
"""Lengths at which programs wrap base64; behind a line of another one, only what is text by itself goes on."""
TEXT_HEX = rb"(?:[02-7][0-9A-Fa-f]){20}"
_PRINTABLE = bytes([9, 10, 13, *range(0x20, 0x7F)])
_MARK = b"\xff\xfe"
_URLSAFE = bytes.maketrans(b"-_", b"+/")
_BREAKS = LazyPattern(rb"\r?\n|\\n")


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


def base64(data: bytes, marks: Marks) -> Iterator[View]:
    done = -1
    for _, end in marks:
        mark = end - LEAST
        if mark < done or _HEX_RUN.fullmatch(data, mark, end) is not None:
            continue  # hex is another decoder's
        if _value64(data, mark, HEAD64) is None:
            continue  # its beginning tells; else a long run that is no text would be decoded at each mark
        value = _value64(data, mark, LONGEST_RUN)
        if value is not None:
            plain, breaks, done = value
            wide = _is_wide(plain)
            yield View(plain[::2] if wide else plain, _base64_map(mark, breaks, 2 if wide else 1), "base64")


def _value64(data: bytes, mark: int, most: int) -> tuple[bytes, list[tuple[int, int]], int] | None:
    """The text that the value at `mark` stands for, the breaks within the value, and where it ends; None when that is
    no text. At most `most` bytes are looked at."""
    breaks, end = _lines(data, mark, mark + most)
    body = data[mark:end]
    plain = _decode64((_BREAKS.sub(b"", body) if breaks else body).translate(_URLSAFE).rstrip(b"="))
    return None if plain is None else (plain, breaks, end)


def _lines(data: bytes, mark: int, stop: int) -> tuple[list[tuple[int, int]], int]:
    """The breaks within what is one value, counted from `mark`, and where it ends: lines that are not wrapped may be of
    another."""
    line = _BASE64_LINE.match(data, mark, stop)
    end = line.end() if line is not None else mark
    following = _BASE64_NEXT.match(data, end, stop)
    if following is None or end - mark in WRAPS:
        run = _BASE64_RUN.match(data, mark, stop)
        end = run.end() if run is not None else end
        return [(low - mark, high - mark) for low, high in (m.span() for m in _BREAKS.finditer(data, mark, end))], end
    breaks: list[tuple[int, int]] = []
    if (end - mark) % 4:  # without its padding, which only the last line may lack
        return breaks, end
    while following is not None and _decode64(following[1].translate(_URLSAFE).rstrip(b"=")) is not None:
        breaks.append((end - mark, following.start(1) - mark))
        end = following.end()
        following = None if following[1].endswith(b"=") else _BASE64_NEXT.match(data, end, stop)
    return breaks, end


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


def hexadecimal(data: bytes, marks: Marks) -> Iterator[View]:
    """Views of runs of hex that hold text, decoded from where the run begins, or else from the pair at a mark."""
    done = reach = -1
    begin = 0  # of the run that the marks up to `reach` stand in, or a place BACK before one of them
    for mark, end in marks:
        if mark > reach:
            before = data[max(mark - BACK, 0) : mark]
            begin = mark - len(before) + len(before.rstrip(_HEX))
        reach = end
        if mark < done:
            continue
        run = min(mark - begin, BACK)
        for start in (mark - run // 2 * 2, mark) if run >= 2 else (mark,):
            if _is_text(_decode16(data, start, start + HEAD16)):  # else a long run would be decoded at each mark
                plain = _decode16(data, start, start + LONGEST_RUN)
                done = start + 2 * len(plain)
                yield View(plain, lambda s, e, b=start: (b + 2 * s, b + 2 * e), "hex")  # type: ignore[misc]
                break


def _decode16(data: bytes, start: int, stop: int) -> bytes:
    """The bytes that the hex from `start` on stands for."""
    run = _HEX_RUN.match(data, start, stop)
    return unhexlify(run[0][: len(run[0]) & ~1]) if run is not None else b""
