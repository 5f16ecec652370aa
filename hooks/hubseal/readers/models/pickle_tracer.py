"""The pickle machine, without its powers: it follows opcodes and keeps strings, and never imports, calls or builds.

Format: CPython, Lib/pickletools.py, protocols 0 to 5. Strings, numbers, lists and dicts stay on the stack, so that a
string is known by the attribute or dict key that holds it; everything else is a list of what it was made from.
"""

from __future__ import annotations

from collections.abc import Callable

from ...types import Limits
from ..core.errors import LimitExceeded, MalformedError
from ..core.streams import Window
from .pickle_objects import ObjectStack
from .pickle_values import Global, Many, PickledDict, PickledString

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

TORCH_MAGIC = 0x1950A86A20F9469CFC6C


class PickleTracer(ObjectStack):
    """Follows one pickle, opcode by opcode."""

    def __init__(self, window: Window, limits: Limits) -> None:
        super().__init__()
        self.window, self._most, self._count = window, limits.whole, 0
        self._limit = limits.opcodes
        self.large: list[tuple[int, int]] = []
        """(offset, size) of strings too large to hold."""
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
            self.items.append(int.from_bytes(window.take(size), "little", signed=signed))
        elif code in _NOTHING:
            window.skip(_NOTHING[code])
            self.items.append(None)
        elif code in _SKIPPED:
            window.skip(_SKIPPED[code])
        elif code in _MEMO_WIDTH:
            (self.put if code in b"qr" else self.get)(window.number(_MEMO_WIDTH[code]))
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
            self.items.append(None)
        else:
            self.text(PickledString(self.window.take(size), at))

    def _quoted(self) -> None:
        at, line = self.window.at, self.window.line().strip()
        if len(line) < 2 or line[:1] not in b"\"'":
            raise MalformedError
        body = line[1:-1]
        self.text(PickledString(_escaped(body, "unicode_escape", "latin-1"), at + 1, b"\\" not in body))

    def _unicode_line(self) -> None:
        at, line = self.window.at, self.window.line()
        self.text(
            PickledString(_escaped(line, "raw_unicode_escape", "utf-8"), at, b"\\" not in line and line.isascii())
        )

    def _number_line(self) -> None:
        line = self.window.line(1 << 16).strip().rstrip(b"L")
        self.items.append(int(line) if line.isdigit() and len(line) < 40 else None)

    def _long(self, width: int) -> None:
        size = self.window.number(width)
        if width > 1:
            self.window.skip(size)
            self.items.append(None)
            return
        value = int.from_bytes(self.window.take(size), "little", signed=True)
        self.magic = self.magic or value == TORCH_MAGIC
        self.items.append(value)

    def _global(self) -> None:
        module, at = self.window.line(), self.window.at
        name = self.window.line()
        self.texts.append(PickledString(module + b"." + name, at, False))
        self.items.append(Global(module + b"." + name))

    def _stack_global(self) -> None:
        name, module = self.pop(), self.pop()
        if isinstance(name, PickledString) and isinstance(module, PickledString):
            self.items.append(Global(module.data + b"." + name.data))
        else:
            self.items.append(Global(b""))

    def _new(self, keywords: bool) -> None:
        extra = self.pop() if keywords else None
        arguments, maker = self.pop(), self.pop()
        self.make(Many([arguments, extra]) if keywords else arguments, maker)

    def _object(self) -> None:
        items = self.since_mark()
        self.make(Many(items[1:]), items[0] if items else None)

    def _instance(self) -> None:
        self._global()
        maker = self.pop()
        self.make(self.since_mark(), maker)


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
    machine.marks.append(machine.items)
    machine.items = []


_ACTIONS: dict[int, Callable[[PickleTracer], object]] = {
    ord("("): _mark,
    ord(")"): lambda m: m.items.append(Many()),
    ord("]"): lambda m: m.items.append(Many()),
    0x8F: lambda m: m.items.append(Many()),
    ord("}"): lambda m: m.items.append(PickledDict()),
    ord("t"): PickleTracer.push_list,
    ord("l"): PickleTracer.push_list,
    0x91: PickleTracer.push_list,
    0x85: lambda m: m.push_tuple(1),
    0x86: lambda m: m.push_tuple(2),
    0x87: lambda m: m.push_tuple(3),
    ord("d"): PickleTracer.push_dict,
    ord("a"): lambda m: m.extend([m.pop()]),
    ord("e"): lambda m: m.extend(m.since_mark()),
    0x90: lambda m: m.extend(m.since_mark()),
    ord("s"): PickleTracer.set_item,
    ord("u"): lambda m: m.set_items(m.since_mark()),
    ord("0"): PickleTracer.pop,
    ord("1"): PickleTracer.since_mark,
    ord("2"): lambda m: m.items.append(m.items[-1] if m.items else None),
    ord("b"): PickleTracer.build,
    ord("c"): PickleTracer._global,
    0x93: PickleTracer._stack_global,
    ord("R"): lambda m: m._new(False),
    0x81: lambda m: m._new(False),
    0x92: lambda m: m._new(True),
    ord("i"): PickleTracer._instance,
    ord("o"): PickleTracer._object,
    ord("Q"): PickleTracer.persistent,
    ord("P"): PickleTracer._unicode_line,
    ord("S"): PickleTracer._quoted,
    ord("V"): PickleTracer._unicode_line,
    ord("F"): PickleTracer._number_line,
    ord("I"): PickleTracer._number_line,
    ord("L"): PickleTracer._number_line,
    0x8A: lambda m: m._long(1),
    0x8B: lambda m: m._long(4),
    ord("p"): lambda m: m.put(_index(m)),
    ord("g"): lambda m: m.get(_index(m)),
    0x94: lambda m: m.put(m.next_slot),
    0x98: lambda m: None,
}
