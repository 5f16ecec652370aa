"""What the calls of a pickle make, as far as it is known without importing anything: bytes, paths, arrays and dtypes of
numpy. Every other object is a list of what it was made from.
"""

from __future__ import annotations

from .dtype import Dtype
from .pickle_stack import Stack
from .pickle_values import ArrayWrapper, Global, Many, PickledDict, PickledString, fill

_LONGEST_PATH = 32_768
_PARTS = 64
_ARRAYS = (b".multiarray.scalar", b".numeric._frombuffer")
_BYTES = frozenset((b"builtins.bytes", b"builtins.bytearray", b"__builtin__.bytearray"))


class ObjectStack(Stack):
    """A stack on which objects are made. `texts` are the strings so far, in their order; `wrapped` is an array of
    joblib that begins now."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[PickledString] = []
        self.wrapped: PickledDict | None = None

    def text(self, text: PickledString) -> None:
        self.texts.append(text)
        self.items.append(text)

    def make(self, arguments: object, maker: object) -> None:
        """The result of a call: a list of what it was called with, or what the reader must know."""
        name = maker.name if isinstance(maker, Global) else b""
        items = arguments if isinstance(arguments, Many) else Many([arguments])
        if name.endswith(b".NumpyArrayWrapper"):
            self.items.append(ArrayWrapper())
        elif name == b"numpy.dtype" and items and isinstance(items[0], PickledString):
            self.items.append(Dtype(items[0].data.decode("latin-1")))
        elif name.endswith(_ARRAYS) and len(items) > 1 and isinstance(items[0], PickledString | Dtype):
            self._array(items[0], items[1])
        elif name == b"_codecs.encode" and items and isinstance(items[0], PickledString):
            self._encoded(items[0])
        elif name in _BYTES and items and isinstance(items[0], PickledString):
            self.items.append(items[0])
        elif name.startswith(b"pathlib") and 0 < len(items) <= _PARTS:
            self._path([item for item in items if isinstance(item, PickledString)], b"Windows" in name)
        else:
            self.items.append(Many([items]))

    def _array(self, first: object, second: object) -> None:
        """numpy's scalar(dtype, bytes), and _frombuffer(bytes, dtype, shape, order) of protocol 5."""
        content, dtype = (first, second) if isinstance(first, PickledString) else (second, first)
        if isinstance(content, PickledString) and isinstance(dtype, Dtype):
            content.dtype = dtype
        self.items.append(Many([content]))

    def _encoded(self, text: PickledString) -> None:
        """Bytes, as protocols 0 to 2 write them: text of code points up to 255, to be encoded as Latin-1."""
        try:
            made = PickledString(text.data.decode().encode("latin-1"), text.at, False)
        except ValueError:
            self.items.append(text)
            return
        text.shown = True
        self.text(made)

    def _path(self, pieces: list[PickledString], windows: bool) -> None:
        """A path is pickled as its parts; parts longer than any path are texts of their own already."""
        if sum(len(piece.data) for piece in pieces) > _LONGEST_PATH:
            self.items.append(Many([*pieces]))
            return
        for piece in pieces:
            piece.shown = True
        slash = b"\\" if windows else b"/"
        first = pieces[0].data.rstrip(b"\\/") + slash if pieces and pieces[0].data[-1:] in (b"/", b"\\") else b""
        whole = first + slash.join(piece.data for piece in (pieces[1:] if first else pieces))
        self.text(PickledString(whole, pieces[0].at if pieces else 0, False))

    def build(self) -> None:
        state = self.pop()
        target = self.items[-1] if self.items else None
        if isinstance(target, ArrayWrapper) and isinstance(state, PickledDict):
            self.wrapped = state
        elif isinstance(target, Dtype) and isinstance(state, Many):
            fill(target, state)
        elif isinstance(target, Many) and isinstance(state, Many):
            dtype, last = (state[2], state[4]) if len(state) == 5 else (None, None)
            if isinstance(dtype, Dtype) and isinstance(last, PickledString):
                last.dtype = dtype
            target.append(state)

    def persistent(self) -> None:
        """A storage: its type, number and device say nothing."""
        saved = self.pop()
        for item in saved if isinstance(saved, Many) else ():
            if isinstance(item, PickledString) and item.size <= 16:
                item.shown = True
        self.items.append(None)
