"""HDF5 and what stands behind it: its superblock says where it ends. Format: HDF5 File Format Specification, II.A."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress

from ...types import Blob, Limits, Unread
from ..core.leftover import Item, Leftover
from ..core.streams import exactly, length
from . import hdf5, hdf5_trial

with suppress(ImportError):
    import h5py  # noqa: F401 - loaded before the blob's memory is counted


CRASHES = "it is damaged so that the library ends; it was searched for tokens only; save it anew"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The file, and the bytes behind its end."""
    if _is_read(blob):
        yield from hdf5.read(blob, limits)
    else:
        with blob.open() as stream:
            total = length(blob, stream)
            yield from hdf5.raw(stream, total, limits)
            yield Unread(blob.path, "", "damaged", total, CRASHES)
    with blob.open() as stream:
        total, end = length(blob, stream), 0
        for start in hdf5.USER_BLOCKS:
            stream.seek(start)
            head = exactly(stream, 56)
            if head.startswith(hdf5.SIGNATURE):
                end = _end(head)
                break
        if 0 < end < total:
            yield Leftover(end, total, "behind the end")


def _is_read(blob: Blob) -> bool:
    """Whether the library, when there is one, comes through the file in a process of its own. Raises OSError."""
    if "h5py" not in sys.modules:
        return True
    library = os.path.dirname(os.path.dirname(str(sys.modules["h5py"].__file__)))
    with blob.open() as stream:
        return hdf5_trial.survives(stream, length(blob, stream), library)


def _end(head: bytes) -> int:
    """The first byte behind all data, by the superblock; 0 when it does not say so in eight bytes."""
    if len(head) < 14:
        return 0
    version = head[8]
    if version in (0, 1) and head[13] == 8:
        at = 40 + 4 * version
    elif version in (2, 3) and head[9] == 8:
        at = 28
    else:
        return 0
    return int.from_bytes(head[at : at + 8], "little")
