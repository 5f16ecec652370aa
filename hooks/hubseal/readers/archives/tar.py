"""Tar, also webdataset shards: members as blobs, links never followed. Format: POSIX.1-2001 pax and ustar, GNU."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Callable, Generator, Iterator
from itertools import count
from typing import BinaryIO, cast

from ...types import Blob, Broken, Limits, Unread
from ..core.leftover import Item, Leftover
from ..core.members import member_blob
from ..core.streams import exactly
from ..core.string_table import StringTable

RECORD_BYTES = 512
PADDING = 1 << 20
"""Zeros behind an archive after which another is looked for."""
SHORTEST_TEXT = 6
LONGEST_HEADER = 8 << 20
_NUMBER = re.compile(rb"(?<!\d)\d{64}")
SMALL_MEMBER = 256 << 10
"""Members up to this size are read at once; of others as much as their reader asks for."""
PLAIN = frozenset(("path", "linkpath", "size", "uid", "gid", "uname", "gname", "mtime", "atime", "ctime"))
"""Records of a pax header that say again what the header says."""
FAULTS = (tarfile.TarError, EOFError, ValueError, IndexError, OverflowError, RecursionError)
"""What `tarfile` raises for bytes that it does not like."""
DAMAGED = "the archive cannot be read to its end; make it anew"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Members in their order, of all archives that follow each other; what their headers say besides is text."""
    with blob.open() as stream:
        start, numbers = 0, count(1)
        while start >= 0:
            stream.seek(start)
            try:
                archive = tarfile.open(fileobj=stream, mode="r:", tarinfo=Header)  # noqa: SIM115 - closed with its stream
            except FAULTS:
                if start == 0:
                    yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
                yield _behind(stream, start)
                return
            if not (yield from _archive(blob, archive, numbers, limits)):
                return
            begun, start = start, _next(stream, archive.offset)
            if start == archive.offset or start < -1:  # a header that is none, or a member that was cut
                if start != begun:
                    yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
                yield _behind(stream, archive.offset)
                return


class Header(tarfile.TarInfo):
    """A header that is looked at before it is believed."""

    def _proc_pax(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        """Reads the records of a pax header. `tarfile` takes time that grows with the square of a number's digits
        (CVE-2024-6232). Raises HeaderError."""
        stream = cast("BinaryIO", archive.fileobj)
        at = stream.tell()
        if self.size > LONGEST_HEADER or _NUMBER.search(exactly(stream, max(self.size, 0))):
            raise tarfile.HeaderError("a header that is too long")
        stream.seek(at)
        return cast("tarfile.TarInfo", super()._proc_pax(archive))  # type: ignore[misc]

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        """Goes on behind the header. A size below zero leads back to it. Raises HeaderError."""
        if self.size < 0:
            raise tarfile.HeaderError("a size below zero")
        return cast("tarfile.TarInfo", super()._proc_member(archive))  # type: ignore[misc]


def _archive(
    blob: Blob, archive: tarfile.TarFile, numbers: Iterator[int], limits: Limits
) -> Generator[Item, None, bool]:
    """One archive; `numbers` counts members. True when its end was reached."""
    lines, slack = StringTable("headers"), StringTable("behind the members")
    try:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # shards have tens of thousands
            if next(numbers) > limits.members:
                hint = f"it has more than {limits.members:,} members; unpack it and scan what is inside"
                yield Unread(blob.path, "", "limit", None, hint)
                yield from (*lines.take(), *slack.take())
                return False
            _header_texts(info, lines)
            yield from lines.take_full()
            if info.isreg() or info.type not in tarfile.SUPPORTED_TYPES:
                yield _member(blob, archive, info, limits)
                _slack(archive, info, slack)
                yield from slack.take_full()
    except FAULTS:
        yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
        yield from (*lines.take(), *slack.take())
        yield _behind(cast("BinaryIO", archive.fileobj), archive.offset)
        return False
    for name, text in archive.pax_headers.items():
        lines.pair(name.encode("utf-8", "replace"), text.encode("utf-8", "surrogateescape"), None)
    yield from (*lines.take(), *slack.take())
    return True


def _slack(archive: tarfile.TarFile, info: tarfile.TarInfo, lines: StringTable) -> None:
    """What fills the last block of a member; zeros as a rule."""
    end = info.offset_data + info.size
    size = min(-end % RECORD_BYTES, archive.offset - end)
    if size > 0:
        stream = cast("BinaryIO", archive.fileobj)
        stream.seek(end)
        text = exactly(stream, size).strip(b"\0")
        if text:
            lines.add(text, None)


def _header_texts(member: tarfile.TarInfo, lines: StringTable) -> None:
    """What a header tells besides the name of a file: links, owners, pax records, and where the archive was made."""
    texts = {"link": member.linkname, "user": member.uname, "group": member.gname}
    if not member.isreg() or member.name.startswith("/") or member.name[1:3] == ":\\":
        texts["name"] = member.name
    texts |= {name: text for name, text in member.pax_headers.items() if name not in PLAIN}
    for name, text in texts.items():
        if len(text) >= SHORTEST_TEXT:
            lines.pair(name.encode("utf-8", "replace"), text.encode("utf-8", "surrogateescape"), None)


def _member(blob: Blob, archive: tarfile.TarFile, info: tarfile.TarInfo, limits: Limits) -> Blob | Unread:
    name = info.name.removeprefix("./").lstrip("/")
    found = member_blob(blob, name, info.size, _opener(archive, info, limits))
    if info.size > limits.tree:
        return Unread(found.path, "", "limit", info.size, "the member is too large; unpack it and scan it")
    return found


def _opener(archive: tarfile.TarFile, member: tarfile.TarInfo, limits: Limits) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        try:
            stream = archive.extractfile(member)
            if stream is None:
                raise Broken(DAMAGED)
            if member.size > SMALL_MEMBER:
                return cast("BinaryIO", stream)
            with stream:
                return io.BytesIO(stream.read())
        except FAULTS:
            raise Broken(DAMAGED) from None

    return open_member


def _behind(stream: BinaryIO, at: int) -> Leftover:
    """What stands behind an archive, or behind the damage in it."""
    return Leftover(at, max(stream.seek(0, 2), at), "behind the archive")


def _next(stream: BinaryIO, at: int) -> int:
    """Where something follows an archive that ended at `at`: behind zeros, or at `at` itself; -1 when nothing does,
    -2 when the stream ends before `at`."""
    stream.seek(at)
    block = exactly(stream, RECORD_BYTES)
    if not block:
        return -2 if stream.seek(0, 2) < at else -1
    seen = 0
    while block and seen < PADDING:
        plain = block.lstrip(b"\0")
        if plain:
            return at + (seen + len(block) - len(plain)) // RECORD_BYTES * RECORD_BYTES
        seen += len(block)
        block = exactly(stream, PADDING)
    return at + seen if block else -1
