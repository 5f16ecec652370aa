"""What a decoder gives: text with the way back to what it was decoded from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..named_tuple import NamedTuple


class View(NamedTuple):
    """Decoded bytes, and where each range of them stood."""

    data: bytes
    back: Callable[[int, int], tuple[int, int]]
    """Maps a range of `data` to a range of the bytes it was decoded from."""
    how: str


Marks = Sequence[tuple[int, int]]
"""Byte ranges of triggers, ascending."""
