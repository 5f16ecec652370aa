"""Matroska and WebM: titles, tags, names of tracks, chapters, attachments. Clusters of frames are skipped.

Formats: RFC 8794 (EBML), RFC 9559 (Matroska).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ...types import Blob, Limits, Opaque
from ..core.labels import Item, MalformedError, damaged, label, region
from ..core.streams import UnexpectedEof, Window, length

SEGMENT, CLUSTER, CUES, VOID, FILE_DATA = 0x18538067, 0x1F43B675, 0x1C53BB6B, 0xEC, 0x465C
FOLDERS = {
    SEGMENT: "", 0x1549A966: "info", 0x1654AE6B: "tracks", 0xAE: "track", 0x1254C367: "tags", 0x7373: "tag",
    0x67C8: "tag", 0x1941A469: "attachments", 0x61A7: "attachment", 0x1043A770: "chapters", 0x45B9: "chapters",
    0xB6: "chapter", 0x80: "chapter", 0x6D80: "encodings", 0x6240: "encoding", 0x5034: "encoding",
}  # fmt: skip
"""Elements of elements, and what they are called."""
TEXTS = {
    0x7BA9: "title", 0x4D80: "muxing app", 0x5741: "writing app", 0x7384: "file name", 0x3C83AB: "previous file",
    0x3E83BB: "next file", 0x536E: "name", 0x258688: "codec name", 0x63A2: "codec private", 0x45A3: "tag name",
    0x4487: "value", 0x4485: "value", 0x467E: "description", 0x466E: "file name", 0x4660: "type", 0x85: "title",
    0x5654: "identifier", 0x63CA: "language", 0x26B240: "codec", 0x3A9697: "settings",
}  # fmt: skip
SKIPPED = frozenset((0x1A45DFA3, 0x114D9B74, CUES, 0xA3, 0xA0, 0xE7, 0xA7, 0xAB, 0xAF, 0xE0, 0xE1, 0xBF))
"""Heads, tables and frames."""
HEAD, WHOLE = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
"""What stands outside of other elements."""
UNKNOWN, DEPTH, ELEMENTS = -1, 16, 1_000_000
NUMBERS = 16
"""Bytes up to which an element that is not known is a number."""


class _Open(NamedTuple):
    """An element that is being read: what it is and where it ends."""

    kind: int
    end: int
    sized: bool


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Texts in the order of the file."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 4096)
        walk = _Walk(blob, stream, window, limits)
        try:
            yield from walk.all()
        except (UnexpectedEof, MalformedError):
            yield Opaque(walk.frames, "frames")
            yield from damaged(blob, stream, walk.at, window.total, limits, "elements")
            return
        yield Opaque(walk.frames, "frames")


class _Walk:
    def __init__(self, blob: Blob, stream: BinaryIO, window: Window, limits: Limits) -> None:
        self.blob, self.stream, self.window, self.limits = blob, stream, window, limits
        self.open: list[_Open] = []
        self.frames = self.at = 0
        self.names: list[str] = []
        """Names of the tags that are open."""

    def all(self) -> Iterator[Item]:
        """Elements one after the other; an element of unknown size ends where its parent ends."""
        window, count, whole = self.window, 0, False
        while window.left:
            while self.open and window.at >= self.open[-1].end:
                self.open.pop()
            count += 1
            self.at = window.at
            if count > ELEMENTS:
                raise MalformedError
            if not self.open and window.peek(4) not in (HEAD, WHOLE):
                break
            kind, size = self.number(4, True), self.number(8, False)
            end = window.total if size == UNKNOWN else window.at + size
            if end > min(window.total, self.open[-1].end if self.open and self.open[-1].sized else window.total):
                self.frames += window.left if kind in (CLUSTER, *SKIPPED) else 0
                raise UnexpectedEof
            whole = whole or kind == SEGMENT
            yield from self.element(kind, end, size != UNKNOWN)
        if not whole:
            raise UnexpectedEof
        yield from region(self.blob, self.stream, window.at, window.left, self.limits, "behind the last element")

    def number(self, most: int, keep: bool) -> int:
        """A number that says how long it is; with `keep`, with its marker, as kinds are written."""
        first = self.window.number(1)
        width = 9 - first.bit_length()
        if width > most:
            raise MalformedError
        value = first if keep else first & (1 << 8 - width) - 1
        value = int.from_bytes(bytes((value,)) + self.window.take(width - 1), "big")
        return UNKNOWN if not keep and value == (1 << 7 * width) - 1 else value

    def element(self, kind: int, end: int, sized: bool) -> Iterator[Item]:
        window, size = self.window, end - self.window.at
        if kind in FOLDERS and len(self.open) < DEPTH:
            if kind in (0x7373, 0x67C8):
                self.names = self.names[: sum(o.kind == 0x67C8 for o in self.open)]
            self.open.append(_Open(kind, end, sized))
        elif kind == CLUSTER and not sized:
            return  # its frames come one by one
        elif kind == CLUSTER or kind in SKIPPED:
            self.frames += size
            window.go(end)
        elif kind == FILE_DATA or size > self.limits.whole:
            yield from region(self.blob, self.stream, window.at, size, self.limits, self.place(kind))
            window.go(end)
        elif size and (kind in TEXTS or size > NUMBERS):
            at, data = window.at, window.take(size)
            yield from self.text(kind, data, at)
        else:
            window.go(end)

    def place(self, kind: int) -> str:
        """For people: `track name`."""
        around = FOLDERS.get(self.open[-1].kind, "") if self.open else ""
        name = "file" if kind == FILE_DATA else "padding" if kind == VOID else TEXTS.get(kind, f"element {kind:#x}")
        return f"{around} {name}".strip()

    def text(self, kind: int, data: bytes, at: int) -> Iterator[Item]:
        """A text; the value of a tag has the tag's name."""
        if kind == 0x45A3:
            depth = max(sum(o.kind == 0x67C8 for o in self.open) - 1, 0)
            self.names[depth:] = [data.rstrip(b"\0").decode("utf-8", "replace")]
            yield label(self.blob, "", data, "tag name", at)
        elif kind in (0x4487, 0x4485):
            name = self.names[-1] if self.names else ""
            yield label(self.blob, name, data, f"tag {name}".strip(), at)
        else:
            yield label(self.blob, TEXTS.get(kind, ""), data, self.place(kind), at)
