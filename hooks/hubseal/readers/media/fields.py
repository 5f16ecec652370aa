"""A value of a media file, and the segment of its text."""

from __future__ import annotations

from typing import NamedTuple

from ... import kinds
from ...types import Blob, Opaque, Segment, Unread
from ..core.segments import named_segment, nowhere

Item = Segment | Blob | Unread | Opaque
TEXTS = frozenset("text pem-private-key pem-certificate ppk lfs-pointer".split())


class Field(NamedTuple):
    """A value of a container: `size` bytes of the stream from `at` on, else `data`, which stand nowhere as they are."""

    place: str
    at: int | None
    size: int = 0
    key: str = ""
    data: bytes | None = None
    file: bool = False
    """Whether it may be a file of its own."""


Found = Field | Opaque | Unread
"""What a walk through a container gives out; of what is unread it leaves the path empty."""


def whole(field: Field, data: bytes) -> Segment | None:
    """The segment of a field that is text and nothing else; None when it is not."""
    text = data.rstrip(b"\0")
    fmt = kinds.sniff("", text[: kinds.HEAD], len(text))
    if fmt not in TEXTS:
        return None
    try:
        text.decode()
    except UnicodeDecodeError:
        text, field = text.decode("latin-1").encode(), field._replace(at=None)
    name = field.key.encode("utf-8", "replace")
    segment = named_segment(name, text.replace(b"\0", b"\n"), field.place, field.at or 0)
    return segment if field.at is not None else segment._replace(where=nowhere)
