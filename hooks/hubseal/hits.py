"""What a pass of a matcher found."""

from __future__ import annotations

from .regex import LazyPattern
from .typed import NamedTuple

Hit = tuple[int, int, int]
"""(pattern, start, end): a pattern found at `data[start:end]`. A bare tuple: there can be hundreds of thousands."""


class Hits(NamedTuple):
    """What one pass found; `over` names the patterns of which more were found than the budget allows."""

    found: list[Hit]
    over: frozenset[int]


RUN = LazyPattern(rb"(\[[^\]]+\])\{([0-9]+)\}")
"""A pattern that is one class some times over is found once in a longer run of the class, at its beginning.

The text must not end in one: a newline is added on either side before it is matched.
"""
