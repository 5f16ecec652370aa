"""A line that shows how far a long scan is, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable

from ..types import Blob

EVERY = 0.1
"""Seconds between two lines."""
LONG = 2.0
"""Seconds after which a scan of the disk is long enough to say how far it is."""
LEAST = 1 << 20
"""Bytes that a file counts for at least a 256th of: opening one takes time, too."""


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
            _show(f"[{bar}] {self._files}/{self._total} files, {self._served() / 1e6:.1f} MB ")

    def done(self) -> None:
        """Takes the line away."""
        if self._shown and self._next:
            _show("")


class LocalProgress:
    """How far a scan of the disk is: files, bytes, and the seconds that are left. Writes nothing unless `shown`."""

    def __init__(self, items: Iterable[object], shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.shown = shown
        self._clock, self._start, self._next, self._written = clock, clock(), LONG, False
        self._files = self._total = self._bytes = self._bytes_total = 0
        for item in items if shown else ():
            if isinstance(item, Blob):
                self._total += 1
                self._bytes_total += item.size or 0

    def __enter__(self) -> LocalProgress:
        return self

    def __exit__(self, *_: object) -> None:
        """Takes the line away."""
        if self._written:
            _show("")

    def done(self, items: Iterable[object]) -> None:
        """These have been read."""
        if not self.shown:
            return
        for item in items:
            if isinstance(item, Blob):
                self._files += 1
                self._bytes += item.size or 0
        now = self._clock() - self._start
        if now >= self._next:
            self._next = now + EVERY
            self._written = True
            _show(self._line(now))

    def _line(self, seconds: float) -> str:
        each = LEAST >> 8
        share = (self._bytes + each * self._files) / max(self._bytes_total + each * self._total, 1)
        left = f", {seconds / share - seconds:,.0f} s left" if share > 0.01 else ""
        read = f"{self._bytes / 1e6:,.1f} of {self._bytes_total / 1e6:,.1f} MB"
        return f"{self._files:,} of {self._total:,} files, {read}{left}"


def _show(line: str) -> None:
    """The line instead of the one that is there."""
    sys.stderr.write(f"\r{line}\x1b[K")
    sys.stderr.flush()
