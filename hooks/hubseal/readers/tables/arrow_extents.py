"""What stands in Parquet files and Arrow streams besides the columns that are read: older footers and their columns,
and bytes that nothing points to. Formats: parquet-format, README "File format"; Arrow, Columnar Format 1.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ..core.errors import MalformedError
from ..core.leftover import Leftover
from ..core.streams import exactly
from .arrow_messages import CONTINUES, stream_end
from .thrift import ThriftReader, Value

MAGIC = b"PAR1"
LONGEST_GAP, LONGEST_FOOTER = 64 << 20, 8 << 20
LONGEST_COPY = 64 << 10
FILTER = 1 << 20
"""Bytes of a filter that does not say how long it is."""
ROW_GROUPS, COLUMNS, META_DATA, COPY = 4, 1, 3, 2
PACKED_SIZE, DATA_PAGE, DICTIONARY_PAGE = 7, 9, 11
"""Fields of FileMetaData, RowGroup, ColumnChunk and ColumnMetaData. Format: parquet.thrift."""


def leftovers(stream: BinaryIO, total: int) -> Iterator[Leftover]:
    """Bytes that belong to no column and no index."""
    stream.seek(0)
    head = exactly(stream, 8)
    if head.startswith(CONTINUES):
        end = stream_end(stream)
        if 0 < end < total:
            yield Leftover(end, total, "behind the stream")
    elif head.startswith(MAGIC):
        yield from _parquet(stream, total)


def _parquet(stream: BinaryIO, total: int) -> Iterator[Leftover]:
    stream.seek(max(total - 8, 0))
    size = int.from_bytes(exactly(stream, 4), "little")
    footer = total - 8 - size
    if footer < len(MAGIC) or size > LONGEST_FOOTER:
        return
    stream.seek(footer)
    try:
        ranges = sorted(_ranges(ThriftReader(exactly(stream, size)).struct(), stream))
    except (MalformedError, IndexError):
        return
    at = len(MAGIC)
    for start, stop in [*ranges, (footer, footer)]:
        if at < start <= footer:
            yield from _gap(stream, at, start, total)
        at = max(at, stop)


def _ranges(footer: dict[int, Value], stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Where columns, their indexes and their filters stand, by a footer; older writers put a copy of what the footer
    says of a column behind it."""
    for group in _list(footer.get(ROW_GROUPS)):
        for column in _list(_struct(group).get(COLUMNS)):
            about = _struct(column)
            told = _struct(about.get(META_DATA))
            starts = [
                number for number in map(told.get, (DATA_PAGE, DICTIONARY_PAGE)) if isinstance(number, int) and number
            ]
            size = told.get(PACKED_SIZE)
            if starts and isinstance(size, int):
                end = min(starts) + size
                yield min(starts), end
                if about.get(COPY) == end:
                    yield end, end + _struct_size(stream, end)
            for table, place, length in ((about, 4, 5), (about, 6, 7), (told, 14, 15)):
                start, size = table.get(place), table.get(length)
                if isinstance(start, int):
                    yield start, start + (size if isinstance(size, int) else FILTER)


def _struct_size(stream: BinaryIO, at: int) -> int:
    stream.seek(at)
    reader = ThriftReader(exactly(stream, LONGEST_COPY))
    try:
        reader.struct()
    except (MalformedError, IndexError):
        return 0
    return reader.at


def _struct(value: Value | None) -> dict[int, Value]:
    return value if isinstance(value, dict) else {}


def _list(value: Value | None) -> list[Value]:
    return value if isinstance(value, list) else []


def _gap(stream: BinaryIO, start: int, stop: int, total: int) -> Iterator[Leftover]:
    """Bytes between columns and the footer. An earlier footer in them makes a file of what stands before it, and so
    does the beginning of another file."""
    stream.seek(start)
    data = exactly(stream, min(stop - start, LONGEST_GAP))
    at, done = data.find(MAGIC), 0
    while at >= 0:
        length = int.from_bytes(data[at - 4 : at], "little") if at >= 4 else 0
        if 0 < length < start + at:
            yield Leftover(0, start + at + len(MAGIC), "older version")
            done = at + len(MAGIC)
            if data.startswith(MAGIC, done):
                yield Leftover(start + done, total, "another file")
                return
            break
        at = data.find(MAGIC, at + 1)
    yield Leftover(start + done, stop, "between the columns")
