"""Values that are written in pieces: literals side by side, lines that go on, underscores that Markdown escapes.

Formats: Python reference 2.4.2 and 2.2.5, POSIX shell 2.2.1, YAML 1.2.2 7.3.1, CommonMark 0.31 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..regex import LazyPattern
from .view import Marks, View, ViewBuilder

_PIECE = rb"[0-9A-Za-z_-]{3}"
LITERAL_TRIGGERS = (
    _PIECE + rb"\" \+[ \r\n]",
    _PIECE + rb"' \+[ \r\n]",
    _PIECE + rb"\"\+\"",
    _PIECE + rb"'\+'",
    _PIECE + rb"\" \"[0-9A-Za-z_-]",
    _PIECE + rb"' '[0-9A-Za-z_-]",
    _PIECE + rb"\" [rbfu]\"[0-9A-Za-z_-]",
    _PIECE + rb"' [rbfu]'[0-9A-Za-z_-]",
    _PIECE + rb"\"\"[0-9A-Za-z_-]",
    _PIECE + rb"''[0-9A-Za-z_-]",
    _PIECE + rb"[\"'] [.&] [\"']",
    _PIECE + rb"[\"']\n[ \t]",
    _PIECE + rb"[\"'] \\\n",
)
"""The end of a literal and what may join it to the next."""
LINE_TRIGGERS = (rb"[0-9A-Za-z_-]{4}\\\n[ 0-9A-Za-z_-]", rb"[0-9A-Za-z_-]{4}\\\r\n[ 0-9A-Za-z_-]")
LINE = LazyPattern(rb"(?<=[0-9A-Za-z_-])\\\r?\n[ \t]{0,80}(?=[0-9A-Za-z_-])")
"""A backslash at the end of a line within a word; in YAML what indents the next line is no part of it."""
MARKDOWN_TRIGGERS = tuple(
    prefix + rb"\\_" for prefix in (rb"hf", rb"gh[pousr]", rb"pat", rb"gsk", rb"r8", rb"sk", rb"npm", rb"api", rb"key")
)
MARKDOWN = LazyPattern(rb"\\([_-])")
"""An escaped underscore behind what tokens begin with."""
MOST_PIECES, LONGEST_PIECE, SHORTEST_VALUE, AROUND = 64, 512, 20, 256
_VALUE = rb"[0-9A-Za-z_.+/=~-]"
_LEFT = LazyPattern(rb"[\"']" + _VALUE + rb"{2,}\Z")
_JOINT = LazyPattern(
    rb"([\"'])(?:[ \t]{0,8}[+.&][ \t]{0,8}(?:\\?\r?\n[ \t]{0,80})?"
    rb"|[ \t]{0,8}\\?\r?\n[ \t]{0,80}(?:[+.&][ \t]{0,8})?|[ \t]{0,8})[rbfuRBFU]{0,2}\1(?=" + _VALUE + rb")"
)
"""What stands between two literals that are one text."""
_NEXT = LazyPattern(_VALUE + rb"{1,512}(?=[\"'])")


def joint(match: re.Match[bytes]) -> bytes:
    """Nothing: what stands before and behind is one word."""
    return b""


def escaped_mark(match: re.Match[bytes]) -> bytes:
    return match[1]


def literals(data: bytes, marks: Marks) -> Iterator[View]:
    """Literals without blanks that are joined, when together they are long enough for a value."""
    done = -1
    for start, _ in marks:
        quote = start + 3
        if quote < done:
            continue
        between = _JOINT.match(data, quote)
        if between is None or _NEXT.match(data, between.end()) is None:  # as for most literals: nothing joins it
            continue
        left = _LEFT.search(data[max(quote - LONGEST_PIECE, 0) : quote])
        pieces = [(quote - len(left[0]) + 1, quote)] if left is not None else []
        while pieces and len(pieces) < MOST_PIECES:
            between = _JOINT.match(data, pieces[-1][1])
            piece = _NEXT.match(data, between.end()) if between is not None else None
            if piece is None:
                break
            pieces.append(piece.span())
        if len(pieces) < 2 or sum(high - low for low, high in pieces) < SHORTEST_VALUE:
            continue
        done = pieces[-1][1]
        view = ViewBuilder(data)
        view.copy(max(pieces[0][0] - AROUND, 0), pieces[0][0])
        for low, high in pieces:
            view.copy(low, high)
        view.copy(done, done + AROUND)
        found = view.view("literals")
        if found is not None:
            yield found
