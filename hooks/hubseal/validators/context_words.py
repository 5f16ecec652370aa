"""Words that say what an identity number is: in its key, right beside it, or near by."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Validator, Verdict

BEFORE, AFTER = 160, 60
"""Bytes before and behind a number in which a telling word may stand."""
BESIDE = 64
"""Bytes before it in which a short or common word may, with nothing between but words such as `number is`."""
_GROUP_BEFORE, _GROUP_AFTER = (
    LazyPattern(rb"(?<![0-9A-Z])(?=[A-Z]*[0-9])[0-9A-Z]+ \Z"),
    LazyPattern(rb" [0-9A-Z]*[0-9]"),
)
"""Groups of a longer number, such as an IBAN, around one that it holds by chance."""

ABBREVIATION = 3
"""Letters up to which a word is looked for whole; longer ones may go on: `canad` stands in `Canadian`, `rodn` in `rodne`."""
_CAMEL = LazyPattern(rb"(?<=[a-z0-9])(?=[A-Z])")
_MEASURE = LazyPattern(
    rb"(?:\A|[^a-z])(?:bytes?|sizes?|examples?|tokens?|samples?|rows?|counts?|steps?|lengths?|offsets?|iterations?|epochs?|seeds?"
    rb"|params|parameters|flops|timestamps?|durations?|elapsed|revenues?|prices?|volumes?|num|total)(?:\Z|[^a-z])"
)
"""A word in the key of a number that counts or measures something."""


def _worded(text: bytes) -> bytes:
    """Text in small letters, as it is and with a blank before each capital that begins a word in a name."""
    apart = _CAMEL.sub(b" ", text)
    return text.lower() if apart == text else text.lower() + b" " + apart.lower()


COMMON = frozenset(
    "france,french,spain,espa,canad,portug,contribuinte,contribuyente,brazil,brasil,mexic,belg,swiss,insurance,identity,identi,patient,election,indian,finland"
    ",finnish,danish,denmark,norw,nigeria,singapore,thai,turkish,korea,swedish,sweden,foreign,clave,entity,business,citizen,resident,documento,fiscal,codice"
    ",national id,id number,tax id,income tax,travel document,south africa,driver,personal number,health service".split(
        ","
    )
)
"""Words of ordinary texts: far from a number they say nothing of it."""
_BETWEEN = (
    rb"[a-z\x80-\xff]{0,14}[\s:=#\"'.()\[\]|>_*/-]{0,8}(?:(?:numbers?|numero|n\xc3\xbamero|nummer|num|no|nr|id|ids|is|was|code|card|citizen|holder|personal|de|for|of|my|his|her|the"
    rb"|old|new|value|and|identification|identity|identifica[a-z]*|registration|insurance|security|licen[cs]es?|s|account|tax|cislo|\xc4\x8d\xc3\xadslo)[\s:=#\"'.()\[\]|>_*/-]{1,6}){0,4}\Z"
)
_BEHIND = rb"\A[\s:=\"'.()\[\]|<_*/-]{0,4}(?:(?:is|as|was|my|his|her|the|your|a)\s+){0,2}"


def _speaker(words: tuple[str, ...]) -> bytes:
    """An expression for one of the words: never inside another word; abbreviations end where letters end, too."""
    whole = [w.strip() for w in words if w.isascii()]
    borders = [
        rb"(?<![a-z])" + re.escape(w.encode()) + (rb"(?![a-z])" if len(w) <= ABBREVIATION else b"") for w in whole
    ]
    others = (re.escape(w.encode()) for w in words if not w.isascii())
    return b"(?:" + b"|".join((*borders, *others)) + b")"


def _common(word: str) -> bool:
    return word.isascii() and (len(word.strip()) <= 4 or word in COMMON)


def spoken(words: tuple[str, ...], strict: bool, unproven: bool) -> Validator:
    """Checks that one of the words stands near the number, and that its key does not count or measure something;
    without a word, a strict number is a note in data. An `unproven` one has no check digit, or is public."""
    speaker = _speaker(words)
    anywhere, before, behind = LazyPattern(speaker), LazyPattern(speaker + _BETWEEN), LazyPattern(_BEHIND + speaker)
    telling = tuple(word for word in words if not _common(word))
    near = LazyPattern(_speaker(telling)) if telling else None

    def validate(match: Match[bytes], context: MatchContext) -> Verdict | None:
        first, last = (
            context.data[max(context.start - BEFORE, 0) : context.start],
            context.data[context.end : context.end + AFTER],
        )
        key = _worded(context.key.encode("utf-8", "surrogateescape"))
        if anywhere.search(key):
            return None
        if _MEASURE.search(key):
            return Verdict("off", "its key counts or measures something")
        if before.search(_worded(first[-BESIDE:])) or behind.search(_worded(last)):
            return None
        if near is not None and near.search(_worded(first + b" " + last)):
            return _unproven(match, context) if unproven else None
        longer = _GROUP_BEFORE.search(first) or _GROUP_AFTER.match(context.data, context.end)
        if strict and context.kind in ("data", "other") and not longer:
            return Verdict("note", "its check digit is right; no word near by says what it is")
        return Verdict("off", "no word near by says what it is")

    return validate


def _unproven(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A number of any digits is none; with letters in it, it is at most a warning."""
    if match["leak"].isdigit() and len(match["leak"]) < 10:
        return Verdict("off", "no word beside it says what it is, and it has no check digit")
    return Verdict("warning", "a word near by says what it may be") if context.level == "error" else None
