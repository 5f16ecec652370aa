"""What media say in words beside pixels and samples: values by name, files in files, and what no format explains."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ... import kinds
from ...types import Blob, Limits, OffsetMap, Opaque, Position, Segment, Unread
from . import segments
from .errors import MalformedError as MalformedError
from .segments import SHORTEST
from .streams import Part, exactly, named, nowhere, raw

Item = Segment | Blob | Unread | Opaque
INFLATED = 1 << 18
"""Unpacked bytes from which on the ratio is judged."""
_PRINTABLE = bytes(range(32, 256)) + b"\t\r\n"
_NOT_PRINTABLE = re.compile(rb"[^\t -~\x80-\xff]+")
STEP = 4096
"""Bytes unpacked at once, so that what precedes damage is kept."""


def within(at: int | None, size: int) -> OffsetMap:
    """The position of text that had to be decoded: somewhere in these bytes of the blob."""
    return nowhere if at is None else lambda _start, _end: Position(raw=(at, at + size))


def decoded(name: str, text: str, place: str, at: int | None, size: int) -> Segment:
    """Text that had to be decoded from `size` bytes at `at`."""
    data = text.encode("utf-8", "replace")
    return named(name.encode("utf-8", "replace"), data, place, 0)._replace(where=within(at, size))


def label(blob: Blob, name: str, data: bytes, place: str, at: int | None) -> Segment | Blob:
    """The value of a field called `name`: its text, a member when it is a file of its own, else its bytes.

    `at` is its offset in the blob, None when it does not stand there as it is.
    """
    plain = data.rstrip(b"\0")
    fmt = kinds.sniff("", plain[: kinds.HEAD], len(plain))
    if fmt in kinds.FILES and len(plain) >= SHORTEST:
        return member(blob, plain, f"{place} at {at}" if at else place)
    if fmt in ("utf-16", "utf-32") and _is_wide(plain):
        from .encodings import codec

        plain += bytes(-len(plain) % (2 if fmt == "utf-16" else 4))
        return decoded(name, plain.decode(codec(plain), "replace"), place, at, len(data))
    if fmt not in kinds.TEXTS:
        where = nowhere if at is None else named(b"", data, "", at).where
        return Segment(data, "bytes", place, name, where)
    try:
        plain.decode()
    except UnicodeDecodeError:
        return decoded(name, plain.decode("latin-1"), place, at, len(data))
    segment = named(name.encode("utf-8", "replace"), plain, place, at or 0)
    return segment if at is not None else segment._replace(where=nowhere)


def _is_wide(data: bytes) -> bool:
    """Whether bytes in which zeros are many are text in wide characters, and no table of numbers."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\0\0\xfe\xff":
        return True
    zeros = max(data[::2].count(0), data[1::2].count(0))
    return (
        len(data) >= SHORTEST
        and zeros * 5 >= len(data) * 2
        and not data.replace(b"\0", b"").translate(None, _PRINTABLE)
    )


def member(blob: Blob, data: bytes, name: str) -> Blob:
    """Bytes at hand as a file in a file."""
    return segments.member_blob(blob, name, len(data), segments.opener(data))


def region(
    blob: Blob, stream: BinaryIO, start: int, size: int, limits: Limits, place: str, name: str = ""
) -> Iterator[Item]:
    """`size` bytes from `start` on that may be anything: a file, text, or bytes to be searched for tokens."""
    if size <= 0:
        return
    stream.seek(start)
    head = exactly(stream, min(size, kinds.HEAD))
    fmt = kinds.sniff("", head, size)
    if fmt in kinds.FILES and size >= SHORTEST:
        yield segments.member_blob(blob, place, size, lambda: _part(stream, start, size))
    elif size <= limits.whole:
        yield label(blob, name, head + exactly(stream, size - len(head)), place, start)
    else:
        yield raw(stream, start, size, limits, place)._replace(on="text" if fmt == "text" else "bytes")


def _part(stream: BinaryIO, start: int, size: int) -> BinaryIO:
    return io.BufferedReader(Part(stream, start, size))


def damaged(blob: Blob, stream: BinaryIO, at: int, total: int, limits: Limits, what: str) -> Iterator[Item]:
    """The rest of a blob from `at` on, where its `what` stop making sense."""
    left = max(min(total - at, limits.header), 0)
    yield raw(stream, at, left, limits)
    hint = f"its {what} stop making sense at byte {at}; the next {left:,} bytes were searched for tokens only"
    yield Unread(blob.path, f"byte {at}", "damaged", max(total - at, 0), hint)


def runs(data: bytes, place: str, at: int | None) -> Segment:
    """What is printable of bytes whose structure is damaged, a line for each run."""
    return Segment(_NOT_PRINTABLE.sub(b"\n", data), place=place, where=within(at, len(data)))


def broken(blob: Blob, data: bytes, place: str, at: int | None) -> Iterator[Item]:
    """The rest of a tag at hand, where it stops making sense."""
    yield runs(data, place, at)
    hint = "it stops making sense; what is printable of the rest was searched; write it anew, or strip it"
    yield Unread(blob.path, place, "damaged", len(data), hint)


def inflated(blob: Blob, data: bytes, place: str, limits: Limits) -> Iterator[bytes | Unread]:
    """A zlib stream unpacked within limits, then what is wrong with it."""
    most = min(limits.member, max(INFLATED, len(data) * limits.ratio))
    unpack, parts, size = zlib.decompressobj(), list[bytes](), 0
    try:
        for at in range(0, len(data), STEP):
            step = data[at : at + STEP]
            while step and size <= most and not unpack.eof:
                parts.append(unpack.decompress(step, most + 1 - size))
                size, step = size + len(parts[-1]), unpack.unconsumed_tail
    except zlib.error:
        pass
    text = b"".join(parts)
    yield text[:most]
    if len(text) > most:
        yield Unread(blob.path, place, "limit", len(data), "it unpacks to more than the limit; store it unpacked")
    elif not unpack.eof:
        yield Unread(blob.path, place, "damaged", len(data), "it cannot be unpacked to its end; save the file anew")


def xmp(blob: Blob, data: bytes, at: int | None, place: str = "XMP") -> Item:
    """An XMP packet: RDF in XML, searched as it stands. Format: Adobe XMP, part 1."""
    return label(blob, "", data.rstrip(b" \t\r\n\0"), place, at)
