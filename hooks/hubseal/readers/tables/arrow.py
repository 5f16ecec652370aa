"""The texts of Arrow arrays, of any type and depth. Format: arrow.apache.org, Columnar Format 1.5.

A row is named wherever a list, map, union or run of equal values says which it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow
from pyarrow import types

from ... import kinds
from ...types import Blob, Opaque, Segment, Unread
from ..core.columns import NUMBERS, rows_column
from ..core.errors import LimitExceeded
from ..core.members import value as loose

MOST_NESTED = 50
DECODED_BYTES = 32 << 20
"""Bytes up to which a dictionary is searched row by row; of a larger one each value once."""
Item = Segment | Blob | Opaque | Unread
Nested = tuple[str, pyarrow.Array, Sequence[int]]
"""Suffix of the name, array, rows."""


def storage(kind: pyarrow.DataType) -> pyarrow.DataType:
    """The type that an extension type is stored as."""
    while hasattr(kind, "storage_type"):
        kind = kind.storage_type
    return kind


def children(kind: pyarrow.DataType) -> list[tuple[str, pyarrow.DataType]]:
    """(suffix of the name, type) of what nests in a type."""
    if types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        return [("", kind.value_type)]
    if types.is_map(kind):
        return [(".key", kind.key_type), (".value", kind.item_type)]
    if types.is_struct(kind) or types.is_union(kind):
        fields = [kind.field(number) for number in range(kind.num_fields)]
        return [(f".{field.name}", field.type) for field in fields]
    if types.is_nested(kind):  # the lists
        return [("[]", kind.value_type)]
    return []


class Columns:
    """Reads the columns of record batches; `skipped` counts bytes by column."""

    def __init__(self, blob: Blob) -> None:
        self.blob = blob
        self.skipped: dict[str, int] = {}
        self._worth: dict[tuple[str, pyarrow.DataType], bool] = {}

    def batch(self, batch: pyarrow.RecordBatch, first: int) -> Iterator[Item]:
        """All texts of a record batch whose first row is row `first`, counted from 0."""
        rows = range(first + 1, first + 1 + batch.num_rows)
        for name, array in zip(batch.schema.names, batch.columns, strict=True):
            yield from self.array(name, array, rows)

    def array(self, name: str, array: pyarrow.Array, rows: Sequence[int], depth: int = 0) -> Iterator[Item]:
        """The texts of an array whose items stand in `rows`. Raises LimitExceeded."""
        if depth > MOST_NESTED:
            raise LimitExceeded(f"its types nest deeper than {MOST_NESTED}; flatten them and write the file anew")
        while hasattr(array.type, "storage_type"):
            array = array.storage
        kind = array.type
        if not self.worth(name, kind):
            self.skipped[name] = self.skipped.get(name, 0) + array.nbytes
        elif not types.is_nested(kind) and not types.is_dictionary(kind) and not types.is_run_end_encoded(kind):
            yield from self.leaf(name, array, rows)
        else:
            for suffix, inner, places in self.nested(array, rows):
                yield from self.array(name + suffix, inner, places, depth + 1)

    def worth(self, name: str, kind: pyarrow.DataType, depth: int = 0) -> bool:
        """Whether arrays of this type may hold text."""
        key = (name, kind)
        if key not in self._worth:
            self._worth[key] = self._text(name, kind, depth)
        return self._worth[key]

    def _text(self, name: str, kind: pyarrow.DataType, depth: int) -> bool:
        kind = storage(kind)
        if depth > MOST_NESTED:
            raise LimitExceeded(f"its types nest deeper than {MOST_NESTED}; flatten them and write the file anew")
        inner = children(kind)
        if inner:
            return any(self.worth(name + suffix, part, depth + 1) for suffix, part in inner)
        if types.is_integer(kind):
            return bool(kind.bit_width == 64 and name.lower().endswith(NUMBERS))
        return _is_text(kind) or _is_binary(kind)

    def nested(self, array: pyarrow.Array, rows: Sequence[int]) -> Iterator[Nested]:
        """(suffix of the name, array, rows) of what nests in an array."""
        kind = array.type
        if types.is_dictionary(kind):
            yield self._dictionary(array, rows)
        elif types.is_run_end_encoded(kind):
            start = array.find_physical_offset()
            ends = [0, *(end - array.offset for end in array.run_ends[start:].to_pylist())]
            values = array.values[start : start + array.find_physical_length()]
            yield "", values, [rows[max(end, 0)] for end in ends[: len(values)]]
        elif types.is_struct(kind):
            for number, (suffix, _) in enumerate(children(kind)):
                yield suffix, array.field(number), rows
        elif types.is_union(kind):
            yield from self._union(array, rows)
        elif types.is_map(kind):
            start, stop, places = _spread(array.offsets.to_pylist(), rows)
            yield ".key", array.keys[start:stop], places
            yield ".value", array.items[start:stop], places
        elif types.is_fixed_size_list(kind):
            size, first = kind.list_size, array.offset
            values = array.values[first * size : (first + len(array)) * size]
            yield "[]", values, [row for row in rows for _ in range(size)]
        elif types.is_list(kind) or types.is_large_list(kind):
            start, stop, places = _spread(array.offsets.to_pylist(), rows)
            yield "[]", array.values[start:stop], places
        else:  # views of lists
            sizes = [0 if size is None else size for size in array.sizes.to_pylist()]
            valid = array.is_valid().to_pylist()
            places = [row for row, size, is_set in zip(rows, sizes, valid, strict=True) if is_set for _ in range(size)]
            yield "[]", array.flatten(), places

    def _dictionary(self, array: pyarrow.Array, rows: Sequence[int]) -> Nested:
        values, indices = array.dictionary, array.indices.to_pylist()
        if values.nbytes * len(indices) <= DECODED_BYTES * max(len(values), 1):
            return "", array.dictionary_decode(), rows
        first: dict[int, int] = {}
        for row, index in zip(rows, indices, strict=True):
            if index is not None:
                first.setdefault(index, row)
        used = sorted(first)
        return "", values.take(pyarrow.array(used, pyarrow.int64())), [first[index] for index in used]

    def _union(self, array: pyarrow.Array, rows: Sequence[int]) -> Iterator[Nested]:
        codes = array.type_codes.to_pylist()
        dense = array.type.mode == "dense"
        offsets = array.offsets.to_pylist() if dense else range(len(codes))
        for number, (suffix, _) in enumerate(children(array.type)):
            inner, code = array.field(number), array.type.type_codes[number]
            places = [rows[0] if rows else 0] * len(inner)
            for row, mine, at in zip(rows, codes, offsets, strict=False):
                if mine == code and 0 <= at < len(places):
                    places[at] = row
            yield suffix, inner, places

    def leaf(self, name: str, array: pyarrow.Array, rows: Sequence[int]) -> Iterator[Item]:
        """Texts as cells of a column; of binary values those that are text, and the rest by what they are."""
        kind = array.type
        if _is_binary(kind):
            yield from self._binary(name, array, rows)
            return
        cells = (array.cast(pyarrow.string()) if types.is_integer(kind) else array).to_pylist()
        found = [(cell, row) for cell, row in zip(cells, rows, strict=False) if cell]
        if found:
            yield _cells(name, found)

    def _binary(self, name: str, array: pyarrow.Array, rows: Sequence[int]) -> Iterator[Item]:
        texts, others = [], []
        for data, row in zip(array.to_pylist(), rows, strict=False):
            plain = data.rstrip(b"\0") if data else b""
            if not plain:
                continue
            if kinds.sniff("", plain[: kinds.HEAD], None) == "text":
                texts.append((plain, row))
                continue
            item = loose(self.blob, data, f"{name} row {row}", name)
            if isinstance(item, Opaque):
                self.skipped[name] = self.skipped.get(name, 0) + item.bytes
            elif isinstance(item, Segment) and item.on == "bytes":
                others.append((data, row))
            elif isinstance(item, Blob):
                yield item._replace(row=row, place=name)
            else:
                yield item
        if texts:
            yield _cells(name, texts)
        if others:
            yield _cells(name, others)._replace(on="bytes")


def _is_text(kind: pyarrow.DataType) -> bool:
    return bool(types.is_string(kind) or types.is_large_string(kind) or str(kind) == "string_view")


def _is_binary(kind: pyarrow.DataType) -> bool:
    plain = types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind)
    return bool(plain or str(kind) == "binary_view")


def _spread(offsets: list[int], rows: Sequence[int]) -> tuple[int, int, list[int]]:
    """(first, end) of the items of lists that begin at `offsets`, and the row of each."""
    if not offsets:
        return 0, 0, []
    places = [row for row, start, stop in zip(rows, offsets, offsets[1:], strict=False) for _ in range(stop - start)]
    return offsets[0], offsets[-1], places


def _cells(name: str, found: Sequence[tuple[str | bytes, int]]) -> Segment:
    return rows_column(name, found, name)
