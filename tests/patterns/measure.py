"""How long patterns take: `python -m tests.patterns.measure [PART/PARTS]` tries far more texts than the tests do."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from patterns.collect import Known, all_patterns
from patterns.pumps import Attack, attacks

SHORT = 22
"""Pieces with which a pattern that takes twice as long with each takes a moment."""


class Slow(NamedTuple):
    """A text that takes a pattern longer than it may."""

    known: Known
    attack: Attack
    size: int
    seconds: float

    def __str__(self) -> str:
        begin, piece, end = self.attack
        return f"{self.known.name}: {self.seconds * 1e3:.0f} ms for {begin!r} + {piece!r} * {self.size} + {end!r}"


def run(known: Known, text: Any) -> float:
    """CPU seconds of this thread."""
    begun = time.thread_time()
    if known.searched:
        for _ in known.pattern.finditer(text):
            pass
    else:
        known.pattern.fullmatch(text)
        known.pattern.match(text)
    return time.thread_time() - begun


def slow(known: Known, size: int, limit: float, pieces: int, begins: int) -> Iterator[Slow]:
    """The texts of up to `size` characters that take longer than `limit`, in each of three tries."""
    size = min(size, known.longest or size)
    for attack in attacks(known.pattern, pieces, begins):
        few = min(len(attack.begin) + SHORT * len(attack.piece), size)
        for characters in (few, size // 8, size):
            text = attack.text(characters)
            seconds = run(known, text)
            if seconds > limit:
                seconds = min(seconds, *(run(known, text) for _ in range(2 if seconds < 1 else 0)), seconds)
            if seconds > limit:
                yield Slow(known, attack, characters, seconds)
                break


def main() -> int:
    part, parts = map(int, (sys.argv[1:] or ["0/1"])[0].split("/"))
    for number, known in enumerate(all_patterns()):
        if number % parts == part:
            found = max(slow(known, 8_000, 0.01, 90, 10), key=lambda one: one.seconds, default=None)
            if found is not None:
                print(found, "" if known.searched else "(match)", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
