"""What came of a candidate is known when the same stands around the next: text that repeats itself is judged once.

Nothing that judges a candidate looks further than `BACK` bytes before its window and `AHEAD` behind it. A text whose
candidates repeat is made by a program, or to keep a scan busy; others never come here.
"""

from __future__ import annotations

from ..typed import NamedTuple
from .span import Span

MANY = 200
"""Candidates of one detector in one text from which on they are compared."""
BACK, AHEAD = 7 << 10, 3 << 10
"""Bytes: an item of a list looks for the head of its list 12 lines up, of 512 bytes each."""
KEPT = 16
"""Candidates of a detector that are remembered: as many may take turns."""
USELESS = 1000
"""Candidates that were compared in vain, after which that ends."""

Use = tuple[int, int, int]
"""What a trigger is for: (detector by its number or, when negative, a decoder; back; ahead)."""


class Outcome(NamedTuple):
    """What came of a candidate; offsets count from its trigger."""

    match: tuple[int, int] | None
    """Where the value stands; None when the pattern matched nothing."""
    span: Span | None


class RepeatedCandidates:
    """The last candidates of each detector in one text."""

    def __init__(self) -> None:
        self._counts: dict[Use, int] = {}
        self._known: dict[Use, list[tuple[bytes, Outcome]]] = {}
        self._vain: dict[Use, int] = {}

    def window(self, use: Use, data: bytes, low: int, high: int) -> bytes | None:
        """What is to be compared of a candidate, whose pattern is searched in `data[low:high]`.

        None while there are few of them, where comparing is of no use, and near the ends of the text.
        """
        count = self._counts[use] = self._counts.get(use, 0) + 1
        if count <= MANY or low < BACK or high + AHEAD > len(data) or self._vain.get(use, 0) > USELESS:
            return None
        return data[low - BACK : high + AHEAD]

    def outcome(self, use: Use, window: bytes) -> Outcome | None:
        """What came of a candidate with the same around it; None when none is remembered."""
        for known, outcome in self._known.get(use, ()):
            if known == window:
                self._vain[use] = 0
                return outcome
        self._vain[use] = self._vain.get(use, 0) + 1
        return None

    def remember(self, use: Use, window: bytes, outcome: Outcome) -> None:
        """Keeps what came of a candidate, in place of the oldest of them."""
        known = self._known.setdefault(use, [])
        known.append((window, outcome))
        if len(known) > KEPT:
            del known[0]
