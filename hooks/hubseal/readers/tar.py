"""Tar, also webdataset shards: members as blobs, links never followed. Format: POSIX.1-2001 pax and ustar, GNU."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ..types import Blob, Broken, Limits, Opaque, Segment, Unread

DAMAGED = "the archive cannot be read to its end; make it anew"


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
    """Members in their order; what the archive says in pax headers is text."""
    with blob.open() as stream:
        try:
            archive = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115 - closed with its stream
        except (tarfile.TarError, EOFError, ValueError):
            yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
            return
        number = 0
        while True:
            try:
                member = archive.next()
            except (tarfile.TarError, EOFError, ValueError):
                yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
                return
            if member is None:
                break
            number += 1
            if number > limits.members:
                hint = f"it has more than {limits.members:,} members; unpack it and scan what is inside"
                yield Unread(blob.path, "", "limit", None, hint)
                return
            if member.isreg():
                yield _member(blob, archive, member, limits)
        yield from _end(blob, archive, stream)


def _member(blob: Blob, archive: tarfile.TarFile, member: tarfile.TarInfo, limits: Limits) -> Blob | Unread:
    name = member.name.removeprefix("./").lstrip("/")
    path = f"{blob.path}!/{name}"
    if member.size > limits.tree:
        return Unread(path, "", "limit", member.size, "the member is too large; unpack it and scan it")
    return Blob(path, f"{blob.shown}!/{name}", member.size, None, _opener(archive, member, limits))


def _opener(archive: tarfile.TarFile, member: tarfile.TarInfo, limits: Limits) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        try:
            stream = archive.extractfile(member)
            if stream is None:
                raise Broken(DAMAGED)
            if member.size > limits.whole:
                return stream  # type: ignore[return-value]
            with stream:
                return io.BytesIO(stream.read())
        except (tarfile.TarError, EOFError, ValueError):
            raise Broken(DAMAGED) from None

    return open_member


def _end(blob: Blob, archive: tarfile.TarFile, stream: BinaryIO) -> Iterator[Unread]:
    """An archive ends with blocks of zeros; one that stops in a member was cut."""
    stream.seek(archive.offset)
    if not stream.read(1) and archive.offset:
        size = stream.tell()
        if size < archive.offset:
            yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
