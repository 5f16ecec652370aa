"""Bytes of a file that its reader does not explain, before, between and behind what it knows, are treated here for all
formats: a file among them is a member, the rest is searched as text or as bytes; zeros are padding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from ... import kinds
from ...types import Blob, Limits, Opaque, Position, Reader, ReaderItem, Segment, Unread
from . import embedded, strings
from .chunks import chunks
from .members import member_blob
from .streams import Part, exactly, length

BLOCK, END_BYTES = 4 << 20, 512 << 10
"""Bytes read at once, and those searched at either end of a very long leftover."""
ISO, ISO_AT = b"CD001", 32_769
IMAGE = "ISO images are not opened, only what stands in it as plain text was read; scan what is inside"
ZIP_TAIL = 22 + (1 << 16)
MOST_LEFTOVERS = 2_000
"""Leftovers of one file that are looked at."""
MORE = "more than {:,} stretches of it belong to nothing that its format knows; the rest was not searched; make it anew"

LONG = "its format knows nothing of these bytes; they were searched at both ends only; save it anew"


class Leftover(NamedTuple):
    """Bytes `[start, stop)` of a blob that belong to nothing its format knows."""

    start: int
    stop: int
    place: str
    """For people: `behind the archive`."""


Item = ReaderItem | Leftover
LeavingReader = Callable[[Blob, Limits], Iterator[Item]]
"""A reader that says what it leaves over."""


class OwnPart(Part):
    """A part of a stream that is closed with it."""

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def with_leftovers(reader: LeavingReader) -> Reader:
    """The reader, and the search of what it leaves over."""
    return lambda blob, limits: searched(blob, reader(blob, limits), limits)


def searched(blob: Blob, items: Iterator[Item], limits: Limits) -> Iterator[ReaderItem]:
    """What a reader found, with what is in the bytes that it left over."""
    count, stream = 0, None
    try:
        for item in items:
            if not isinstance(item, Leftover):
                yield item
            elif max(item.start, 0) < item.stop:
                count += 1
                if count > MOST_LEFTOVERS:
                    yield Unread(blob.path, item.place, "limit", blob.size, MORE.format(MOST_LEFTOVERS))
                    return
                stream = stream or blob.open()
                yield from read(blob, stream, item._replace(start=max(item.start, 0)), limits)
    finally:
        if stream is not None:
            stream.close()


def read(blob: Blob, stream: BinaryIO, region: Leftover, limits: Limits) -> Iterator[ReaderItem]:
    """The texts of a region up to the first file in it, and that file as a member, with all that follows it: its own
    reader says what it leaves over."""
    start, whole = region.start, region.start == 0 and region.stop >= length(blob, stream)
    head, size = _at(stream, start, min(region.stop - start, kinds.HEAD)), region.stop - start
    if not whole and embedded.begins(head, size):
        yield member(blob, start, region.stop, region.place)
        return
    if not whole and size > limits.json:
        yield from _ends(blob, stream, region, limits)
        return
    start = _behind_zeros(stream, start, region.stop)
    if start >= region.stop:
        return
    head, size = _at(stream, start, min(region.stop - start, kinds.HEAD)), region.stop - start
    if start and embedded.begins(head, size):
        yield member(blob, start, region.stop, region.place)
    else:
        yield from _from(blob, stream, region, start, limits)


def _ends(blob: Blob, stream: BinaryIO, region: Leftover, limits: Limits) -> Iterator[ReaderItem]:
    """Both ends of a very long leftover; the rest is unread."""
    for first in (region.start, region.stop - END_BYTES):
        yield from _from(blob, stream, Leftover(first, first + END_BYTES, region.place), first, limits)
    size = region.stop - region.start - 2 * END_BYTES
    yield Opaque(size, "nothing known")
    yield Unread(blob.path, region.place, "damaged", size, LONG)


def _from(blob: Blob, stream: BinaryIO, region: Leftover, start: int, limits: Limits) -> Iterator[ReaderItem]:
    """What stands in a region from `start` on, where no file begins."""
    end = first_file(stream, start, region.stop)
    head = _at(stream, start, min(end - start, kinds.HEAD))
    if kinds.sniff("", head, None) in kinds.TEXTS:
        yield _text(stream, start, end, limits, region.place)
    else:
        yield from strings.region(stream, start, end, region.place)
    if end < region.stop:
        yield member(blob, end, region.stop, region.place)


def read_unknown(blob: Blob, limits: Limits) -> Iterator[ReaderItem]:
    """A file of unknown format: the texts in it, and the files."""
    with blob.open() as stream:
        total = length(blob, stream)
        yield from _from(blob, stream, Leftover(0, total, ""), 0, limits)
        if total > ISO_AT and _at(stream, ISO_AT, len(ISO)) == ISO:
            yield Unread(blob.path, "", "unsupported", total, IMAGE)


def member(blob: Blob, start: int, stop: int, place: str = "") -> Blob:
    """The file in `blob` that begins at `start`, as a member."""
    name = f"{place or 'file'} at byte {start}"
    return member_blob(blob, name, stop - start, lambda: OwnPart(blob.open(), start, stop - start))


def holds_file(stream: BinaryIO, start: int, size: int) -> bool:
    """Whether a file begins in `size` bytes from `start` on."""
    return (
        embedded.begins(_at(stream, start, min(size, kinds.HEAD)), size)
        or first_file(stream, start, start + size) < start + size
    )


def appended_zip(stream: BinaryIO, total: int) -> int | None:
    """The offset of the archive that ends a file of which the format does not say how long it is; None when none does.
    Format: PKWARE APPNOTE 6.3, 4.3.12 and 4.3.16."""
    low = max(total - ZIP_TAIL, 0)
    tail = _at(stream, low, total - low)
    end = tail.rfind(b"PK\5\6")
    if end < 0 or end + 22 > len(tail):
        return None
    size, offset = (int.from_bytes(tail[end + n : end + n + 4], "little") for n in (12, 16))
    entry = _at(stream, max(low + end - size, 0), 46)
    first = int.from_bytes(entry[42:46], "little")
    start = low + end - size - offset + first
    return start if entry[:4] == b"PK\1\2" and start >= 0 and _at(stream, start, 4) == b"PK\3\4" else None


def first_file(stream: BinaryIO, start: int, stop: int) -> int:
    """The offset behind `start` where a file begins; `stop` when none does."""
    base, data = start, b""
    stream.seek(start)
    while base + len(data) < stop:
        data += exactly(stream, min(BLOCK, stop - base - len(data)))
        last = base + len(data) >= stop
        end = len(data) if last else max(len(data) - embedded.NEEDED, 0)
        found = embedded.find(data, 1 if base == start else 0, end)
        if found is not None:
            return base + found
        if last or not end:
            break
        base, data = base + end, data[end:]
    return stop


def _at(stream: BinaryIO, start: int, size: int) -> bytes:
    stream.seek(start)
    return exactly(stream, max(size, 0))


def _behind_zeros(stream: BinaryIO, start: int, stop: int) -> int:
    """Where something else than zeros stands."""
    stream.seek(start)
    while start < stop and (block := exactly(stream, min(BLOCK, stop - start))):
        plain = block.lstrip(b"\0")
        start += len(block) - len(plain)
        if plain:
            return start
    return stop


def _text(stream: BinaryIO, start: int, stop: int, limits: Limits, place: str) -> Segment:
    """Text of a region; offsets are the blob's."""
    part = Part(stream, start, stop - start)
    data = chunks(part.read(limits.whole + 1), part, limits.whole)
    return Segment(data, "text", place, where=lambda first, last: Position(raw=(start + first, start + last)))
