"""Comments that allow a finding: ours, which name the rule, and the marks of detect-secrets and gitleaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..regex import LazyPattern
from ..types import Family

_MARK = LazyPattern(
    rb"hubseal:[ \t]{0,4}allow[ \t]{1,4}([a-z0-9][a-z0-9-]*(?:[ \t]{0,4},[ \t]{0,4}[a-z0-9][a-z0-9-]*)*)"
    rb"[ \t]{0,8}(?:(?:--|:|\(|because\b)[ \t]{0,4}([^\r\n]{1,200}))?"
)
_PRAGMA = LazyPattern(rb"pragma:[ \t]{0,4}(?:allow|white)list[ \t]{1,4}secret|gitleaks:allow")
_NEXT_LINE = LazyPattern(rb"pragma:[ \t]{0,4}(?:allow|white)list[ \t]{1,4}nextline[ \t]{1,4}secret")
_COMMENT_ONLY = LazyPattern(rb"[ \t]*(?:#|//|--|<!--|/\*|\*|%|;|\"{3}|REM\b)")
_CLOSE = LazyPattern(rb"""\*/|--!?>|--%>|%>|#\}|-\}|\}\}|\*\)|#>|\]\]|\"{3}|'{3}|=#|\|#|\\r""")
"""What ends a comment in some language; what follows is no comment."""
_LONGEST_LINE = 4096


def allowed(data: bytes, start: int, end: int, rule: str, family: Family) -> str | None:
    """The reason that an allow comment gives for `data[start:end]`, or "" when it gives none; None without a comment.

    The comment stands on a line of the value, or is the line above. `hubseal: allow` must name the rule; the marks of
    detect-secrets and gitleaks are honoured for tokens.
    """
    low = max(data.rfind(b"\n", max(start - _LONGEST_LINE, 0), start) + 1, start - _LONGEST_LINE, 0)
    high = data.find(b"\n", end, end + _LONGEST_LINE)
    line = data[low : high if high >= 0 else end + _LONGEST_LINE]
    above_end = max(low - 1, 0)
    above = data[max(data.rfind(b"\n", max(above_end - _LONGEST_LINE, 0), above_end) + 1, 0) : above_end]
    name = rule.encode()
    for text, value in ((line, start - low), (above if _COMMENT_ONLY.match(above) else b"", len(above))):
        for match in _MARK.finditer(text):
            if name in re.split(rb"[ \t]*,[ \t]*", match[1]):
                return _reason(match, value)
    if family == "tokens":
        mark = _PRAGMA.search(line) or _NEXT_LINE.search(above)
        if mark:
            return mark[0].decode()
    return None


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
