"""Zip: members as blobs, unpacked on demand and within limits. Format: PKWARE APPNOTE 6.3."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ..types import Blob, Limits, Opaque, Segment, Unread
from .parts import Part, exactly, length, raw

ENCRYPTED = 0x1
RATIO_FROM = 1 << 20
"""A member is judged by its ratio past this many unpacked bytes."""
BLOCK = 1 << 20


class TooLarge(OSError):
    """A member that unpacks to more than it may."""

    def __init__(self) -> None:
        super().__init__(27, "it unpacks to more than the limit")


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
    """Members in the order of the directory; the archive's comment is text."""
    with blob.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
            yield Unread(blob.path, "", "damaged", blob.size, "the zip directory cannot be read; make the archive anew")
            yield raw(stream, 0, length(blob, stream), limits)
            return
        with archive:
            if archive.comment:
                yield Segment(archive.comment, place="archive comment")
            yield from _members(blob, archive, limits)


def _members(blob: Blob, archive: zipfile.ZipFile, limits: Limits) -> Iterator[Blob | Unread | Opaque]:
    seen: set[str] = set()
    storages = _storages(archive)
    for number, info in enumerate(archive.infolist()):
        if number >= limits.members:
            hint = f"it has more than {limits.members:,} members; unpack it and scan what is inside"
            yield Unread(blob.path, "", "limit", None, hint)
            return
        if info.is_dir():
            continue
        name = info.filename.replace("\\", "/")
        path = f"{blob.path}!/{name}"
        if name in seen:
            yield Unread(
                path, "", "damaged", info.file_size, "the archive holds two members of this name; make it anew"
            )
        seen.add(name)
        if info.flag_bits & ENCRYPTED:
            yield Blob(path, f"{blob.shown}!/{name}", 0, None, lambda: io.BytesIO())
            yield Unread(
                path, "", "encrypted", info.file_size, "the member is encrypted; publish it in clear or not at all"
            )
            continue
        size = info.file_size
        if storages and name.startswith(storages):
            yield Opaque(size, "tensors")
            continue
        if info.compress_type == zipfile.ZIP_STORED and size == info.compress_size:
            yield Blob(path, f"{blob.shown}!/{name}", size, None, _stored_opener(archive, info))
            continue
        if size > limits.member:
            yield Unread(
                path, "", "limit", size, f"it unpacks to more than {limits.member >> 20} MiB; unpack it and scan it"
            )
            continue
        if size > RATIO_FROM and size > info.compress_size * limits.ratio:
            yield Unread(
                path, "", "limit", size, f"it unpacks to more than {limits.ratio} times its size; unpack it and scan it"
            )
            continue
        yield Blob(path, f"{blob.shown}!/{name}", size, None, _opener(archive, info, limits))


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        return io.BytesIO(_unpack(archive, info, limits))

    return open_member


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    """A member's bytes; a wrong checksum does not hide them. Raises OSError."""
    parts: list[bytes] = []
    total = 0
    try:
        with archive.open(info) as member:
            while block := member.read(BLOCK):
                parts.append(block)
                total += len(block)
                if total > limits.member or (total > RATIO_FROM and total > max(info.compress_size, 1) * limits.ratio):
                    raise TooLarge
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        if total >= info.file_size > 0:
            return b"".join(parts)
        raise OSError(5, "the member cannot be unpacked") from None
    return b"".join(parts)


def _storages(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """The folders of a torch file that hold tensors, as its pickles beside them tell."""
    names = archive.NameToInfo
    pickles = [name for name in names if name.endswith(("data.pkl", "constants.pkl"))]
    return tuple(name.replace("\\", "/")[: -len(".pkl")] + "/" for name in pickles[:8])


def _stored_opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    """A stored member is a part of the archive: what is skipped is not read, and a wrong checksum hides nothing."""

    def open_member() -> BinaryIO:
        stream: BinaryIO | None = archive.fp  # type: ignore[assignment]
        if stream is None:
            raise OSError(5, "the archive is closed")
        stream.seek(info.header_offset + 26)
        widths = exactly(stream, 4)
        start = info.header_offset + 30 + int.from_bytes(widths[:2], "little") + int.from_bytes(widths[2:], "little")
        return Part(stream, start, info.file_size)  # type: ignore[return-value]

    return open_member
