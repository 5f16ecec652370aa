"""Zip: members as blobs, unpacked on demand and within limits. Format: PKWARE APPNOTE 6.3."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from ...types import Blob, Broken, Cause, Limits, Opaque, Segment, Unread, Unreadable
from ..core.members import member_blob, trailing_segment
from ..core.segments import raw_segment
from ..core.streams import Part, exactly, length
from ..core.string_table import StringTable
from . import concatenated_zips, salvage
from .spool import Spool

try:
    from lzma import LZMAError

    LZMA_FAULTS: tuple[type[Exception], ...] = (LZMAError,)
except ImportError:  # a Python built without it
    LZMA_FAULTS = ()

ENCRYPTED = 0x1
END, TAIL = b"PK\5\6", 22 + (1 << 16)
"""The end of the directory, and the last bytes of a file, among which it stands."""
LARGE_EXTRA = 40
"""Bytes of extra fields that are more than times and owners."""
NOTHING = 64
"""Bytes to which any method packs an empty member, at most; more are a member whose size the directory hides."""
READ_BYTES = 1 << 20
FAULTS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    EOFError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    *LZMA_FAULTS,
)
"""What `zipfile` raises for bytes it does not like."""
MEMBER_FAULTS: tuple[type[Exception], ...] = (*FAULTS, OSError)
"""The same of a member; bz2 raises OSError."""
DAMAGED = "it cannot be unpacked to its end; make the archive anew"


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
    """Members in the order of the directory; the archive's comment is text."""
    with blob.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except FAULTS:
            hint = "the zip directory cannot be read, so members may be missing; make the archive anew"
            yield Unread(blob.path, "", "damaged", blob.size, hint)
            found = salvage.archive(stream, length(blob, stream), limits)
            if found is None:
                yield raw_segment(stream, 0, length(blob, stream), limits)
            else:
                yield from _members(blob, found, limits)
            return
        with archive:
            if archive.comment:
                yield Segment(archive.comment, place="archive comment")
            yield from _directory_texts(archive)
            yield from _members(blob, archive, limits)
            yield from _around(blob, archive, stream, limits)


def read_appended(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
    """The members of an archive that stands at the end of another file, if one does."""
    with blob.open() as stream:
        stream.seek(max(length(blob, stream) - TAIL, 0))
        tail = exactly(stream, TAIL)
    if END in tail:
        yield from read(blob, limits)


def _directory_texts(archive: zipfile.ZipFile) -> Iterator[Segment]:
    """What the directory says besides names: comments, extra fields, and where the archive was made."""
    lines, loose = StringTable("directory"), StringTable("directory")
    for info in archive.infolist():
        if info.filename.endswith("/") or info.filename.startswith("/") or info.filename[1:3] == ":\\":
            lines.add(info.filename.encode("utf-8", "surrogateescape"), None)
        if info.comment:
            lines.add(info.comment, None)
        if len(info.extra) >= LARGE_EXTRA:
            loose.add(info.extra, None)
    yield from lines.take()
    yield from (segment._replace(on="bytes") for segment in loose.take())


def _around(blob: Blob, archive: zipfile.ZipFile, stream: BinaryIO, limits: Limits) -> Iterator[Segment | Blob]:
    """The bytes before the first member and behind the directory."""
    total, first = length(blob, stream), min((i.header_offset for i in archive.infolist()), default=archive.start_dir)
    stream.seek(0)
    if first > 0 and exactly(stream, len(concatenated_zips.LOCAL)) == concatenated_zips.LOCAL:
        yield from concatenated_zips.members(blob, stream, first)
    elif first > 0:
        yield trailing_segment(stream, 0, first, limits, "before the archive")
    start = max(archive.start_dir, total - TAIL)
    stream.seek(start)
    tail = exactly(stream, total - start)
    end = tail.rfind(END)
    behind = start + end + 22 + int.from_bytes(tail[end + 20 : end + 22], "little")
    if end >= 0 and behind < total:
        yield trailing_segment(stream, behind, total - behind, limits, "behind the archive")


def _members(blob: Blob, archive: zipfile.ZipFile, limits: Limits) -> Iterator[Blob | Unread | Opaque]:
    seen: set[str] = set()
    storages = _storages(archive)
    for number, info in enumerate(archive.infolist()):
        if number >= limits.members:
            hint = f"it has more than {limits.members:,} members; unpack it and scan what is inside"
            yield Unread(blob.path, "", "limit", None, hint)
            return
        if info.filename.endswith("/"):
            continue
        name = info.filename.replace("\\", "/")
        made = member_blob(blob, name, info.file_size, io.BytesIO)
        if made.path in seen:
            hint = "the archive holds two members of this name; make it anew"
            yield Unread(made.path, "", "damaged", info.file_size, hint)
        seen.add(made.path)
        folder, _, last = name.rpartition("/")
        if folder in storages and last.isdigit() and not info.flag_bits & ENCRYPTED:
            yield Opaque(info.file_size, "tensors")
        else:
            yield from _member(archive, info, made, limits)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, made: Blob, limits: Limits) -> Iterator[Blob | Unread]:
    """One file: `made`, which cannot be opened yet."""
    if info.flag_bits & ENCRYPTED:
        yield made._replace(size=0)
        hint = "the member is encrypted; publish it in clear or not at all"
        yield Unread(made.path, "", "encrypted", made.size, hint)
        return
    if info.compress_type == zipfile.ZIP_STORED and info.file_size == info.compress_size:
        yield made._replace(open=_stored_opener(archive, info))
        return
    if much := _too_much(info, limits):
        yield Unread(made.path, "", "limit", made.size, f"it unpacks to more than {much}; unpack it and scan it")
        return
    trouble: set[Cause] = set()
    yield made._replace(open=_opener(archive, info, limits, trouble))
    if trouble:  # what came before it has been searched
        hint = f"it unpacks to more than {limits.member >> 20} MiB or its ratio"
        yield Unread(made.path, "", min(trouble), made.size, DAMAGED if "damaged" in trouble else hint)


