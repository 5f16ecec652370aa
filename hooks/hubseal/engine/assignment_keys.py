"""The key under which a value stands in plain text: `"hub_token": "..."`, `hub_token: ...`, `hub_token = ...`."""

from __future__ import annotations

import re

from ..regex import LazyPattern

REACH = 512
LINES_UP = 12
_KEY_BEFORE = LazyPattern(
    rb"(?:[\"']([^\"'\\\r\n]{1,120})[\"']|(?<![\w.\-?&%/])([A-Za-z_][\w.\-]{0,80}))"
    rb"\\?[ \t]{0,8}(?::(?!//)|=|=>|:=)[ \t]{0,8}"
    rb"(?:[rbfu]{0,2}\\?[\"'`\[({]|\[[ \t]{0,4}\\?[\"'])?[^\"'`,;{}\[\]\r\n]{0,300}\Z"
)
_LIST_HEAD = LazyPattern(
    rb"^[ \t]*(?:[\"']([^\"'\\]{1,120})[\"']|([A-Za-z_][\w.\-]{0,80}))[ \t]*[:=][ \t]*[\[({>|]?[ \t\[]*\Z"
)
_LIST_ITEM = LazyPattern(rb"^[ \t]*(?:-[ \t]|[\"'\[{(])")


def enclosing(data: bytes, start: int) -> str:
    """The key that holds the value at `data[start]`, on its line or above a list; empty when there is none."""
    low = max(data.rfind(b"\n", max(start - REACH, 0), start) + 1, start - REACH, 0)
    before = data[low:start]
    match = _KEY_BEFORE.search(before)
    if match is None and _LIST_ITEM.match(before):
        match = _above(data, low)
    return _text(match) if match is not None else ""


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
