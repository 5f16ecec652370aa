"""The pickle machine, without its powers: it follows opcodes and keeps strings, and never imports, calls or builds.

Format: CPython, Lib/pickletools.py, protocols 0 to 5. Strings, numbers, lists and dicts stay on the stack, so that a
string is known by the attribute or dict key that holds it; everything else is a list of what it was made from.
"""

from __future__ import annotations

from collections.abc import Callable

from ...types import Limits
from ..core.errors import LimitExceeded, MalformedError
from ..core.streams import Window
from .dtype import Dtype
from .pickle_stack import Dict, Global, Many, Stack, Text, Wrapper, fill

_SIZED = {
    **dict.fromkeys(b"U\x8cC", 1),
    **dict.fromkeys(b"TXB", 4),
    **dict.fromkeys(b"\x8d\x8e\x96", 8),
}
"""Opcodes with a counted string, by the width of the count."""
_INTEGERS = {0x4B: (1, False), 0x4D: (2, False), 0x4A: (4, True)}
_SKIPPED = {0x80: 1, 0x95: 8}
_NOTHING = {0x4E: 0, 0x88: 0, 0x89: 0, 0x97: 0, 0x47: 8, 0x82: 1, 0x83: 2, 0x84: 4}
"""Opcodes that push something without text, by the bytes of their argument."""
_MEMO_WIDTH = {0x71: 1, 0x72: 4, 0x68: 1, 0x6A: 4}
_LONGEST_PATH = 32_768
_PARTS = 64
_ARRAYS = (b".multiarray.scalar", b".numeric._frombuffer")
_BYTES = frozenset((b"builtins.bytes", b"builtins.bytearray", b"__builtin__.bytearray"))
TORCH_MAGIC = 0x1950A86A20F9469CFC6C


