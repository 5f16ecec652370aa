"""The key under which a value stands in plain text: `"hub_token": "..."`, `hub_token: ...`, `hub_token = ...`."""

from __future__ import annotations

import re

from ..regex import LazyPattern

REACH = 512
LINES_UP = 12
VALUE = 300
"""Longest text between the assignment and the value, in bytes."""
LONGEST_KEY = 152
"""Longest key with its quotes, the assignment and what opens the value, in bytes."""
_KEY = LazyPattern(
    rb"(?:[\"']([^\"'\\\r\n]{1,120})[\"']|(?<![\w.\-?&%/])([A-Za-z_][\w.\-]{0,80}))"
    rb"\\?[ \t]{0,8}(?:=>|:=|:(?!//)|=)[ \t]{0,8}"
    rb"(?:\[[ \t]{0,4}\\?[\"']|[rbfu]{0,2}\\?[\"'`\[({])?"
)
_ENDS = (b'"', b"'", b"`", b",", b";", b"{", b"}", b"[", b"]", b"\r", b"\n")
"""What ends a value, or opens it."""
_LIST_HEAD = LazyPattern(
    rb"^[ \t]*(?:[\"']([^\"'\\]{1,120})[\"']|([A-Za-z_][\w.\-]{0,80}))[ \t]*[:=][ \t]*(?:[\[({>|][ \t\[]*)?\Z"
)
_LIST_ITEM = LazyPattern(rb"^[ \t]*(?:-[ \t]|[\"'\[{(])")


def enclosing(data: bytes, start: int) -> str:
    """The key that holds the value at `data[start]`, on its line or above a list; empty when there is none."""
    low = max(data.rfind(b"\n", max(start - REACH, 0), start) + 1, start - REACH, 0)
    before = data[low:start]
    match = _before(before)
    if match is None and _LIST_ITEM.match(before):
        match = _above(data, low)
    return _text(match) if match is not None else ""


def _before(text: bytes) -> re.Match[bytes] | None:
    """The first key in `text` whose value goes on to the end of `text`."""
    if b":" not in text and b"=" not in text:
        return None
    least = max(len(text) - VALUE, max(map(text.rfind, _ENDS)) + 1)  # where a key ends, or later
    search = _KEY.compiled().search
    match = search(text, max(least - LONGEST_KEY, 0))
    while match is not None and match.end() < least:
        match = search(text, max(match.end(2), match.start() + 1))  # no key begins within a word
    return match


def _above(data: bytes, low: int) -> re.Match[bytes] | None:
    """The head of the list in which the line at `low` is an item."""
    for _ in range(LINES_UP):
        if low <= 0:
            return None
        end = low - 1
        low = max(data.rfind(b"\n", max(end - REACH, 0), end) + 1, end - REACH, 0)
        line = data[low:end].rstrip(b"\r")
        head = _LIST_HEAD.match(line)
        if head is not None:
            return head
        if not _LIST_ITEM.match(line):
            return None
    return None


def _text(match: re.Match[bytes]) -> str:
    return (match[1] or match[2]).decode("utf-8", "replace").strip()
