"""HDF5 and Keras weights: attributes and text data sets, read with h5py (extra `data`); numbers are skipped.

Without h5py the strings are searched as bytes, as far as the head and the tail of the file hold them.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, BinaryIO

from ...streams import RangeStream
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.members import value
from ..core.segments import raw_segment, text_segment
from ..core.streams import exactly, length
from ..core.string_table import StringTable
from . import hdf5_references
from .hdf5_values import Values, characters, letters, matlab, slabs, worth

if TYPE_CHECKING:
    import h5py

SLAB, CELLS = 16 << 20, 4096
"""Bytes and items that are unpacked at once."""
CHUNK = 32 << 20
"""Bytes of a chunk of items, which the library holds at once; it is unpacked once, and kept while it is read."""
OVERHEAD = 32
"""Bytes that an item counts for at least: many small ones take time."""
USER_BLOCKS = (0, 512, 1024, 2048)
SIGNATURE = b"\x89HDF\r\n\x1a\n"
FAULTS = (OSError, RuntimeError, TypeError, ValueError, NotImplementedError, OverflowError, MemoryError)
"""What h5py raises for what it cannot read."""
HEAP, HEAP_MOST = b"GCOL", 64 << 20
MISSING = 'its attributes were searched for tokens only; `pip install "hubseal[data]"` reads them all'
Item = Segment | Blob | Unread | Opaque


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Attributes by object and name, then text data sets."""
    with blob.open() as stream:
        total = length(blob, stream)
        try:
            import h5py
        except ImportError:
            yield from raw(stream, total, limits)
            yield Unread(blob.path, "", "missing-extra", total, MISSING)
            return
        try:
            if start := _user_block(stream, total):
                yield value(blob, stream.read(start).rstrip(b"\0"), "user block")
            guard = _CheckedFile(stream, total)
            with h5py.File(guard, "r", rdcc_nbytes=CHUNK) as file:
                walk = _Objects(blob, file, guard, limits)
                yield from walk.all()
            if walk.failed:
                yield from raw(stream, total, limits)
                hint = (
                    f"{len(walk.failed)} of its objects cannot be read and were searched for tokens only; save it anew"
                )
                yield Unread(blob.path, walk.failed[0], "damaged", None, hint)
        except Exception:  # noqa: BLE001 - h5py raises what it likes on damaged files
            yield from raw(stream, total, limits)
            hint = "it is damaged; what could not be read was searched for tokens only; save it anew"
            yield Unread(blob.path, "", "damaged", total, hint)


def _user_block(stream: BinaryIO, total: int) -> int:
    """Bytes before the file proper, which leaves the stream at its start."""
    for start in USER_BLOCKS:
        stream.seek(start)
        if stream.read(len(SIGNATURE)) == SIGNATURE:
            break
    stream.seek(0)
    return start


class _CheckedFile(RangeStream):
    """The file as HDF5 sees it. A global heap with an object of no size would keep libhdf5 in a loop for ever
    (H5HGcache.c), so a heap is checked when the library comes upon it. Raises OSError for a damaged one."""

    def __init__(self, stream: BinaryIO, total: int) -> None:
        super().__init__(total)
        self._stream, self.total = stream, total
        self.largest = 0
        """Bytes of the largest object in a heap so far."""
        self._sound: dict[int, dict[int, int]] = {}

    def read_range(self, at: int, size: int) -> bytes:
        self._stream.seek(at)
        data = exactly(self._stream, size)
        heap = data.find(HEAP)
        while heap >= 0:
            self.heap(at + heap)
            heap = data.find(HEAP, heap + 1)
        return data

    def heap(self, start: int) -> dict[int, int]:
        """Bytes of each object of the heap at `start`. Raises OSError for a damaged one. Format: HDF5 File Format
        Specification, III.E."""
        if start in self._sound:
            return self._sound[start]
        self._stream.seek(start)
        head = exactly(self._stream, 16)
        size = int.from_bytes(head[8:], "little")
        if len(head) < 16 or size > min(self.total - start, HEAP_MOST):
            raise OSError(5, "a damaged heap")
        heap, at, sizes = exactly(self._stream, size - 16), 0, dict[int, int]()
        while at + 16 <= len(heap):
            number, length_ = (
                int.from_bytes(heap[at : at + 2], "little"),
                int.from_bytes(heap[at + 8 : at + 16], "little"),
            )
            need = 16 + (length_ + 7) // 8 * 8 if number else length_
            if need < 16 or need > len(heap) - at:
                raise OSError(5, "a damaged heap")
            at += need
            if number:
                sizes[number] = length_
                self.largest = max(self.largest, length_)
        self._sound[start] = sizes
        return sizes


def raw(stream: BinaryIO, total: int, limits: Limits) -> Iterator[Item]:
    """The head and the tail, where metadata mostly stands."""
    some = min(total, limits.header)
    yield raw_segment(stream, 0, some, limits)
    if total > some:
        at = max(total - limits.whole, some)
        yield raw_segment(stream, at, total - at, limits)


