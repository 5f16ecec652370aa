"""What was searched of one text in vain, so that triggers that repeat do not have the same bytes searched again."""

from __future__ import annotations

import re

from .repeats import RepeatedCandidates

WIDEST = 64 << 10
"""Bytes that are searched at once, at most, where failed searches overlap."""


class SearchedText:
    """The searches in one text: where each pattern matched nothing, which places were judged, how much was searched."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.judged: set[tuple[int, int, int]] = set()
        """(detector, start, end) of the matches that validators saw."""
        self.bytes = 0
        """Bytes that patterns were searched in; what is searched twice counts twice."""
        self.repeats = RepeatedCandidates()
        self._empty: dict[re.Pattern[bytes], tuple[int, int]] = {}

    def judge(self, detector: int, start: int, end: int) -> bool:
        """Notes that a match is judged now; False when it has been."""
        place = (detector, start, end)
        if place in self.judged:
            return False
        self.judged.add(place)
        return True

    def search(self, pattern: re.Pattern[bytes], data: bytes, low: int, high: int) -> re.Match[bytes] | None:
        """The first match in `data[low:high]`. Each search that overlaps a failed one looks twice as far, so that a
        trigger that repeats costs no window each time; in a piece of the text nothing is known."""
        if data is not self._data:
            self.bytes += high - low
            return pattern.search(data, low, high)
        first, last = self._empty.get(pattern, (0, 0))
        if first <= low < last:
            if high <= last:
                return None
            far = min(high + min(last - first, WIDEST), len(data))
            self.bytes += far - low
            match = pattern.search(data, low, far)
            if match is None or match.start() >= high:
                self._empty[pattern] = (low, far if match is None else match.start())
                return None
            if match.end() < high:
                return match
        self.bytes += high - low
        match = pattern.search(data, low, high)
        if match is None:
            self._empty[pattern] = (low, high)
        return match
