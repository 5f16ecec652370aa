"""What stands in a zip besides its members: what directory and headers say in words, and what neither explains."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from ...types import Blob, Segment
from ..core.leftover import Leftover
from ..core.streams import exactly, length
from ..core.string_table import StringTable
from . import concatenated_zips, zip_extents

LARGE_EXTRA = 40
"""Bytes of extra fields that are more than times and owners."""


def directory_texts(archive: zipfile.ZipFile) -> Iterator[Segment]:
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


def read(
    blob: Blob, archive: zipfile.ZipFile, stream: BinaryIO, tensors: frozenset[str]
) -> Iterator[Segment | Blob | Leftover]:
    """What no member and no directory explains, and what the headers of members say that the directory does not."""
    total, first = length(blob, stream), min((i.header_offset for i in archive.infolist()), default=archive.start_dir)
    stream.seek(0)
    if first > 0 and exactly(stream, len(concatenated_zips.LOCAL)) == concatenated_zips.LOCAL:
        yield from concatenated_zips.members(blob, stream, first)
    elif first > 0:
        yield Leftover(0, first, "before the archive")
    headers: list[zip_extents.LocalHeader] = []
    yield from zip_extents.leftovers(archive, stream, tensors, headers)
    yield from _header_texts(archive, headers)
    where = zip_extents.directory(archive, stream, total)
    yield from _comment(archive.comment, where)
    yield from zip_extents.around(archive, stream, where)


def _comment(comment: bytes, where: zip_extents.Directory) -> Iterator[Segment | Leftover]:
    """The archive's comment, which is text, as a rule."""
    if comment and b"\0" not in comment:
        yield Segment(comment, place="archive comment")
    elif comment:
        yield Leftover(where.end + 22, where.end + 22 + where.comment, "archive comment")


def _header_texts(archive: zipfile.ZipFile, headers: list[zip_extents.LocalHeader]) -> Iterator[Segment]:
    """Names and extra fields in front of members that the directory does not have."""
    names = {info.orig_filename for info in archive.infolist()}
    known = {info.extra for info in archive.infolist()}
    lines, loose = StringTable("member headers"), StringTable("member headers")
    for header in headers:
        if header.name.decode("utf-8", "replace") not in names and header.name.decode("cp437") not in names:
            lines.add(header.name, None)
        if len(header.extra) >= LARGE_EXTRA and header.extra not in known:
            loose.add(header.extra, None)
    yield from lines.take()
    yield from (segment._replace(on="bytes") for segment in loose.take())
