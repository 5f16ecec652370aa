"""What stands on the stack of a pickle machine: strings, and as much around them as tells what holds them."""

from __future__ import annotations

from .pickle_values import Many, PickledDict, PickledString, own

_PAIRS_KEPT = 128
_MEMO_KEPT, _ITEMS_KEPT = 1 << 17, 1 << 16
"""Entries of a memo, and of a list, that are kept to name what they hold; what comes after is searched nameless."""


class Stack:
    """The stack, marks and memo of a pickle, and of those around it."""

    def __init__(self) -> None:
        self._saved: list[tuple[list[object], list[list[object]], dict[int, object], int]] = []
        self.items: list[object] = []
        self.marks: list[list[object]] = []
        self.memo: dict[int, object] = {}
        self.next_slot = 0
        """The slot that MEMOIZE fills."""

    def enter(self) -> None:
        """Begins a pickle, within the one that is going on."""
        self._saved.append((self.items, self.marks, self.memo, self.next_slot))
        self.items, self.marks, self.memo, self.next_slot = [], [], {}, 0

    def leave(self) -> bool:
        """Ends the inner pickle; False when there is no outer one to go on with."""
        self.items, self.marks, self.memo, self.next_slot = self._saved.pop()
        return bool(self._saved)

    @property
    def depth(self) -> int:
        return len(self._saved)

    @property
    def nesting(self) -> bool:
        """Whether a list or dict is being filled, so that names of strings may still come."""
        return bool(self.marks)

    def waiting(self) -> set[int]:
        """The `id` of each string that is about to become an item of what is being filled."""
        return {id(item) for stack in (*self.marks, self.items) for item in stack if isinstance(item, PickledString)}

    def put(self, number: int) -> None:
        """Keeps the last item in a slot of the memo."""
        self.next_slot += 1
        if len(self.memo) < _MEMO_KEPT:
            self.memo[number] = self.items[-1] if self.items else None

    def get(self, number: int) -> None:
        self.items.append(self.memo.get(number))

    def pop(self) -> object:
        return self.items.pop() if self.items else None

    def since_mark(self) -> Many:
        items, self.items = self.items, self.marks.pop() if self.marks else []
        return Many(items)

    def push_list(self) -> None:
        items = self.since_mark()
        self.items.append(items)

    def push_tuple(self, size: int) -> None:
        items = Many(self.items[-size:])
        del self.items[-size:]
        self.items.append(items)

    def extend(self, items: list[object]) -> None:
        top = self.items[-1] if self.items else None
        if isinstance(top, Many) and len(top) < _ITEMS_KEPT:
            top.extend(items)

    def fill_dict(self, items: list[object], target: object) -> None:
        kept = target.items if isinstance(target, PickledDict) else None
        for key, value in zip(items[::2], items[1::2], strict=False):
            if isinstance(key, PickledString):
                if kept is not None and len(kept) < _PAIRS_KEPT:
                    kept[key.data[:80]] = value
                own(key, value)

    def push_dict(self) -> None:
        made = PickledDict()
        self.fill_dict(self.since_mark(), made)
        self.items.append(made)

    def set_items(self, items: list[object]) -> None:
        self.fill_dict(items, self.items[-1] if self.items else None)

    def set_item(self) -> None:
        value, key = self.pop(), self.pop()
        self.set_items([key, value])
