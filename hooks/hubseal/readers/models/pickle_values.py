"""What a pickle is made of, as far as it tells what holds a string: strings, lists, dicts, and numpy's dtypes."""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from .dtype import MOST_FIELDS, Dtype

_TEXT = bytes(range(0x20, 0x7F)) + b"\t\r\n\f\x1b" + bytes(range(0x80, 0x100))


class PickledString:
    """A string of the pickle: its bytes, where they stand, and what holds it."""

    __slots__ = ("at", "data", "dtype", "exact", "key", "shown", "size")

    def __init__(self, data: bytes, at: int, exact: bool = True) -> None:
        self.data, self.at, self.exact, self.size = data, at, exact, len(data)
        self.key: PickledString | None = None
        self.shown = False
        """True when it need not be searched any more."""
        self.dtype: Dtype | None = None

    @property
    def binary(self) -> bool:
        """Whether it holds bytes that no text holds, or a pickle that looks like text."""
        if b"p0\n" in self.data[: kinds.HEAD] and kinds.begins_pickle(self.data[: kinds.HEAD]):
            return True
        return len(self.data.translate(None, _TEXT)) > 0


class Many(list[object]):
    """A list, tuple, set or object: what it was made of."""

    owned = False
    """Whether its strings have been named by the key that holds it."""


class PickledDict:
    """A dict: only its first strings' values, for those few whose content matters."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: dict[bytes, object] = {}


class Global:
    """A class or function by name."""

    __slots__ = ("name",)

    def __init__(self, name: bytes) -> None:
        self.name = name


class ArrayWrapper:
    """joblib's stand-in for an array whose bytes follow in the stream."""


def own(key: PickledString, value: object) -> None:
    """Names the strings in `value` by the key that holds them; those of an inner dict have their own."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, PickledString):
            item.key = item.key or key
        elif isinstance(item, Many) and not item.owned:
            item.owned = True
            todo += item


def fill(dtype: Dtype, state: list[object]) -> None:
    """Byte order, fields and item size out of a dtype's state: (version, order, sub-array, names, fields, size)."""
    if len(state) > 1 and isinstance(state[1], PickledString):
        dtype.order = state[1].data.decode("latin-1")
    if len(state) > 5 and isinstance(state[5], int) and state[5] > 0 and dtype.kind == "V":
        dtype.size = state[5]
        if isinstance(state[4], PickledDict):
            dtype.fields = tuple(_fields(state[4]))
        elif isinstance(state[2], Many) and len(state[2]) == 2 and isinstance(state[2][0], Dtype):
            base = state[2][0]
            times = min(dtype.size // base.size, MOST_FIELDS) if base.size else 0
            dtype.fields = tuple(("", n * base.size, base) for n in range(times))


def _fields(fields: PickledDict) -> Iterator[tuple[str, int, Dtype]]:
    for name, about in fields.items.items():
        if isinstance(about, Many) and len(about) > 1 and isinstance(about[0], Dtype) and isinstance(about[1], int):
            yield name.decode("utf-8", "replace"), about[1], about[0]
