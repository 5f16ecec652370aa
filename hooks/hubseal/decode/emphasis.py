"""A value in the underscores of Markdown: `_TOKEN_`, `__TOKEN__`. Format: CommonMark 0.31, 6.2."""

from __future__ import annotations

from collections.abc import Iterator

from ..regex import LazyPattern
from .view import Marks, View, ViewBuilder

EMPHASIS_TRIGGERS = (rb"[^ \t\n\r\x0b\x0c`\"']{4}[0-9A-Za-z=+/_:-]{8}_[ \t\r\n.,;:!?)*_\]]",)
"""The end of a long word in underscores, `ENDING` bytes of it."""
LONGEST_VALUE, AROUND, ENDING = 1024, 256, 12
_OPENS = LazyPattern(rb"(?<![0-9A-Za-z_\\/.-])_{1,3}(?=[^\s_][^\s`\"']{11,}\Z)")
_LONG = LazyPattern(rb"[^\s`\"']{12}")
"""The `ENDING` of what `_OPENS` begins; shorter words, which are most of them, cost no search."""
_ENDS_WORD = b" \t\n\r\f\v`\"'"
"""What the word does not hold, but for a first sign behind its underscores."""
_CLOSES = LazyPattern(rb"_{1,3}(?![0-9A-Za-z_])")


def emphasis(data: bytes, marks: Marks) -> Iterator[View]:
    """Words in underscores without these, with what stands around them."""
    done = -1
    for _, end in marks:
        at = end - 2
        if at < ENDING or _LONG.match(data, at - ENDING, at) is None:
            continue
        closes = _CLOSES.match(data, at)
        if at < done or closes is None:
            continue
        low = max(at - LONGEST_VALUE, done, 0)
        before = data[low:at]
        word = max(before.rfind(bytes((sign,))) for sign in _ENDS_WORD)
        opens = _OPENS.search(before, max(word - 4, 0))
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
