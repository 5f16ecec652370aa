"""Parts of a text that are judged otherwise than the rest: the front matter of a card and settings in fences, what a
page shows. Formats: CommonMark 0.31, 4.5; HTML Living Standard, 4.12.1 and 4.2.6."""

from __future__ import annotations

from ..regex import LazyPattern
from ..types import Kind

Region = tuple[int, int, Kind]
"""Where a part begins and ends, and what it is."""
_FRONT = LazyPattern(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_FRONT_END = LazyPattern(rb"\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_FENCE = LazyPattern(
    rb"(?m)^[ \t>]{0,16}(`{3,}(?!`)|~{3,}(?!~))[ \t]*(?![ \t])\{?\.?"
    rb"([A-Za-z0-9_+-]*)(?![A-Za-z0-9_+-])[^\r\n`]{0,200}\r?\n"
)
_SETTINGS = frozenset(b"yaml yml json jsonc json5 toml ini cfg conf env dotenv properties".split())
"""What people call the language of settings."""


def regions(data: bytes) -> list[Region]:
    """The parts of a card that are settings, in order: rules judge them as a file of settings."""
    found: list[Region] = []
    at = 0
    if _FRONT.match(data):
        end = _FRONT_END.search(data, 3)
        if end is not None:
            at = end.end()
            found.append((0, at, "config"))
    while (opened := _FENCE.search(data, at)) is not None:
        closed = data.find(opened[1], opened.end())
        stop = closed if closed >= 0 else len(data)
        if opened[2].lower() in _SETTINGS or (not opened[2] and _is_object(data, opened.end(), stop)):
            found.append((opened.end(), stop, "config"))
        line_end = data.find(b"\n", stop)
        at = line_end + 1 if line_end >= 0 else len(data)
    return found


def _is_object(data: bytes, start: int, stop: int) -> bool:
    """Whether the text of a fence without a language is a JSON object."""
    return data[start:stop].lstrip()[:1] == b"{" and b'"' in data[start:stop]


_PROGRAM = LazyPattern(rb"(?i)<(?:(script)|style)\b")
_END_SCRIPT, _END_STYLE = LazyPattern(rb"(?i)</script"), LazyPattern(rb"(?i)</style")


def shown(data: bytes) -> list[Region]:
    """The parts of a page that people read, in order: all but its programs and styles. Rules judge them as what a
    program printed."""
    found: list[Region] = []
    at = 0
    while (opened := _PROGRAM.search(data, at)) is not None:
        found.append((at, opened.start(), "log"))
        closed = (_END_SCRIPT if opened[1] else _END_STYLE).search(data, opened.end())
        at = closed.start() if closed is not None else len(data)
    found.append((at, len(data), "log"))
    return found
