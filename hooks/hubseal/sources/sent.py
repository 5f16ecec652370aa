"""Content on its way out: files on the disk, bytes in memory and open files, as blobs that know when they changed."""

from __future__ import annotations

import io
import os
from functools import partial
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from ..streams import RangeStream
from ..types import Blob

SMALL = 16 << 20
"""Content up to this size is known by its digest, and is in memory while it is scanned."""
SAMPLE = 512
"""Bytes of each file that the client sends before anything else."""


class FileStamp(NamedTuple):
    """What tells one state of a file from another without reading it."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int
    """Times in nanoseconds."""


class Outgoing(NamedTuple):
    """One file that is about to be sent."""

    blob: Blob
    local: str = ""
    """Where it lies on the disk; empty for content in memory."""
    data: bytes | None = None
    """The content, where it is in memory anyway."""


def stamp_of(file: str | int) -> FileStamp:
    """The stamp of the file at a path or behind a descriptor. Raises OSError."""
    status = os.stat(file)
    return FileStamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def grew(before: FileStamp, now: FileStamp) -> bool:
    """Whether a file is the same one and only longer, as a log is that somebody writes."""
    return (before.device, before.inode) == (now.device, now.inode) and now.size > before.size


def digest(data: bytes) -> bytes:
    """What content is known by."""
    return sha256(data).digest()


def of_path(path: str, local: str) -> Outgoing:
    """A file on the disk that becomes `path` in the repository. Links are followed, as the client does."""
    where = os.path.abspath(os.path.expanduser(local))
    try:
        size: int | None = os.path.getsize(where)
    except OSError:  # the scan says what is wrong with it
        size = None
    return Outgoing(Blob(path, local, size, None, partial(_opened, where)), where)


def of_bytes(path: str, data: bytes, shown: str = "") -> Outgoing:
    """Content in memory that becomes `path` in the repository."""
    return Outgoing(Blob(path, shown or path, len(data), None, partial(io.BytesIO, data)), "", data)


def of_stream(path: str, file: Any) -> Outgoing:
    """An open file that can be sought in; it is left where it stands."""
    start = file.tell()
    size = int(file.seek(0, os.SEEK_END))
    file.seek(start)
    if size > SMALL:
        return Outgoing(Blob(path, path, size, None, partial(_borrowed, file, size)))
    file.seek(0)
    data = file.read()
    file.seek(start)
    return of_bytes(path, data)


def of_source(path: str, source: Any) -> Outgoing:
    """What the client takes as content: a path, bytes, or an open file. Raises TypeError for anything else."""
    if isinstance(source, (str, os.PathLike)):
        return of_path(path, os.fspath(source))
    if isinstance(source, (bytes, bytearray, memoryview)):
        return of_bytes(path, bytes(source))
    if hasattr(source, "seek") and hasattr(source, "read"):
        return of_stream(path, source)
    raise TypeError(f"content of type {type(source).__name__}")


class Borrowed(RangeStream):
    """A view of an open file that leaves it where it stood; closing the view does not close the file."""

    def __init__(self, file: Any, size: int) -> None:
        super().__init__(size)
        self._file = file

    def read_range(self, at: int, size: int) -> bytes:
        before = self._file.tell()
        try:
            self._file.seek(at)
            data: bytes = self._file.read(size)
        finally:
            self._file.seek(before)
        return data


def _opened(path: str) -> BinaryIO:
    return open(path, "rb", buffering=0)


def _borrowed(file: Any, size: int) -> BinaryIO:
    return io.BufferedReader(Borrowed(file, size))
