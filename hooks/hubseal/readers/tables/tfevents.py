"""TensorBoard event files: text summaries, tags and log messages. Format: TensorFlow, record_writer.h, event.proto."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.length_prefixed_strings import protobuf_strings
from ..core.protobuf import SkippedField, Table, TextField, walk
from ..core.segments import named_segment, raw_segment
from ..core.streams import Window, length
from ..core.string_table import StringTable

TABLE: Table = {
    "event": {3: "file_version", 4: "graph_def", 5: "summary", 6: "log", 8: "run", 9: "graph_def", 10: "source"},
    "log": {2: "message"},
    "run": {1: "tag"},
    "source": {1: "writer"},
    "summary": {1: "value"},
    "value": {1: "tag", 7: "node_name", 8: "tensor", 9: "metadata", 4: "image", 6: "audio"},
    "image": {},
    "audio": {},
    "tensor": {8: "string_val"},
    "metadata": {1: "plugin", 2: "display_name", 3: "summary_description"},
    "plugin": {1: "plugin_name", 2: "content"},
}


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """Text by its tag; tags once."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 256 << 10)
        events, start = _Events(limits), 0
        try:
            while window.left:
                start = window.at
                size = window.number(8)
                window.skip(4)
                if size > window.left:
                    raise UnexpectedEof
                stop = window.at + size
                for field in walk(window, TABLE, "event", stop, limits.header):
                    yield from events.field(field)
                window.go(stop)
                window.skip(4)
                events.count += 1
                if events.count > limits.opcodes:
                    hint = f"it has more than {limits.opcodes:,} events; the rest was searched for tokens only"
                    yield Unread(blob.path, f"byte {window.at}", "limit", window.left, hint)
                    yield raw_segment(stream, window.at, window.left, limits)
                    break
        except (UnexpectedEof, MalformedError):
            yield raw_segment(stream, start, window.total - start, limits)
            hint = f"its records stop making sense at byte {start}; the rest was searched for tokens only"
            yield Unread(blob.path, f"byte {start}", "damaged", window.total - start, hint)
        yield from events.tags.take()


class _Events:
    """The tag that a text belongs to, and the tags so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.count = limits, 0
        self.tags, self.seen, self.tag = StringTable("tags"), set[bytes](), b""

    def field(self, field: object) -> Iterator[Segment | Opaque]:
        if isinstance(field, SkippedField):
            yield Opaque(field.size, "pictures and sounds")
        if not isinstance(field, TextField):
            return
        if field.name == "tag":
            self.tag = field.data
        if field.name == "content":  # a message of the plugin: the parameters of a run, a layout
            yield from protobuf_strings(field.data, field.at, self.tag.decode("utf-8", "replace") or field.name)
        elif field.name in ("string_val", "message", "summary_description"):
            place = self.tag.decode("utf-8", "replace") or field.name
            yield named_segment(self.tag, field.data, place, field.at)
        elif field.name == "graph_def":
            yield from protobuf_strings(field.data, field.at, "graph")
        elif field.data not in self.seen and len(self.seen) < self.limits.members:
            self.seen.add(field.data)
            self.tags.add(field.data, field.at)
            yield from self.tags.take_full()