class PickleTracer(Stack):
    """Follows one pickle. `texts` are the strings so far, in their order; `wrapped` an array that begins now."""

    def __init__(self, window: Window, limits: Limits) -> None:
        super().__init__()
        self.window, self._most, self._count = window, limits.whole, 0
        self._limit = limits.opcodes
        self.texts: list[Text] = []
        self.large: list[tuple[int, int]] = []
        """(offset, size) of strings too large to hold."""
        self.wrapped: Dict | None = None
        self.magic = False
        self.began = window.at
        """Where the last opcode begins."""

    def step(self) -> bool:
        """One opcode; False after STOP. Raises MalformedError, UnexpectedEof, LimitExceeded."""
        window = self.window
        self.began = window.at
        code = window.take(1)[0]
        self._count += 1
        if self._count > self._limit:
            raise LimitExceeded
        width = _SIZED.get(code)
        if width is not None:
            self._counted(window.number(width))
        elif code in _INTEGERS:
            size, signed = _INTEGERS[code]
            self._stack.append(int.from_bytes(window.take(size), "little", signed=signed))
        elif code in _NOTHING:
            window.skip(_NOTHING[code])
            self._stack.append(None)
        elif code in _SKIPPED:
            window.skip(_SKIPPED[code])
        elif code in _MEMO_WIDTH:
            self._memory(code in b"qr", window.number(_MEMO_WIDTH[code]))
        elif code == 0x2E:
            return False
        else:
            action = _ACTIONS.get(code)
            if action is None:
                raise MalformedError
            action(self)
        return True

    def _counted(self, size: int) -> None:
        at = self.window.at
        if size > self._most:
            self.window.skip(size)
            self.large.append((at, size))
            self._stack.append(None)
        else:
            self._text(Text(self.window.take(size), at))

    def _text(self, text: Text) -> None:
        self.texts.append(text)
        self._stack.append(text)

    def _quoted(self) -> None:
        at, line = self.window.at, self.window.line().strip()
        if len(line) < 2 or line[:1] not in b"\"'":
            raise MalformedError
        body = line[1:-1]
        self._text(Text(_escaped(body, "unicode_escape", "latin-1"), at + 1, b"\\" not in body))

    def _unicode_line(self) -> None:
        at, line = self.window.at, self.window.line()
        self._text(Text(_escaped(line, "raw_unicode_escape", "utf-8"), at, b"\\" not in line and line.isascii()))

    def _number_line(self) -> None:
        line = self.window.line(1 << 16).strip().rstrip(b"L")
        self._stack.append(int(line) if line.isdigit() and len(line) < 40 else None)

    def _long(self, width: int) -> None:
        size = self.window.number(width)
        if width > 1:
            self.window.skip(size)
            self._stack.append(None)
            return
        value = int.from_bytes(self.window.take(size), "little", signed=True)
        self.magic = self.magic or value == TORCH_MAGIC
        self._stack.append(value)

    def _global(self) -> None:
        module, at = self.window.line(), self.window.at
        name = self.window.line()
        self.texts.append(Text(module + b"." + name, at, False))
        self._stack.append(Global(module + b"." + name))

    def _stack_global(self) -> None:
        name, module = self._pop(), self._pop()
        known = isinstance(name, Text) and isinstance(module, Text)
        self._stack.append(Global(module.data + b"." + name.data) if known else Global(b""))  # type: ignore[attr-defined]

    def _make(self, arguments: object, maker: object) -> None:
        """The result of a call: a list of what it was called with, or what the reader must know."""
        name = maker.name if isinstance(maker, Global) else b""
        items = arguments if isinstance(arguments, Many) else Many([arguments])
        if name.endswith(b".NumpyArrayWrapper"):
            self._stack.append(Wrapper())
        elif name == b"numpy.dtype" and items and isinstance(items[0], Text):
            self._stack.append(Dtype(items[0].data.decode("latin-1")))
        elif name.endswith(_ARRAYS) and len(items) > 1 and isinstance(items[0], Text | Dtype):
            self._array(items[0], items[1])
        elif name == b"_codecs.encode" and items and isinstance(items[0], Text):
            self._encoded(items[0])
        elif name in _BYTES and items and isinstance(items[0], Text):
            self._stack.append(items[0])
        elif name.startswith(b"pathlib") and 0 < len(items) <= _PARTS:
            self._path([item for item in items if isinstance(item, Text)], b"Windows" in name)
        else:
            self._stack.append(Many([items]))

    def _array(self, first: object, second: object) -> None:
        """numpy's scalar(dtype, bytes), and _frombuffer(bytes, dtype, shape, order) of protocol 5."""
        content, dtype = (first, second) if isinstance(first, Text) else (second, first)
        if isinstance(content, Text) and isinstance(dtype, Dtype):
            content.dtype = dtype
        self._stack.append(Many([content]))

    def _encoded(self, text: Text) -> None:
        """Bytes, as protocols 0 to 2 write them: text of code points up to 255, to be encoded as Latin-1."""
        try:
            made = Text(text.data.decode().encode("latin-1"), text.at, False)
        except ValueError:
            self._stack.append(text)
            return
        text.shown = True
        self._text(made)

    def _path(self, pieces: list[Text], windows: bool) -> None:
        """A path is pickled as its parts; parts longer than any path are texts of their own already."""
        if sum(len(piece.data) for piece in pieces) > _LONGEST_PATH:
            self._stack.append(Many([*pieces]))
            return
        for piece in pieces:
            piece.shown = True
        slash = b"\\" if windows else b"/"
        first = pieces[0].data.rstrip(b"\\/") + slash if pieces and pieces[0].data[-1:] in (b"/", b"\\") else b""
        whole = first + slash.join(piece.data for piece in (pieces[1:] if first else pieces))
        self._text(Text(whole, pieces[0].at if pieces else 0, False))

    def _new(self, keywords: bool) -> None:
        extra = self._pop() if keywords else None
        arguments, maker = self._pop(), self._pop()
        self._make(Many([arguments, extra]) if keywords else arguments, maker)

    def _object(self) -> None:
        items = self._since_mark()
        self._make(Many(items[1:]), items[0] if items else None)

    def _instance(self) -> None:
        self._global()
        maker = self._pop()
        self._make(self._since_mark(), maker)

    def _build(self) -> None:
        state = self._pop()
        target = self._stack[-1] if self._stack else None
        if isinstance(target, Wrapper) and isinstance(state, Dict):
            self.wrapped = state
        elif isinstance(target, Dtype) and isinstance(state, Many):
            fill(target, state)
        elif isinstance(target, Many) and isinstance(state, Many):
            dtype, last = (state[2], state[4]) if len(state) == 5 else (None, None)
            if isinstance(dtype, Dtype) and isinstance(last, Text):
                last.dtype = dtype
            target.append(state)

    def _persistent(self) -> None:
        """A storage: its type, number and device say nothing."""
        saved = self._pop()
        for item in saved if isinstance(saved, Many) else ():
            if isinstance(item, Text) and item.size <= 16:
                item.shown = True
        self._stack.append(None)


