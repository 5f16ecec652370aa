"""Avro object container files: metadata, then the texts of the records by field and row, decoded by fastavro.

The container is read here, so that blocks are unpacked within limits. Format: Apache Avro 1.12, Specification,
"Object Container Files".
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from ...types import Blob, Cause, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.columns import rows_column
from ..core.errors import LimitExceeded, MalformedError, MissingExtra, UnexpectedEof
from ..core.members import value
from ..core.multi_frame import MultiFrameDecompressor, codec
from ..core.segments import named_segment, nowhere, raw_segment, text_segment
from ..core.streams import Window, length
from .avro_schema import PlainSchema, texts

with suppress(ImportError):
    import fastavro  # noqa: F401 - loaded before the blob's memory is counted
if TYPE_CHECKING:
    from fastavro.types import Schema

SYNC = 16
SEGMENT_BYTES = 4 << 20
"""Bytes of text that make one segment for each field."""
EMPTY_RECORDS = 100_000
"""Records without content that a block may have."""
SEARCHED = "the rest was searched for tokens only"
UNDECODED = "its records were searched as bytes"
FAULTS = (EOFError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError, RecursionError, MemoryError)
"""What fastavro raises for schemas and records that are none."""
Item = Segment | Blob | Unread | Opaque
Cells = list[tuple[bytes, int]]


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Columns by the path of their field; what cannot be unpacked or decoded is said."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 4, 256 << 10)
        file = _Container(blob, window, limits)
        cause: Cause = "damaged"
        hint = ""
        try:
            yield from file.head()
            while window.left:
                yield from file.block()
        except LimitExceeded as error:
            cause, hint = "limit", error.hint
        except MissingExtra as error:
            cause, hint = "missing-extra", error.hint
        except (UnexpectedEof, MalformedError):
            hint = "its records stop making sense"
        yield from file.take()
        if hint:
            window.go(file.start)
            yield raw_segment(stream, file.start, window.left, limits)
            hint = f"{hint} at byte {file.start}; {SEARCHED}" if cause == "damaged" else f"{hint}; {SEARCHED}"
            yield Unread(blob.path, f"byte {file.start}", cause, window.left, hint)
        elif file.undecoded is not None:
            yield file.undecoded


def _unpack(name: bytes, data: bytes, most: int) -> bytes:
    """A block. Raises LimitExceeded, MissingExtra, MalformedError, UnexpectedEof."""
    if name in (b"null", b""):
        return data
    if name == b"snappy":
        return _snappy(data[:-4], most)  # a checksum follows
    if name == b"deflate":
        try:
            made = zlib.decompressobj(-15).decompress(data, most + 1)
        except zlib.error as error:
            raise MalformedError from error
    elif name in (b"bzip2", b"xz", b"zstandard"):
        frames, made = MultiFrameDecompressor(io.BytesIO(data), codec(data)), b""
        while len(made) <= most and (more := frames.read1(1 << 20)):
            made += more
    else:
        raise LimitExceeded("its blocks are packed with a codec that is not known here")
    if len(made) > most:
        raise LimitExceeded("a block unpacks to more than the limit")
    return made


def _snappy(data: bytes, most: int) -> bytes:
    try:
        from cramjam import DecompressionError, snappy
    except ImportError:
        raise MissingExtra("its blocks are packed with snappy") from None
    try:
        if snappy.decompress_raw_len(data) > most:
            raise LimitExceeded("a block unpacks to more than the limit")
        return bytes(snappy.decompress_raw(data))
    except DecompressionError as error:
        raise MalformedError from error


class _Container:
    """One file: its schema, and the cells so far. `start` is where the block begins that is being read."""

    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits = blob, window, limits
        self.codec, self.sync = b"", b""
        self.start = self.row = self.held = 0
        self.schema: Schema | None = None
        """As fastavro parses it; None: records are not decoded."""
        self.undecoded: Unread | None = None
        self.cells: dict[str, tuple[Cells, Cells]] = {}
        """Field -> (texts, bytes)."""

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
                    yield text_segment(text, place)
                    continue
                self.codec = text if key == b"avro.codec" else self.codec
                yield named_segment(key, text, place, window.at - len(text))
        self.sync = window.take(SYNC)
        self.start = window.at
        try:
            self.schema = self.plain(schema)
        except LimitExceeded as error:
            self.undecoded = Unread(self.blob.path, "", "limit", window.left, error.hint)
        except MissingExtra as error:
            self.undecoded = Unread(self.blob.path, "", "missing-extra", window.left, f"{error.hint}; {UNDECODED}")

    def plain(self, text: bytes) -> Schema:
        """The schema, made plain. Raises MalformedError, LimitExceeded, MissingExtra."""
        try:
            import fastavro
        except ImportError:
            raise MissingExtra("Avro is not decoded here") from None
        try:
            schema = json.loads(text)
            plain = PlainSchema(fastavro.parse_schema(schema))
            return fastavro.parse_schema(cast("Schema", plain.schema))
        except (fastavro.schema.SchemaParseException, *FAULTS) as error:
            raise MalformedError from error

    def block(self) -> Iterator[Item]:
        """One block of records."""
        window = self.window
        self.start = window.at
        count, size = self.number(), self.number()
        if count < 0 or not 0 <= size <= window.left:
            raise MalformedError(self.start)
        if size > self.limits.json:
            raise LimitExceeded("a block is larger than the limit")
        at = window.at
        most = min(self.limits.json, max(size * self.limits.ratio, self.limits.ratio_from))
        data = _unpack(self.codec, window.take(size), most)
        whole = self.schema is not None and self.records(self.schema, data, count)
        if not whole:
            yield from (found._replace(where=nowhere) for found in strings.texts(data, 0, f"block at byte {at}"))
        if window.take(SYNC) != self.sync or not whole and self.schema is not None:
            raise MalformedError(at)
        if self.held > SEGMENT_BYTES:
            yield from self.take()
        yield Opaque(0, "records")  # whoever asks for them can stop here

    def records(self, schema: Schema, data: bytes, count: int) -> bool:
        """Decodes a block; False when it is not what the schema says. What was decoded until then is kept."""
        import fastavro

        stream = io.BytesIO(data)
        try:
            for _ in range(min(count, len(data) + EMPTY_RECORDS)):
                self.row += 1
                record = fastavro.schemaless_reader(stream, schema, None, handle_unicode_errors="surrogateescape")
                for field, text in texts(record):
                    self.keep(field, text)
        except FAULTS:
            return False
        return count <= len(data) + EMPTY_RECORDS and stream.tell() == len(data)

    def keep(self, field: str, text: str | bytes) -> None:
        data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        plain, binary = self.cells.setdefault(field, ([], []))
        (plain if isinstance(text, str) else binary).append((data, self.row))
        self.held += len(data) + 64

    def number(self) -> int:
        """A signed number in zigzag. Raises UnexpectedEof, MalformedError."""
        found = self.window.varint()
        return (found >> 1) ^ -(found & 1)

    def counted(self) -> bytes:
        size = self.number()
        if not 0 <= size <= self.limits.header:
            raise MalformedError
        return self.window.take(size)

    def take(self) -> Iterator[Item]:
        """The columns so far."""
        cells, self.cells, self.held = self.cells, {}, 0
        for name, (plain, binary) in cells.items():
            for data, row in binary:
                yield from self.binary(name, data, row, plain)
            if plain:
                yield rows_column(name, plain, name)

    def binary(self, name: str, data: bytes, row: int, plain: Cells) -> Iterator[Item]:
        """A value of bytes: a text of its column, a file, or texts between other bytes."""
        item = value(self.blob, data, f"{name} row {row}", name)
        if isinstance(item, Segment) and item.on == "text" and isinstance(item.data, bytes):
            plain.append((item.data, row))
        elif isinstance(item, Segment) and isinstance(item.data, bytes):
            yield from (found._replace(where=nowhere) for found in strings.texts(item.data, 0, f"{name} row {row}"))
        else:
            yield item
