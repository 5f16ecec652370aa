"""The schema and the batches of Parquet, ORC and Arrow files (IPC file and stream), opened by pyarrow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

import pyarrow

from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import LimitExceeded
from ..core.segments import text_segment
from .arrow import MOST_NESTED, Columns
from .arrow_messages import largest

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

BATCH_ROWS, PROBE_ROWS = 8192, 16
BATCH_BYTES = 32 << 20
"""Bytes of a batch."""
Batch = tuple["pyarrow.RecordBatch", "Mapping[bytes, bytes] | None"]
"""A batch, and metadata of its own."""


def read(blob: Blob, stream: BinaryIO, limits: Limits) -> Iterator[Segment | Blob | Unread | Opaque]:
    schema, batches, total = _open(blob, stream, limits)
    yield from _schema(schema)
    columns, row, taken = Columns(blob), 0, 0
    for batch, about in batches:
        batch.validate(full=True)  # offsets of a damaged file may point anywhere
        yield from _metadata(about, "")
        yield from columns.batch(batch, row)
        row += batch.num_rows
        taken += batch.nbytes
        if limits.sample is not None and taken > limits.sample:
            hint = f"the first {row:,} rows were read, to stay within the budget; `--budget` raises it"
            yield Unread(blob.path, "", "budget", max(total - taken, 0), hint)
            break
    if columns.skipped:
        yield Opaque(sum(columns.skipped.values()), "values")


def _open(blob: Blob, stream: BinaryIO, limits: Limits) -> tuple[pyarrow.Schema, Iterator[Batch], int]:
    """Schema, (batch, its own metadata) one by one, and the bytes that they take in all."""
    head = stream.read(8)
    stream.seek(0)
    source = pyarrow.PythonFile(stream, mode="r")
    if head.startswith(b"PAR1"):
        from pyarrow.parquet import ParquetFile

        file = ParquetFile(source)
        groups = [file.metadata.row_group(n).total_byte_size for n in range(file.num_row_groups)]
        if max(groups, default=0) > max(limits.held, (blob.size or 0) * limits.ratio):
            raise LimitExceeded(
                f"a row group unpacks to more than {limits.ratio} times the file; write it uncompressed"
            )
        return file.schema_arrow, _groups(file), sum(groups)
    if head.startswith(b"ORC"):
        from pyarrow.orc import ORCFile

        table = ORCFile(source)
        return table.schema, ((table.read_stripe(n), None) for n in range(table.nstripes)), blob.size or 0
    if largest(stream, 8 if head.startswith(b"ARROW1") else 0) > limits.held:
        raise LimitExceeded(f"a record batch holds more than {limits.held >> 20} MiB; write it in smaller ones")
    stream.seek(0)
    options = pyarrow.ipc.IpcReadOptions(use_threads=False)
    if head.startswith(b"ARROW1"):
        opened = pyarrow.ipc.open_file(source, options=options)
        numbers = range(opened.num_record_batches)
        return opened.schema, map(opened.get_batch_with_custom_metadata, numbers), blob.size or 0
    opened = pyarrow.ipc.open_stream(source, options=options)
    return opened.schema, opened.iter_batches_with_custom_metadata(), blob.size or 0


def _groups(file: ParquetFile) -> Iterator[Batch]:
    """Row groups a few rows at a time, so that memory stays flat however large a row is."""
    size = 0
    for group in range(file.num_row_groups):
        if not size:  # a value that is kept once may come in every row
            probe = next(file.iter_batches(batch_size=PROBE_ROWS, row_groups=[group], use_threads=False), None)
            size = probe.nbytes // max(probe.num_rows, 1) if probe is not None else 0
        about = file.metadata.row_group(group)
        width = max(size, about.total_byte_size // max(about.num_rows, 1), 1)
        rows = min(max(BATCH_BYTES // width, 1), BATCH_ROWS)
        for batch in file.iter_batches(batch_size=rows, row_groups=[group], use_threads=False):
            yield batch, None


def _schema(schema: pyarrow.Schema) -> Iterator[Segment]:
    names, tables = [], [("", schema.metadata)]
    todo = [(field, "", 0) for field in reversed(list(schema))]
    while todo:
        field, before, depth = todo.pop()
        names.append(field.name)
        tables.append((f"{before}{field.name}.", field.metadata))
        if depth < MOST_NESTED:
            inner = [field.type.field(n) for n in range(getattr(field.type, "num_fields", 0))]
            todo += [(child, f"{before}{field.name}.", depth + 1) for child in reversed(inner)]
    yield text_segment("\n".join(names), "column names")
    for prefix, metadata in tables:
        yield from _metadata(metadata, prefix)


def _metadata(metadata: Mapping[bytes, bytes] | None, prefix: str) -> Iterator[Segment]:
    """Key-value metadata of a file, a field or a batch."""
    if not metadata:
        return
    yield text_segment(b"\n".join(metadata.keys()), f"metadata keys {prefix}".rstrip())
    for key, value in metadata.items():
        name = key.decode("utf-8", "replace")
        if name != "ARROW:schema":  # the same schema again, as base64
            yield text_segment(
                _plain(value) if name in ("huggingface", "pandas") else value, f"metadata {prefix}{name}", name
            )


def _plain(value: bytes) -> bytes | str:
    """JSON with a value a line: what a line holds has its own key."""
    try:
        return json.dumps(json.loads(value), indent=0, ensure_ascii=False)
    except ValueError:
        return value
