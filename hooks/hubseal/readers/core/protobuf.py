"""Protocol buffers, walked by a table of the fields that hold text. Format: protobuf.dev, "Encoding"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .errors import MalformedError
from .streams import Window

DEPTH = 32
Table = dict[str, dict[int, str]]
"""Message -> field number -> the name of a message of the table, or `text` with its place after a space."""


class Field(NamedTuple):
    """A text field. `path` are the messages around it, `at` is its offset in the stream."""

    message: str
    name: str
    data: bytes
    at: int


class Skipped(NamedTuple):
    """A field that is no text: tensor data, pictures."""

    size: int


class Ended(NamedTuple):
    """The end of a message."""

    message: str


def varint(window: Window) -> int:
    """A number of up to ten bytes."""
    value = shift = 0
    while True:
        byte = window.take(1)[0]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
        shift += 7
        if shift > 63:
            raise MalformedError


def walk(
    window: Window, table: Table, message: str, stop: int, most: int, depth: int = 0
) -> Iterator[Field | Skipped | Ended]:
    """Text fields up to offset `stop`, in the file's order; texts over `most` are skipped.

    Raises MalformedError, UnexpectedEof."""
    fields = table[message]
    if depth > DEPTH:
        raise MalformedError
    while window.at < stop:
        tag = varint(window)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            varint(window)
        elif kind in (1, 5):
            window.skip(8 if kind == 1 else 4)
        elif kind == 2 and number:
            size = varint(window)
            if size > stop - window.at:
                raise MalformedError
            what = fields.get(number)
            if what in table:
                yield from walk(window, table, str(what), window.at + size, most, depth + 1)
                yield Ended(str(what))
            elif what is None or size > most:
                window.skip(size)
                yield Skipped(size)
            else:
                at = window.at
                yield Field(message, what, window.take(size), at)
        else:
            raise MalformedError
