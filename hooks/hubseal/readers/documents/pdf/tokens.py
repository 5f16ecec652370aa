"""Words of content streams: operators and what stands before them. Format: ISO 32000-1, 7.8.2.

What draws no text is passed over many operators at once.
"""

from __future__ import annotations

import re
from typing import Any

from .objects import SPACE, literal, number, unescaped, unhexed

_PATHS = (
    SPACE + rb"+|%[^\r\n]*[\r\n]|(?:[-+.0-9]{1,24}" + SPACE + rb"{1,4}){0,6}"
    rb"(?:[mlcvyhSsfFBbnWwJjMigGkK]|re|rg|RG|[fBbW]\*)(?=" + SPACE + rb")"
)
TOKEN = re.compile(
    rb"(?:" + _PATHS + rb"){0,200}(?:"
    rb"([-+]?[0-9.]+(?:-[0-9.]+)?)|(\()|<([0-9A-Fa-f\0\t\n\f\r ]*)>|/([^\0\t\n\f\r ()<>\[\]{}/%]*)"  # 1-4
    rb"|([A-Za-z'\"][^\0\t\n\f\r ()<>\[\]{}/%]*)|(\[)|(\])|(<<)|(.))?",  # 5-9
    re.DOTALL,
)
NUMBER, STRING, HEX, NAME, WORD, ARRAY, DICT = 1, 2, 3, 4, 5, 6, 8
"""The groups of `TOKEN`."""
_PIECE = re.compile(
    SPACE + rb"*(?:\(([^()\\\r]*)\)|<([0-9A-Fa-f\0\t\n\f\r ]*)>|([-+]?[0-9.]+)|(\()|([^\]\[<>0-9.+-])|(.))", re.DOTALL
)
_PLAIN, _HEXED, _STEP, _OPEN, _OTHER = 1, 2, 3, 4, 5


def array(data: bytes, at: int) -> tuple[list[Any], int]:
    """The strings and numbers of an array up to its end, and the offset behind it."""
    items: list[Any] = []
    while True:
        for piece in iter(_PIECE.scanner(data, at).match, None):  # type: ignore[attr-defined]  # unknown to typeshed
            kind, at = piece.lastindex, piece.end()
            if kind == _PLAIN:
                items.append(piece[1])
            elif kind == _HEXED:
                items.append(unhexed(piece[2]))
            elif kind == _STEP:
                items.append(float(number(piece[3])))
            elif kind != _OTHER:
                break
        else:
            return items, len(data)
        if kind != _OPEN:
            return items, at
        end = literal(data, at)
        items.append(unescaped(data[at : end - 1] if end >= 0 else data[at:]))
        at = end if end >= 0 else len(data)
