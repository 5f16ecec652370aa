"""A part of a stream at hand, to look for what may stand anywhere in it."""

from __future__ import annotations

import re
from typing import BinaryIO

from ...core.streams import exactly

BLOCK, OVERLAP = 64 << 10, 64


class Buffer:
    """A part of the stream, moved and made larger as needed."""

    def __init__(self, stream: BinaryIO, total: int) -> None:
        self.stream, self.total, self.base, self.data = stream, total, 0, b""

    def have(self, at: int, size: int) -> int:
        """Sees to it that the bytes `[at, at + size)` are at hand, as far as there are any; their offset in `data`."""
        end = min(at + size, self.total)
        if at < self.base or at > self.base + len(self.data):
            self.base, self.data = at, b""
        if end > self.base + len(self.data):
            kept = self.data[at - self.base :]
            self.stream.seek(at + len(kept))
            more = exactly(self.stream, min(max(end - at - len(kept), BLOCK), self.total - at - len(kept)))
            self.base, self.data = at, kept + more
        return at - self.base

    def last(self) -> bool:
        """Whether the data reach the end of the file."""
        return self.base + len(self.data) >= self.total

    def search(self, pattern: re.Pattern[bytes], at: int) -> tuple[int, int, bytes] | None:
        """Where the first match from `at` on begins and ends, and its first group; none is longer than the overlap."""
        while at < self.total:
            first = self.have(at, 1)
            found = pattern.search(self.data, first)
            if found and (found.end() < len(self.data) or self.last()):
                return self.base + found.start(), self.base + found.end(), found[found.lastindex or 0]
            if not self.data or self.last():
                return None
            start = found.start() if found else max(len(self.data) - OVERLAP, first)
            at = self.base + start
            self.have(at, len(self.data) - start + 1)
        return None
