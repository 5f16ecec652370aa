"""GIF: comments, texts, application extensions, and what stands behind the end. Formats: GIF89a; XMP, part 3, 1.1.2."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, Opaque
from ..core.labels import Item, MalformedError, damaged, label, region, xmp
from ..core.streams import UnexpectedEof, Window, length
from . import icc

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
COMMENT, PLAIN, APPLICATION, CONTROL = 0xFE, 0x01, 0xFF, 0xF9
XMP, ICC = b"XMP DataXMP", b"ICCRGBG1012"


def read(blob: Blob, limits: Limits) -> Iterator[Item]:
    """Texts in the order of the file."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, 256 << 10)
        gif, at = _Gif(blob, window, limits), 0
        try:
            window.skip(10)
            flags = window.number(1)
            window.skip(2 + _colours(flags))
            while (code := window.number(1)) != TRAILER:
                at = window.at - 1
                if code == EXTENSION:
                    yield from gif.extension()
                elif code == IMAGE:
                    gif.image()
                elif code:
                    raise MalformedError
        except (UnexpectedEof, MalformedError):
            yield from damaged(blob, stream, at, window.total, limits, "blocks")
            return
        yield Opaque(gif.pixels, "pixels")
        yield from region(blob, stream, window.at, window.left, limits, "behind the trailer")


def _colours(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


class _Gif:
    def __init__(self, blob: Blob, window: Window, limits: Limits) -> None:
        self.blob, self.window, self.limits, self.pixels = blob, window, limits, 0

    def image(self) -> None:
        self.window.skip(8)
        self.window.skip(_colours(self.window.number(1)) + 1)
        while size := self.window.number(1):
            self.window.skip(size)
            self.pixels += size

    def blocks(self) -> bytes:
        """The sub-blocks of an extension, joined."""
        parts, held = [], 0
        while size := self.window.number(1):
            parts.append(self.window.take(size))
            held += size
            if held > self.limits.header:
                raise MalformedError
        return b"".join(parts)

    def extension(self) -> Iterator[Item]:
        code, start = self.window.number(1), self.window.at + 1
        name = "comment" if code == COMMENT else f"extension {code:#04x}"
        if code == CONTROL:
            self.blocks()
            return
        if code in (PLAIN, APPLICATION):
            head = self.window.take(self.window.number(1))
            start = self.window.at + 1
            name = head.decode("latin-1") if code == APPLICATION else "plain text"
            if head == XMP:
                yield self.packet()
                return
        data = self.blocks()
        at = start if len(data) < 256 else None
        if name.encode("latin-1") == ICC:
            yield from icc.profile(self.blob, data, at)
        elif data:
            place = f"application {name.rstrip()}" if code == APPLICATION else name
            yield label(self.blob, "comment" if code == COMMENT else "", data, place, at)

    def packet(self) -> Item:
        """XMP, which is not cut into sub-blocks; bytes behind it lead those who take it for such to its end."""
        at, parts, held = self.window.at, list[bytes](), 0
        while size := self.window.number(1):
            parts += (bytes((size,)), self.window.take(size))
            held += size + 1
            if held > self.limits.header:
                raise MalformedError
        data = b"".join(parts)
        return xmp(self.blob, data[: data.rfind(b">") + 1] or data, at)
