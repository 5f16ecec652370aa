"""Zip: members as blobs, unpacked on demand and within limits. Format: PKWARE APPNOTE 6.3."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from ... import kinds
from ...types import Blob, Broken, Cause, Limits, Opaque, Unread, Unreadable
from ..core.leftover import Item, Leftover
from ..core.members import member_blob
from ..core.streams import Part, exactly, length
from . import salvage, zip_around
from .spool import Spool
from .zip_extents import END, TAIL

try:
    from lzma import LZMAError

    LZMA_FAULTS: tuple[type[Exception], ...] = (LZMAError,)
except ImportError:  # a Python built without it
    LZMA_FAULTS = ()

ENCRYPTED = 0x1
MOST_LOOKED_AT, HEAD = 64, 1024
"""Members of a torch file of which the first bytes are looked at."""
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


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Members in the order of the directory; the archive's comment is text."""
    with blob.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except FAULTS:
            hint = "the zip directory cannot be read, so members may be missing; make the archive anew"
            yield Unread(blob.path, "", "damaged", blob.size, hint)
            found = salvage.archive(stream, length(blob, stream), limits)
            if found is None:
                yield Leftover(0, length(blob, stream), "")
            else:
                yield from _members(blob, found, frozenset(), limits)
            return
        with archive:
            yield from zip_around.directory_texts(archive)
            storages = _storages(archive, limits)
            yield from _members(blob, archive, storages, limits)
            yield from zip_around.read(blob, archive, stream, storages)


def read_appended(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The members of an archive that stands at the end of another file, if one does."""
    with blob.open() as stream:
        stream.seek(max(length(blob, stream) - TAIL, 0))
        tail = exactly(stream, TAIL)
    if END in tail:
        yield from read(blob, limits)


def _members(
    blob: Blob, archive: zipfile.ZipFile, tensors: frozenset[str], limits: Limits
) -> Iterator[Blob | Unread | Opaque]:
    seen: set[str] = set()
    for number, info in enumerate(archive.infolist()):
        if number >= limits.members:
            hint = f"it has more than {limits.members:,} members; unpack it and scan what is inside"
            yield Unread(blob.path, "", "limit", None, hint)
            return
        if info.filename.endswith("/") and not info.file_size and not info.compress_size:
            continue
        name = info.filename.replace("\\", "/").rstrip("/")
        made = member_blob(blob, name, info.file_size, io.BytesIO)
        if made.path in seen:
            hint = "the archive holds two members of this name; make it anew"
            yield Unread(made.path, "", "damaged", info.file_size, hint)
        seen.add(made.path)
        if info.filename in tensors:
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


def _storages(archive: zipfile.ZipFile, limits: Limits) -> frozenset[str]:
    """The members of a torch file that hold tensors, as a pickle beside them tells; a few are looked at."""
    folders = set()
    for name, info in archive.NameToInfo.items():
        if name.endswith(("data.pkl", "constants.pkl")) and kinds.begins_pickle(_first(archive, info, limits)):
            folders.add(name[: -len(".pkl")])
    found, looked = set[str](), 0
    for name, info in archive.NameToInfo.items():
        folder, _, last = name.rpartition("/")
        if folder in folders and last.isdigit() and not info.flag_bits & ENCRYPTED:
            looked += 1
            head = _first(archive, info, limits) if looked <= MOST_LOOKED_AT else b""
            if not head or kinds.sniff("", head, info.file_size) not in (
                *kinds.TEXTS,
                *kinds.FILES,
                "utf-16",
                "utf-32",
            ):
                found.add(name)
    return frozenset(found)


def _first(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    """The first bytes of a member; none when it cannot be opened."""
    try:
        if info.compress_type == zipfile.ZIP_STORED and info.file_size == info.compress_size:
            return _stored_opener(archive, info)().read(HEAD)
        with archive.open(info) as member:
            return member.read(HEAD)
    except MEMBER_FAULTS as error:
        if (
            isinstance(error, OSError)
            and (error.errno or isinstance(error, Unreadable))
            and not isinstance(error, Broken)
        ):
            raise
        return b""


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
