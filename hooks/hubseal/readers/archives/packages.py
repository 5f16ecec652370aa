"""Archives whose members stand in them as they are: ar (packages of Debian, static libraries), cpio, and RPM.

Formats: ar(5); deb(5); cpio(5); rpm.org, "RPM V4 Package format".
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from ...types import Blob, Limits, Opaque, Unread
from ..core import embedded
from ..core.errors import MalformedError, UnexpectedEof
from ..core.leftover import Item, Leftover, OwnPart
from ..core.members import member_blob
from ..core.streams import Window, exactly, length

AR_MAGIC, AR_HEAD, AR_END = b"!<arch>\n", 60, b"`\n"
CPIO_END = b"TRAILER!!!"
RPM_LEAD, RPM_HEADER = 96, b"\x8e\xad\xe8"
LONGEST_NAME = 4096
DAMAGED = "the archive cannot be read to its end; make it anew"
PAYLOAD = "the payload of this package is packed in a way that is not opened; unpack it and scan what is inside"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The members of an archive in one of these formats."""
    with blob.open() as stream:
        fmt = kinds.sniff("", exactly(stream, kinds.HEAD), blob.size)
    readers = {"ar": read_ar, "cpio": read_cpio}
    yield from readers.get(fmt, read_rpm)(blob, limits)


def read_ar(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The members; objects of a static library are searched as bytes."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        window.skip(min(len(AR_MAGIC), window.total))
        names = b""
        for _ in range(limits.members):
            start = window.at
            if not window.left:
                return
            try:
                head = window.take(AR_HEAD)
                size = int(head[48:58])
                if head[58:60] != AR_END or size < 0:
                    raise MalformedError(start)
                name = head[:16].rstrip(b" ")
                if name.startswith(b"#1/"):
                    name, size = window.take(min(int(name[3:]), LONGEST_NAME)).rstrip(b"\0"), size - int(name[3:])
                at = window.at
                window.skip(size)
            except (UnexpectedEof, MalformedError, ValueError):
                yield Unread(blob.path, f"byte {start}", "damaged", window.total - start, DAMAGED)
                yield Leftover(start, window.total, "behind the archive")
                return
            if name == b"//":
                stream.seek(at)
                names = exactly(stream, min(size, limits.header))
            elif name[:1] == b"/" and name[1:].isdigit():
                name = names[int(name[1:]) :].split(b"\n", 1)[0]
            yield _member(blob, window, name.rstrip(b"/").decode("utf-8", "surrogateescape"), at, size)
            window.go(min(at + size + (size & 1), window.total))
        yield _too_many(blob, limits)


def read_cpio(blob: Blob, limits: Limits) -> Iterator[Item]:
    """The members, in one of the forms whose headers are ASCII."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream))
        for _ in range(limits.members):
            start = window.at
            try:
                name, at, size = _cpio_header(window)
                window.skip(size)
            except (UnexpectedEof, MalformedError, ValueError):
                yield Unread(blob.path, f"byte {start}", "damaged", window.total - start, DAMAGED)
                yield Leftover(start, window.total, "behind the archive")
                return
            if name == CPIO_END:
                yield Leftover(window.at, window.total, "behind the archive")
                return
            if size:
                yield _member(blob, window, name.decode("utf-8", "surrogateescape"), at, size)
            end = at + size
            window.go(min(end + (-end % 4 if _is_new(window, start) else 0), window.total))
        yield _too_many(blob, limits)


def _is_new(window: Window, start: int) -> bool:
    window.stream.seek(start)
    return window.stream.read(6) != b"070707"


def _cpio_header(window: Window) -> tuple[bytes, int, int]:
    """(name, where the content begins, its size). Raises MalformedError, UnexpectedEof, ValueError."""
    magic = window.take(6)
    if magic == b"070707":
        head = window.take(70)
        size, named = int(head[59:70], 8), int(head[53:59], 8)
        name = window.take(min(named, LONGEST_NAME))
    elif magic in (b"070701", b"070702"):
        head = window.take(104)
        size, named = int(head[48:56], 16), int(head[88:96], 16)
        name = window.take(min(named, LONGEST_NAME))
        window.skip(-(110 + named) % 4)
    else:
        raise MalformedError(window.at)
    return name.rstrip(b"\0"), window.at, size


def read_rpm(blob: Blob, limits: Limits) -> Iterator[Item]:
    """What the headers say in words, and the payload, a packed archive of cpio."""
    with blob.open() as stream:
        total, at = length(blob, stream), RPM_LEAD
        for number in range(2):
            stream.seek(at)
            head = exactly(stream, 16)
            if head[:3] != RPM_HEADER:
                yield Unread(blob.path, "", "damaged", total, DAMAGED)
                yield Leftover(0, total, "")
                return
            at += 16 + 16 * int.from_bytes(head[8:12], "big") + int.from_bytes(head[12:16], "big")
            at += -at % 8 if not number else 0
        at = min(at, total)
        yield Leftover(0, at, "headers")
        stream.seek(at)
        if at < total and not embedded.begins(exactly(stream, kinds.HEAD), total - at):
            yield Unread(blob.path, "payload", "unsupported", total - at, PAYLOAD)
        yield Leftover(at, total, "payload")


def _member(blob: Blob, window: Window, name: str, at: int, size: int) -> Item:
    """A member as a blob, if it is text or an archive; else its bytes are searched where they stand."""
    window.stream.seek(at)
    head = exactly(window.stream, min(size, kinds.HEAD))
    if not size:
        return Opaque(0, "nothing")
    if name and (embedded.begins(head, size) or kinds.sniff("", head, size) not in ("other", "elf", "pe", "macho")):
        name = name.removeprefix("./").lstrip("/")
        return member_blob(blob, name, size, lambda: OwnPart(blob.open(), at, size))
    return Leftover(at, at + size, name)


def _too_many(blob: Blob, limits: Limits) -> Unread:
    hint = f"it has more than {limits.members:,} members; unpack it and scan what is inside"
    return Unread(blob.path, "", "limit", None, hint)