def _too_much(info: zipfile.ZipInfo, limits: Limits) -> str:
    """What a packed member goes over by what the directory says of it; empty when it may be unpacked."""
    if info.file_size > limits.member:
        return f"{limits.member >> 20} MiB"
    if info.file_size > limits.ratio_from and info.file_size > info.compress_size * limits.ratio:
        return f"{limits.ratio} times its size"
    return ""


def _opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, trouble: set[Cause]
) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        unpacked = Spool()
        _unpack(archive, info, limits, trouble, unpacked)
        return unpacked.opened()

    return open_member


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, trouble: set[Cause], unpacked: Spool
) -> None:
    """Writes a member's bytes as far as they can be had; `trouble` says what ended them. A wrong checksum hides
    nothing."""
    total = 0
    try:
        with archive.open(info) as member:
            while block := member.read(READ_BYTES):
                unpacked.write(block)
                total += len(block)
                if total > limits.member or (
                    total > limits.ratio_from and total > max(info.compress_size, 1) * limits.ratio
                ):
                    trouble.add("limit")
                    break
        if not total and info.compress_size > NOTHING:
            trouble.add("damaged")
    except MemoryError:  # a dictionary that its header asks for
        trouble.add("limit")
    except MEMBER_FAULTS as error:
        if isinstance(error, OSError) and (error.errno or isinstance(error, Unreadable)):
            raise
        if not 0 < info.file_size <= total:
            trouble.add("damaged")


def _storages(archive: zipfile.ZipFile) -> frozenset[str]:
    """The folders of a torch file that hold tensors, as its pickles beside them tell."""
    pickles = [name for name in archive.NameToInfo if name.endswith(("data.pkl", "constants.pkl"))]
    return frozenset(name[: -len(".pkl")] for name in pickles)


def _stored_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    """A stored member is a part of the archive: what is skipped is not read, and a wrong checksum hides nothing."""

    def open_member() -> BinaryIO:
        stream = cast("BinaryIO | None", archive.fp)
        if stream is None:
            raise Broken("the archive is closed")
        if info.header_offset < 0:
            raise Broken(DAMAGED)
        stream.seek(info.header_offset)
        head = exactly(stream, 30)
        start = info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:], "little")
        if head[:4] != salvage.LOCAL or start + info.file_size > (archive.start_dir or sys.maxsize):
            raise Broken(DAMAGED)  # the directory points elsewhere; one made anew (start 0) may hold cut members
        return Part(stream, start, info.file_size)

    return open_member
