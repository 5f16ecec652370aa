"""The items of R's serialisation. Format: R, src/main/serialize.c (ReadItem, ReadBC)."""

from __future__ import annotations

from typing import Literal

from ...types import Limits
from ..core.errors import MalformedError
from ..core.streams import Window

SYM, LIST, CLOSURE, ENV, PROMISE, LANG, SPECIAL, BUILTIN, CHAR, LOGICAL = range(1, 11)
INT, REAL, COMPLEX, STRINGS, DOTS = range(13, 18)
VECTOR, EXPRESSION, BYTECODE, POINTER, WEAK, RAW, S4 = range(19, 26)
ALTREP, ATTRIBUTED_LIST, ATTRIBUTED_LANG, REPEATED, REPEATS = 238, 239, 240, 243, 244
PERSISTENT, NAMESPACE, PACKAGE, REFERENCE = 248, 249, 250, 255
WIDTHS = {LOGICAL: 4, INT: 4, REAL: 8, COMPLEX: 16}
PAIRS = (LIST, CLOSURE, PROMISE, LANG, DOTS)
NOTHING = (241, 242, 246, 247, 251, 252, 253, 254)
"""Constants such as NULL and the global environment."""
HAS_ATTRIBUTES, HAS_TAG = 0x200, 0x400
DEPTH = 200
"""Levels of nesting; each takes two frames of Python's stack."""


class Node:
    """An object: texts of its own, bytes of its own, what it holds by tag, and its attributes."""

    __slots__ = ("attributes", "data", "inner", "texts")

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self.data = b""
        self.inner: list[tuple[str, Node | None]] = []
        self.attributes: dict[str, Node] = {}


