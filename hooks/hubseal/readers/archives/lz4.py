"""LZ4 frames, as joblib writes them too: what is in them is a member, unpacked in Python within limits.

Formats: LZ4, doc/lz4_Frame_format.md and lz4_Block_format.md.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from ...types import Blob, Limits, Segment, Unread
from ..core.errors import LimitExceeded, UnexpectedEof
from ..core.segments import rest
from ..core.streams import Window, length
from .compressed import inner

LZ4, SKIPPED = b"\x04\x22\x4d\x18", b"\x2a\x4d\x18"
LZ4_MOST = 64 << 20
"""LZ4 is unpacked in Python, at a few MB/s."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread]:
    """The one member, as far as it can be unpacked."""
    out = bytearray()
    cause = ""
    with blob.open() as stream:
        total = length(blob, stream)
        most = min(limits.member, max(total * limits.ratio, limits.ratio_from))
        window = Window(stream, total)
        try:
            _lz4(window, out, min(most, LZ4_MOST))
        except LimitExceeded:
            cause = "limit"
        except (UnexpectedEof, ValueError, IndexError):
            cause = "damaged"
        name, data = inner(blob.path), bytes(out)
        if data:
            yield Blob(f"{blob.path}!/{name}", f"{blob.shown}!/{name}", len(data), None, lambda: io.BytesIO(data))
        if not cause and window.left:
            yield rest(stream, window.at, window.left, limits, "behind the packed data")
    if cause:
        said = f"only its first {len(data):,} bytes could be unpacked"
        hint = f"{said}; save it anew" if cause == "damaged" else f"{said} within the limit; save it uncompressed"
        yield Unread(blob.path, "", cause, blob.size, hint)  # type: ignore[arg-type]


def _lz4(window: Window, out: bytearray, most: int) -> None:
    """LZ4 frames that follow each other, and frames to be skipped."""
    while (head := window.peek(4)) == LZ4 or head[1:] == SKIPPED and 0x50 <= head[0] < 0x60:
        if head == LZ4:
            _frame(window, out, most)
        else:
            window.skip(4)
            window.skip(window.number(4))


def _frame(window: Window, out: bytearray, most: int) -> None:
    """One LZ4 frame. Checksums are not verified: a loader's refusal would not unpublish what is in it."""
    window.skip(4)
    flags = window.take(2)[0]
    window.skip((8 if flags & 8 else 0) + (4 if flags & 1 else 0) + 1)
    while size := window.number(4):
        plain, size = size >> 31, size & 0x7FFFFFFF
        packed = window.take(size)
        if plain:
            out += packed
        else:
            block(packed, out, most)
        if len(out) > most:
            raise LimitExceeded
        if flags & 16:
            window.skip(4)
    window.skip(4 if flags & 4 else 0)


def block(data: bytes, out: bytearray, most: int) -> None:
    """Appends one unpacked block. Raises ValueError, IndexError for damage; more than `most` is an error, too."""
    at, size = 0, len(data)
    while at < size:
        token = data[at]
        at, literals = _run(data, at + 1, token >> 4)
        out += data[at : at + literals]
        at += literals
        if at >= size:
            return
        back = data[at] | data[at + 1] << 8
        at, copied = _run(data, at + 2, token & 15)
        copied += 4
        start = len(out) - back
        if back == 0 or start < 0:
            raise ValueError("damaged")
        if len(out) + copied > most:
            raise LimitExceeded
        piece = bytes(out[start : start + copied])
        out += piece if back >= copied else (piece * (copied // back + 1))[:copied]


def _run(block: bytes, at: int, count: int) -> tuple[int, int]:
    """A length: 15 says that more bytes follow, 255 that yet more do."""
    if count == 15:
        while True:
            more = block[at]
            at, count = at + 1, count + more
            if more != 255:
                break
    return at, count
