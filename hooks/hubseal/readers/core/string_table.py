"""Many small strings of a container as one text of `name = "value"` lines, so that rules see what stands together."""

from __future__ import annotations

from bisect import bisect_right

from ...types import Position, Segment
from .segments import is_name

SEGMENT_BYTES = 1 << 20
"""Bytes from which on a text is worth a segment of its own."""
LONGEST_NAME = 80


def option(argument: bytes) -> bytes:
    """The name of an option whose value is the next argument: `hub_token` of `--hub_token`; empty when it is none."""
    name = argument[2:] if argument.startswith(b"--") else b""
    return name if len(name) <= LONGEST_NAME and is_name(name) else b""


class StringTable:
    """Lines of one text, with the way back to where they stand in the blob."""

    def __init__(self, place: str = "") -> None:
        self.place, self.size = place, 0
        self._parts: list[bytes] = []
        self._starts: list[int] = []
        self._sources: list[tuple[int | None, int]] = []

    def add(self, text: bytes, at: int | None) -> None:
        """A line; `at` is the text's offset in the blob, None when it does not stand there as it is."""
        self._put(b"", text, b"\n", at)

    def pair(self, name: bytes, text: bytes, at: int | None) -> bool:
        """A line `name = "text"`; True when the name can be read there, so that it needs no line of its own."""
        bare = is_name(name)
        if len(name) > LONGEST_NAME or not bare and (b'"' in name or b"\n" in name):
            self.add(text, at)
            return False
        quote = b"" if b'"' in text or b"\n" in text else b'"'
        self._put((name if bare else b'"' + name + b'"') + b" = " + quote, text, quote + b"\n", at)
        return True

    def _put(self, before: bytes, text: bytes, after: bytes, at: int | None) -> None:
        self._starts.append(self.size + len(before))
        self._sources.append((at, len(text)))
        self._parts += (before, text, after)
        self.size += len(before) + len(text) + len(after)

    def take(self) -> list[Segment]:
        """The text so far as a segment; none when there is none. Begins anew."""
        if not self.size:
            return []
        full = StringTable(self.place)
        full._starts, full._sources = self._starts, self._sources
        data = b"".join(self._parts)
        self.size, self._parts, self._starts, self._sources = 0, [], [], []
        return [Segment(data, place=self.place, where=full)]

    def take_full(self) -> list[Segment]:
        """What `take` gives, once there is so much that it is worth a segment."""
        return self.take() if self.size > SEGMENT_BYTES else []

    def __call__(self, start: int, end: int) -> Position:
        number = bisect_right(self._starts, start) - 1
        at, size = self._sources[number] if number >= 0 else (None, 0)
        first = start - self._starts[number] if number >= 0 else 0
        if at is None or first > size:
            return Position()
        return Position(raw=(at + first, at + max(first, min(end - self._starts[number], size))))
