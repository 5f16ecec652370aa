"""JPEG, GIF, and the codestream of JPEG 2000: segments of text beside pixels that have no length.

Formats: ITU-T T.81, annex B; Adobe XMP, part 3, 1.1.2-3; ICC.1, annex B.4; GIF89a; ITU-T T.800, annex A.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...types import Limits, Opaque
from ..core.errors import MalformedError, UnexpectedEof
from ..core.streams import Window, exactly
from .fields import Field, Found

END, SCAN, COMMENT, FILL, APPS = 0xD9, 0xDA, 0xFE, 0xFF, range(0xE0, 0xF0)
TABLES = frozenset((0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD))
"""Markers of the segments of numbers that nearly every JPEG has."""
ALONE = frozenset((0x01, *range(0xD0, 0xDA)))
"""Markers without a length."""
JOINED = {b"ICC_PROFILE\0": 2, b"http://ns.adobe.com/xmp/extension/\0": 40}
"""What segments begin with that continue each other -> bytes behind it, by which they are ordered."""
MOST_JOINED = 256
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
BLOCK, TAIL, HEAD = 256 << 10, 64 << 10, 64 << 10
EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
REMARK, PLAIN, APPLICATION, XMP = 0xFE, 0x01, 0xFF, b"\x0bXMP DataXMP"


def jpeg(window: Window, limits: Limits) -> Iterator[Found]:
    """The segments of a picture, and of those that follow it in the file (previews, depth maps)."""
    parts, ended = dict[bytes, list[bytes]](), False
    while window.left and not (ended and not _another(window)):
        at = window.at
        if window.peek(1) != b"\xff" or window.peek(2)[1:] == b"\0":
            window.go(_marker(window, limits))
            yield Field("between segments", at, window.at - at)
            continue
        window.skip(1)
        code = window.number(1)
        ended = code == END
        if code in ALONE or code == FILL:
            window.go(window.at - (code == FILL))
            continue
        size = window.number(2, "big") - 2
        if size < 0:
            raise MalformedError(at)
        start, data = window.at, window.take(size)
        mark = next((mark for mark in JOINED if data.startswith(mark)), b"")
        if mark and len(parts.get(mark, ())) < MOST_JOINED:
            parts.setdefault(mark, []).append(data[len(mark) :])
            continue
        yield from _together(parts)
        if code == COMMENT or code not in TABLES:
            name = "comment" if code == COMMENT else f"APP{code - APPS[0]}" if code in APPS else f"segment {code:#x}"
            yield Field(name, start, size, name if code == COMMENT else "")
        if code == SCAN:
            window.go(_marker(window, limits))
            yield Opaque(window.at - start, "pixels")
    if not ended:
        raise UnexpectedEof


def _together(parts: dict[bytes, list[bytes]]) -> Iterator[Field]:
    """What came in segments that continue each other, which are forgotten."""
    for mark, same in parts.items():
        yield Field("joined segments", None, data=b"".join(data[JOINED[mark] :] for data in sorted(same)))
    parts.clear()


def _another(window: Window) -> bool:
    """Whether another picture follows, perhaps behind zeros; then the window is moved there."""
    data = window.peek(BLOCK)
    at = len(data) - len(data.lstrip(b"\0"))
    if data.startswith(b"\xff\xd8\xff", at):
        window.skip(at)
        return True
    return False


def _marker(window: Window, limits: Limits) -> int:
    """The offset of the marker that ends the pixels at the window; of very many pixels, the last end in the file."""
    at, total = window.at, window.total
    most = min(total, at + limits.whole)
    while at < most:
        window.stream.seek(at)
        data = exactly(window.stream, min(BLOCK, total - at))
        match = _MARKER.search(data)
        if match is not None or not data:
            return at + match.start() if match is not None else total
        at += len(data) - (data.endswith(b"\xff") and at + len(data) < total)
    at = max(at, total - TAIL)
    window.stream.seek(at)
    last = exactly(window.stream, total - at).rfind(b"\xff\xd9")
    return at + last if last >= 0 else total


def gif(window: Window, limits: Limits) -> Iterator[Found]:
    """Comments, texts and application extensions."""
    window.skip(10)
    window.skip(2 + _colours(window.number(1)))
    while (code := window.number(1)) != TRAILER:
        at = window.at
        if code == EXTENSION:
            yield from _extension(window, limits)
        elif code == IMAGE:
            window.skip(8)
            window.skip(_colours(window.number(1)) + 1)
            while (size := window.number(1)) and window.at < limits.whole:
                window.skip(size)
            if size:  # very many pixels: the last bytes are searched
                window.go(max(window.total - TAIL, window.at))
            yield Opaque(window.at - at, "pixels")
            if size:
                return
        elif code:
            raise MalformedError(at)


def _colours(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _extension(window: Window, limits: Limits) -> Iterator[Found]:
    """An extension whose blocks are joined, but for XMP, which is not cut into such."""
    code = window.number(1)
    head = window.peek(12)
    name = {REMARK: "comment", PLAIN: "plain text"}.get(code, f"extension {code:#04x}")
    if code == APPLICATION:
        name = "application " + head[1:].decode("latin-1").strip()
    parts, at, held = list[bytes](), window.at, 0
    while size := window.number(1):
        held += size
        if held > limits.header:
            raise MalformedError(at)
        parts.append(window.take(size))
    if head == XMP:
        yield Field("XMP", at, window.at - at)
    elif len(parts) == 1:
        yield Field(name, at + 1, len(parts[0]), name if code == REMARK else "")
    elif parts:
        first = 1 if code in (PLAIN, APPLICATION) else 0
        yield Field(name, None, key=name if code == REMARK else "", data=b"".join(parts[first:]))


def codestream(window: Window, _limits: Limits) -> Iterator[Found]:
    """JPEG 2000 without boxes: comments stand in its main header."""
    size = min(HEAD, window.total)
    yield Field("codestream", 0, size)
    yield Opaque(window.total - size, "pixels")
    window.go(window.total - 2)
    if window.take(2) != b"\xff\xd9":
        raise UnexpectedEof
