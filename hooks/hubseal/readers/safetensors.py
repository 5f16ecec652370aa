"""safetensors: the JSON header only; tensors are skipped. Format: huggingface/safetensors, README "Format"."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..types import Blob, Limits, Opaque, Segment, Unread
from .parts import exactly, length, nowhere, part

DAMAGED = "its header cannot be read; save the file anew"


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
        yield Segment(raw, place="header", where=nowhere)
        yield Unread(blob.path, "header", "damaged", len(raw), DAMAGED)
        return
    metadata = table.pop("__metadata__", {})
    for key, value in metadata.items() if isinstance(metadata, dict) else [("", metadata)]:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield part(text, f"__metadata__.{key}", key)
    if isinstance(metadata, dict):
        yield part("\n".join(metadata), "__metadata__ keys")
    yield part("\n".join(table), "tensor names")
