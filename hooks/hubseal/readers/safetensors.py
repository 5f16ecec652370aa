"""safetensors: the JSON header only; tensors are skipped. Format: huggingface/safetensors, README "Format"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ..types import Blob, Limits, Opaque, Position, Segment, Unread
from .json_walk import Damaged, Text, pair, walk
from .parts import exactly, length, part

DAMAGED = "its header cannot be read; save the file anew"
_METADATA = re.compile(rb'"__metadata__"\s*:\s*(?=\{)')


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """Metadata values by key, then the names of the tensors; a broken header is searched as it stands."""
    with blob.open() as stream:
        total = length(blob, stream)
        size = int.from_bytes(exactly(stream, 8), "little")
        if size > total - 8 or size > limits.header:
            yield Segment(exactly(stream, min(max(total - 8, 0), limits.whole)), "bytes")
            yield Unread(blob.path, "header", "damaged" if size > total - 8 else "limit", size, DAMAGED)
            return
        raw = exactly(stream, size)
    yield from header(blob, raw)
    yield Opaque(max(total - 8 - size, 0), "tensors")


def header(blob: Blob, raw: bytes) -> Iterator[Segment | Unread]:
    """What the header says in words."""
    try:
        table = json.loads(raw)
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        yield Segment(raw, place="header", where=lambda start, end: Position(raw=(start + 8, end + 8)))
        yield Unread(blob.path, "header", "damaged", len(raw), DAMAGED)
        return
    for match in _METADATA.finditer(raw):
        yield from metadata(raw, match.end())
    yield part("\n".join(name for name in table if name != "__metadata__"), "tensor names")


def metadata(raw: bytes, start: int) -> Iterator[Segment]:
    """Keys and values of the object at `raw[start]`; positions are bytes of the file."""
    keys = Text(raw, 8)
    try:
        for scalar in walk(raw, start):
            if not scalar.path:
                break
            if scalar.what == "key":
                keys.add(scalar)
                keys.plain(b"\n", scalar)
            elif scalar.what == "string":
                key = ".".join(str(part) for part in scalar.path)
                yield pair(raw, scalar, f"__metadata__.{key}", key, 8)
    except Damaged:
        pass  # the bracket that closes the header
    yield keys.segment("__metadata__ keys")
