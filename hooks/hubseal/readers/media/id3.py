"""MP3 and AAC: the tags before and behind the sound (ID3v2.2-2.4, ID3v1, APEv2, Lyrics3). The sound is skipped.

Formats: id3.org, "ID3 tag version 2.2.0", "2.3.0", "2.4.0", "ID3v1"; APEv2 specification (Hydrogenaudio).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Unread
from ..core.labels import Item, broken, damaged, decoded, inflated, label, region
from ..core.streams import exactly, length, raw

HEAD, TAIL = 10, 64 << 10
CODECS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
WHOLE_FILE = b"fLaC"
DESCRIBED = frozenset(b"COMM USLT TXXX WXXX COM ULT TXX WXX SYLT SLT".split())
LANGUAGE = frozenset(b"COMM USLT SYLT USER COM ULT SLT".split())
PICTURES, OBJECTS = (b"APIC", b"PIC"), (b"GEOB", b"GEO")
SHORTEST = 4


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Tags at the head, then those at the tail; the last bytes are searched for tokens, too."""
    with blob.open() as stream:
        total, at = length(blob, stream), 0
        while (head := _at(stream, at, HEAD)).startswith(b"ID3") and len(head) == HEAD:
            size = HEAD + _safe(head[6:10]) + HEAD * (head[3] > 3 and head[5] >> 4 & 1)
            if size > min(total - at, limits.header):
                yield from damaged(blob, stream, at, total, limits, "ID3 frames")
                return
            yield from tag(blob, _at(stream, at, size), limits, at)
            at += size
        if at and head[:4] == WHOLE_FILE:
            yield from region(blob, stream, at, total - at, limits, "behind the ID3 tag")
            return
        from .ape import tail

        found, end = tail(blob, stream, at, total, limits)
        yield from found
        start = max(end - TAIL, at)
        if start < end:
            yield raw(stream, start, end - start, limits, "the end of the sound")
        yield Opaque(start - at, "sound")


def _at(stream: object, at: int, size: int) -> bytes:
    stream.seek(at)  # type: ignore[attr-defined]
    return exactly(stream, size)  # type: ignore[arg-type]


def _safe(data: bytes) -> int:
    """A number in bytes of seven bits."""
    value = 0
    for byte in data:
        value = value << 7 | byte & 0x7F
    return value


def tag(blob: Blob, data: bytes, limits: Limits, at: int | None) -> Iterator[Item]:
    """The frames of one ID3v2 tag."""
    if data[:3] != b"ID3" or len(data) < HEAD:
        yield label(blob, "", data, "ID3", at)
        return
    version, flags = data[3], data[5]
    body = data[HEAD : HEAD + _safe(data[6:10])]
    base = None if at is None else at + HEAD
    if flags & 0x80 and version < 4:
        plain = body.replace(b"\xff\0", b"\xff")
        body, base = plain, base if plain == body else None
    pos = 0
    if flags & 0x40 and version > 2:
        pos = _safe(body[:4]) if version > 3 else 4 + int.from_bytes(body[:4], "big")
    wide = 3 if version == 2 else 4
    head = 6 if version == 2 else 10
    while pos + head <= len(body) and body[pos] > 0:
        name = body[pos : pos + wide]
        size = _size(body, pos, version)
        if not name.isalnum() or size > len(body) - pos - head:
            break
        text, start = body[pos + head : pos + head + size], None if base is None else base + pos + head
        flag = body[pos + 9] if version > 2 else 0
        yield from _frame(blob, name, text, version, flag, limits, start)
        pos += head + size
    rest, where = body[pos:], None if base is None else base + pos
    if rest[:3].isalnum():  # a frame that is cut
        yield from broken(blob, rest, "ID3", where)
    elif rest.strip(b"\0"):
        yield label(blob, "", rest, "ID3", where)


def _size(body: bytes, pos: int, version: int) -> int:
    """The size of the frame at `pos`; some write version 4 with plain numbers."""
    if version == 2:
        return int.from_bytes(body[pos + 3 : pos + 6], "big")
    plain, safe = int.from_bytes(body[pos + 4 : pos + 8], "big"), _safe(body[pos + 4 : pos + 8])
    if version == 3 or plain == safe:
        return plain
    after = body[pos + 10 + safe : pos + 14 + safe]
    fits = not after.strip(b"\0") or after.isalnum()
    return safe if fits else plain


