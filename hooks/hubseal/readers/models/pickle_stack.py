"""What stands on the stack of a pickle machine: strings, and as much around them as tells what holds them."""

from __future__ import annotations

from collections.abc import Iterator

from ... import kinds
from .dtype import MOST, Dtype

_PAIRS_KEPT = 128
_MEMO_KEPT, _ITEMS_KEPT = 1 << 17, 1 << 16
"""Entries of a memo, and of a list, that are kept to name what they hold; what comes after is searched nameless."""
_TEXT = bytes(range(0x20, 0x7F)) + b"\t\r\n\f\x1b" + bytes(range(0x80, 0x100))


class Text:
    """A string of the pickle: its bytes, where they stand, and what holds it."""

    __slots__ = ("at", "data", "dtype", "exact", "key", "shown", "size")

    def __init__(self, data: bytes, at: int, exact: bool = True) -> None:
        self.data, self.at, self.exact, self.size = data, at, exact, len(data)
        self.key: Text | None = None
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


class Dict:
    """A dict: only its first strings' values, for those few whose content matters."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: dict[bytes, object] = {}


class Global:
    """A class or function by name."""

    __slots__ = ("name",)

    def __init__(self, name: bytes) -> None:
        self.name = name


class Wrapper:
    """joblib's stand-in for an array whose bytes follow in the stream."""


class Stack:
    """The stack, marks and memo of a pickle, and of those around it."""

    def __init__(self) -> None:
        self._saved: list[tuple[list[object], list[list[object]], dict[int, object], int]] = []
        self._stack: list[object] = []
        self._marks: list[list[object]] = []
        self._memo: dict[int, object] = {}
        self._next = 0
        """The slot that MEMOIZE fills."""

    def enter(self) -> None:
        """Begins a pickle, within the one that is going on."""
        self._saved.append((self._stack, self._marks, self._memo, self._next))
        self._stack, self._marks, self._memo, self._next = [], [], {}, 0

    def leave(self) -> bool:
        """Ends the inner pickle; False when there is no outer one to go on with."""
        self._stack, self._marks, self._memo, self._next = self._saved.pop()
        return bool(self._saved)

    @property
    def depth(self) -> int:
        return len(self._saved)

    @property
    def nesting(self) -> bool:
        """Whether a list or dict is being filled, so that names of strings may still come."""
        return bool(self._marks)

    def waiting(self) -> set[int]:
        """The `id` of each string that is about to become an item of what is being filled."""
        return {id(item) for stack in (*self._marks, self._stack) for item in stack if isinstance(item, Text)}

    def _memory(self, put: bool, number: int) -> None:
        if put:
            self._next += 1
            if len(self._memo) < _MEMO_KEPT:
                self._memo[number] = self._stack[-1] if self._stack else None
        else:
            self._stack.append(self._memo.get(number))

    def _pop(self) -> object:
        return self._stack.pop() if self._stack else None

    def _since_mark(self) -> Many:
        items, self._stack = self._stack, self._marks.pop() if self._marks else []
        return Many(items)

    def _collect(self) -> None:
        items = self._since_mark()
        self._stack.append(items)

    def _tuple(self, size: int) -> None:
        items = Many(self._stack[-size:])
        del self._stack[-size:]
        self._stack.append(items)

    def _extend(self, items: list[object]) -> None:
        top = self._stack[-1] if self._stack else None
        if isinstance(top, Many) and len(top) < _ITEMS_KEPT:
            top.extend(items)

    def _set(self, items: list[object], target: object) -> None:
        kept = target.items if isinstance(target, Dict) else None
        for key, value in zip(items[::2], items[1::2], strict=False):
            if isinstance(key, Text):
                if kept is not None and len(kept) < _PAIRS_KEPT:
                    kept[key.data[:80]] = value
                _own(key, value)

    def _dict(self) -> None:
        made = Dict()
        self._set(self._since_mark(), made)
        self._stack.append(made)

    def _set_items(self, items: list[object]) -> None:
        self._set(items, self._stack[-1] if self._stack else None)

    def _set_item(self) -> None:
        value, key = self._pop(), self._pop()
        self._set_items([key, value])


def _own(key: Text, value: object) -> None:
    """Names the strings in `value` by the key that holds them; those of an inner dict have their own."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, Text):
            item.key = item.key or key
        elif isinstance(item, Many) and not item.owned:
            item.owned = True
            todo += item


def fill(dtype: Dtype, state: list[object]) -> None:
    """Byte order, fields and item size out of a dtype's state: (version, order, sub-array, names, fields, size)."""
    if len(state) > 1 and isinstance(state[1], Text):
        dtype.order = state[1].data.decode("latin-1")
    if len(state) > 5 and isinstance(state[5], int) and state[5] > 0 and dtype.kind == "V":
        dtype.size = state[5]
        if isinstance(state[4], Dict):
            dtype.fields = tuple(_fields(state[4]))
        elif isinstance(state[2], Many) and len(state[2]) == 2 and isinstance(state[2][0], Dtype):
            base = state[2][0]
            times = min(dtype.size // base.size, MOST) if base.size else 0
            dtype.fields = tuple(("", n * base.size, base) for n in range(times))


def _fields(fields: Dict) -> Iterator[tuple[str, int, Dtype]]:
    for name, about in fields.items.items():
        if isinstance(about, Many) and len(about) > 1 and isinstance(about[0], Dtype) and isinstance(about[1], int):
            yield name.decode("utf-8", "replace"), about[1], about[0]
