"""Protocol buffers of unknown kind, compiled Python, TensorFlow Lite: strings by the lengths that stand before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...types import Blob, Limits, Opaque, Segment
from ..core import strings
from ..core.length_prefixed_strings import FLATBUFFER, MARSHAL, by_length
from ..core.segments import raw_segment
from ..core.streams import exactly, length

Item = Segment | Opaque


def read_protobuf(blob: Blob, limits: Limits) -> Iterator[Item]:
    """A protocol buffer of unknown kind: a frozen graph, a saved model, a tokenizer."""
    with blob.open() as stream:
        yield from strings.region(stream, 0, length(blob, stream), most=limits.whole)


def read_pyc(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Compiled Python: names, constants and the path of the source."""
    return _read(blob, limits, MARSHAL)


def read_tflite(blob: Blob, limits: Limits) -> Iterator[Item]:
    """A flatbuffer of TensorFlow Lite."""
    return _read(blob, limits, FLATBUFFER)


def _read(blob: Blob, limits: Limits, pattern: re.Pattern[bytes]) -> Iterator[Item]:
    """Strings of the head and the tail, and everything as bytes when it is small enough."""
    with blob.open() as stream:
        total = length(blob, stream)
        head = exactly(stream, min(total, limits.whole))
        rest = bytearray(head)
        yield from by_length(head, pattern, 0, "", rest)
        yield Segment(bytes(rest), "bytes")
        if total > limits.whole:
            at = max(total - limits.whole, limits.whole)
            stream.seek(at)
            yield from by_length(exactly(stream, total - at), pattern, at, "")
            yield raw_segment(stream, at, total - at, limits)
            yield Opaque(at - limits.whole, "tensors")