def _frame(
    blob: Blob, name: bytes, data: bytes, version: int, flag: int, limits: Limits, at: int | None
) -> Iterator[Item]:
    """One frame, after its flags."""
    packed, closed = (flag & 0x08, flag & 0x04) if version > 3 else (flag & 0x80, flag & 0x40)
    place = f"ID3 {name.decode()}"
    if closed:
        yield Unread(blob.path, place, "encrypted", len(data), "the frame is encrypted; strip it from the tag")
        return
    skip = (flag >> 6 & 1) + 4 * (flag & 1) if version > 3 else 4 * (flag >> 7) + (flag >> 5 & 1)
    plain, at = data[skip:], None if at is None else at + skip
    if version > 3 and flag & 0x02:
        plain, at = plain.replace(b"\xff\0", b"\xff"), at if b"\xff\0" not in plain else None
    if not packed:
        yield from _content(blob, name, plain, place, limits, at)
        return
    for found in inflated(blob, plain, place, limits):
        if isinstance(found, Unread):
            yield found
        else:
            yield from _content(blob, name, found, place, limits, None)


def _content(blob: Blob, name: bytes, data: bytes, place: str, limits: Limits, at: int | None) -> Iterator[Item]:
    """What a frame says, by the first letter of its name."""
    sort = data[0] if data else 0
    if name[:1] == b"T" or name in DESCRIBED or name in (b"USER", b"COMR", b"OWNE", b"IPLS", b"IPL"):
        skip = 4 if name in LANGUAGE else 1
        yield from _text(blob, name, data[skip:], sort, place, None if at is None else at + skip)
    elif name in PICTURES or name in OBJECTS:
        yield from _object(blob, name, data, sort, place, at)
    elif name in (b"CHAP", b"CTOC"):
        yield label(blob, "", data.replace(b"\0", b"\n"), place, None)
        inner = data.partition(b"\0")[2][16:] if name == b"CHAP" else b""
        if inner and b"CHAP" not in inner:
            size = bytes(len(inner) >> shift & 0x7F for shift in (21, 14, 7, 0))
            yield from tag(blob, b"ID3\x04\0\0" + size + inner, limits, None)
    elif name[:1] == b"W" or name in (b"PRIV", b"UFID", b"UFI", b"POPM", b"POP", b"LINK", b"ENCR", b"GRID"):
        owner, _, value = data.partition(b"\0")
        yield label(blob, name.decode(), owner, place, at)
        if value:
            yield label(blob, owner.decode("latin-1"), value, place, None if at is None else at + len(owner) + 1)
    elif data:
        yield label(blob, name.decode(), data, place, at)


def _text(blob: Blob, name: bytes, data: bytes, sort: int, place: str, at: int | None) -> Iterator[Item]:
    """Texts that zeros part; the first of some frames names the second."""
    codec = CODECS.get(sort, "latin-1")
    text = data.decode(codec, "replace")
    first, _, rest = text.partition("\0")
    key, value = (first.strip("\ufeff"), rest) if name in DESCRIBED else ("", text)
    if key:
        place = f"{place} {key}"
    value = value.strip("\0").replace("\0", "\n").replace("\ufeff", "")
    if len(value) >= SHORTEST or len(key) >= SHORTEST:
        if sort in (0, 3) and value.isascii() and value.encode() in data:
            where = None if at is None else at + data.find(value.encode())
            yield label(blob, key or name.decode(), value.encode(), place, where)
        else:
            yield decoded(key or name.decode(), value, place, at, len(data))


def _object(blob: Blob, name: bytes, data: bytes, sort: int, place: str, at: int | None) -> Iterator[Item]:
    """A picture or a file: its type, its name, a description, then the file."""
    wide = sort in (1, 2)
    pos = 4 if name == b"PIC" else data.find(b"\0", 1) + 1
    pos += name in PICTURES
    words = [data[1:pos].decode("latin-1").strip("\0")]
    for _ in range(1 if name in PICTURES else 2):
        end = pos
        while end < len(data) and data[end : end + 1 + wide].strip(b"\0"):
            end += 1 + wide
        words.append(data[pos:end].decode(CODECS.get(sort, "latin-1"), "replace"))
        pos = end + 1 + wide
    said = "\n".join(word for word in words if len(word) >= SHORTEST)
    if said:
        yield decoded("", said, place, at, len(data))
    if data[pos:]:
        yield label(blob, "", data[pos:], place, None if at is None else at + pos)