def _claimed(attribute: h5py.h5a.AttrID) -> int:
    """Bytes of an attribute, as its header says. Those of the values of its strings stand elsewhere."""
    space, kind = attribute.get_space(), attribute.get_type()
    return int(space.get_simple_extent_npoints() * kind.get_size())


def _too_large(item: h5py.Dataset) -> str:
    """Why a data set cannot be read in parts that fit into memory; empty when it can."""
    if item.dtype.itemsize > SLAB:
        return f"its items are larger than {SLAB >> 20} MiB; write them as several"
    if item.chunks is not None and prod(item.chunks) * item.dtype.itemsize > CHUNK:
        return f"its chunks are larger than {CHUNK >> 20} MiB; write it in smaller ones"
    return ""


class _Objects:
    """All objects of one file, each once. What h5py cannot read of one does not keep it from the next."""

    def __init__(self, blob: Blob, file: h5py.File, guard: _CheckedFile, limits: Limits) -> None:
        self.blob, self.file, self.guard, self.limits = blob, file, guard, limits
        self.names = StringTable("object names")
        self.failed: list[str] = []
        """Places that could not be read."""
        self.left = max(limits.json, guard.total * limits.ratio)
        """Bytes that may still be unpacked."""

    def all(self) -> Iterator[Item]:
        yield from self.attributes(self.file, "")
        todo, count, seen = [self.file], 0, set()
        while todo:
            group = todo.pop()
            for name in group:
                link = group.get(name, getlink=True)
                self.names.add(name.encode("utf-8", "surrogateescape"), None)
                elsewhere = [getattr(link, about, None) for about in ("filename", "path")]
                if any(elsewhere):  # external and soft links
                    for target in filter(None, elsewhere):
                        self.names.add(str(target).encode("utf-8", "surrogateescape"), None)
                    continue
                count += 1
                if count > self.limits.members:
                    hint = f"it holds more than {self.limits.members:,} objects; split it"
                    yield Unread(self.blob.path, "", "limit", None, hint)
                    yield from self.names.take()
                    return
                try:
                    item = group[name]
                except (KeyError, *FAULTS):
                    self.failed.append(f"{group.name}/{name}")
                    continue
                key = (item.id.fileno, hash(item))
                if key in seen:
                    continue
                seen.add(key)
                yield from self.attributes(item, item.name or name)
                if hasattr(item, "keys"):
                    todo.append(item)
                elif hasattr(item, "dtype"):
                    yield from self.data(item, item.name or name)
        yield from self.names.take()

    def attributes(self, item: h5py.HLObject, place: str) -> Iterator[Item]:
        for name in item.attrs:
            shown = f"{place}@{name}"
            try:
                if _claimed(item.attrs.get_id(name)) > self.guard.total:
                    raise ValueError
                held = item.attrs[name]
            except FAULTS:
                self.failed.append(shown)
                continue
            found = Values(self.blob, shown, name)
            found.take(held, 0)
            lines = [cell for cell, _ in found.texts.pop(name, ())]
            text = b"\n".join(line for line in lines if line)
            if text:
                quote = b'"' if b'"' not in text and b"\n" not in text else b""
                yield text_segment(name.encode("utf-8", "replace") + b" = " + quote + text + quote, shown, name)
            yield from found.items()

    def data(self, item: h5py.HLObject, place: str) -> Iterator[Item]:
        """A data set: its text in parts that fit into memory, the rest counted."""
        try:
            if characters(item, SLAB) and not _too_large(item):
                found = Values(self.blob, place, place.rsplit("/", 1)[-1])
                for number, text in enumerate(matlab(item)):
                    found.take(text, number)
                yield from found.items()
                return
            kind, shape, width = item.dtype, item.shape, item.dtype.itemsize
            readable = shape is not None and (worth(kind, shape) or characters(item, SLAB))
            if readable and (large := _too_large(item)):
                yield Unread(self.blob.path, place, "limit", None, large)
                return
            if not readable or (kind.kind in "ui" and not letters(item)):
                yield Opaque(0 if shape is None else int(item.nbytes), "numbers")
                return
            if not item.id.get_storage_size() and shape:
                shape = (1,) * len(shape)  # nothing but the fill value
            if kind.kind == "O":
                hdf5_references.check(item, self.guard, self.guard.heap)
            if kind.hasobject and shape and 0 not in shape:
                _ = item[(0,) * len(shape)]  # the guard sees the first heap
                width = max(width, self.guard.largest)
            for first, where in slabs(shape, min(max(SLAB // max(width, 1), 1), CELLS)):
                part_ = item[where]
                self.left -= max(int(getattr(part_, "nbytes", width)), int(getattr(part_, "size", 1)) * OVERHEAD)
                if self.left < 0:
                    hint = f"it unpacks to more than {self.limits.ratio} times the file; write it uncompressed"
                    yield Unread(self.blob.path, place, "limit", None, hint)
                    return
                found = Values(self.blob, place, place.rsplit("/", 1)[-1])
                found.take(part_, first)
                yield from found.items()
        except FAULTS:
            self.failed.append(place)
