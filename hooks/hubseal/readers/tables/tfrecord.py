"""TFRecord files: the texts of `tf.train.Example`s by feature and record; pictures and sounds are skipped.

Formats: TensorFlow, core/lib/io/record_writer.h, core/example/example.proto and feature.proto.
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from ...kinds import signatures
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.columns import rows_column
from ..core.errors import MalformedError, UnexpectedEof
from ..core.members import value
from ..core.segments import raw_segment
from ..core.streams import Window, length
from ..core.string_table import StringTable

SEGMENT_BYTES = 4 << 20
"""Bytes of text that make one segment for each feature."""
MOST_FEATURES = 10_000
"""Features that are told apart."""
FEATURES, LISTS = 1, 2
"""Fields of a record: the features of an Example or the context of a SequenceExample; its lists of features."""
Item = Segment | Blob | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Features as columns, records as rows; what follows damage is searched as bytes."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        records, start = _Records(blob, window, limits), 0
        try:
            while window.left:
                start = window.at
                head = window.take(12)
                size = int.from_bytes(head[:8], "little")
                if not signatures.begins_record(head) or size > window.left:
                    raise UnexpectedEof
                yield from records.record(size)
                window.skip(4)
        except UnexpectedEof:
            yield from records.take()
            yield raw_segment(stream, start, window.total - start, limits)
            hint = f"its records stop making sense at byte {start}; the rest was searched for tokens only"
            yield Unread(blob.path, f"byte {start}", "damaged", window.total - start, hint)
        yield from records.take()
        yield from records.names.take()


class _Records:
    """Texts so far, by feature."""

    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits = blob, window, limits
        self.columns: dict[bytes, list[tuple[bytes, int]]] = {}
        self.names, self.seen = StringTable("features"), set[bytes]()
        self.row = self.held = 0

    def record(self, size: int) -> Iterator[Item]:
        """One record; leaves the window behind it."""
        window, self.row = self.window, self.row + 1
        start, stop = window.at, window.at + size
        found: list[tuple[bytes, int, int]] = []
        try:
            for key, at, width in self.example(stop):
                found.append((key, at, width))
        except (MalformedError, UnexpectedEof):
            found = [(b"", start, size)]
        for key, at, width in found:
            window.go(at)
            yield from self.value(key, width)
        window.go(stop)
        if self.held > SEGMENT_BYTES:
            yield from self.take()

    def example(self, stop: int) -> Iterator[tuple[bytes, int, int]]:
        """(feature, offset, size) of the values of a (Sequence)Example. Raises MalformedError, UnexpectedEof."""
        for kind, _, end in self.fields(stop, (FEATURES, LISTS)):
            for _, _, entry in self.fields(end, (1,)):
                key = b""
                for number, at, last in self.fields(entry, (1, 2)):
                    if number == 1:
                        key = self.window.take(min(last - at, self.limits.header))
                        self.name(key, at)
                    elif kind == FEATURES:
                        yield from self.feature(key, last)
                    else:
                        for _, _, inner in self.fields(last, (1,)):
                            yield from self.feature(key, inner)

    def feature(self, key: bytes, stop: int) -> Iterator[tuple[bytes, int, int]]:
        for _, _, end in self.fields(stop, (1,)):
            for _, at, last in self.fields(end, (1,)):
                yield key, at, last - at

    def fields(self, stop: int, wanted: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
        """(number, start, end) of the counted fields up to `stop`; the window stands at the start, and then at the end.

        Fields of other numbers that a feature may have are lists of numbers; anything else is no Example."""
        window = self.window
        while window.at < stop:
            tag = window.varint()
            number, kind = tag >> 3, tag & 7
            size = window.varint()
            end = window.at + size
            if kind != 2 or not 1 <= number <= 3 or end > stop:
                raise MalformedError
            if number in wanted:
                yield number, window.at, end
            window.go(end)

    def name(self, key: bytes, at: int) -> None:
        if key not in self.seen and len(self.seen) < MOST_FEATURES:
            self.seen.add(key)
            self.names.add(key, at)

    def value(self, key: bytes, size: int) -> Iterator[Item]:
        """One value of bytes: a cell of its column when it is text, a member when it is a file."""
        window, at = self.window, self.window.at
        label = key.decode("utf-8", "replace")
        fmt = kinds.sniff("", window.peek(min(size, kinds.HEAD)), size)
        if kinds.kind("", fmt) == "media":
            yield Opaque(size, fmt)
        elif size > self.limits.json:
            yield raw_segment(window.stream, at, size, self.limits, label)
            hint = f"a value of more than {self.limits.json >> 20} MiB was searched for tokens only; write it as a file"
            yield Unread(self.blob.path, label, "limit", size, hint)
        elif fmt == "text":
            self.columns.setdefault(key if key in self.seen else b"", []).append((window.take(size), self.row))
            self.held += size
        else:
            row = self.row
            item = value(self.blob, window.take(size), f"{label or 'record'} row {row}", label)
            if isinstance(item, Segment) and item.on == "bytes" and isinstance(item.data, bytes):
                yield from strings.texts(item.data, at, label)
            else:
                yield item

    def take(self) -> Iterator[Segment]:
        """The columns so far."""
        columns, self.columns, self.held = self.columns, {}, 0
        for key, cells in columns.items():
            label = key.decode("utf-8", "replace")
            yield rows_column(label, cells, label)
