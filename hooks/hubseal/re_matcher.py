"""Many fixed-width patterns at once through `re` and `bytes.find`, for platforms without a Hyperscan wheel."""

from __future__ import annotations

import marshal
import re
import sys
from binascii import crc32
from collections.abc import Callable, Sequence

from . import cache, grams
from .grams import GramIndex
from .hits import RUN, Hit, Hits
from .regex import LazyPattern

VERSION = 1
"""Of what is kept of an index."""
INDEX_FROM = 128 << 10
"""Bytes of text from which on an index is worth the third of a second that it takes."""
Finder = Callable[[bytes, bytes, int], list[tuple[int, int]]]
_LITERAL = LazyPattern(rb"(\(\?i\))?((?:[A-Za-z0-9_ :;<>@%&=,\"'`!/#~\x00-\x1f\x7f-\xff-]|\\[^A-Za-z0-9])+)")


class ReMatcher:
    """The hits of Hyperscan. Until there is much text, patterns are searched for one by one, then found by grams."""

    def __init__(self, patterns: Sequence[bytes], folder: str | None = None) -> None:
        self._patterns, self._folder, self._seen = patterns, folder, 0
        self._finders = [_finder(pattern) for pattern in patterns]
        self._index: GramIndex | None = None
        self._matches: list[Match | None] = [None] * len(patterns)

    def scan(self, data: bytes, budget: int) -> Hits:
        self._seen += len(data)
        if self._index is None and self._seen > INDEX_FROM:
            self._index = _index([b"" if RUN.fullmatch(p) else p for p in self._patterns], self._folder)
        lower = data.lower()
        numbers = range(len(self._patterns)) if self._index is None else self._index.others
        spans = {number: self._finders[number](data, lower, budget + 1) for number in numbers}
        if self._index is not None:
            spans |= self._indexed(self._index, data, lower)
        found: list[Hit] = []
        over = set()
        for number, some in spans.items():
            if len(some) > budget:
                over.add(number)
                some.sort()
            found += [(number, start, end) for start, end in some[:budget]]
        found.sort(key=_by_end)
        return Hits(found, frozenset(over))

    def _indexed(self, index: GramIndex, data: bytes, lower: bytes) -> dict[int, list[tuple[int, int]]]:
        """The places of the patterns that the index knows."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for at, candidates in index.candidates(data):
            for number, offset in candidates:
                match = self._matches[number]
                if match is None:
                    match = self._matches[number] = _match(self._patterns[number])
                if offset <= at and (hit := match(data, lower, at - offset)):
                    spans.setdefault(number, []).append(hit.span())
        return spans


def _index(patterns: Sequence[bytes], folder: str | None) -> GramIndex:
    """The index that is kept of these very patterns, else a new one."""
    joined = b"\0\n".join(patterns)
    name = f"grams-{VERSION}-{sys.byteorder}-{crc32(joined):08x}"
    data = cache.read(name, folder)
    try:
        if data is not None and (kept := marshal.loads(data))[0] == joined:  # noqa: S302 - ours, see `cache`
            return GramIndex(kept[1], kept[2])
    except (ValueError, EOFError, TypeError, LookupError):
        pass  # damaged: made anew
    made = grams.index(patterns)
    cache.write(name, marshal.dumps([joined, made.grams, made.others]), folder)
    return made


def _by_end(hit: Hit) -> tuple[int, int]:
    return hit[2], hit[0]


Match = Callable[[bytes, bytes, int], "re.Match[bytes] | None"]


def _match(pattern: bytes) -> Match:
    """Whether a pattern matches at a place of a text, which is there in lower case, too."""
    caseless = pattern.startswith(b"(?i)") and pattern == pattern.lower()
    at = re.compile(pattern[4:] if caseless else pattern).match
    return (lambda _data, lower, start: at(lower, start)) if caseless else (lambda data, _lower, start: at(data, start))


def _finder(pattern: bytes) -> Finder:
    """A search for one pattern: `bytes.find` when it is a literal, else a pattern."""
    literal = _LITERAL.fullmatch(pattern)
    if literal:
        word = re.sub(rb"\\(.)", rb"\1", literal[2], flags=re.DOTALL)
        return _find_literal(word.lower(), True) if literal[1] else _find_literal(word, False)
    run = RUN.fullmatch(pattern)
    if run:
        size = int(run[2])
        several = re.compile(pattern[:-1] + b",}")
        return lambda data, _lower, most: [
            (m.start(), m.start() + size) for m, _ in zip(several.finditer(data), range(most), strict=False)
        ]
    caseless = pattern.startswith(b"(?i)") and pattern == pattern.lower()
    compiled = re.compile(pattern[4:] if caseless else pattern)

    def search(data: bytes, lower: bytes, most: int) -> list[tuple[int, int]]:
        text = lower if caseless else data
        spans: list[tuple[int, int]] = []
        match = compiled.search(text)
        while match is not None and len(spans) < most:
            spans.append(match.span())
            match = compiled.search(text, match.start() + 1)  # overlapping ones count, too
        return spans

    return search


def _find_literal(word: bytes, caseless: bool) -> Finder:
    def search(data: bytes, lower: bytes, most: int) -> list[tuple[int, int]]:
        text = lower if caseless else data
        spans: list[tuple[int, int]] = []
        at = text.find(word)
        while at >= 0 and len(spans) < most:
            spans.append((at, at + len(word)))
            at = text.find(word, at + 1)
        return spans

    return search
