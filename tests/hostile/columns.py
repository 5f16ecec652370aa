"""Columnar and row files that pyarrow reads: few bytes, many rows; lengths that lie."""

from __future__ import annotations

import io
from collections.abc import Mapping

MIB = 1 << 20


def parquet(table: object, **options: object) -> bytes:
    from pyarrow import parquet as writer

    made = io.BytesIO()
    writer.write_table(table, made, **options)
    return made.getvalue()


def zeros(size: int, rows: int = 1, codec: str = "zstd", kind: str = "binary", **options: object) -> bytes:
    """Values of zeros."""
    import pyarrow as pa

    value = bytes(size) if kind == "binary" else "a" * size
    column = pa.array([value] * rows, getattr(pa, kind)())
    return parquet(pa.table({"a": column}), compression=codec, **options)


def nulls(rows: int) -> bytes:
    import pyarrow as pa

    return parquet(pa.table({"a": pa.nulls(rows, pa.string())}), compression="zstd", row_group_size=rows)


def equal(rows: int, text: str = "a", row_group: int = 1 << 26) -> bytes:
    """A dictionary of one text, used by many rows."""
    import pyarrow as pa

    codes = pa.DictionaryArray.from_arrays(pa.array(bytes(4 * rows), pa.binary()) if False else _zeros(rows), [text])
    return parquet(pa.table({"a": codes}), compression="zstd", row_group_size=row_group)


def _zeros(rows: int) -> object:
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int32(), rows, [None, pa.py_buffer(bytes(4 * rows))])


def numbers(rows: int) -> bytes:
    import pyarrow as pa

    return parquet(pa.table({"a": _zeros(rows)}), compression="zstd", row_group_size=rows)


def deep_lists(rows: int) -> bytes:
    """One row that holds a list of many empty texts."""
    import pyarrow as pa

    texts = pa.array([""] * rows)
    return parquet(pa.table({"a": pa.ListArray.from_arrays([0, rows], texts)}), compression="zstd")


def many_columns(count: int) -> bytes:
    import pyarrow as pa

    return parquet(pa.table({f"c{n}": ["a"] for n in range(count)}), compression="zstd")


def many_groups(count: int) -> bytes:
    import pyarrow as pa

    return parquet(pa.table({"a": ["a"] * count}), compression="none", row_group_size=1)


def lying(data: bytes, value: int, claim: int) -> bytes:
    """The file with each varint of `value` in its footer replaced by `claim`."""
    size = int.from_bytes(data[-8:-4], "little")
    footer = data[-8 - size : -8].replace(varint(value), varint(claim))
    return data[: -8 - size] + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def varint(value: int) -> bytes:
    """A number as Thrift's compact protocol writes an i64."""
    value, out = value << 1, b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def metadata(size: int) -> bytes:
    import pyarrow as pa

    return parquet(pa.table({"a": ["a"]}, metadata={"a": "a" * size}), compression="zstd")


def many_rows_claimed() -> bytes:
    import pyarrow as pa

    return lying(parquet(pa.table({"a": ["text"] * 12_345})), 12_345, (1 << 31) - 1)


def few_bytes_claimed() -> bytes:
    """A row group of 200 MB whose footer says that it has few."""
    data = zeros(200 * MIB)
    for size in range(200 * MIB, 200 * MIB + 256):
        data = lying(data, size, 100)
    return data


def arrow(kind: str, codec: str | None, rows: int = 1, size: int = 0, stream: bool = False) -> bytes:
    import pyarrow as pa

    column = _zeros(rows) if kind == "int32" else pa.array(["a" * size] * rows, getattr(pa, kind)())
    made = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=codec)
    opened = (pa.ipc.new_stream if stream else pa.ipc.new_file)(made, pa.schema({"a": column.type}), options=options)
    with opened as file:
        file.write_batch(pa.record_batch({"a": column}))
    return made.getvalue()


def run_ends(rows: int) -> bytes:
    """A text that stands in 2^30 rows, as one run."""
    import pyarrow as pa

    column = pa.RunEndEncodedArray.from_arrays(pa.array([rows], pa.int64()), pa.array(["text"]))
    made = io.BytesIO()
    with pa.ipc.new_stream(made, pa.schema({"a": column.type})) as file:
        file.write_batch(pa.record_batch({"a": column}))
    return made.getvalue()


def views(rows: int) -> bytes:
    """A list of one million texts, which each row repeats."""
    import pyarrow as pa

    values = pa.array(["a text"] * 1000)
    offsets, sizes = pa.array([0] * rows, pa.int32()), pa.array([1000] * rows, pa.int32())
    column = pa.ListViewArray.from_arrays(offsets, sizes, values)
    made = io.BytesIO()
    with pa.ipc.new_stream(made, pa.schema({"a": column.type})) as file:
        file.write_batch(pa.record_batch({"a": column}))
    return made.getvalue()


