"""R data (.rds, .RData) once it is unpacked: texts by variable, list element and attribute; numbers are skipped.

Format: R Internals, "Serialization Formats"; R, src/main/serialize.c.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.errors import MalformedError, UnexpectedEof
from ..core.segments import value
from ..core.streams import Window, length, nowhere, part, raw
from ..text.table import column
from .rdata_items import Items, Node

Item = Segment | Blob | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The objects of the file; what follows damage is searched as bytes. Names come after what they name, so that the
    texts of an object are kept until its end: a large file is read by the lengths of its texts alone."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        if window.total > limits.header:
            yield from strings.read(blob, limits)
            return
        if window.peek(2) == b"RD":
            window.skip(5)
        order: Literal["big", "little"] = "big" if window.peek(1) == b"X" else "little"
        items = Items(window, order, limits)
        try:
            window.skip(2)
            version = window.number(4, order)
            window.skip(8)
            if version == 3:
                window.skip(window.number(4, order))
            yield from _said(blob, items.item(), "")
            yield Opaque(items.skipped, "numbers")
            if window.left:
                yield raw(stream, window.at, window.left, limits)
        except (UnexpectedEof, MalformedError, RecursionError):
            for node in items.open:
                yield from _said(blob, node, "")
            yield raw(stream, items.start, window.total - items.start, limits)
            hint = f"its objects stop making sense at byte {items.start}; what follows was searched for tokens only"
            yield Unread(blob.path, f"byte {items.start}", "damaged", window.total - items.start, hint)


def _said(blob: Blob, node: Node | None, path: str) -> Iterator[Item]:
    """The texts of a node and of what it holds."""
    if node is None:
        return
    names = node.attributes.pop("names", None)
    if node.texts:
        yield column(path, node.texts, [(n + 1, None) for n in range(len(node.texts))], path)
    if node.data:
        item = value(blob, node.data, path or "raw", path)
        if isinstance(item, Segment) and item.on == "bytes":
            yield from (found._replace(where=nowhere) for found in strings.texts(node.data, 0, path))
        else:
            yield item
    known = names.texts if names is not None else []
    if known and not node.inner:
        yield part(b"\n".join(known), f"{path} names".strip())
    for number, (tag, inner) in enumerate(node.inner):
        name = tag or (known[number].decode("utf-8", "replace") if number < len(known) else "")
        yield from _said(blob, inner, f"{path}.{name}" if path and name else path or name)
    if known and node.inner:
        yield part(b"\n".join(known), f"{path} names".strip())
    for name, inner in node.attributes.items():
        yield from _said(blob, inner, f"{path}@{name}")
