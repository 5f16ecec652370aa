"""Which bytes of a zip belong to its members and its directory, so that the rest is known. Format: APPNOTE 6.3, 4.3."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ..core.leftover import Leftover
from ..core.streams import exactly
from .salvage import HEADER, LOCAL

DESCRIPTOR, STREAMED = b"PK\7\x08", 0x8
END, TAIL = b"PK\5\6", 22 + (1 << 16)
"""The end of the directory, and the last bytes of a file, among which it stands."""
END64_SIZE = 56 + 20
"""Bytes of the records of a large archive before the end of its directory."""
PADDED = 128
"""Bytes that a writer of tensors may put before them, so that they begin at an even place."""


class Directory(NamedTuple):
    """Where the directory of an archive stands in its file."""

    start: int
    stop: int
    """Where its last entry ends, as its end says."""
    end: int
    """Where its end begins; -1 when it is not found."""
    comment: int
    """Bytes of the comment behind its end."""


def directory(archive: zipfile.ZipFile, stream: BinaryIO, total: int) -> Directory:
    """Finds the directory that `zipfile` took."""
    low = max(archive.start_dir, total - TAIL)
    stream.seek(low)
    tail = exactly(stream, total - low)
    end = tail.rfind(END)
    if end < 0:
        return Directory(archive.start_dir, archive.start_dir, -1, 0)
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    stop = archive.start_dir + size if size < 0xFFFFFFFF else low + end
    return Directory(archive.start_dir, stop, low + end, int.from_bytes(tail[end + 20 : end + 22], "little"))


class LocalHeader(NamedTuple):
    """What stands before the data of a member."""

    name: bytes
    extra: bytes
    packed: int
    start: int
    """Where the data begin."""


def local_header(stream: BinaryIO, info: zipfile.ZipInfo) -> LocalHeader | None:
    """The header before a member; None when the directory points at none."""
    if info.header_offset < 0:
        return None
    stream.seek(info.header_offset)
    head = exactly(stream, HEADER.size)
    if len(head) < HEADER.size or head[:4] != LOCAL:
        return None
    sizes = HEADER.unpack(head)
    name, extra = exactly(stream, sizes[9]), exactly(stream, sizes[10])
    return LocalHeader(name, extra, sizes[7], info.header_offset + HEADER.size + len(name) + len(extra))


def leftovers(
    archive: zipfile.ZipFile, stream: BinaryIO, tensors: frozenset[str], headers: list[LocalHeader]
) -> Iterator[Leftover]:
    """The bytes between members, and between the last one and the directory. Of `tensors` the header is not looked at
    when there is room for nothing else; the other headers are added to `headers`."""
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    reach = infos[0].header_offset if infos else archive.start_dir
    for info, following in zip(infos, [*(info.header_offset for info in infos[1:]), archive.start_dir], strict=False):
        least = info.header_offset + HEADER.size + len(info.orig_filename) + info.compress_size
        if info.filename in tensors and 0 <= following - least <= PADDED:
            reach = max(reach, following)
            continue
        end, header = _end(stream, info, following)
        if header is not None:
            headers.append(header)
        if end < following:
            hidden = header is not None and not info.compress_size
            start = info.header_offset if hidden else max(end, reach)
            if start < following:
                yield Leftover(start, following, "between the members")
        reach = max(reach, end, following)


def _end(stream: BinaryIO, info: zipfile.ZipInfo, following: int) -> tuple[int, LocalHeader | None]:
    """Where a member ends, with the record of its sizes behind it; at its own beginning when it has no header."""
    header = local_header(stream, info)
    if header is None:
        return info.header_offset, None
    end = header.start + info.compress_size
    if info.flag_bits & STREAMED and end < following:
        stream.seek(end)
        near = exactly(stream, min(24, following - end))
        signed = 4 if near[:4] == DESCRIPTOR else 0
        if near[signed : signed + 4] == info.CRC.to_bytes(4, "little"):
            wide = int.from_bytes(near[signed + 4 : signed + 8], "little") != info.compress_size & 0xFFFFFFFF
            wide = (
                wide or len(near) >= signed + 20 and near[signed + 8 : signed + 12] == bytes(4) and bool(info.file_size)
            )
            end += signed + (20 if wide else 12)
    return end, header


def around(archive: zipfile.ZipFile, stream: BinaryIO, where: Directory) -> Iterator[Leftover]:
    """The bytes around the directory: before its end, in its comment, and behind it."""
    total = stream.seek(0, 2)
    if where.end < 0:
        return
    if where.stop < where.end:
        stream.seek(where.end - 20)
        wide = exactly(stream, 4) == b"PK\6\7"
        stop = where.end - (END64_SIZE if wide else 0)
        if where.stop < stop:
            yield Leftover(where.stop, stop, "behind the directory")
    behind = where.end + 22 + where.comment
    if behind < total:
        yield Leftover(behind, total, "behind the archive")
