"""Comments that allow a finding: ours, which name the rule, and the marks of detect-secrets and gitleaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..regex import LazyPattern
from ..typed import NamedTuple
from ..types import Family
from .source_text import SourceText

_MARK = LazyPattern(
    rb"hubseal:[ \t]{0,4}allow[ \t]{1,4}"
    rb"([a-z0-9][a-z0-9-]*(?:[ \t]{0,4},[ \t]{0,4}[a-z0-9][a-z0-9-]*)*)(?![A-Za-z0-9_])"
    rb"[ \t]{0,8}(?:(?:--|:|\(|because\b)[ \t]{0,4}([^\r\n]{1,200}))?"
)
_PRAGMA = LazyPattern(rb"pragma:[ \t]{0,4}(?:allow|white)list[ \t]{1,4}secret|gitleaks:allow")
_NEXT_LINE = LazyPattern(rb"pragma:[ \t]{0,4}(?:allow|white)list[ \t]{1,4}nextline[ \t]{1,4}secret")
_CLOSE = LazyPattern(rb"""\*/|--!?>|--%>|%>|#\}|-\}|\}\}|\*\)|#>|\]\]|\"{3}|'{3}|=#|\|#|\\r""")
"""What ends a comment in some language; what follows is no comment."""
_ANY_OPENER = LazyPattern(rb"#|//|--|/\*|<!--|%|;|REM\b|\(\*|\{-|'|\"")
"""What begins a comment in some language: in a fenced block nobody knows which one it is in."""
_SCRIPT = (b"//", b"/*", b"#")
"""Comments of the languages within markup: scripts, styles, templates."""
_BOM = b"\xef\xbb\xbf"
_LONGEST_LINE = 4096
_RUN = 10
"""Lines of comments above a value that may hold a mark."""


class Mark(NamedTuple):
    """A comment that allows a finding: where it stands, and what it gives as its reason."""

    offset: int
    reason: str


def allowed(source: SourceText, start: int, end: int, rule: str, family: Family) -> Mark | None:
    """The comment that allows `source.data[start:end]`; None without one.

    It stands on a line of the value, above it, or likewise where begins what holds the value: the key of a text over
    several lines, a call, a fence. `hubseal: allow` must name the rule; the marks of detect-secrets and gitleaks are
    honoured for tokens.
    """
    name = rule.encode()
    for low, high in _lines(source, start, end):
        for match in _MARK.finditer(source.data, low, high):
            named = name in re.split(rb"[ \t]*,[ \t]*", match[1])
            if (
                named
                and in_comment(source, match.start())
                and not (high < start and _trails(source, low, match.start()))
            ):
                return Mark(match.start(), _reason(match, start))
    if family == "tokens":
        low, high = _own_lines(source, start, end)
        above = next(source.lines_above(source.line(start)[0], 1), (0, b""))
        mark = _PRAGMA.search(source.data, low, high) or _NEXT_LINE.search(above[1])
        for head in () if mark else source.heads(start):
            mark = mark or _PRAGMA.search(source.data, head, source.line(head)[1])
        if mark:
            return Mark(low, mark[0].decode())
    return None


def _own_lines(source: SourceText, start: int, end: int) -> tuple[int, int]:
    low, high = source.line(start)[0], source.line(max(end - 1, start))[1]
    return max(low, start - _LONGEST_LINE), min(high, end + _LONGEST_LINE)


def _lines(source: SourceText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the lines on which a mark counts: the value's own, the comments above, and
    those where a text that holds it begins and ends."""
    own = _own_lines(source, start, end)
    yield own
    yield from _comments_above(source, source.line(start)[0])
    token = source.token(start)
    if token is not None:
        yield token.end, min(source.line(token.end)[1], token.end + _LONGEST_LINE)
    for head in source.heads(start):
        yield head, min(source.line(head)[1], head + _LONGEST_LINE)
        yield from _comments_above(source, head)


def _comments_above(source: SourceText, low: int) -> Iterator[tuple[int, int]]:
    """The lines right above a line that hold nothing but comments, the nearest first."""
    inside = b""
    for number, (at, text) in enumerate(source.lines_above(low, _RUN)):
        bare = text.removeprefix(_BOM if not at else b"").strip()
        if not bare and not number and source.syntax.layout == "rst":
            continue
        closed = next((begin for begin, end in source.syntax.block if bare.endswith(end) and begin not in bare), b"")
        inside = inside or closed
        if not inside and not _begins_comment(source, bare):
            return
        if inside and inside in bare:
            inside = b""
        yield at, at + len(text)


def _trails(source: SourceText, low: int, offset: int) -> bool:
    """Whether a mark stands in a comment behind another comment of its line, and so is said of that line alone."""
    openers = _openers(source)
    text = source.data[low:offset].strip()
    if not text.startswith(openers):
        return False
    opener = max((one for one in openers if text.startswith(one)), key=len)
    while text.startswith(opener[:1]):
        text = text[len(opener) if text.startswith(opener) else 1 :].lstrip()
    return any(one in text for one in openers)


def _begins_comment(source: SourceText, line: bytes) -> bool:
    """Whether a line, without blanks around it, begins as a comment."""
    return line.startswith(_openers(source)) or (source.syntax.layout == "markdown" and line.startswith(b"#"))


def _openers(source: SourceText) -> tuple[bytes, ...]:
    syntax = source.syntax
    more = _SCRIPT if syntax.layout == "markup" else ()
    return (*syntax.line, *(begin for begin, _ in syntax.block), *more, b'"""')


def in_comment(source: SourceText, offset: int) -> bool:
    """Whether what stands at an offset may be a comment of the language."""
    low = max(source.line(offset)[0], offset - _LONGEST_LINE)
    before = source.data[low:offset]
    if any(opener in before for opener in _openers(source)):
        return True
    if source.syntax.layout == "markdown":
        if source.front_matter(offset):
            return b"#" in before
        if source.fence(offset) is not None:
            return _ANY_OPENER.search(before) is not None
    token = source.token(offset)
    if token is not None:
        return token.comment
    return not before.strip(b" \t*") and any(
        begin in source.data[max(low - _LONGEST_LINE, 0) : low] for begin, _ in source.syntax.block
    )


def _reason(match: re.Match[bytes], value: int) -> str:
    """What a comment gives as its reason: it ends with the comment, and before `value`, where the value begins."""
    start, end = match.span(2)
    if start < 0:
        return ""
    text = match.string[start : min(end, value) if value > start else end]
    close = _CLOSE.search(text)
    reason = (text[: close.start()] if close else text).decode("utf-8", "replace").strip()
    bracketed = match.string[match.end(1) : start].strip().startswith(b"(")
    return reason.partition(")")[0].strip() if bracketed else reason


def allow_comments(data: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(offset, rule ids) of each `hubseal: allow` comment."""
    for match in _MARK.finditer(data):
        yield match.start(), tuple(name.decode() for name in re.split(rb"[ \t]*,[ \t]*", match[1]))
