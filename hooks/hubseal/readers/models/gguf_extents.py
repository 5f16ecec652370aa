"""Where the tensors of a GGUF file stand, by their types. Format: ggml, docs/gguf.md; gguf-py, constants.py."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Opaque
from ..core.leftover import Leftover

BLOCKS: dict[int, tuple[int, int]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 40),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66),
    17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136),
    24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54),
    35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18),
}  # fmt: skip
"""Type of a tensor -> (numbers in a block, bytes of a block)."""
ALIGNMENT = 32


class TensorExtents:
    """Tensors by their offsets in the data."""

    def __init__(self) -> None:
        self.alignment = ALIGNMENT
        self._tensors: list[tuple[int, int]] = []
        self._known = True

    def add(self, count: int, kind: int, offset: int) -> None:
        """A tensor of `count` numbers of a type, `offset` bytes behind the beginning of the data."""
        block = BLOCKS.get(kind)
        if block is None:
            self._known = False
        else:
            self._tensors.append((offset, offset + -(-count // block[0]) * block[1]))

    def around(self, at: int, total: int) -> Iterator[Opaque | Leftover]:
        """The tensors of a file of `total` bytes whose head ends at `at`, and the bytes between and behind them."""
        start = at + -at % self.alignment
        if not self._known:
            yield Opaque(total - at, "tensors")
            return
        for first, last in sorted(self._tensors):
            first, last = min(start + first, total), min(start + last, total)
            if first > at:
                yield Leftover(at, first, "between the tensors")
            yield Opaque(max(last - max(first, at), 0), "tensors")
            at = max(at, last)
        yield Leftover(at, total, "behind the tensors")
