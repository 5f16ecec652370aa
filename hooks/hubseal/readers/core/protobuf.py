"""Protocol buffers, walked by a table of the fields that hold text. Format: protobuf.dev, "Encoding"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .errors import MalformedError
from .streams import Window

MOST_NESTED = 32
Table = dict[str, dict[int, str]]
"""Message -> field number -> the name of a message of the table, or `text` with its place after a space."""


class TextField(NamedTuple):
    """A text field. `path` are the messages around it, `at` is its offset in the stream."""

    message: str
    name: str
    data: bytes
    at: int


class SkippedField(NamedTuple):
    """A field that is no text: tensor data, pictures."""

    size: int


class MessageEnd(NamedTuple):
    """The end of a message."""

    message: str


def walk(
    window: Window, table: Table, message: str, stop: int, most: int, depth: int = 0
) -> Iterator[TextField | SkippedField | MessageEnd]:
    """Text fields up to offset `stop`, in the file's order; texts over `most` are skipped.

    Raises MalformedError, UnexpectedEof."""
    fields = table[message]
    if depth > MOST_NESTED:
        raise MalformedError
    while window.at < stop:
        tag = window.varint()
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            window.varint()
        elif kind in (1, 5):
            window.skip(8 if kind == 1 else 4)
        elif kind == 2 and number:
            size = window.varint()
            if size > stop - window.at:
                raise MalformedError
            what = fields.get(number)
            if what in table:
                yield from walk(window, table, str(what), window.at + size, most, depth + 1)
                yield MessageEnd(str(what))
            elif what is None or size > most:
                window.skip(size)
                yield SkippedField(size)
            else:
                at = window.at
                yield TextField(message, what, window.take(size), at)
        else:
            raise MalformedError
