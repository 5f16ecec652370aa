"""Formats that are not interpreted: their texts are searched where that finds any, and the report says what was not."""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core import strings
from ..core.streams import length

AS_TEXT: dict[kinds.Format, str] = {
    "duckdb": "DuckDB packs columns in ways of its own; export the tables as Parquet",
    "lance": "Lance packs columns in ways of its own; publish the table as Parquet",
    "vortex": "Vortex packs columns in ways of its own; publish the table as Parquet",
    "riegeli": "ArrayRecord packs records in ways of its own; publish them as TFRecord or Parquet",
    "spss": "SPSS packs texts in ways of its own; export the table as CSV or Parquet",
    "lmdb": "the pages of LMDB are not interpreted; publish the values as Parquet, or as files",
    "rdata": "the objects of R are not interpreted; export the table as CSV or Parquet",
    "mat4": "the matrices of MATLAB 4 are not interpreted; save it as version 7.3",
    "sqlite-log": "the pages of SQLite's logs are not interpreted; close the database, which writes them into it",
    "blosc": "Blosc is not unpacked; write the array with the codec zstd or gzip",
}
"""Why there may be more in a file than its plain texts, and what to do."""
BLOSC_ITEM = 3
"""Where a chunk of Blosc says how large its items are. Format: Blosc/c-blosc, README_CHUNK_FORMAT.rst."""
NUMBERS = (2, 4, 8, 16)
"""Sizes of items that are numbers, or texts too short to tell anything."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """7z and rar: their names are judged, their content is not read."""
    hint = "archives of this format are not opened; pack it as zip or tar, or unpack it and scan what is inside"
    yield Unread(blob.path, "", "limit", blob.size, hint)


def read_as_text(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """A container of data: the texts that stand in it as they are. Numbers that Blosc has packed are skipped."""
    with blob.open() as stream:
        total = length(blob, stream)
        head = stream.read(kinds.HEAD)
    fmt = kinds.sniff(blob.path, head, total)
    if fmt == "blosc" and head[BLOSC_ITEM] in NUMBERS:
        yield Opaque(total, "numbers")
        return
    yield from strings.read(blob, limits)
    yield Unread(blob.path, "", "limit", blob.size, f"{AS_TEXT[fmt]}; only what stands in it as plain text was read")
