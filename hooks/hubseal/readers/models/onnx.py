"""ONNX: names, documentation, metadata, files of external data; tensors are skipped. Format: onnx, onnx.proto."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.protobuf import MessageEnd, Table, TextField, walk
from ..core.segments import named_segment, raw_segment
from ..core.streams import Window, length
from ..core.string_table import StringTable

TABLE: Table = {
    "model": {2: "producer_name", 3: "producer_version", 4: "domain", 6: "doc_string", 7: "graph", 8: "opset"}
    | {14: "metadata_props", 20: "training", 25: "function"},
    "opset": {1: "domain"},
    "training": {1: "graph", 2: "graph", 3: "initialization_binding", 4: "update_binding"},
    "graph": {1: "node", 2: "name", 5: "tensor", 10: "doc_string", 11: "value", 12: "value", 13: "value"}
    | {14: "annotation", 15: "sparse", 16: "metadata_props"},
    "node": {1: "input", 2: "output", 3: "name", 4: "op_type", 5: "attribute", 6: "doc_string", 7: "domain"}
    | {9: "metadata_props"},
    "attribute": {1: "name", 4: "s", 5: "tensor", 6: "graph", 9: "strings", 10: "tensor", 11: "graph"}
    | {13: "doc_string", 22: "sparse", 23: "sparse"},
    "tensor": {6: "string_data", 8: "name", 12: "doc_string", 13: "external_data", 16: "metadata_props"},
    "sparse": {1: "tensor", 2: "tensor"},
    "value": {1: "name", 3: "doc_string", 4: "metadata_props"},
    "annotation": {1: "name", 2: "metadata_props"},
    "function": {1: "name", 4: "input", 5: "output", 6: "attribute_names", 7: "node", 8: "doc_string"}
    | {9: "opset", 10: "domain", 11: "attribute", 12: "value", 14: "metadata_props"},
    "metadata_props": {1: "key", 2: "value_"},
    "external_data": {1: "key", 2: "value_"},
}
ENTRIES = ("metadata_props", "external_data")
DOCS = ("doc_string", "s", "strings", "string_data")


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """Metadata by key, documentation by what it documents, all other names together."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        texts = _OnnxTexts()
        try:
            for field in walk(window, TABLE, "model", window.total, limits.header):
                if isinstance(field, TextField):
                    yield from texts.field(field)
                elif isinstance(field, MessageEnd):
                    yield from texts.ended(field.message)
                else:
                    yield Opaque(field.size, "tensors")
        except (UnexpectedEof, MalformedError):
            yield from texts.rest()
            left = min(window.left, limits.header)
            yield raw_segment(stream, window.at, left, limits)
            hint = f"its fields stop making sense at byte {window.at}; what follows was searched for tokens only"
            yield Unread(blob.path, f"byte {window.at}", "damaged", window.left, hint)
            return
        yield from texts.rest()


class _OnnxTexts:
    """What has been read and not been yielded."""

    def __init__(self) -> None:
        self.names = StringTable("names")
        self.docs: dict[str, StringTable] = {}
        self.entry: dict[str, TextField] = {}
        self.attribute = b""
        """The name of the attribute whose value follows."""

    def field(self, field: TextField) -> Iterator[Segment]:
        if field.message in ENTRIES:
            self.entry[field.name] = field
        elif field.message == "model":
            yield named_segment(field.name.encode(), field.data, field.name, field.at)
        elif field.name in DOCS:
            place = f"{field.message}.{field.name}"
            docs = self.docs.setdefault(place, StringTable(place))
            if field.name == "s":
                docs.pair(self.attribute, field.data, field.at)
            else:
                docs.add(field.data, field.at)
            yield from docs.take_full()
        else:
            if field.message == "attribute":
                self.attribute = field.data
            self.names.add(field.data, field.at)
            yield from self.names.take_full()

    def ended(self, message: str) -> Iterator[Segment]:
        if message not in ENTRIES:
            return
        key, value = self.entry.pop("key", None), self.entry.pop("value_", None)
        if key is not None:
            self.names.add(key.data, key.at)
        if value is not None:
            name = key.data if key is not None else b""
            yield named_segment(name, value.data, f"{message}.{name.decode('utf-8', 'replace')}", value.at)

    def rest(self) -> Iterator[Segment]:
        for docs in (*self.docs.values(), self.names):
            yield from docs.take()
