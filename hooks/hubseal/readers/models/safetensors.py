"""safetensors: the JSON header only; tensors are skipped. Format: huggingface/safetensors, README "Format"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Position, Segment, Unread
from ..core.errors import MalformedError
from ..core.json_walk import JsonText, pair, walk
from ..core.leftover import Item, Leftover
from ..core.segments import text_segment
from ..core.streams import exactly, length

DAMAGED = "its header cannot be read; save the file anew"
_METADATA = re.compile(rb'"__metadata__"\s*:\s*(?=\{)')
_OFFSETS = re.compile(rb'"data_offsets"\s*:\s*\[\s*(\d{1,20})\s*,\s*(\d{1,20})\s*\]')


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
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
        yield from body(raw, 8 + size, total)


def body(raw: bytes, start: int, total: int) -> Iterator[Opaque | Leftover]:
    """The tensors, which begin at `start`, and the bytes before, between and behind them that belong to none; loaders
    refuse such files."""
    at = start
    for first, last in sorted((int(match[1]), int(match[2])) for match in _OFFSETS.finditer(raw)):
        first, last = min(start + first, total), min(start + last, total)
        if first > at:
            yield Leftover(at, first, "between the tensors")
        if last > max(at, first):
            yield Opaque(last - max(at, first), "tensors")
        at = max(at, last)
    if at < total:
        yield Leftover(at, total, "behind the tensors")


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