def _escaped(text: bytes, codec: str, plain: str) -> bytes:
    """A string of protocol 0 as UTF-8 (or its own bytes)."""
    try:
        return text.decode(codec).encode(plain, "surrogatepass" if plain == "utf-8" else "strict")
    except ValueError:
        return text


def _index(machine: PickleTracer) -> int:
    """The number of a memo slot, as protocol 0 writes it."""
    line = machine.window.line(1 << 10).strip()
    if not line.isdigit() or len(line) > 12:
        raise MalformedError
    return int(line)


def _mark(machine: PickleTracer) -> None:
    machine._marks.append(machine._stack)
    machine._stack = []


_ACTIONS: dict[int, Callable[[PickleTracer], object]] = {
    ord("("): _mark,
    ord(")"): lambda m: m._stack.append(Many()),
    ord("]"): lambda m: m._stack.append(Many()),
    0x8F: lambda m: m._stack.append(Many()),
    ord("}"): lambda m: m._stack.append(Dict()),
    ord("t"): PickleTracer._collect,
    ord("l"): PickleTracer._collect,
    0x91: PickleTracer._collect,
    0x85: lambda m: m._tuple(1),
    0x86: lambda m: m._tuple(2),
    0x87: lambda m: m._tuple(3),
    ord("d"): PickleTracer._dict,
    ord("a"): lambda m: m._extend([m._pop()]),
    ord("e"): lambda m: m._extend(m._since_mark()),
    0x90: lambda m: m._extend(m._since_mark()),
    ord("s"): PickleTracer._set_item,
    ord("u"): lambda m: m._set_items(m._since_mark()),
    ord("0"): PickleTracer._pop,
    ord("1"): PickleTracer._since_mark,
    ord("2"): lambda m: m._stack.append(m._stack[-1] if m._stack else None),
    ord("b"): PickleTracer._build,
    ord("c"): PickleTracer._global,
    0x93: PickleTracer._stack_global,
    ord("R"): lambda m: m._new(False),
    0x81: lambda m: m._new(False),
    0x92: lambda m: m._new(True),
    ord("i"): PickleTracer._instance,
    ord("o"): PickleTracer._object,
    ord("Q"): PickleTracer._persistent,
    ord("P"): PickleTracer._unicode_line,
    ord("S"): PickleTracer._quoted,
    ord("V"): PickleTracer._unicode_line,
    ord("F"): PickleTracer._number_line,
    ord("I"): PickleTracer._number_line,
    ord("L"): PickleTracer._number_line,
    0x8A: lambda m: m._long(1),
    0x8B: lambda m: m._long(4),
    ord("p"): lambda m: m._memory(True, _index(m)),
    ord("g"): lambda m: m._memory(False, _index(m)),
    0x94: lambda m: m._memory(True, m._next),
    0x98: lambda m: None,
}
