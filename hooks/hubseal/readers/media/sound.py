"""MP3 and AAC, FLAC and Ogg: tags before and behind the sound, which is skipped.

Formats: id3.org, "ID3 tag version 2.2.0", "2.4.0"; APEv2 (Hydrogenaudio); RFC 9639 (FLAC); RFC 3533 (Ogg).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Limits, Opaque
from ..core.errors import UnexpectedEof
from ..core.streams import Window
from .fields import Field, Found

HEAD, TAIL, ITEMS = 10, 64 << 10, 10_000
APE, FOOTER, OLD = b"APETAGEX", 32, 128
PAGE, PAGE_HEAD, LAST_PAGE = b"OggS\0", 27, 4
NO_SOUND = (0, (1 << 64) - 1)
"""Positions in the sound that pages have which hold none."""


def mp3(window: Window, limits: Limits) -> Iterator[Found]:
    """Tags of ID3 at the head, then what stands at the end."""
    while (head := window.peek(HEAD))[:3] == b"ID3" and len(head) == HEAD:
        size = HEAD * (1 + (head[3] > 3 and head[5] >> 4 & 1)) + _safe(head[6:10])
        if size > min(window.left, limits.header):
            raise UnexpectedEof
        yield Field("ID3", window.at, size)
        window.skip(size)
    if window.peek(4) != b"fLaC":
        yield from _end(window, limits)


def _safe(data: bytes) -> int:
    """A number in four bytes of seven bits."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(data, (21, 14, 7, 0), strict=False))


def frames(field: Field, data: bytes) -> Iterator[Field]:
    """The frames of a tag of ID3v2, then what follows them; some write version 4 with plain numbers."""
    version, pos = data[3], HEAD
    wide, head = (3, 6) if version == 2 else (4, 10)
    for _ in range(ITEMS):
        name = data[pos : pos + wide]
        if not name.isalnum() or pos + head > len(data):
            break
        number = data[pos + wide : pos + 2 * wide]
        size, safe = int.from_bytes(number, "big"), _safe(number)
        after = data[pos + head + safe : pos + head + safe + wide]
        if version > 3 and (after.isalnum() or not after.strip(b"\0")):
            size = safe
        at = None if field.at is None else field.at + pos + head
        yield Field(f"ID3 {name.decode()}", at, data=data[pos + head : pos + head + size])
        pos += head + size
    yield Field("ID3", None if field.at is None else field.at + pos, data=data[pos:])


def _end(window: Window, limits: Limits) -> Iterator[Found]:
    """The last bytes of the sound, and the tags behind it: items of APEv2, then Lyrics3 and ID3v1."""
    sound, total = window.at, window.total
    window.go(max(total - TAIL, sound))
    start, tail = window.at, window.peek(TAIL)
    foot = tail.rfind(APE)
    size = int.from_bytes(tail[foot + 12 : foot + 16], "little") if foot >= 0 else 0
    old = total - OLD if tail[-OLD : 3 - OLD] == b"TAG" else total
    first, last = old, old
    if FOOTER <= size <= min(limits.header, start + foot + FOOTER - sound):
        last = start + foot
        first = last + FOOTER - size
        window.go(first)
        yield from _items(window.take(size - FOOTER), first)
    start = max(first - TAIL, sound)
    yield Opaque(start - sound, "sound")
    yield Field("the end of the sound", start, first - start)
    yield Field("behind the sound", last, old - last)
    yield Field("ID3v1", old + 3, total - old - 3)
    window.go(total)


def _items(data: bytes, at: int) -> Iterator[Field]:
    """The items of an APEv2 tag, each by its name."""
    pos = 0
    for _ in range(ITEMS):
        end = data.find(b"\0", pos + 8, pos + 264)
        if end < 0:
            break
        size = min(int.from_bytes(data[pos : pos + 4], "little"), len(data) - end - 1)
        name = data[pos + 8 : end].decode("latin-1")
        yield Field(f"APEv2 {name}", at + end + 1, size, name)
        pos = end + 1 + size
    yield Field("APEv2", at + pos, len(data) - pos)


def flac(window: Window, limits: Limits) -> Iterator[Found]:
    """The metadata blocks, and tags that others put behind the sound."""
    window.skip(4)
    more = True
    while more:
        kind, size = window.number(1), window.number(3, "big")
        more, place = kind < 0x80, {4: "comments", 6: "picture"}.get(kind & 0x7F, "metadata block")
        if size > window.left:
            raise UnexpectedEof
        yield Field(place, window.at, size)
        window.skip(size)
    yield from _end(window, limits)


def ogg(window: Window, limits: Limits) -> Iterator[Found]:
    """The pages before the first sound, and the last bytes."""
    ended = 0
    while (head := window.peek(PAGE_HEAD)).startswith(PAGE) and int.from_bytes(head[6:14], "little") in NO_SOUND:
        window.skip(PAGE_HEAD)
        ended = head[5] & LAST_PAGE
        size = sum(window.take(head[-1]))
        yield Field("comments", window.at, size)
        window.skip(size)
    if not (head.startswith(PAGE) or ended):
        raise UnexpectedEof
    yield from _end(window, limits)
