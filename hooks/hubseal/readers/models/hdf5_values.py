"""The texts in what h5py hands out: strings, compounds, ragged arrays, and bytes that say nothing of what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ... import kinds
from ...types import Blob, Opaque, Segment, Unread
from ..core.columns import rows_column
from ..core.members import value

if TYPE_CHECKING:
    import h5py

LETTERS = 16
"""Small integers from which on they may be letters."""
Item = Segment | Blob | Opaque | Unread
Numpy: TypeAlias = Any
"""An array, a scalar or a dtype of numpy, whose own types take Python 3.12 to be checked."""


def worth(kind: Numpy, shape: tuple[int, ...]) -> bool:
    """Whether a data set of this type may hold text: bytes of text are often written as a list of small integers."""
    if kind.names:
        return any(worth(kind[name], ()) for name in kind.names)
    base = getattr(kind, "subdtype", None)
    if base is not None:
        return worth(base[0], ())
    return kind.kind in "OSUV" or (kind.str[1:] in ("u1", "i1") and len(shape) == 1 and shape[0] >= LETTERS)


def letters(item: h5py.Dataset) -> bool:
    """Whether the first items of a data set of small integers are the letters of a text, or the bytes of a file."""
    return kinds.sniff("", item[: kinds.HEAD].tobytes(), None) != "other"


def characters(item: h5py.Dataset, most: int) -> bool:
    """Whether a data set is a character array of MATLAB 7.3, which are numbers of two bytes, and is not too large."""
    if item.shape is None or item.dtype.str[1:] not in ("u2", "u4"):
        return False
    return item.attrs.get("MATLAB_class") == b"char" and bool(item.nbytes <= most)


def matlab(item: h5py.Dataset) -> Iterator[str]:
    """The rows of such an array: MATLAB counts columns first, so that they stand upright in the file."""
    codec = f"utf-{item.dtype.itemsize * 8}-{'be' if item.dtype.str[0] == '>' else 'le'}"
    if item.attrs.get("MATLAB_empty", 0) == 0:
        for row in item[()].reshape(item.shape[0] if item.shape else 1, -1).T:
            yield row.tobytes().decode(codec, "replace").rstrip()


def slabs(shape: tuple[int, ...], most: int) -> Iterator[tuple[int, tuple[int | slice, ...]]]:
    """(index of the first row, what selects them) for parts of at most `most` items."""
    inner = 1
    for size in shape[1:]:
        inner *= size
    if not shape:
        yield 0, ()
    elif inner <= most:
        step = max(most // max(inner, 1), 1)
        for start in range(0, shape[0], step):
            yield start, (slice(start, start + step),)
    else:
        for row in range(shape[0]):
            for _, rest in slabs(shape[1:], most):
                yield row, (row, *rest)


class Values:
    """The texts of one attribute or of a part of a data set, by field, with their rows."""

    def __init__(self, blob: Blob, place: str, name: str) -> None:
        self.blob, self.place, self.name = blob, place, name
        self.texts: dict[str, list[tuple[bytes, int]]] = {}
        self.others: list[tuple[bytes, int, str]] = []

    def take(self, held: Numpy, first: int) -> None:
        """Adds what h5py gave, of which the first row is row `first`, counted from 0."""
        if isinstance(held, bytes | str) or not hasattr(held, "dtype"):
            self._cell(held, first + 1, self.name)
        elif held.shape is None:  # h5py.Empty: a type and no value
            return
        elif held.shape == ():
            self._array(held.reshape(1) if hasattr(held, "reshape") else held, [first + 1], self.name)
        else:
            width = max(held.size // max(held.shape[0], 1), 1)
            rows = [first + 1 + n // width for n in range(held.size)]
            self._array(held.reshape(-1), rows, self.name)

    def _array(self, array: Numpy, rows: Sequence[int], name: str) -> None:
        kind = array.dtype
        if kind.names:
            for field in kind.names:
                inner = array[field]
                width = max(inner.size // max(len(rows), 1), 1)
                self._array(inner.reshape(-1), [row for row in rows for _ in range(width)], f"{name}.{field}")
        elif kind.kind in "OSUV":
            for cell, row in zip(array, rows, strict=False):
                self._cell(cell, row, name)
        elif kind.str[1:] in ("u1", "i1") and array.size >= LETTERS:
            self.others.append((array.tobytes(), rows[0], name))

    def _cell(self, cell: Numpy, row: int, name: str) -> None:
        if isinstance(cell, str):
            cell = cell.encode("utf-8", "surrogateescape")
        if isinstance(cell, bytes):
            if cell.rstrip(b"\0"):
                self.texts.setdefault(name, []).append((cell.rstrip(b"\0"), row))
        elif getattr(cell, "dtype", None) is not None and cell.dtype.kind == "V" and not cell.dtype.names:
            self.others.append((cell.tobytes(), row, name))
        elif hasattr(cell, "dtype") and hasattr(cell, "reshape"):
            flat = cell.reshape(-1)
            self._array(flat, [row] * max(flat.size, 1), name)

    def items(self) -> Iterator[Item]:
        for name, cells in self.texts.items():
            shown = self.place + name[len(self.name) :]
            yield rows_column(shown, cells, name)
        for data, row, name in self.others:
            shown = self.place + name[len(self.name) :]
            item = value(self.blob, data, f"{shown} row {row}", name)
            if isinstance(item, Blob):
                yield item._replace(row=row, place=shown)
            else:
                yield item._replace(place=shown) if isinstance(item, Segment) else item