def dictionary(rows: int) -> bytes:
    """Rows that share one text of 100 kB."""
    import pyarrow as pa

    column = pa.DictionaryArray.from_arrays(_small_zeros(rows), ["a" * 100_000])
    made = io.BytesIO()
    with pa.ipc.new_stream(made, pa.schema({"a": column.type})) as file:
        file.write_batch(pa.record_batch({"a": column}))
    return made.getvalue()


def _small_zeros(rows: int) -> object:
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int8(), rows, [None, pa.py_buffer(bytes(rows))])


def fixed_lists(rows: int) -> bytes:
    """2^30 items of no width: lists of lists of nulls."""
    import pyarrow as pa

    column = pa.FixedSizeListArray.from_arrays(pa.nulls(rows), rows)
    made = io.BytesIO()
    with pa.ipc.new_stream(made, pa.schema({"a": column.type})) as file:
        file.write_batch(pa.record_batch({"a": column}))
    return made.getvalue()


def orc(size: int, rows: int) -> bytes:
    import pyarrow as pa
    from pyarrow import orc as writer

    made = io.BytesIO()
    writer.write_table(pa.table({"a": pa.array(["a" * size] * rows)}), made, compression="zstd")
    return made.getvalue()


def orc_numbers(rows: int) -> bytes:
    import pyarrow as pa
    from pyarrow import orc as writer

    made = io.BytesIO()
    writer.write_table(pa.table({"a": _zeros(rows)}), made, compression="zstd")
    return made.getvalue()


def deep(depth: int) -> bytes:
    import pyarrow as pa

    kind = pa.string()
    for _ in range(depth):
        kind = pa.struct({"a": kind})
    return parquet(pa.table({"a": pa.nulls(1, kind)}))


FILES: Mapping[str, tuple[object, ...]] = {
    "parquet: one value of 1 GB of zeros": ("a.parquet", lambda: zeros(1000 * MIB)),
    "parquet: one value of 300 MB of zeros": ("a.parquet", lambda: zeros(300 * MIB)),
    "parquet: one text of 200 MB": ("a.parquet", lambda: zeros(200 * MIB, kind="string")),
    "parquet: gzip, one value of 100 MB": ("a.parquet", lambda: zeros(100 * MIB, codec="gzip")),
    "parquet: a text of 1 MB in 10,000 rows": ("a.parquet", lambda: equal(10_000, "a" * MIB), None),
    "parquet: 2^26 equal texts": ("a.parquet", lambda: equal(1 << 26)),
    "parquet: 2^26 numbers": ("a.parquet", lambda: numbers(1 << 26), True),
    "parquet: 2^26 nulls": ("a.parquet", lambda: nulls(1 << 26), True),
    "parquet: a list of 2^24 empty texts": ("a.parquet", lambda: deep_lists(1 << 24)),
    "parquet: 5,000 columns": ("a.parquet", lambda: many_columns(1_500), True),
    "parquet: 2,000 row groups": ("a.parquet", lambda: many_groups(2_000), True),
    "parquet: zeros": ("a.parquet", lambda: b"PAR1" + bytes(31_000) + b"PAR1"),
    "parquet: rows that are not there": ("a.parquet", many_rows_claimed, None),
    "parquet: 200 MB that the footer does not tell": ("a.parquet", few_bytes_claimed),
    "parquet: 1 MB of metadata": ("a.parquet", lambda: metadata(MIB), True),
    "parquet: a footer of 4 GiB": ("a.parquet", lambda: b"PAR1" + bytes(100) + b"\xff\xff\xff\xffPAR1"),
    "parquet: types 200 deep": ("a.parquet", lambda: deep(60)),
    "arrow: one packed text of 200 MB": ("a.arrow", lambda: arrow("string", "zstd", 1, 200 * MIB)),
    "arrow: one packed text of 1 GB": ("a.arrow", lambda: arrow("large_string", "zstd", 1, 1000 * MIB)),
    "arrow: 2^26 packed numbers": ("a.arrow", lambda: arrow("int32", "zstd", 1 << 26)),
    "arrow stream: 2^26 packed numbers": ("a.arrows", lambda: arrow("int32", "lz4", 1 << 26, stream=True)),
    "arrow: a text in 2^30 rows": ("a.arrow", lambda: run_ends(1 << 30), True),
    "arrow: lists that share 1,000 texts": ("a.arrow", lambda: views(10_000)),
    "arrow: 50,000 rows of one text of 100 kB": ("a.arrow", lambda: dictionary(50_000), None),
    "arrow: items of no width": ("a.arrow", lambda: fixed_lists(1 << 28), True),
    "orc: 200 MB of one letter": ("a.orc", lambda: orc(2000, 100_000)),
    "orc: one text of 200 MB": ("a.orc", lambda: orc(200 * MIB, 1)),
    "orc: 2^25 numbers": ("a.orc", lambda: orc_numbers(1 << 25)),
}  # fmt: skip
