"""Compressed frames that follow each other, unpacked in small steps, and where they end.

Formats: RFC 1952 (gzip), RFC 1950 (zlib), xz-file-format.txt, lzma-file-format.txt, RFC 8878 (zstd); bzip2;
lz4_Frame_format.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from .errors import MalformedError, MissingExtra, UnexpectedEof

if TYPE_CHECKING:
    from zstandard import ZstdDecompressor

READ_BYTES = 128 << 10
MOST_NOTED = 1_000
"""Frames of which the content, or the header, is noted."""
LONGEST_NAME = 4096
GZIP = b"\x1f\x8b"
ZSTD_STEP = 1 << 10
"""Bytes of zstd that are unpacked at once: its library cannot be told how much to give at most."""
ZSTD, LZ4 = b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"
SKIPPED = tuple((0x184D2A50 + n).to_bytes(4, "little") for n in range(16))


class FrameDecompressor(Protocol):
    """What unpacks one frame: the interface of `bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Codec(NamedTuple):
    """How frames of one format begin, and what unpacks one."""

    magic: tuple[bytes, ...]
    """What begins a frame; empty when only one stands in a file."""
    new: Callable[[], FrameDecompressor]
    faults: tuple[type[Exception], ...]
    """What it raises for damage."""


def codec(head: bytes) -> Codec:
    """What unpacks a stream that begins so. Raises MissingExtra when its library is not installed."""
    if head.startswith(b"\x1f\x8b"):
        return Codec((b"\x1f\x8b",), lambda: _Inflate(31), (zlib.error,))
    if head.startswith(b"BZh"):
        import bz2

        return Codec((b"BZh",), bz2.BZ2Decompressor, (OSError, ValueError))
    if head.startswith((b"\xfd7zXZ", b"\x5d\0\0")):
        import lzma

        magic = (b"\xfd7zXZ",) if head[:1] == b"\xfd" else ()
        return Codec(magic, lzma.LZMADecompressor, (lzma.LZMAError, ValueError))
    if head.startswith(b"\x78"):
        return Codec((), lambda: _Inflate(15), (zlib.error,))
    at = 0
    while head[at : at + 4] in SKIPPED:
        at += 8 + int.from_bytes(head[at + 4 : at + 8], "little")
    return _lz4() if head.startswith(LZ4, at) else _zstd()


def _lz4() -> Codec:
    try:
        from lz4.frame import LZ4FrameDecompressor
    except ImportError:
        raise MissingExtra("lz4 cannot be unpacked here") from None
    return Codec((LZ4, *SKIPPED), LZ4FrameDecompressor, (RuntimeError, ValueError))


def _zstd() -> Codec:
    try:
        from zstandard import ZstdDecompressor, ZstdError
    except ImportError:
        raise MissingExtra("zstd cannot be unpacked here") from None
    return Codec((ZSTD, *SKIPPED), lambda: _Zstd(ZstdDecompressor()), (ZstdError,))


class MultiFrameDecompressor:
    """The unpacked bytes of `stream`. `end` is the offset behind the last frame, once it has been read."""

    def __init__(self, stream: BinaryIO, codec: Codec) -> None:
        self._stream, self._codec = stream, codec
        self._taken = 0
        self.skipped: list[tuple[int, int]] = []
        """Where the content of frames stands that are to be skipped."""
        self.headers: list[bytes] = []
        """What the headers of gzip say in words, but for the first."""
        self.end: int | None = None
        self._packed = self._load()
        self._frame: FrameDecompressor | None = self._begin(self._packed, first=True)

    def read1(self, size: int) -> bytes:
        """Some bytes, `size` at most; none at the end. Raises UnexpectedEof where a frame is cut, MalformedError for
        damage, and OSError for what the stream cannot read."""
        while self._frame is not None:
            if self._frame.eof:
                self._follow((self._frame.unused_data or b"") + self._packed)  # lz4 says None for nothing
                continue
            if self._frame.needs_input and not self._packed:
                self._packed = self._load()
                if not self._packed:
                    raise UnexpectedEof
            given, self._packed = (self._packed, b"") if self._frame.needs_input else (b"", self._packed)
            try:
                data = self._frame.decompress(given, size)
            except self._codec.faults as error:
                raise MalformedError(self._taken) from error
            if data:
                return data
        return b""

    def _load(self) -> bytes:
        data = self._stream.read(READ_BYTES)
        self._taken += len(data)
        return data

    def _follow(self, left: bytes) -> None:
        """Begins the next frame, if `left` and what comes after it has one; zeros may stand before it."""
        plain = left.lstrip(b"\0")
        while len(plain) < 8 and (more := self._load()):
            plain = (plain + more).lstrip(b"\0")
        self._frame, self._packed = None, plain
        if self._codec.magic and plain.startswith(self._codec.magic):
            self._frame = self._begin(plain)
        else:
            self.end = self._taken - len(plain)

    def _begin(self, head: bytes, first: bool = False) -> FrameDecompressor:
        """What unpacks the frame that begins with `head`."""
        if head[:4] in SKIPPED and head[:4] in self._codec.magic:
            start, size = self._taken - len(head) + 8, int.from_bytes(head[4:8], "little")
            if size and len(self.skipped) < MOST_NOTED:
                self.skipped.append((start, start + size))
            return _SkippedFrame(8 + size)
        if not first and head.startswith(GZIP) and len(self.headers) < MOST_NOTED and (text := gzip_header(head)):
            self.headers.append(text)
        return self._codec.new()


def gzip_header(head: bytes) -> bytes:
    """Extra fields, the file's name and the comment in a gzip header, a line each. Format: RFC 1952, 2.3; the field BC
    of BGZF, a number, is left out."""
    flags, at, lines = head[3], 10, list[bytes]()
    if flags & 4:
        size = int.from_bytes(head[at : at + 2], "little")
        extra, at = head[at + 2 : at + 2 + size], at + 2 + size
        if not (size == 6 and extra.startswith(b"BC\2\0")):
            lines.append(extra)
    parts = head[at : at + LONGEST_NAME].split(b"\0", 2)
    lines += parts[: (flags >> 3 & 1) + (flags >> 4 & 1)]
    return b"\n".join(lines)


class _SkippedFrame:
    """A frame of zstd or LZ4 that holds what its writer likes, and that nobody unpacks."""

    def __init__(self, size: int) -> None:
        self._left = size
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        return not self._left

    needs_input = True

    def decompress(self, data: bytes, max_length: int) -> bytes:
        taken = min(len(data), self._left)
        self._left -= taken
        self.unused_data = data[taken:]
        return b""


class _Inflate:
    """zlib's decompressor with the interface of bz2.BZ2Decompressor."""

    def __init__(self, bits: int) -> None:
        self._inner, self._left, self._full = zlib.decompressobj(bits), b"", False

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._left and not self._full

    def decompress(self, data: bytes, max_length: int) -> bytes:
        made = self._inner.decompress(self._left + data, max_length)
        self._left, self._full = self._inner.unconsumed_tail, len(made) == max_length
        return made


class _Zstd:
    """zstandard's decompressor with the interface of bz2.BZ2Decompressor."""

    def __init__(self, library: ZstdDecompressor) -> None:
        self._inner, self._left, self._made = library.decompressobj(), b"", b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof) and not self._made

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data) + self._left

    @property
    def needs_input(self) -> bool:
        return not self._left and not self._made

    def decompress(self, data: bytes, max_length: int) -> bytes:
        self._left += data
        while not self._made and self._left and not self._inner.eof:
            step, self._left = self._left[:ZSTD_STEP], self._left[ZSTD_STEP:]
            self._made = self._inner.decompress(step)
        made, self._made = self._made[:max_length], self._made[max_length:]
        return made
