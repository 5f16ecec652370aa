"""The comments and texts of a language that go over several lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from ..typed import NamedTuple
from .comment_syntax import CommentSyntax

_HEREDOC = (
    rb"<<[-~<]?[ \t]*[\"'\\]?(?P<word>[A-Za-z_]\w*)(?!\w)[\"']?[^\n]{0,400}\n(?:[^\n]*\n){0,200}?"
    rb"[ \t]*(?P=word)[ \t]*[;)]?[ \t]*(?=\r?\n|\Z)"
)


class Token(NamedTuple):
    """A comment, or a text, that stands in more than one line: `data[start:end]`."""

    start: int
    end: int
    comment: bool


@lru_cache(maxsize=64)
def lexer(syntax: CommentSyntax) -> re.Pattern[bytes]:
    """Comments and texts of a language, whichever comes first; a comment is the group `c`."""
    # what does not end goes on to the end of the text: looked for again at each beginning, it would take its square
    comments = [re.escape(a) + rb"(?:[\s\S]*?" + re.escape(b) + rb"|[\s\S]*)" for a, b in syntax.block]
    comments += [_begins(mark) + rb"[^\n]*" for mark in syntax.line]
    texts = [_text(begin, end) for begin, end in syntax.strings]
    heredoc = [_HEREDOC] if syntax.layout == "heredoc" else []
    # no quote behind a backslash begins a text: looked for at each one, what does not end would take its square, too
    short = [rb'(?<!\\)"(?:\\.|[^"\\\n])*"', rb"(?<!\\)'(?:\\.|[^'\\\n])*'"]
    return re.compile(rb"(?P<c>" + rb"|".join(comments) + rb")|" + rb"|".join(heredoc + texts + short))


def _begins(mark: bytes) -> bytes:
    """What begins a comment: a word at the start of its line; `#` and `%` not within a word or behind `$`."""
    if mark.isalpha() or mark[:1] in (b"@", b".") or mark == b"::":
        return (
            rb"(?m:^[ \t]*)" + re.escape(mark) + rb"\b" if mark[-1:].isalpha() else rb"(?m:^[ \t]*)" + re.escape(mark)
        )
    return (rb"(?<![\w${&:/\\])" if mark in (b"#", b"%", b"//", b"!") else b"") + re.escape(mark)


def _text(begin: bytes, end: bytes) -> bytes:
    ends = re.escape(end) if begin == end else rb"(?:" + re.escape(end) + rb"|\Z)"
    first = rb"(?<!\\)" if begin[:1] in (b'"', b"'", b"`") else b""
    return first + re.escape(begin) + rb"(?:\\[\s\S]|(?!" + re.escape(end) + rb")[^\\])*" + ends


class Tokens:
    """The comments and texts of more than one line in a text, lexed up to the offsets that are asked for."""

    def __init__(self, data: bytes, syntax: CommentSyntax) -> None:
        self._data, self._syntax = data, syntax
        self._known: list[Token] = []
        self._ahead: Iterator[re.Match[bytes]] | None = None
        self._looked = len(data) if syntax.layout in ("markdown", "rst", "yaml") else 0
        """Before this offset all tokens that begin are known."""

    def at(self, offset: int) -> Token | None:
        """The one that an offset stands in."""
        while self._looked < min(offset, len(self._data)):
            self._look()
        number = bisect_right(self._known, (offset, len(self._data), True)) - 1
        inside = number >= 0 and self._known[number].start < offset < self._known[number].end
        return self._known[number] if inside else None

    def _look(self) -> None:
        """Goes on to the next comment or text."""
        if self._ahead is None:
            self._ahead = lexer(self._syntax).finditer(self._data)
        match = next(self._ahead, None)
        self._looked = len(self._data) if match is None else match.start()
        if match is not None and self._data.find(b"\n", match.start(), match.end()) >= 0:
            self._known.append(Token(match.start(), match.end(), match["c"] is not None))
