"""Pickles of any protocol, joblib and legacy torch files, read without loading: strings as `name = "value"` lines.

Where the opcodes stop making sense, the rest is searched as bytes. Format: CPython, Lib/pickletools.py; joblib,
numpy_pickle.py; torch, serialization.py (`_legacy_save`: five pickles, then the storages).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from operator import itemgetter

from ... import kinds
from ...types import Blob, Cause, Limits, Opaque, Position, Unread
from ..core.errors import LimitExceeded, MalformedError, UnexpectedEof
from ..core.leftover import Item, Leftover, appended_zip
from ..core.members import trailing_segment, value
from ..core.streams import Window, exactly, length
from ..core.string_table import StringTable
from .array_items import segments
from .arrow_strings import cells, cuts
from .dtype import Dtype
from .pickle_tracer import PickleTracer
from .pickle_values import Many, PickledDict, PickledString

BATCH_BYTES = 1 << 20
"""Bytes of strings that make one segment."""
MOST_WAITING = 8 << 20
"""Bytes of strings that wait for their names; beyond it only those wait that are about to get one."""
NESTED = 16
LEGACY_TORCH = 5
SENSELESS = 32
"""Bytes within which opcodes that make no sense say that a file is something else."""


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """All strings of the pickles that follow each other in a file."""
    with blob.open() as stream:
        total = length(blob, stream)
        window = Window(stream, total, 0, 256 << 10)
        yield from _Pickles(blob, window, limits).all()
        yield Leftover(window.at, window.total, "behind the pickle")


def object_array(blob: Blob, window: Window, limits: Limits) -> Iterator[Item]:
    """The pickle of an object array, at the window's place."""
    yield from _Pickles(blob, window, limits).all()


