"""The computing time that a blob and all that is packed in it may take."""

from __future__ import annotations

import time

SMALL, SMALL_SHARE = 4 << 20, 0.2
"""Bytes from which on a blob has all of its seconds, and what share of them an empty one has."""
PER_BLOB, PER_TEXT = 20 << 20, 200 << 20
"""Bytes of a top-level blob, and of text that is searched in it, for which it has its seconds once more."""
RATIO = 20
"""Times its size, up to which text that is packed in a blob gives it more time."""


class TimeAccount:
    """The CPU time that a top-level blob may take: 10 s from 4 MiB on, and 10 s more for each 20 MiB of it."""

    def __init__(self, seconds: float, size: int) -> None:
        self._seconds, self._begin = seconds, time.thread_time()
        share = SMALL_SHARE + (1 - SMALL_SHARE) * min(size / SMALL, 1)
        self._allowed = seconds * (share + size / PER_BLOB)
        self._grants = RATIO * size
        self.spent = False
        """Whether the last `check` found that the time is up."""

    @property
    def allowed(self) -> float:
        """Seconds that the blob may take in all."""
        return self._allowed

    def grant(self, size: int) -> None:
        """Adds what text of `size` bytes may take, which may be packed in much fewer."""
        size = min(size, self._grants)
        self._grants -= size
        self._allowed += self._seconds * size / PER_TEXT

    def check(self) -> bool:
        """Whether the time is up; what stands behind this place of the blob is then not searched."""
        self.spent = self.spent or time.thread_time() - self._begin > self._allowed
        return self.spent
