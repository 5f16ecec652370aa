"""What somebody asks for, and what is wrong with a request that cannot be carried out."""

from __future__ import annotations

from ..types import FAMILIES, Family


class UsageError(Exception):
    """A request that cannot be carried out; its text tells what to do."""


def families_of(text: str) -> tuple[Family, ...]:
    """The families that a list names. Raises UsageError."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in FAMILIES]
    if unknown or not names:
        raise UsageError(f"--only takes a list of {', '.join(FAMILIES)}; {text!r} is not one")
    return tuple(family for family in FAMILIES if family in names)
