"""Context words beside a value: words of their own or parts of a name, never letters inside other words."""

from __future__ import annotations

BEFORE, AFTER = 100, 40
"""Bytes before and behind a value in which a word may stand."""
ABBREVIATION = 3
"""Letters up to which a word must end where letters end; a longer one may go on: `oktatoken`."""


def beside(words: tuple[str, ...], data: bytes, start: int, end: int, key: str) -> bool:
    """Whether one of the words, in small letters, stands in the key or beside the value `data[start:end]`."""
    window = b"%b %b" % (data[max(start - BEFORE, 0) : start], data[end : end + AFTER])
    texts = [(text, text.lower()) for text in (key.encode("utf-8", "surrogateescape"), window) if text]
    return any(_stands(word.encode(), text, lowered) for text, lowered in texts for word in words)


def _stands(word: bytes, text: bytes, lowered: bytes) -> bool:
    """Whether `word` stands in `text` with borders; `lowered` is `text` in small letters."""
    at = lowered.find(word)
    while at >= 0:
        if _begins(text, at) and _ends(word, text, at + len(word)):
            return True
        at = lowered.find(word, at + 1)
    return False


def _begins(text: bytes, at: int) -> bool:
    """Whether no letter stands before `text[at]`, unless a capital begins a word in a name, or an escape ends there."""
    before, first = text[at - 1 : at] if at else b"", text[at : at + 1]
    if not before.isalpha() or not first.isalpha():
        return True
    if first.isupper() and (before.islower() or text[at + 1 : at + 2].islower()):
        return True
    return before in b"nrt" and text[at - 2 : at - 1] == b"\\"


def _ends(word: bytes, text: bytes, at: int) -> bool:
    """Whether a word may end before `text[at]`."""
    last, after = text[at - 1 : at], text[at : at + 1]
    if len(word) > ABBREVIATION or not last.isalpha() or not after.isalpha():
        return True
    return after.isupper() and last.islower()
