"""Texts that take a regular expression long, made from the expression: a beginning, a piece that is repeated, an end.

What a pattern repeats, and what stands beside it, is what it can take in more than one way. An end that does not fit
makes it try them all.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
LIKELY = [ord(char) for char in "a1A0 -_.,:=/\"'%\\\n\t<>&;x@+"]
"""Characters that stand for a set when they are in it."""
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
ALWAYS = ([10], [13, 10], [32], [92], [45])
LONGEST = 60
"""Characters of a piece."""
NEIGHBOURS = 5
"""Parts of a pattern that are repeated together."""
Codes = list[int]


class Attack(NamedTuple):
    """`begin + piece * n + end`, of the sort of text that the pattern is for."""

    begin: Any
    piece: Any
    end: Any

    def text(self, size: int) -> Any:
        """The text of about that many characters."""
        return self.begin + self.piece * max(size // len(self.piece), 1) + self.end


def attacks(pattern: re.Pattern[Any], pieces: int, begins: int) -> Iterator[Attack]:
    """Texts for a pattern: all of some pieces with all of some beginnings."""
    return _Maker(pattern).attacks(pieces, begins)


def _parse(pattern: re.Pattern[Any]) -> Any:
    """What `re` makes of a pattern before it compiles it."""
    if sys.version_info >= (3, 11):
        from re import _parser as reader  # type: ignore[attr-defined]
    else:
        import sre_parse as reader
    parsed: Any = reader
    return parsed.parse(pattern.pattern)


@cache
def _category(name: str) -> frozenset[int]:
    return frozenset(code for code in range(256) if re.match(CATEGORIES[name], chr(code), re.ASCII))


def _first(codes: set[int]) -> int:
    return next((code for code in LIKELY if code in codes), min(codes, default=97))


class _Maker:
    """Reads a pattern once: its sets of characters, what it repeats, what comes before that."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self._bytes, self._flags = isinstance(pattern.pattern, bytes), pattern.flags
        self._sets: set[frozenset[int]] = set()
        self._pieces: list[Codes] = []
        self._begins: list[Codes] = [[]]
        self._groups: dict[int, Codes] = {}
        self._samples: dict[int, Codes] = {}
        tree = _parse(pattern)
        self._walk(tree, [])
        self._whole = self._sample(tree)

    def attacks(self, pieces: int, begins: int) -> Iterator[Attack]:
        cells = self._cells()
        pairs = [[a, b] for a in cells[:4] for b in cells[:4] if a != b]
        made = [self._whole, *self._pieces[: pieces // 2], *([code] for code in cells[:20]), *ALWAYS, *pairs]
        made += self._pieces[pieces // 2 :]
        for piece in _distinct([piece for piece in made if piece])[:pieces]:
            for begin in _distinct(self._begins)[:begins]:
                for end in ([], [cells[-1]]):
                    yield Attack(self._text(begin), self._text(piece), self._text(end))

    def _walk(self, tree: Any, before: Codes) -> None:
        """Collects from a sequence; `before` is a text that leads to it."""
        samples: list[Codes] = []
        for op, value in tree:
            name = str(op)
            codes = self._codes(name, value)
            if codes is not None:
                self._sets.add(frozenset(codes))
            elif name in REPEATS:
                least, most, inner = value
                if most - least > 3:
                    self._begins.append(before)
                self._walk(inner, before)
                self._pieces.append(self._sample(inner))
            elif name == "BRANCH":
                for branch in value[1]:
                    self._walk(branch, before)
                    self._pieces.append(self._sample(branch))
            elif name in ("SUBPATTERN", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"):
                self._walk(value if name == "ATOMIC_GROUP" else value[3 if name == "SUBPATTERN" else 1], before)
            sample = self._one(name, value)
            samples.append(sample)
            before = before + sample
        for low in range(len(samples)):
            for high in range(low + 1, min(low + NEIGHBOURS, len(samples)) + 1):
                piece = [code for sample in samples[low:high] for code in sample]
                if 0 < len(piece) <= LONGEST:
                    self._pieces.append(piece)

    def _sample(self, tree: Any) -> Codes:
        """A short text that a sequence takes."""
        made = self._samples.get(id(tree))
        if made is None:
            made = self._samples[id(tree)] = [code for op, value in tree for code in self._one(str(op), value)]
        return made

    def _one(self, name: str, value: Any) -> Codes:
        codes = self._codes(name, value)
        if codes is not None:
            return [_first(codes)]
        if name in REPEATS:
            return self._sample(value[2]) * min(max(value[0], 1), value[1], 80)
        if name == "SUBPATTERN":
            made = self._sample(value[3])
            self._groups[value[0]] = made
            return made
        if name == "BRANCH":
            return self._sample(value[1][0])
        if name == "ATOMIC_GROUP":
            return self._sample(value)
        if name == "GROUPREF":
            return self._groups.get(value, [])
        if name == "ASSERT" and value[0] == 1 and any(str(op) == "SUBPATTERN" for op, _ in value[1]):
            self._sample(value[1])  # for the group in it, which is then referred to
        return []

    def _codes(self, name: str, value: Any) -> set[int] | None:
        """The characters that a single one may be; None for what is more than one."""
        every = set(range(256))
        if name == "ANY":
            return every if self._flags & re.S else every - {10}
        if name in ("LITERAL", "NOT_LITERAL"):
            found = self._folded({value})
            return found if name == "LITERAL" else every - found
        if name != "IN":
            return None
        found = set()
        for op, held in value:
            kind = str(op)
            if kind == "LITERAL":
                found.add(held)
            elif kind == "RANGE":
                found.update(range(held[0], min(held[1], held[0] + 300) + 1))
            elif kind == "CATEGORY":
                found |= _category(str(held))
        found = self._folded(found)
        return every - found if str(value[0][0]) == "NEGATE" else found

    def _folded(self, codes: set[int]) -> set[int]:
        if not self._flags & re.I:
            return codes
        return codes | {ord(chr(code).swapcase()) for code in codes if code < 128 and chr(code).isalpha()}

    def _cells(self) -> Codes:
        """A character for each way in which the sets of the pattern overlap, those of most sets first."""
        cells: dict[frozenset[frozenset[int]], set[int]] = {}
        for code in set(range(256)).union(*self._sets):
            cells.setdefault(frozenset(some for some in self._sets if code in some), set()).add(code)
        return [_first(cells[sets]) for sets in sorted(cells, key=lambda sets: (-len(sets), min(cells[sets])))]

    def _text(self, codes: Codes) -> Any:
        if self._bytes:
            return bytes(code if code < 256 else 63 for code in codes)
        return "".join(map(chr, codes))


def _distinct(items: Sequence[Codes]) -> list[Codes]:
    return [list(item) for item in dict.fromkeys(map(tuple, items))]
