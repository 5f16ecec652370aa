"""Tags at the end of sound files: APEv2, Lyrics3 and ID3v1. Formats: APEv2 (Hydrogenaudio), Lyrics3 2.00, ID3v1.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ...types import Blob, Limits
from ..core.labels import Item, broken, label
from ..core.streams import exactly

MARK, FOOTER, ITEMS = b"APETAGEX", 32, 10_000
OLD, OLD_SIZE = b"TAG", 128
LYRICS = b"LYRICS200"
OLD_FIELDS = (("title", 30), ("artist", 30), ("album", 30), ("year", 4), ("comment", 30))


def tail(blob: Blob, stream: BinaryIO, first: int, total: int, limits: Limits) -> tuple[list[Item], int]:
    """What the tags at the end say, and where the first of them begins; the sound begins at `first`."""
    found: list[Item] = []
    end = total
    if (data := _before(stream, first, end, OLD_SIZE)).startswith(OLD) and len(data) == OLD_SIZE:
        end -= OLD_SIZE
        found += _old(blob, data, end)
    for _ in range(2):
        foot = _before(stream, first, end, FOOTER)
        if foot.startswith(MARK) and len(foot) == FOOTER:
            size = int.from_bytes(foot[12:16], "little")
            if FOOTER <= size <= min(end - first, limits.header):
                found += items(blob, _before(stream, first, end, size)[:-FOOTER], end - size)
                end -= size + FOOTER * (foot[23] >> 7)
        lyrics = _before(stream, first, end, 15)
        if lyrics.endswith(LYRICS) and lyrics[:6].isdigit():
            size = int(lyrics[:6])
            data = _before(stream, first, end - 15, min(size, limits.header))
            found.append(label(blob, "lyrics", data, "Lyrics3", end - 15 - len(data)))
            end -= 15 + len(data)
    return found, end


def _before(stream: BinaryIO, first: int, end: int, size: int) -> bytes:
    """The `size` bytes before `end`, fewer when there are fewer."""
    start = max(end - size, first)
    stream.seek(start)
    return exactly(stream, end - start)


def _old(blob: Blob, data: bytes, at: int) -> Iterator[Item]:
    """The fields of ID3v1."""
    pos = len(OLD)
    for name, size in OLD_FIELDS:
        text = data[pos : pos + size].partition(b"\0")[0].rstrip()
        if len(text) > 4:
            yield label(blob, name, text, f"ID3v1 {name}", at + pos)
        pos += size


def items(blob: Blob, data: bytes, at: int) -> Iterator[Item]:
    """The items of an APEv2 tag."""
    pos = 0
    for _ in range(ITEMS):
        size = int.from_bytes(data[pos : pos + 4], "little")
        end = data.find(b"\0", pos + 8, pos + 8 + 256)
        if end < 0 or size > len(data) - end - 1:
            break
        name, value = data[pos + 8 : end].decode("latin-1"), data[end + 1 : end + 1 + size]
        if data[pos + 4] >> 1 & 3 == 1:  # binary: a file name, then the file
            name_, _, value = value.partition(b"\0")
            yield label(blob, "", name_, f"APEv2 {name}", end + 1 + at)
        if value:
            yield label(
                blob,
                name,
                value.replace(b"\0", b"\n") if b"\0" in value[:-1] and value.isascii() else value,
                f"APEv2 {name}",
                at + end + 1 + size - len(value),
            )
        pos = end + 1 + size
    if data[pos:].strip(b"\0"):
        yield from broken(blob, data[pos:], "APEv2", at + pos)
