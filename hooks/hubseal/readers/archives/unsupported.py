"""Files that are not opened here: said so, never called clean."""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from ...types import Blob, Limits, Segment, Unread
from ..core import strings

KNOWN = {
    "duckdb": "DuckDB packs columns in ways of its own; export the tables as Parquet",
    "lance": "Lance packs columns in ways of its own; publish the table as Parquet",
    "vortex": "Vortex packs columns in ways of its own; publish the table as Parquet",
    "riegeli": "ArrayRecord packs records in ways of its own; publish them as TFRecord or Parquet",
    "spss": "SPSS packs texts in ways of its own; export the table as CSV or Parquet",
}
"""Containers of data whose parts may be packed: what is plain text in them is read, and no more is claimed."""


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """7z and rar: their names are judged, their content is not read."""
    hint = "archives of this format are not opened; pack it as zip or tar, or unpack it and scan what is inside"
    yield Unread(blob.path, "", "limit", blob.size, hint)


def read_known(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """A container of data: the texts that stand in it as they are."""
    yield from strings.read(blob, limits)
    with blob.open() as stream:
        fmt = kinds.sniff(blob.path, stream.read(kinds.HEAD), blob.size)
    hint = f"{KNOWN.get(fmt, KNOWN['duckdb'])}; only what stands in it as plain text was read"
    yield Unread(blob.path, "", "limit", blob.size, hint)
