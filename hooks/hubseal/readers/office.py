"""Text of office documents: the XML parts of docx, xlsx, pptx and OpenDocument, without the tags that split words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..types import Blob, Limits, Segment, Unread
from .parts import nowhere

_ENDS = re.compile(
    rb"</(?:w:p|a:p|si|is|row|text:p|text:h|w:tab|(?:cp|dc|meta):[A-Za-z-]+|table:table-cell)>|<w:(?:br|tab) ?/>"
)
_TAG = re.compile(rb"<[^<>]{0,4096}>")
_ENTITY = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}
PARTS = re.compile(r"!/(?:(?:word|xl|ppt)/[^!]*|docProps/c[a-z]+)\.xml$|\.(?:odt|ods|odp)!/(?:content|meta)\.xml$")
"""Member paths that this reader is for."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """The words as paragraphs, then link targets and comments as they stand in attributes."""
    with blob.open() as stream:
        data = stream.read(limits.json + 1)
    if len(data) > limits.json:
        hint = f"only its first {limits.json >> 20} MiB were read; save it in parts"
        yield Unread(blob.path, "", "limit", len(data), hint)
    text = _TAG.sub(b"", _ENDS.sub(b"\n", data))
    for entity, char in _ENTITY.items():
        text = text.replace(entity, char)
    yield Segment(text, where=nowhere)
