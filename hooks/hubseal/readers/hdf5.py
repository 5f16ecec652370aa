"""HDF5 and Keras weights: attributes and text data sets, read with h5py (extra `data`); numbers are skipped.

Without h5py the strings are searched as bytes, as far as the head and the tail of the file hold them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..types import Blob, Limits, Opaque, Segment, Unread
from .gather import Gathered
from .parts import exactly, length, nowhere, part, raw

ROWS = 1000
HEAP, HEAP_MOST = b"GCOL", 64 << 20
MISSING = 'its attributes were searched for tokens only; `pip install "hubseal[data]"` reads them all'
Item = Segment | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Attributes by object and name, then text data sets."""
    with blob.open() as stream:
        total = length(blob, stream)
        try:
            import h5py
        except ImportError:
            yield from _bytes(stream, total, limits)
            yield Unread(blob.path, "", "missing-extra", total, MISSING)
            return
        try:
            with h5py.File(_Guard(stream, total), "r") as file:
                yield from _Walk(blob, file, limits).all()
        except Exception:  # noqa: BLE001 - h5py raises what it likes on damaged files
            yield from _bytes(stream, total, limits)
            hint = "it is damaged; what could not be read was searched for tokens only; save it anew"
            yield Unread(blob.path, "", "damaged", total, hint)


class _Guard(io.RawIOBase):
    """The file as HDF5 sees it. A global heap with an object of no size would keep libhdf5 in a loop for ever
    (H5HGcache.c), so a heap is checked when the library comes upon it. Raises OSError for a damaged one."""

    def __init__(self, stream: BinaryIO, total: int) -> None:
        self._stream, self._total, self._pos = stream, total, 0
        self._sound: set[int] = set()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._pos

    def seek(self, offset: int, whence: int = 0) -> int:
        self._pos = offset + (0, self._pos, self._total)[whence]
        return self._pos

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        self._stream.seek(self._pos)
        data = exactly(self._stream, len(view))
        at = data.find(HEAP)
        while at >= 0:
            self._check(self._pos + at)
            at = data.find(HEAP, at + 1)
        view[: len(data)] = data
        self._pos += len(data)
        return len(data)

    def _check(self, start: int) -> None:
        """Walks the objects of the heap at `start`. Format: HDF5 File Format Specification, III.E."""
        if start in self._sound:
            return
        self._stream.seek(start)
        head = exactly(self._stream, 16)
        size = int.from_bytes(head[8:], "little")
        if len(head) < 16 or size > min(self._total - start, HEAP_MOST):
            raise OSError(5, "a damaged heap")
        heap, at = exactly(self._stream, size - 16), 0
        while at + 16 <= len(heap):
            number, length_ = (
                int.from_bytes(heap[at : at + 2], "little"),
                int.from_bytes(heap[at + 8 : at + 16], "little"),
            )
            need = 16 + (length_ + 7) // 8 * 8 if number else length_
            if need < 16 or need > len(heap) - at:
                raise OSError(5, "a damaged heap")
            at += need
        self._sound.add(start)


def _bytes(stream: Any, total: int, limits: Limits) -> Iterator[Item]:
    """The head and the tail, where metadata mostly stands."""
    some = min(total, limits.header)
    yield raw(stream, 0, some, limits)
    if total > some:
        at = max(total - limits.whole, some)
        yield raw(stream, at, total - at, limits)


class _Walk:
    """All objects of one file, each once."""

    def __init__(self, blob: Blob, file: Any, limits: Limits) -> None:
        self.blob, self.file, self.limits = blob, file, limits
        self.names = Gathered("object names")
        self.read = 0

    def all(self) -> Iterator[Item]:
        yield from self.attributes(self.file, "")
        todo, count, seen = [self.file], 0, set()
        while todo:
            group = todo.pop()
            for name in group:
                link = group.get(name, getlink=True)
                target = getattr(link, "filename", None) or getattr(link, "path", None)
                self.names.add(name.encode("utf-8", "surrogateescape"), None)
                if target is not None:  # external and soft links lead elsewhere
                    self.names.add(str(target).encode("utf-8", "surrogateescape"), None)
                    continue
                item = group[name]
                count += 1
                if count > self.limits.members:
                    hint = f"it holds more than {self.limits.members:,} objects; split it"
                    yield Unread(self.blob.path, "", "limit", None, hint)
                    yield from self.names.take()
                    return
                key = (item.id.fileno, hash(item))
                if key in seen:
                    continue
                seen.add(key)
                yield from self.attributes(item, item.name or name)
                if hasattr(item, "keys"):
                    todo.append(item)
                elif hasattr(item, "dtype"):
                    yield from self.data(item)
        yield from self.names.take()

    def attributes(self, item: Any, place: str) -> Iterator[Item]:
        for name in item.attrs:
            value = item.attrs[name]
            lines = [_text(cell) for cell in _cells(value)]
            text = b"\n".join(line for line in lines if line)
            if text:
                quote = b'"' if b'"' not in text and b"\n" not in text else b""
                shown = f"{place}@{name}" if place else f"@{name}"
                yield part(name.encode("utf-8", "replace") + b" = " + quote + text + quote, shown, name)

    def data(self, item: Any) -> Iterator[Item]:
        """A data set: text in slices, the rest counted."""
        if item.dtype.kind not in "OSU" or not item.shape and item.shape != ():
            yield Opaque(int(item.nbytes) if item.dtype.kind != "O" else 0, "numbers")
            return
        if item.shape == ():
            yield part(_text(item[()]), item.name)
            return
        for start in range(0, item.shape[0], ROWS):
            text = b"\n".join(_text(cell) for cell in _cells(item[start : start + ROWS]))
            self.read += len(text)
            yield Segment(text, place=item.name, where=nowhere)
            if self.read > self.limits.json:
                hint = f"its text was read up to {self.limits.json >> 20} MiB"
                yield Unread(self.blob.path, item.name, "limit", None, hint)
                return


def _cells(value: Any) -> list[Any]:
    """The items of an attribute or a slice, in one list."""
    flat = getattr(value, "ravel", None)
    return list(flat()) if flat is not None else [value]


def _text(cell: Any) -> bytes:
    """A cell's bytes when it is text; numbers are nothing."""
    if isinstance(cell, bytes):
        return cell
    if isinstance(cell, str):
        return cell.encode("utf-8", "surrogateescape")
    return b""
