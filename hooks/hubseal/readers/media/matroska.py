"""Matroska and WebM: texts of tags, tracks, chapters and attachments by their elements. Clusters of frames are skipped.

Formats: RFC 8794 (EBML), RFC 9559 (Matroska).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Limits, Opaque
from ..core.errors import MalformedError, UnexpectedEof
from ..core.streams import Window
from .fields import Field, Found

SEGMENT, CLUSTER, TAG_NAME, TAG_TEXT, FILE = 0x18538067, 0x1F43B675, 0x45A3, 0x4487, 0x465C
FOLDERS = {
    SEGMENT: "", 0x1549A966: "info", 0x1654AE6B: "track", 0xAE: "track", 0x1254C367: "tag", 0x7373: "tag",
    0x67C8: "tag", 0x1941A469: "attachment", 0x61A7: "attachment", 0x1043A770: "chapter", 0x45B9: "chapter",
    0xB6: "chapter", 0x80: "chapter",
}  # fmt: skip
"""Elements of elements, and what stands in them."""
SKIPPED = frozenset((CLUSTER, 0x1A45DFA3, 0x114D9B74, 0x1C53BB6B, 0xA3, 0xA0, 0xA7, 0xAB))
"""Heads, tables and frames."""
HEADS = (b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67")
"""What stands outside of other elements."""
UNKNOWN, ELEMENTS, SHORTEST = -1, 1_000_000, 6


def read(window: Window, _limits: Limits) -> Iterator[Found]:
    """Elements one after the other; where one is of unknown size, what stands in it ends where its parent ends."""
    place, key, frames, whole = "", "", 0, False
    ends: list[int] = []
    for _ in range(ELEMENTS):
        while ends and window.at >= ends[-1]:
            ends.pop()
        if not ends and window.peek(4) not in HEADS:
            break
        kind, size = _number(window, 4, True), _number(window, 8, False)
        stop = window.total if size == UNKNOWN else window.at + size
        if stop > window.total:
            yield Opaque(frames + window.left * (kind in SKIPPED), "frames")
            raise UnexpectedEof
        if kind in FOLDERS or kind == CLUSTER and size == UNKNOWN:
            place, whole = FOLDERS.get(kind, ""), whole or kind == SEGMENT
            ends += [stop] if kind in FOLDERS else []
            continue
        if kind in SKIPPED:
            frames += size
        elif size >= SHORTEST or kind in (TAG_NAME, TAG_TEXT):
            key = window.peek(size).decode("utf-8", "replace") if kind == TAG_NAME else key
            yield _field(window, kind, size, place, key)
        window.go(stop)
    else:
        raise MalformedError(window.at)
    yield Opaque(frames, "frames")
    if not whole:
        raise UnexpectedEof


def _field(window: Window, kind: int, size: int, place: str, key: str) -> Field:
    """The field of an element; the text of a tag is named by the `key` that stands before it."""
    if kind == TAG_TEXT:
        return Field(f"{place} {key}".strip(), window.at, size, key)
    return Field(f"{place} element {kind:#x}".strip(), window.at, size, "", file=kind == FILE)


def _number(window: Window, most: int, keep: bool) -> int:
    """A number that says how long it is; with `keep`, with its marker, as kinds are written."""
    first = window.number(1)
    width = 9 - first.bit_length()
    if width > most:
        raise MalformedError(window.at)
    value = first if keep else first & (1 << 8 - width) - 1
    value = int.from_bytes(bytes((value,)) + window.take(width - 1), "big")
    return UNKNOWN if not keep and value == (1 << 7 * width) - 1 else value
