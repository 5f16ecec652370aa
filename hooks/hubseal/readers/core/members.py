"""Bytes that a container holds as a value, and of which it does not say what they are: text, a file, or anything."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from ... import kinds, member_path
from ...types import Blob, Limits, OffsetMap, Opaque, Segment
from .segments import nowhere, raw_segment, text_segment
from .streams import exactly
from .strings import joined

SHORTEST_FILE = 16
"""Bytes from which on a value may be a file of its own."""


def value(
    blob: Blob, data: bytes, name: str, key: str = "", where: OffsetMap | None = None, like: str = ""
) -> Segment | Blob | Opaque:
    """What is worth reading of `data`, a value of `blob`: a member called `name` when it is a file of its own, its
    text, the texts between its bytes, or its bytes. `where` maps its offsets; None when they say nothing. `like`: a
    name it could have as a file, such as `x.msgpack`."""
    fmt = kinds.sniff(like, data[: kinds.HEAD], len(data))
    if fmt in kinds.FILES and len(data) >= SHORTEST_FILE:
        name += like.removeprefix("x") if fmt == "msgpack" else ""
        return member_blob(blob, name, len(data), opener(data))
    if kinds.kind("", fmt) == "media":
        return Opaque(len(data), fmt)
    if fmt in ("utf-16", "utf-32"):
        from .encodings import codec

        return text_segment(data.decode(codec(data), "replace"), "", key)
    plain = Segment(data, "text" if fmt == "text" else "bytes", "", key, where or nowhere)
    return plain if fmt == "text" else joined(data, "", key, where or nowhere) or plain


def trailing_segment(stream: BinaryIO, start: int, size: int, limits: Limits, place: str) -> Segment:
    """`size` bytes from `start` on that no format explains, as text when they begin so; offsets are the stream's."""
    segment = raw_segment(stream, start, size, limits, place)
    stream.seek(start)
    head = exactly(stream, min(size, kinds.HEAD))
    return segment._replace(on="text") if kinds.sniff("", head, None) == "text" else segment


def member_blob(blob: Blob, name: str, size: int | None, opened: Callable[[], BinaryIO]) -> Blob:
    """A file called `name` in `blob`, of `size` bytes, if that is known."""
    return Blob(member_path.join(blob.path, name), member_path.join(blob.shown, name), size, None, opened)


def opener(data: bytes) -> Callable[[], BinaryIO]:
    """Opens bytes that are at hand."""
    return lambda: io.BytesIO(data)
