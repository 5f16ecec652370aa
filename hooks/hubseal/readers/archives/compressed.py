"""A compressed stream (gzip, zlib, bzip2, xz, zstd, lz4): its content is a member, unpacked within limits."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from ...streams import InputStream
from ...types import Blob, Cause, Limits, Unread
from ..core.errors import MalformedError, MissingExtra, UnexpectedEof
from ..core.leftover import Item, Leftover
from ..core.members import member_blob
from ..core.multi_frame import Codec, MultiFrameDecompressor, codec, gzip_header
from ..core.segments import text_segment
from ..core.streams import exactly, length

if TYPE_CHECKING:
    from tempfile import SpooledTemporaryFile

READ_BYTES = 1 << 20
IN_MEMORY = 64 << 20
"""Unpacked bytes that are kept in memory; more go to a temporary file."""
SUFFIXES = {
    ".gz": "",
    ".bz2": "",
    ".xz": "",
    ".zst": "",
    ".lz4": "",
    ".z": "",
    ".tgz": ".tar",
    ".tbz2": ".tar",
    ".txz": ".tar",
}
GZIP, HEAD, LONGEST_EXTRA = b"\x1f\x8b", 1024, 1 << 16
DAMAGED = "it cannot be unpacked to its end; compress it anew"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The one member; its name is the file's without the suffix."""
    with blob.open() as stream:
        head = exactly(stream, HEAD)
        if head.startswith(GZIP) and head[3:4] > b"\0":
            head += exactly(stream, LONGEST_EXTRA) if head[3] & 4 else b""
            yield text_segment(gzip_header(head), "gzip header")
    try:
        unpack = codec(head)
    except MissingExtra as error:
        yield Unread(blob.path, "", "missing-extra", blob.size, error.hint)
        return
    name, ending = inner(blob.path), StreamEnd()
    yield member_blob(blob, name, None, _opener(blob, unpack, limits, ending))
    if ending.offset is not None:  # what stands behind the packed data is ignored by those who unpack it
        with blob.open() as stream:
            yield Leftover(ending.offset, length(blob, stream), "behind the packed data")
        for start, stop in ending.skipped:
            yield Leftover(start, stop, "in a frame that is skipped")
        if ending.headers:
            yield text_segment(b"\n".join(ending.headers), "gzip headers")
    if ending.cause is not None:  # what came before it has been searched
        yield Unread(blob.path, "", ending.cause, blob.size, ending.hint)


def inner(path: str) -> str:
    """`data.csv.gz` -> `data.csv`, `x.tgz` -> `x.tar`."""
    name = path.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    suffix = name[dot:].lower() if dot > 0 else ""
    return (name[:dot] + SUFFIXES[suffix]) if suffix in SUFFIXES else name + ".unpacked"


class StreamEnd:
    """What ended an unpacked stream before its end, if anything did; and where it ends."""

    def __init__(self) -> None:
        self.cause: Cause | None = None
        self.hint = ""
        self.offset: int | None = None
        """Where the packed data ends, once it has been read."""
        self.skipped: list[tuple[int, int]] = []
        self.headers: list[bytes] = []


def _opener(blob: Blob, unpack: Codec, limits: Limits, ending: StreamEnd) -> Callable[[], BinaryIO]:
    return lambda: io.BufferedReader(UnpackedStream(blob, unpack, limits, ending), READ_BYTES)


class UnpackedStream(InputStream):
    """The unpacked bytes as a seekable stream, to damage or a limit as to its end.

    To go back is to begin again; who does so twice reads here and there, and what is unpacked is kept from then on."""

    def __init__(self, blob: Blob, unpack: Codec, limits: Limits, ending: StreamEnd) -> None:
        self._blob, self._unpack, self._limits, self._ending = blob, unpack, limits, ending
        self._stream: BinaryIO | None = None
        self._source: MultiFrameDecompressor | None = None
        self._at = self._kept = self._begun = 0
        self._spool: SpooledTemporaryFile[bytes] | None = None
        self._begin()

    def _begin(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._stream = self._blob.open()
        self._source, self._at = MultiFrameDecompressor(self._stream, self._unpack), 0
        self._begun += 1
        if self._begun > 2:
            from tempfile import SpooledTemporaryFile

            self._spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the stream

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size >= 0:
            return self._read(min(size, READ_BYTES))
        return b"".join(iter(lambda: self._read(READ_BYTES), b""))

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 2:
            self._at = max(self._at, self._kept)
            while self._read(READ_BYTES):
                pass
            target = self._at + offset
        else:
            target = offset + (self._at if whence == 1 else 0)
        if self._spool is not None:
            self._at = max(min(target, self._kept), 0)
        elif target < self._at:
            self._begin()
        while self._at < target and self._read(min(target - self._at, READ_BYTES)):
            pass
        return self._at

    def _read(self, size: int) -> bytes:
        """The next bytes, `size` at most; none at the end, at damage, and where a limit is reached."""
        if self._spool is not None and self._at < self._kept:
            self._spool.seek(self._at)
            again = self._spool.read(min(size, self._kept - self._at))
            self._at += len(again)
            return again
        if self._source is None:
            return b""
        try:
            data = self._source.read1(size)
        except (MalformedError, UnexpectedEof):
            return self._ends("damaged", DAMAGED)
        if not data:
            self._ending.offset, self._ending.skipped = self._source.end, self._source.skipped
            self._ending.headers = self._source.headers
        self._at += len(data)
        packed = self._stream.tell() if self._stream is not None else 0
        if self._at > self._limits.tree:
            return self._ends("limit", f"it unpacks to more than {self._limits.tree >> 20} MiB; unpack it and scan it")
        if self._at > self._limits.ratio_from and self._at > packed * self._limits.ratio:
            often = self._limits.ratio
            return self._ends("limit", f"it unpacks to more than {often} times its size; unpack it and scan it")
        if self._spool is not None:
            self._spool.seek(self._kept)
            self._spool.write(data)
            self._kept += len(data)
        return data

    def _ends(self, cause: Cause, hint: str) -> bytes:
        self._ending.cause, self._ending.hint = cause, hint
        self._source = None
        return b""

    def close(self) -> None:
        if self._spool is not None:
            self._spool.close()
        if self._stream is not None:
            self._stream.close()
        super().close()
