"""Segments of what has no lines: strings out of containers, with a place instead."""

from __future__ import annotations

from typing import BinaryIO

from ...types import Limits, Position, Segment
from .chunks import chunks
from .streams import Part


def nowhere(_start: int, _end: int) -> Position:
    """The position of what has neither line nor column; its place says where it is."""
    return Position()


def text_segment(text: str | bytes, place: str = "", key: str = "") -> Segment:
    """A string of a container; `key` is the attribute or column that holds it."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return Segment(data, place=place, key=key, where=nowhere)


def named_segment(name: bytes, text: bytes, place: str, at: int) -> Segment:
    """A value with the name it is assigned to before it, so that rules on assignments see both. `at`: the value's
    offset in the blob."""
    quote = b'"' if b'"' not in text and b"\n" not in text else b""
    plain = is_name(name)
    before = name + b" = " + quote if plain else b""
    shift = at - len(before)

    def where(start: int, end: int) -> Position:
        return Position(raw=(max(start + shift, at), max(min(end + shift, at + len(text)), at)))

    key = name.decode("utf-8", "replace")
    return Segment(before + text + (quote if plain else b""), place=place, key=key, where=where)


def is_name(name: bytes) -> bool:
    """Whether it reads as the name of a variable or a dotted attribute."""
    return name.isascii() and name.translate(None, b".-").decode().isidentifier()


def head_segment(stream: BinaryIO, limits: Limits) -> Segment:
    """The first bytes of a file that is not read otherwise, to be searched for tokens."""
    stream.seek(0)
    return Segment(stream.read(limits.whole), "bytes")


def raw_segment(stream: BinaryIO, start: int, size: int, limits: Limits, place: str = "") -> Segment:
    """`size` bytes from `start` on, of unknown nature, to be searched for tokens; offsets are those of the stream."""
    part_ = Part(stream, start, size)
    data = chunks(part_.read(limits.whole + 1), part_, limits.whole)
    return Segment(data, "bytes", place, where=lambda first, last: Position(raw=(start + first, start + last)))
