"""Avro object container files: metadata, then the texts of the records by field and row.

Format: Apache Avro 1.12, Specification, "Object Container Files".
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..archives.compressed import FAULTS
from ..archives.multi_frame import MultiFrameDecompressor, codec
from ..core import strings
from ..core.errors import MalformedError, UnexpectedEof
from ..core.segments import value
from ..core.streams import Window, length, named, nowhere, part, raw
from ..text.table import column
from .avro_schema import Cell, Decoder

SYNC = 16
BLOCK = 4 << 20
"""Bytes of text that make one segment for each field."""
SEARCHED = "the rest was searched for tokens only"
MISSING = 'its blocks are packed with zstd; `pip install "hubseal[data]"` brings what unpacks them'
Item = Segment | Blob | Unread | Opaque


class _Refused(Exception):
    """A block that is not unpacked: the cause, and the hint."""


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Columns by the path of their field; what cannot be unpacked or decoded is said."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 4, 256 << 10)
        file, cause, hint = _File(blob, window, limits), "damaged", ""
        try:
            yield from file.head()
            while window.left:
                yield from file.block()
        except _Refused as error:
            cause, hint = error.args
        except (UnexpectedEof, MalformedError):
            hint = "its records stop making sense"
        yield from file.take()
        if hint:
            window.go(file.start)
            yield raw(stream, file.start, window.left, limits)
            hint = f"{hint} at byte {file.start}; {SEARCHED}"
            yield Unread(blob.path, f"byte {file.start}", cause, window.left, hint)  # type: ignore[arg-type]


def _unpack(name: bytes, data: bytes, most: int) -> bytes:
    """A block. Raises _Refused where it cannot be, MalformedError where it does not make sense."""
    try:
        if name in (b"null", b""):
            return data
        if name == b"snappy":
            from ..archives.snappy import unpack

            return unpack(data[:-4], most)
        if name == b"deflate":
            made = zlib.decompressobj(-15).decompress(data, most + 1)
        elif name in (b"bzip2", b"xz", b"zstandard"):
            found = codec(data)
            if found is None:
                raise _Refused("missing-extra", MISSING)
            made = _all(MultiFrameDecompressor(io.BytesIO(data), found), most)
        else:
            raise _Refused("limit", "its blocks are packed with a codec that is not known here")
    except Exception as error:
        if isinstance(error, (zlib.error, ValueError, EOFError, OSError)) or type(error).__name__ in FAULTS:
            raise MalformedError from error
        raise
    if len(made) > most:
        raise _Refused("limit", "a block unpacks to more than the limit")
    return made


def _all(frames: MultiFrameDecompressor, most: int) -> bytes:
    """What is in the frames, a little more than `most` at most."""
    made = bytearray()
    while len(made) <= most and (more := frames.read1(1 << 20)):
        made += more
    return bytes(made)


class _File:
    """One file: its schema, and the cells so far."""

    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits = blob, window, limits
        self.codec, self.sync = b"", b""
        self.decoder = Decoder(None)
        self.start = 0
        """Where the block begins that is being read."""

    def head(self) -> Iterator[Item]:
        """The map at the head: schema, codec, and what the writer added; then the mark between blocks."""
        window, schema = self.window, b""
        while count := self.number():
            if count < 0:
                count = -count
                self.number()
            for _ in range(count):
                key = self.counted()
                text = self.counted()
                place = key.decode("utf-8", "replace")
                if key == b"avro.schema":
                    schema = text
                    yield part(text, place)
                    continue
                self.codec = text if key == b"avro.codec" else self.codec
                yield named(key, text, place, window.at - len(text))
        self.sync = window.take(SYNC)
        self.start = window.at
        try:
            self.decoder = Decoder(json.loads(schema))
        except (ValueError, RecursionError) as error:
            raise MalformedError from error

    def block(self) -> Iterator[Item]:
        """One block of records."""
        window = self.window
        self.start = window.at
        count, size = self.number(), self.number()
        if count < 0 or not 0 <= size <= window.left:
            raise MalformedError
        if size > self.limits.json:
            raise _Refused("limit", "a block is larger than the limit")
        at = window.at
        most = min(self.limits.json, max(size * self.limits.ratio, self.limits.ratio_from))
        data = _unpack(self.codec, window.take(size), most)
        if not self.decoder.records(data, count):
            yield from (found._replace(where=nowhere) for found in strings.texts(data, 0, f"block at byte {at}"))
            raise MalformedError
        if window.take(SYNC) != self.sync:
            raise MalformedError
        if self.decoder.held > BLOCK:
            yield from self.take()

    def number(self) -> int:
        """A zigzag varint. Raises UnexpectedEof, MalformedError."""
        found = shift = 0
        while shift < 64:
            byte = self.window.take(1)[0]
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (found >> 1) ^ -(found & 1)
            shift += 7
        raise MalformedError

    def counted(self) -> bytes:
        size = self.number()
        if not 0 <= size <= self.limits.header:
            raise MalformedError
        return self.window.take(size)

    def take(self) -> Iterator[Item]:
        """The columns so far."""
        for name, cells in self.decoder.take().items():
            texts = [(cell.data, (cell.row, None)) for cell in cells if not cell.binary]
            for cell in cells:
                if cell.binary:
                    yield from self.binary(name, cell, texts)
            if texts:
                yield column(name, [data for data, _ in texts], [place for _, place in texts], name)

    def binary(self, name: str, cell: Cell, texts: list[tuple[bytes, tuple[int, None]]]) -> Iterator[Item]:
        """A value of bytes: a text of its column, a file, or texts between other bytes."""
        item = value(self.blob, cell.data, f"{name} row {cell.row}", name)
        if isinstance(item, Segment) and item.on == "text" and isinstance(item.data, bytes):
            texts.append((item.data, (cell.row, None)))
        elif isinstance(item, Segment) and isinstance(item.data, bytes):
            yield from (
                found._replace(where=nowhere) for found in strings.texts(item.data, 0, f"{name} row {cell.row}")
            )
        else:
            yield item