class _Pickles:
    """The pickles of one stream."""

    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits = blob, window, limits
        self.machine = PickleTracer(window, limits)

    def all(self) -> Iterator[Item]:
        """Leaves the window at the first byte that no opcode explains."""
        window, count, start = self.window, 0, self.window.at
        try:
            while window.left:
                start = window.at
                if count and not kinds.begins_pickle(window.peek(kinds.HEAD)):
                    break
                yield from self.one()
                count += 1
                if self.machine.magic and count >= LEGACY_TORCH:
                    archive = appended_zip(window.stream, window.total) or window.total
                    yield Opaque(archive - window.at, "tensors")
                    window.go(archive)
                    break
        except (MalformedError, UnexpectedEof, LimitExceeded) as error:
            if not count and isinstance(error, MalformedError) and self.is_none(start):
                window.go(start)
                return
            yield from self.flush()
            window.go(max(self.machine.began, start))
            cause: Cause = "limit" if isinstance(error, LimitExceeded) else "damaged"
            why = "it has more opcodes than the limit" if cause == "limit" else "its opcodes stop making sense"
            hint = f"{why} at byte {window.at}; the rest was searched as bytes for tokens only"
            yield Unread(self.blob.path, f"byte {window.at}", cause, window.left, hint)
            return
        yield from self.flush()

    def is_none(self, start: int) -> bool:
        """Whether it only looks like a pickle at `start`: it makes no sense, holds no text, has no end."""
        window, machine = self.window, self.machine
        if machine.texts or machine.large or window.at - start > SENSELESS or not window.left:
            return False
        window.stream.seek(window.at + window.left - 1)
        return exactly(window.stream, 1) != b"."

    def one(self) -> Iterator[Item]:
        """One pickle, with the pickles and arrays that stand in its midst."""
        machine, held = self.machine, 0
        machine.enter()
        while True:
            known = len(machine.texts)
            if not machine.step():
                if machine.leave():
                    continue
                return
            if len(machine.texts) > known:
                held += machine.texts[-1].size + 64
            if machine.wrapped is not None:
                wrapped, machine.wrapped = machine.wrapped, None
                yield from self.array(wrapped)
            if held > BATCH_BYTES and machine.depth == 1 and (not machine.nesting or held > MOST_WAITING):
                yield from self.flush(machine.waiting())
                held = 0

    def array(self, wrapped: PickledDict) -> Iterator[Item]:
        """What joblib writes after the wrapper: raw bytes on an aligned place, or a pickle of objects."""
        window, dtype, shape = self.window, wrapped.items.get(b"dtype"), wrapped.items.get(b"shape")
        if not isinstance(dtype, Dtype) or not isinstance(shape, Many):
            raise MalformedError
        if dtype.kind == "O":
            if self.machine.depth >= NESTED:
                raise MalformedError
            self.machine.enter()
            return
        if b"numpy_array_alignment_bytes" in wrapped.items:
            window.skip(window.number(1))
        count = 1
        for size in shape:
            count *= size if isinstance(size, int) and size >= 0 else 0
        yield from segments(window, dtype, count, self.limits, "")

    def flush(self, waiting: AbstractSet[int] = frozenset()) -> Iterator[Item]:
        """Strings so far, but for those whose name is to come: text as lines, binary ones one by one, large ones by
        their range."""
        texts, self.machine.texts = self.machine.texts, [t for t in self.machine.texts if id(t) in waiting]
        if waiting:
            texts = [text for text in texts if id(text) not in waiting]
        large, self.machine.large = self.machine.large, []
        lines = StringTable()
        yield from self.cut(texts, large)
        for text in texts:
            if text.key is not None and not text.binary and not text.shown:
                text.key.shown = lines.pair(text.key.data, text.data, text.at if text.exact else None) or text.key.shown
                text.shown = True
        for text in texts:
            if text.shown:
                continue
            if text.dtype is not None or text.binary:
                yield from self.binary(text)
            else:
                lines.add(text.data, text.at if text.exact else None)
        yield from lines.take()
        for at, size in large:
            yield trailing_segment(self.window.stream, at, size, self.limits, "")

    def cut(self, texts: list[PickledString], large: list[tuple[int, int]]) -> Iterator[Item]:
        """Arrow's columns of strings: one array says where the texts in the next one begin."""
        stream = self.window.stream
        before: tuple[int, int, PickledString | None] | None = None
        held: list[tuple[int, int, PickledString | None]] = [(text.at, text.size, text) for text in texts]
        for item in sorted([*held, *((at, size, None) for at, size in large)], key=itemgetter(0)):
            at, size, text = item
            ends = cuts(self.numbers(*before), size) if before is not None else None
            if before is not None and ends is not None:
                name = before[2].key if before[2] is not None else None
                key = name.data.decode("utf-8", "replace") if name is not None else ""
                yield from cells(stream, at, ends, key) if text is None else cells(io.BytesIO(text.data), 0, ends, key)
                for done in (before, item):
                    if done[2] is not None:
                        done[2].shown = True
                    else:
                        large.remove(done[:2])
            before = item if text is None or text.dtype is None else None

    def numbers(self, at: int, size: int, text: PickledString | None) -> bytes:
        """The bytes of an array that may be one of offsets; none of one that does not begin with 0."""
        if text is not None:
            return text.data if text.data[:4] == bytes(4) else b""
        self.window.stream.seek(at)
        if size > self.limits.json or exactly(self.window.stream, 4) != bytes(4):
            return b""
        return bytes(4) + exactly(self.window.stream, size - 4)

    def binary(self, text: PickledString) -> Iterator[Item]:
        """Bytes in a pickle: an array's content, a file such as another pickle, or anything."""
        key, at = text.key.data.decode("utf-8", "replace") if text.key is not None else "", text.at
        if text.dtype is not None:
            inner = Window(io.BytesIO(text.data), text.size)
            size = text.dtype.size
            yield from segments(inner, text.dtype, text.size // size if size else 0, self.limits, key)
        else:
            name = f"{key or 'bytes'} at {at}"
            exact = (lambda start, end: Position(raw=(at + start, at + end))) if text.exact else None
            yield value(self.blob, text.data, name, key, exact)