class Items:
    """Items one after the other."""

    def __init__(self, window: Window, order: Literal["big", "little"], limits: Limits) -> None:
        self.window, self.order, self.limits = window, order, limits
        self.known: list[str] = []
        """Symbols and environments, to which later items refer."""
        self.open: list[Node] = []
        """The outermost objects so far, for when the end does not come."""
        self.start = self.skipped = 0
        """Where the last item begins; bytes of numbers."""

    def number(self) -> int:
        return int.from_bytes(self.window.take(4), self.order, signed=True)

    def size(self) -> int:
        """The length of a vector; those of 2^31 and more are written as two numbers."""
        found = self.number()
        if found == -1:
            high = self.number()
            found = high << 32 | self.number() & 0xFFFFFFFF
        if not 0 <= found <= self.window.left:
            raise MalformedError
        return found

    def item(self, depth: int = 0) -> Node | None:
        """The next item. Raises UnexpectedEof, MalformedError."""
        self.start = self.window.at
        flags = self.number()
        return self._item(flags & 0xFF, flags, depth)

    def _item(self, kind: int, flags: int, depth: int) -> Node | None:
        if depth > DEPTH:
            raise MalformedError
        if kind in NOTHING:
            return None
        if kind == REFERENCE:
            self._refer(flags)
            return None
        if kind in PAIRS:
            return self._pairs(flags, depth)
        node = Node()
        if not depth:
            self.open.append(node)
        if kind in WIDTHS:
            size = self.size() * WIDTHS[kind]
            self.window.skip(size)
            self.skipped += size
        elif kind == CHAR:
            node.texts.append(self._char())
            return node
        elif kind == RAW:
            size = self.size()
            if size > self.limits.member:
                raise MalformedError
            node.data = self.window.take(size)
        elif kind == STRINGS:
            for _ in range(self.size()):
                self.start = self.window.at
                if self.number() & 0xFF != CHAR:
                    raise MalformedError
                node.texts.append(self._char())
        elif kind in (VECTOR, EXPRESSION):
            for _ in range(self.size()):
                node.inner.append(("", self.item(depth + 1)))
        elif not self._rare(kind, node, depth):
            raise MalformedError
        if kind in (SYM, ENV, NAMESPACE, PACKAGE, PERSISTENT):
            return node
        if flags & HAS_ATTRIBUTES and kind != ALTREP:
            self._attributes(node, depth)
        return node

    def _rare(self, kind: int, node: Node, depth: int) -> bool:
        """Symbols, environments, functions of the interpreter, byte code; False for what is none."""
        if kind == SYM:
            name = self.item(depth + 1)
            node.texts = name.texts if name is not None else []
            self.known.append(node.texts[0].decode("utf-8", "replace") if node.texts else "")
        elif kind == ENV:
            self.known.append("")
            self.number()
            node.inner += [("", self.item(depth + 1)) for _ in range(4)]
        elif kind in (NAMESPACE, PACKAGE, PERSISTENT):
            self.number()
            node.inner += [("", self.item(depth + 1)) for _ in range(self.size())]
            self.known.append("")
        elif kind in (POINTER, WEAK):
            self.known.append("")
            node.inner += [("", self.item(depth + 1)) for _ in range(2 if kind == POINTER else 0)]
        elif kind in (SPECIAL, BUILTIN):
            self.window.skip(self.size())
        elif kind == BYTECODE:
            self.number()
            self._code(node, depth)
        elif kind == ALTREP:
            node.inner += [("", self.item(depth + 1)) for _ in range(3)]
        else:
            return kind == S4
        return True

    def _char(self) -> bytes:
        size = self.number()
        if size == -1:
            return b""
        if not 0 <= size <= self.limits.member:
            raise MalformedError
        return self.window.take(size)

    def _refer(self, flags: int) -> str:
        number = flags >> 8 or self.number()
        return self.known[number - 1] if 0 < number <= len(self.known) else ""

    def _tag(self, depth: int) -> str:
        """The name of what follows: a symbol, or a reference to one."""
        self.start = self.window.at
        flags = self.number()
        if flags & 0xFF == REFERENCE:
            return self._refer(flags)
        node = self._item(flags & 0xFF, flags, depth + 1)
        return node.texts[0].decode("utf-8", "replace") if node is not None and node.texts else ""

    def _pairs(self, flags: int, depth: int) -> Node:
        """A list of pairs, which is written as nested pairs and read in a loop."""
        node = Node()
        if not depth:
            self.open.append(node)
        while True:
            if flags & HAS_ATTRIBUTES:
                self._attributes(node, depth)
            tag = self._tag(depth) if flags & HAS_TAG else ""
            node.inner.append((tag, self.item(depth + 1)))
            self.start = self.window.at
            flags = self.number()
            if flags & 0xFF not in PAIRS:
                node.inner.append(("", self._item(flags & 0xFF, flags, depth + 1)))
                return node

    def _attributes(self, node: Node, depth: int) -> None:
        found = self.item(depth + 1)
        for tag, inner in found.inner if found is not None else ():
            if inner is not None:
                node.attributes[tag] = inner

    def _code(self, node: Node, depth: int) -> None:
        """Byte code and its constants."""
        node.inner.append(("", self.item(depth + 1)))
        for _ in range(self.size()):
            kind = self.number()
            if kind == BYTECODE:
                if depth > DEPTH:
                    raise MalformedError
                self._code(node, depth + 1)
            else:
                self._language(kind, node, depth + 1)

    def _language(self, kind: int, node: Node, depth: int) -> None:
        """A constant of byte code: calls are written in a way of their own."""
        while True:
            if kind == REPEATED:
                self.number()
                return
            if kind == REPEATS:
                self.number()
                kind = self.number()
            if kind not in (LANG, LIST, ATTRIBUTED_LANG, ATTRIBUTED_LIST):
                node.inner.append(("", self.item(depth + 1)))
                return
            if kind in (ATTRIBUTED_LANG, ATTRIBUTED_LIST):
                self._attributes(node, depth)
            node.inner.append(("", self.item(depth + 1)))
            if depth > DEPTH:
                raise MalformedError
            self._language(self.number(), node, depth + 1)
            kind = self.number()
