"""Where many patterns may match, found in a few passes over a text, without a search for each.

A match holds certain bytes next to each other: a gram. Of each pattern the rarest are kept, of four bytes in lower
case, or of four or eight bytes of what is left when letters and digits become classes. A pass looks at every place of
the text as a number of four or eight bytes, and asks whether it is among those of all patterns.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from math import prod
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_parse as parser

MOST_GRAMS, MOST_WAYS = 2048, 48
"""Grams that are kept of a pattern, and alternatives of it that are looked at one by one."""
FREQUENT = 0.02
"""Share of a text's places from which on a search for the pattern is faster."""
RARE = 0.008
"""How often a byte stands in prose that is none of the common ones, roughly."""
_ALL = frozenset(range(256))
_LOWER = bytes(range(256)).lower()
_CLASS = _LOWER.translate(bytes.maketrans(b"0123456789abcdefghijklmnopqrstuvwxyz", b"0" * 10 + b"a" * 6 + b"g" * 20))


class Scheme(NamedTuple):
    """How a text is read."""

    width: int
    code: str
    """The number of so many bytes, as `memoryview.cast` names it."""
    table: bytes
    shares: Mapping[bytes, float]
    """How often bytes stand in a text, roughly."""


SCHEMES = (
    Scheme(4, "I", _LOWER, {b" ": 0.15, b"etaoinshrdl": 0.06, b"bcfgjkmpquvwxyz": 0.02}),
    Scheme(4, "I", _CLASS, {b" ": 0.15, b"0": 0.2, b"a": 0.4, b"g": 0.5}),
    Scheme(8, "Q", _CLASS, {b" ": 0.15, b"0": 0.2, b"a": 0.4, b"g": 0.5}),
)
_SHARES = [
    [next((share for some, share in scheme.shares.items() if byte in some), RARE) for byte in range(256)]
    for scheme in SCHEMES
]
_CATEGORIES = {
    "CATEGORY_DIGIT": frozenset(b"0123456789"),
    "CATEGORY_SPACE": frozenset(b" \t\n\r\f\v"),
    "CATEGORY_WORD": frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"),
}
Bytes = frozenset[int]
Way = tuple[Bytes, ...]
"""What may stand at each place of an alternative."""
Candidate = tuple[int, int]
"""(pattern, how far before the gram a match of it begins)"""


class GramIndex:
    """The grams of many patterns."""

    def __init__(self, grams: Sequence[Mapping[int, Sequence[Candidate]]], others: Sequence[int]) -> None:
        self.grams = grams
        """Per scheme: a gram as a number -> whose it is, and how far from the beginning of a match."""
        self.others = others
        """Patterns without rare grams, which are searched for."""

    def candidates(self, data: bytes) -> Iterator[tuple[int, Sequence[Candidate]]]:
        """(place, [(pattern, how far before it a match may begin)]) of each gram in `data`."""
        padded = data + b"\0"
        for scheme, grams in zip(SCHEMES, self.grams, strict=True):
            width = scheme.width
            plain = memoryview(padded.translate(scheme.table))
            for shift in range(width):
                stop = shift + (len(plain) - shift) // width * width
                if stop > shift:
                    numbers = plain[shift:stop].cast(scheme.code)  # type: ignore[call-overload]
                    for at in [n for n, number in enumerate(numbers) if number in grams]:
                        yield shift + width * at, grams[numbers[at]]


def index(patterns: Sequence[bytes]) -> GramIndex:
    """The index of patterns, which takes a third of a second for two thousand."""
    grams: list[dict[int, list[Candidate]]] = [{} for _ in SCHEMES]
    others: list[int] = []
    for number, pattern in enumerate(patterns):
        found = _grams(pattern)
        if not found:
            others.append(number)
        for scheme, offset, gram in found:
            grams[scheme].setdefault(int.from_bytes(gram, sys.byteorder), []).append((number, offset))
    return GramIndex(grams, others)


def _grams(pattern: bytes) -> list[tuple[int, int, bytes]]:
    """(scheme, offset in the match, gram), of which one stands in any match; none when no such grams are rare."""
    ways = _ways(parser.parse(pattern)) or []  # type: ignore[arg-type]  # bytes work
    if ways and len(ways[0]) == 3:  # whoever searches has a byte behind the text
        ways = [(*way, _ALL) for way in ways]
    best: tuple[float, int, int, list[tuple[bytes, ...]]] | None = None
    for number, scheme in enumerate(SCHEMES):
        read = [[_read(place, number) for place in way] for way in ways]
        for at in range(len(ways[0]) - scheme.width + 1 if ways else 0):
            parts = [way[at : at + scheme.width] for way in read]
            if sum(prod(len(symbols) for symbols, _ in part) for part in parts) > MOST_GRAMS:
                continue
            unique = {tuple(symbols for symbols, _ in part): prod(share for _, share in part) for part in parts}
            share = sum(unique.values())
            if best is None or share < best[0]:
                best = share, number, at, list(unique)
    if best is None or best[0] > FREQUENT:
        return []
    _, number, at, chosen = best
    return [(number, at, gram) for gram in {bytes(gram) for sets in chosen for gram in product(*sets)}]


@cache
def _read(place: Bytes, number: int) -> tuple[bytes, float]:
    """What the bytes of a place are read as, and how often one of them stands in prose."""
    symbols = bytes(sorted({SCHEMES[number].table[byte] for byte in place}))
    return symbols, sum(_SHARES[number][byte] for byte in symbols)


def _ways(items: Iterable[tuple[Any, Any]]) -> list[Way] | None:
    """The alternatives of a parsed pattern of one width; None for what is not known here."""
    ways: list[Way] = [()]
    for kind, value in items:
        inner = _inner(str(kind), value)
        if inner is None:
            return None
        if len(ways) * len(inner) > MOST_WAYS:
            inner = [tuple(frozenset[int]().union(*places) for places in zip(*inner, strict=True))]
        ways = [way + more for way in ways for more in inner]
    return ways


def _inner(kind: str, value: Any) -> list[Way] | None:
    """The alternatives of one item."""
    if kind == "LITERAL":
        return [(frozenset((value,)),)]
    if kind == "ANY":
        return [(_ALL - {10},)]
    if kind == "NOT_LITERAL":
        return [(_ALL - {value},)]
    if kind == "IN":
        found = _members(value)
        return None if found is None else [(found,)]
    if kind == "SUBPATTERN":
        return _ways(value[-1])
    if kind == "BRANCH":
        parts = [_ways(branch) for branch in value[1]]
        return None if None in parts else [way for part in parts for way in part or ()]
    if kind == "MAX_REPEAT" and value[0] == value[1]:
        one = _ways(value[2])
        return None if one is None or len(one) > 1 else [one[0] * int(value[0])]
    return None


def _members(items: Sequence[tuple[Any, Any]]) -> Bytes | None:
    """The bytes of a class."""
    found: set[int] = set()
    for kind, value in items:
        if str(kind) == "LITERAL":
            found.add(value)
        elif str(kind) == "RANGE":
            found.update(range(value[0], value[1] + 1))
        elif str(kind) == "CATEGORY" and str(value) in _CATEGORIES:
            found |= _CATEGORIES[str(value)]
        elif str(kind) != "NEGATE":
            return None
    return _ALL - found if str(items[0][0]) == "NEGATE" else frozenset(found)
