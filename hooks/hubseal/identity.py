"""What a baseline and a state know leaked values by."""

from __future__ import annotations

from .typed import NamedTuple


class Identity(NamedTuple):
    """Leaked values of one place, told from others; a value that somebody could guess is in it with 10 bits."""

    id: str
    values: int = 1
    """How many different values it stands for; 0 where another finding counts them."""
    total: int | None = None
    """Of a column with too many values to list: the sum of their 10 bits; None for a value."""
