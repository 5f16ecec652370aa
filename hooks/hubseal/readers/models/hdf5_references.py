"""References to texts of any length, looked at before libhdf5 follows them: it copies as many bytes as a reference
says, also where the heap holds fewer, and ends the process. Format: HDF5 File Format Specification, III.E, IV.A.2.d."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from ..core.streams import exactly

if TYPE_CHECKING:
    import h5py

REFERENCE = struct.Struct("<IQI")
"""Bytes of the text, address of the heap, number of the object in it."""
DEFLATE = 1
"""The filter that is undone here."""
MOST = 32 << 20
Heap = Callable[[int], Mapping[int, int]]
"""Bytes of each object of the heap at an address. Raises OSError for a damaged heap."""


def check(item: h5py.Dataset, stream: BinaryIO, heap: Heap) -> None:
    """Raises OSError when a reference of a data set of texts asks for more than there is."""
    width, base = _width(item), item.file.userblock_size
    for data in _stored(item, stream) if width else ():
        for size, address, number in REFERENCE.iter_unpack(data[: len(data) // REFERENCE.size * REFERENCE.size]):
            if size and heap(base + address).get(number, 0) < size * width:
                raise OSError(5, "a damaged reference")


def _width(item: h5py.Dataset) -> int:
    """Bytes of what a reference counts; 0 for other references."""
    import h5py

    if h5py.check_string_dtype(item.dtype) is not None:
        return 1
    inner = h5py.check_vlen_dtype(item.dtype)
    return 0 if inner is None or inner.hasobject else int(inner.itemsize)


def _stored(item: h5py.Dataset, stream: BinaryIO) -> Iterator[bytes]:
    """What the file holds of a data set, as far as that can be had without the library."""
    offset = item.id.get_offset()
    if offset is not None:
        stream.seek(offset)
        yield exactly(stream, min(item.id.get_storage_size(), MOST))
    if item.chunks is None:
        return
    filters = item.id.get_create_plist()
    kinds = [filters.get_filter(number)[0] for number in range(filters.get_nfilters())]
    for number in range(item.id.get_num_chunks()):
        mask, data = item.id.read_direct_chunk(item.id.get_chunk_info(number).chunk_offset)
        if kinds == [DEFLATE] and not mask:
            try:
                data = zlib.decompressobj().decompress(data, MOST)
            except zlib.error:
                raise OSError(5, "a damaged chunk") from None
        if not kinds or kinds == [DEFLATE]:
            yield data
