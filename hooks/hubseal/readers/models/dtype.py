"""numpy's dtypes: which bytes of an item are text. Format: numpy, lib/format.py (`descr`); `dtype.__reduce__`."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

MOST_NESTED = 8
MOST_FIELDS = 2000
"""Fields of one dtype."""
_SIZES = {"?": 1, "b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "q": 8, "Q": 8, "e": 2, "f": 4, "d": 8}


class Leaf(NamedTuple):
    """A field that holds text."""

    name: str
    at: int
    """Offset in the item, in bytes."""
    dtype: Dtype


class Dtype:
    """`code` as in `U20`, byte order, the size of an item in bytes, and the fields of a structured one."""

    __slots__ = ("code", "fields", "order", "size")

    def __init__(self, code: str, fields: tuple[tuple[str, int, Dtype], ...] = (), size: int = 0) -> None:
        bare = code.lstrip("<>|=")
        self.code, self.order, self.fields = bare, ">" if code[:1] == ">" else "<", fields
        digits = re.match(r"\d{1,9}", bare[1:])
        own = (int(digits[0]) if digits else _SIZES.get(bare, 0)) * (4 if bare[:1] == "U" else 1)
        self.size = size or own

    @property
    def kind(self) -> str:
        """`U` text, `S` bytes, `O` objects, `f` numbers, `V` a structure ..."""
        return self.code[:1]

    def leaves(self, depth: int = 0) -> list[Leaf]:
        """The fields that hold text, with dotted names; at most MOST_FIELDS."""
        if self.kind in "US" and self.size:
            return [Leaf("", 0, self)]
        found: list[Leaf] = []
        for name, at, inner in self.fields if depth < MOST_NESTED else ():
            for leaf in inner.leaves(depth + 1):
                found.append(Leaf(f"{name}.{leaf.name}".rstrip("."), at + leaf.at, leaf.dtype))
            if len(found) > MOST_FIELDS:
                break
        return found[:MOST_FIELDS]


def of(descr: object, depth: int = 0) -> Dtype:
    """The dtype that a `descr` of a .npy header tells. Raises ValueError."""
    if isinstance(descr, str):
        return Dtype(descr)
    if not isinstance(descr, list) or depth > MOST_NESTED:
        raise ValueError("no dtype")
    fields, at = [], 0
    for field in descr:
        if not isinstance(field, tuple) or len(field) not in (2, 3):
            raise ValueError("no field")
        name = field[0][1] if isinstance(field[0], tuple) and len(field[0]) == 2 else field[0]
        base = of(field[1], depth + 1)
        times = 1
        for size in field[2] if len(field) == 3 and isinstance(field[2], tuple) else ():
            times *= size if isinstance(size, int) and size >= 0 else 0
        fields += [(str(name), at + n * base.size, base) for n in range(min(times, MOST_FIELDS))]
        at += base.size * times
    return Dtype("V", tuple(fields), at)


def header(text: bytes) -> tuple[Dtype, int]:
    """Dtype and number of items of a .npy header. Raises ValueError."""
    try:
        about = ast.literal_eval(text.decode("latin-1").strip())
        descr, shape = about["descr"], about["shape"]
        count = 1
        for size in shape:
            count *= int(size)
    except (SyntaxError, KeyError, TypeError, MemoryError, RecursionError, ValueError):
        raise ValueError("no header") from None
    if count < 0:
        raise ValueError("no shape")
    return of(descr), count
