"""The strings of a notebook by way of the interpreter's own JSON parser, where that gives what the walk gives.

It is four times as fast, but knows no positions. These are found by a walk, which only happens when somebody asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any

from ...types import Kind, Opaque, Position, Segment
from ..core.json_walk import MOST_NESTED, NAME, Path
from .notebook_slots import ANSI as ANSI_BYTES
from .notebook_slots import FIXED, KNOWN, LONG, Slot, is_cell, is_image, slot_of, source_kind

LARGEST = 4 << 20
"""Bytes of a notebook that may become a tree: that of empty lists takes twenty times as many."""
_OTHER_ESCAPES = re.compile(rb"\\(?:/|u(?!00(?:0[0-7b]|0[ef]|1)))")
"""Escapes that the encoder does not write, or writes another way: with any of them, how long a string is in the file
cannot be told from its text."""
decode = json.JSONDecoder(object_pairs_hook=tuple).decode
ANSI = re.compile(ANSI_BYTES.pattern.decode())
"""Codes of a terminal."""
Tree = Any
"""str, number, bool, None, list, or tuple of (name, value) for an object."""
Item = Segment | Opaque


def strings(data: bytes, walked: Callable[[], Iterable[Item]]) -> Sequence[Item] | None:
    """All strings of a notebook as `walked` gives them, which is called when the position of one is wanted.

    None where the notebook has to be walked: when it is large, damaged, unusual or nested too deep.
    """
    if len(data) > LARGEST or _OTHER_ESCAPES.search(data) is not None:
        return None
    texts = _TreeTexts(_Places(walked))
    try:
        texts.visit((), decode(data.decode()))
    except (ValueError, RecursionError):
        return None
    return texts.rest()


class _Places:
    """Positions in the segments of a walk, by their numbers."""

    def __init__(self, walked: Callable[[], Iterable[Item]]) -> None:
        self._walked = walked
        self._rest: Iterator[Item] | None = None
        self._items: list[Item] = []

    def position(self, number: int, start: int, end: int) -> Position:
        if self._rest is None:
            self._rest = iter(self._walked())
        while len(self._items) <= number:
            self._items.append(next(self._rest))
        item = self._items[number]
        where = item.where if isinstance(item, Segment) else None
        return where(start, end) if where is not None else Position()


class _TreeTexts:
    """The texts of a tree, in the order and in the pieces of the walk."""

    def __init__(self, places: _Places) -> None:
        self._places = places
        self._items: list[Item] = []
        self._names: list[bytes] = []
        self._known: dict[str, bytes] = {}
        self._slot: Slot | None = None
        self._type = ""
        self._parts: list[str] = []

    def visit(self, path: Path, node: Tree) -> None:
        """Takes a value with all that is in it. Raises RecursionError where the walk would not go on."""
        if len(path) >= MOST_NESTED and isinstance(node, list | tuple):
            raise RecursionError
        if type(node) is tuple:
            if is_cell(path):
                self._open(path, node)
            for name, value in node:
                below = (*path, name)
                self._name(below, name)
                self.visit(below, value)
        elif type(node) is list:
            if not self._listed(path, node):
                for number, value in enumerate(node):
                    self.visit((*path, number), value)
        elif type(node) is str:
            self._string(path, node)
        elif self._slot is not None:
            self._end(slot_of(path))

    def _open(self, path: Path, cell: Tree) -> None:
        """Reads the type of a cell, for the sake of its source, once what stands before it has ended."""
        if self._slot is not None:
            self._end(Slot(path, "", "", b"", False, False))
        self._type = next((v for n, v in cell if n == "cell_type" and type(v) is str), "")

    def _name(self, path: Path, name: str) -> None:
        if self._slot is not None:
            self._end(slot_of(path))
        line = self._known.get(name)
        if line is None:
            raw = encode_basestring(name).encode()
            line = name.encode() + b"\n" if name not in KNOWN and len(raw) - 2 > LONG else b""
            self._known[name] = line
        if line:
            self._names.append(line)

    def _end(self, slot: Slot) -> None:
        """Gives the text that ends where a string of another slot stands."""
        if self._slot is None or slot.path == self._slot.path:
            return
        ended, parts = self._slot, self._parts
        self._slot, self._parts = None, []
        text = "".join(parts)
        if text:
            data = text.encode()
            kind = source_kind(self._type, data) if ended.source else ended.kind
            self._give(data, ended.place, ended.key, ended.source, kind)

    def _give(
        self, data: bytes, place: str, key: str = "", commentable: bool = False, kind: Kind | None = None
    ) -> None:
        number, places = len(self._items), self._places

        def where(start: int, end: int) -> Position:
            return places.position(number, start, end)

        self._items.append(Segment(data, place=place, key=key, where=where, commentable=commentable, kind=kind))

    def _listed(self, path: Path, node: list[Tree]) -> bool:
        """Takes a list of strings that are one text, all at once; False when it is another sort of list."""
        if not node or not all(type(value) is str for value in node):
            return False
        slot = slot_of((*path, 0))
        if not slot.path or slot != slot_of((*path, 1)) or is_image((*path, 0)):
            return False
        self._end(slot)
        self._add(slot, node)
        return True

    def _string(self, path: Path, text: str) -> None:
        name = path[-1] if path else ""
        slot = slot_of(path)
        self._end(slot)
        if not text or name in FIXED:
            return
        if is_image(path):
            self._items.append(Opaque(len(encode_basestring(text).encode()) - 2, "image"))
        elif slot.path:
            self._add(slot, (text,))
        else:
            self._give(assigned(str(name), text).encode(), slot.place, slot.key, kind=slot.kind)

    def _add(self, slot: Slot, texts: Iterable[str]) -> None:
        self._slot = slot
        if not slot.between and not slot.output:
            self._parts += texts
            return
        between = slot.between.decode()
        for text in filter(None, texts):
            if between and self._parts:
                self._parts.append(between)
            bare = ANSI.sub("", text) if slot.output and "\x1b" in text else text
            if bare:
                self._parts.append(bare)

    def rest(self) -> Sequence[Item]:
        """All that was found."""
        if self._slot is not None:
            self._end(Slot((), "", "", b"", False, False))
        if self._names:
            self._give(b"".join(self._names), "keys")
        return self._items


def assigned(name: str, text: str) -> str:
    """A string with the name that it is assigned to before it, so that rules on assignments see both."""
    if not NAME.fullmatch(name):
        return text
    quote = '"' if len(encode_basestring(text)) == len(text) + 2 else ""
    return f"{name} = {quote}{text}{quote}"
