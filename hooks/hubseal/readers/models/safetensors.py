"""safetensors: the JSON header only; tensors are skipped. Format: huggingface/safetensors, README "Format"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from ...types import Blob, Limits, Opaque, Position, Segment, Unread
from ..core.errors import MalformedError
from ..core.json_walk import JsonText, pair, walk
from ..core.members import trailing_segment
from ..core.segments import text_segment
from ..core.streams import exactly, length

DAMAGED = "its header cannot be read; save the file anew"
END_BYTES = 1 << 20
"""Bytes searched at either end of what stands behind the tensors; the format knows nothing there."""
_METADATA = re.compile(rb'"__metadata__"\s*:\s*(?=\{)')
_OFFSETS = re.compile(rb'"data_offsets"\s*:\s*\[\s*\d{1,20}\s*,\s*(\d{1,20})\s*\]')


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
        end = min(8 + size + _last(raw), total)
        yield Opaque(end - 8 - size, "tensors")
        yield from behind(blob, stream, end, total, limits)


def behind(blob: Blob, stream: BinaryIO, end: int, total: int, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """Bytes that belong to no tensor, which loaders refuse: both ends of them are searched."""
    place, size = "behind the tensors", total - end
    if 0 < size <= 2 * END_BYTES:
        yield trailing_segment(stream, end, size, limits, place)
    elif size > 0:
        yield trailing_segment(stream, end, END_BYTES, limits, place)
        yield trailing_segment(stream, total - END_BYTES, END_BYTES, limits, place)
        yield Opaque(size - 2 * END_BYTES, "no tensor")
        hint = "its header describes fewer bytes than it has; the rest was searched at both ends only; save it anew"
        yield Unread(blob.path, place, "damaged", size - 2 * END_BYTES, hint)


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
    yield text_segment("\n".join(name for name in table if name != "__metadata__"), "tensor names")
    if not isinstance(table.get("__metadata__", {}), dict):
        yield text_segment(json.dumps(table["__metadata__"], indent=0), "__metadata__")
    odd = {n: about for n, about in table.items() if n != "__metadata__" and not _plain(about)}
    if odd:
        yield text_segment(json.dumps(odd, indent=0, ensure_ascii=False), "tensors")


def _plain(about: object) -> bool:
    """Whether a tensor is described as the format has it."""
    if not isinstance(about, dict) or about.keys() != {"dtype", "shape", "data_offsets"}:
        return False
    return isinstance(about["dtype"], str) and len(about["dtype"]) < 10


def _last(raw: bytes) -> int:
    """Where the last tensor ends, counted from the end of the header."""
    ends = [int(match[1]) for match in _OFFSETS.finditer(raw)]
    return max(ends, default=0)


def metadata(raw: bytes, start: int) -> Iterator[Segment]:
    """Keys and values of the object at `raw[start]`; positions are bytes of the file."""
    keys = JsonText(raw, 8)
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
    except MalformedError:
        pass  # the bracket that closes the header
    yield keys.segment("__metadata__ keys")
