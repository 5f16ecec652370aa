"""JSON that somebody else wrote, taken apart without trust: what is not of the expected sort raises TypeError."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Fields = Mapping[str, object]
"""A JSON object."""


def fields(value: object) -> Fields:
    """The fields of a JSON object."""
    if not isinstance(value, dict):
        raise TypeError(f"an object was expected, not {type(value).__name__}")
    return value


def inner(parent: Fields, name: str) -> Fields:
    """The fields of an object in an object; none where it is absent, null or empty."""
    return fields(parent.get(name) or {})


def items(value: object) -> Sequence[object]:
    """The items of a JSON array."""
    if not isinstance(value, list):
        raise TypeError(f"an array was expected, not {type(value).__name__}")
    return value


def whole_number(value: object) -> int:
    """A number, also one that is written as text. Raises ValueError for other text."""
    if not isinstance(value, (int, float, str)):
        raise TypeError(f"a number was expected, not {type(value).__name__}")
    return int(value)
