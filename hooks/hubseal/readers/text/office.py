"""Text of office documents: the XML parts of docx, xlsx, pptx and OpenDocument, without the tags that split words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...types import Blob, Limits, Segment, Unread
from ..core.segments import text_segment
from ..core.string_table import StringTable

_ENDS = re.compile(
    rb"</(?:w:p|a:p|si|is|row|text|comment|f|v|author|formula[12]|(?:odd|even|first)(?:Header|Footer)|definedName"
    rb"|w:comment|text:p|text:h|w:tab|(?:cp|dc|dcterms|meta|vt):[A-Za-z-]+|table:table-cell|[A-Z][A-Za-z]+)>"
    rb"|<w:(?:br|tab) ?/>|_x000[aAdD9]_|(?<=Header>)&amp;[LCR]|(?<=Footer>)&amp;[LCR]"
)
_TAG = re.compile(rb"<[^<>]{0,4096}>")
_ATTRIBUTE = re.compile(rb"""\s(?!xmlns)(?:\w{1,40}:)?(\w{1,40})="([^"<>]{6,4096})\"""")
_SAYS_NOTHING = re.compile(rb"[0-9A-Fa-f]{8}|https?://schemas\.|[\d.%a-z]{1,8}$|urn:")
_ENTITY = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}
PART_BYTES = 1 << 20
PARTS = re.compile(r"!/(?:(?:word|xl|ppt)/[^!]*|docProps/[a-z]+)\.xml$|\.(?:odt|ods|odp)!/(?:content|meta)\.xml$")
"""Member paths that this reader is for."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """The words as paragraphs, then descriptions, hints, authors and targets as they stand in attributes."""
    with blob.open() as stream:
        data = stream.read(limits.json + 1)
    if len(data) > limits.json:
        hint = f"only its first {limits.json >> 20} MiB were read; save it in parts"
        yield Unread(blob.path, "", "limit", len(data), hint)
    yield text_segment(b"".join(_plain(_TAG.sub(b"", _ENDS.sub(b"\n", part))) for part in _parts(data)))
    lines = StringTable()
    for name, text in dict.fromkeys(match.groups() for match in _ATTRIBUTE.finditer(data)):
        if not _SAYS_NOTHING.match(text):
            lines.pair(name, _plain(text), None)
    yield from lines.take()


def _parts(data: bytes) -> Iterator[bytes]:
    """Parts of about `PART_BYTES`, each of which begins with a tag: a substitution holds all that it leaves at once."""
    start = 0
    while len(data) - start > PART_BYTES:
        stop = data.rfind(b"<", start + 1, start + PART_BYTES)
        stop = stop if stop > 0 else start + PART_BYTES
        yield data[start:stop]
        start = stop
    yield data[start:]


def _plain(text: bytes) -> bytes:
    for entity, char in _ENTITY.items():
        text = text.replace(entity, char)
    return text
