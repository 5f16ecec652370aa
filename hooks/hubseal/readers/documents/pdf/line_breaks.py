"""Addresses, paths and keys that the end of a line breaks, each in one piece."""

from __future__ import annotations

import re

FULL, LONG = 0.85, 20
"""The share of the longest line from which on a line is full; characters from which on a word is none of a language."""
LONGEST, PIECES = 4096, 16
_ODD = re.compile(r"://|[@/\\_=]")
_ENDS, _BEGINS = "-._=&?%+@~/", "-._=&?%+@"


def joined(lines: list[str]) -> list[str]:
    """The words that go on in the next line."""
    found: list[str] = []
    full = FULL * max(map(len, lines), default=0)
    word, pieces = "", 1
    """The last word of the line before, and of how many it is made."""
    for number, line in enumerate(lines):
        words = line.split(" ")
        if word and words[0] and pieces < PIECES and _breaks(word, words[0], len(lines[number - 1]) >= full):
            if pieces > 1 and word[-1] not in _ENDS:
                found.append(word)  # it may have ended there
            word, pieces = (word + words[0])[:LONGEST], pieces + 1
            if len(words) == 1:
                continue
        if pieces > 1:
            found.append(word)
        word, pieces = words[-1], 1
    return [*found, word] if pieces > 1 else found


def _breaks(word: str, after: str, full: bool) -> bool:
    """Whether what stands at the end of a line may go on with the next; `full`: it ends where other lines end."""
    if not _ODD.search(word) and not (len(word) >= LONG and any(c.isdigit() for c in word)):
        return False
    if word[-1] == "." and (after[0].isupper() or word.rpartition("@")[2].count(".") > 1):
        return False  # the end of a sentence
    return word[-1] in _ENDS or after[0] in _BEGINS or (full and len(word) >= 4 and ("@" not in word or "/" in word))
