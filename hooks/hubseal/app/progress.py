"""A line that shows how far a long scan is, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

EVERY = 0.1
"""Seconds between two lines."""


class Progress:
    """Counts files; `served` gives the bytes so far. Writes nothing unless `shown`."""

    def __init__(self, served: Callable[[], int], shown: bool) -> None:
        self._served, self._shown = served, shown
        self._files = self._total = 0
        self._next = 0.0

    def listed(self, files: int) -> None:
        """The number of files is known."""
        self._total = files

    def file(self) -> None:
        """Another file begins."""
        self._files += 1
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + EVERY
            done = 20 * self._files // max(self._total, 1)
            bar = "#" * done + "." * (20 - done)
            sys.stderr.write(f"\r[{bar}] {self._files}/{self._total} files, {self._served() / 1e6:.1f} MB \x1b[K")
            sys.stderr.flush()

    def done(self) -> None:
        """Takes the line away."""
        if self._shown and self._next:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
