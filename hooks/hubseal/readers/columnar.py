"""Parquet and Arrow (IPC file, stream, feather): schema, metadata and columns of text, batch by batch, by pyarrow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from .. import kinds
from ..types import Blob, Limits, Opaque, Segment, Unread
from .parts import part
from .table import column

ROWS = 8192
MISSING = 'its columns were not read; `pip install "hubseal[data]"` brings pyarrow, which reads them'
DAMAGED = "it cannot be read to its end; write the file anew"


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """Key-value metadata, then columns of text by name with rows counted; a bounded search of bytes without pyarrow."""
    try:
        import pyarrow
    except ImportError:
        with blob.open() as stream:
            yield Segment(stream.read(limits.whole), "bytes")
        yield Unread(blob.path, "", "missing-extra", blob.size, MISSING)
        return
    with blob.open() as stream:
        try:
            yield from _read(pyarrow, blob, stream, limits)
        except (pyarrow.ArrowException, EOFError, ValueError, KeyError, OverflowError, MemoryError, SystemError):
            yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
            stream.seek(0)
            yield Segment(stream.read(limits.whole), "bytes")


def _read(pyarrow: Any, blob: Blob, stream: BinaryIO, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    head = stream.read(8)
    stream.seek(0)
    source = pyarrow.PythonFile(stream, mode="r")
    if head.startswith(b"PAR1"):
        from pyarrow.parquet import ParquetFile

        file = ParquetFile(source)
        schema, batches = file.schema_arrow, _batches(file)
        total = sum(file.metadata.row_group(n).total_byte_size for n in range(file.num_row_groups))
    elif head.startswith(b"ARROW1"):
        opened = pyarrow.ipc.open_file(source)
        schema, batches = opened.schema, (opened.get_batch(n) for n in range(opened.num_record_batches))
        total = blob.size or 0
    else:
        opened = pyarrow.ipc.open_stream(source)
        schema, batches = opened.schema, iter(opened)
        total = blob.size or 0
    yield from _schema(schema)
    row, taken = 0, 0
    skipped: dict[str, int] = {}
    for batch in batches:
        batch.validate(full=True)  # offsets of a damaged file may point anywhere
        for name, array in zip(batch.schema.names, batch.columns, strict=True):
            yield from _array(pyarrow, name, array, row, skipped)
        row += batch.num_rows
        taken += batch.nbytes
        if limits.sample is not None and taken > limits.sample:
            hint = f"the first {row:,} rows were read, to stay within the budget; `--budget` raises it"
            yield Unread(blob.path, "", "budget", max(total - taken, 0), hint)
            break
    if skipped:
        yield Opaque(sum(skipped.values()), "values")


def _batches(file: Any) -> Iterator[Any]:
    """Row groups one at a time, so that memory stays flat."""
    for group in range(file.num_row_groups):
        yield from file.iter_batches(batch_size=ROWS, row_groups=[group])


def _schema(schema: Any) -> Iterator[Segment]:
    yield part("\n".join(schema.names), "column names")
    tables = [("", schema.metadata or {}), *((f.name + ".", f.metadata or {}) for f in schema)]
    for prefix, metadata in tables:
        for key, value in metadata.items():
            name = key.decode("utf-8", "replace")
            if name in ("ARROW:schema",):
                continue  # the same schema again, as base64
            text = _plain(value) if name in ("huggingface", "pandas") else value
            yield part(text, f"metadata {prefix}{name}", name)


def _plain(value: bytes) -> bytes | str:
    """JSON with a value a line: what a line holds has its own key."""
    try:
        return json.dumps(json.loads(value), indent=0, ensure_ascii=False)
    except ValueError:
        return value


def _array(pyarrow: Any, name: str, array: Any, first: int, skipped: dict[str, int]) -> Iterator[Segment]:
    """The texts of a column and of what nests in it; `first` is the 0-based row of its first value."""
    types = pyarrow.types
    kind = array.type
    if types.is_dictionary(kind):
        array = array.dictionary_decode()
        kind = array.type
    if types.is_struct(kind):
        for number in range(kind.num_fields):
            yield from _array(pyarrow, f"{name}.{kind.field(number).name}", array.field(number), first, skipped)
    elif types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        parents = array.value_parent_indices().to_pylist() if hasattr(array, "value_parent_indices") else None
        yield from _texts(pyarrow, name + "[]", array.flatten(), first, skipped, parents)
    elif types.is_map(kind):
        yield from _array(pyarrow, name + ".key", array.keys, first, skipped)
        yield from _array(pyarrow, name + ".value", array.items, first, skipped)
    else:
        yield from _texts(pyarrow, name, array, first, skipped, None)


def _texts(
    pyarrow: Any, name: str, array: Any, first: int, skipped: dict[str, int], parents: list[int] | None
) -> Iterator[Segment]:
    types, kind = pyarrow.types, array.type
    if types.is_nested(kind):
        yield from _array(pyarrow, name, array, first, skipped)
        return
    texts = types.is_string(kind) or types.is_large_string(kind) or str(kind) == "string_view"
    if not texts and not types.is_binary(kind) and not types.is_large_binary(kind):
        if types.is_integer(kind) and array.type.bit_width == 64 and name.lower().endswith(NUMBERS):
            array = array.cast(pyarrow.string())
        else:
            skipped[name] = skipped.get(name, 0) + array.nbytes
            return
    found = [(v, n) for n, v in enumerate(array.to_pylist()) if v]
    if not texts and found and isinstance(found[0][0], bytes) and not _is_text(name, found[0][0]):
        skipped[name] = skipped.get(name, 0) + array.nbytes
        return
    if found:
        places = [(first + (parents[n] if parents else n) + 1, None) for _, n in found]
        yield column(name, [v for v, _ in found], places, name)


def _is_text(name: str, value: bytes) -> bool:
    return kinds.sniff(name, value[: kinds.HEAD], None).startswith(("text", "utf"))


NUMBERS = ("phone", "mobile", "tel", "ssn", "card", "number", "iban", "account", "zip", "fax")
"""Column names of which integers are worth a look as text."""
