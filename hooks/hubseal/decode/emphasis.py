"""A value in the underscores of Markdown: `_TOKEN_`, `__TOKEN__`. Format: CommonMark 0.31, 6.2."""

from __future__ import annotations

from collections.abc import Iterator

from ..regex import LazyPattern
from .view import Marks, View, ViewBuilder

EMPHASIS_TRIGGERS = (rb"[0-9A-Za-z=+/_:-]{8}_[ \t\r\n.,;:!?)*_\]]",)
"""The end of a long word in underscores."""
LONGEST_VALUE, AROUND = 1024, 256
_OPENS = LazyPattern(rb"(?<![0-9A-Za-z_\\/.-])_{1,3}(?=[^\s_][^\s`\"']{14,}\Z)")
_CLOSES = LazyPattern(rb"_{1,3}(?![0-9A-Za-z_])")


def emphasis(data: bytes, marks: Marks) -> Iterator[View]:
    """Words in underscores without these, with what stands around them."""
    done = -1
    for _, end in marks:
        at = end - 2
        closes = _CLOSES.match(data, at)
        if at < done or closes is None:
            continue
        low = max(at - LONGEST_VALUE, done, 0)
        opens = _OPENS.search(data[low:at])
        if opens is None:
            continue
        view = ViewBuilder(data)
        view.copy(max(low + opens.start() - AROUND, 0), low + opens.start())
        view.plain(b" ", low + opens.start())
        view.copy(low + opens.end(), at)
        view.plain(b" ", at)
        view.copy(closes.end(), closes.end() + AROUND)
        done = closes.end()
        found = view.view("emphasis")
        if found is not None:
            yield found
