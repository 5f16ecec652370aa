"""How many guesses a value needs: by what it is made of, not by the rule that found it."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from math import log2

from ..regex import LazyPattern
from .values import wordlike

_RUNS = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^A-Za-z0-9]+")
_BASE64 = LazyPattern(rb"[A-Za-z0-9+/_-]{8,}={0,2}")
_HEX = LazyPattern(rb"(?i)(?:[0-9a-f]{2}){4,}")
_PRINTABLE = LazyPattern(rb"[\x20-\x7e\r\n\t]+")
_YEAR = LazyPattern(rb"(?:19|20)[0-9]{2}")
_CONSONANTS = LazyPattern(rb"(?i)[bcdfghjklmnpqrstvwxz]{5}")
_SPELT = LazyPattern(rb"(?<=[A-Za-z])[0134578@$!](?=[A-Za-z0134578@$])")
_LEET = bytes.maketrans(b"0134578@$!", b"oieastbasi")
_LETTER_BITS, _HEX_BITS, _DIGIT_BITS = log2(26), log2(16), log2(10)
WORD_BITS = 2.0
"""Per letter of what reads like a word: a list of 20,000 words has 14 bits a word."""
SHORT_RUN = 2.8
"""Average length of runs of one sort of character below which a text is random."""
LAYERS = 2
"""Encodings around a value that are taken off."""


def entropy(value: bytes, layers: int = LAYERS) -> float:
    """Bits that somebody must guess who knows how such values are made; what is encoded counts decoded."""
    if layers:
        for decoded in (_from_base64(value), _from_hex(value)):
            if decoded is not None:
                return entropy(decoded, layers - 1)
    word = _SPELT.sub(_letter, value)
    spelt = _entropy(word) + 6 if word != value and wordlike(word) else 256.0
    return min(_entropy(value), spelt, _repeated(value))


def _entropy(value: bytes) -> float:
    """Bits of a text as it stands."""
    runs = _RUNS.findall(value)
    solid = [run for run in runs if run.isalnum()]
    # a random text changes between small letters, capitals and digits every second character or so
    short = sum(map(len, solid)) < SHORT_RUN * len(solid)
    if len(solid) > 1 and b" " not in value and (short or (len(solid) >= 5 and not _words(solid))):
        return len(value) * min(_alphabet(value), 6.0)
    return sum(map(_run, runs))


def _words(runs: list[bytes]) -> bool:
    """Whether the letters among the runs make words."""
    return wordlike(b"".join(run for run in runs if run.isalpha()))


def _letter(match: re.Match[bytes]) -> bytes:
    """The letter that a digit or a sign stands for in a word."""
    return match[0].translate(_LEET)


def _run(run: bytes) -> float:
    """Bits of letters of one case, digits, or others."""
    if run.isdigit():
        return 7.0 if _YEAR.compiled().fullmatch(run) else len(run) * _DIGIT_BITS
    if not run.isalpha():
        return 3.0 * len(set(run)) + 1
    vowels = sum(run.lower().count(letter) for letter in (b"a", b"e", b"i", b"o", b"u", b"y"))
    word = vowels * 5 >= len(run) and vowels * 10 <= len(run) * 7 and not _CONSONANTS.search(run)
    return max(len(run) * WORD_BITS, 4.0) if word or len(run) < 4 else len(run) * _LETTER_BITS


def _alphabet(value: bytes) -> float:
    """Bits per character of the smallest usual alphabet that holds a value."""
    if _HEX.compiled().fullmatch(value.replace(b"-", b"")):
        return _HEX_BITS
    size = 26 * any(97 <= c <= 122 for c in value) + 26 * any(65 <= c <= 90 for c in value)
    size += 10 * any(48 <= c <= 57 for c in value)
    size += 8 * (len(set(value) - set(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) > 0)
    return log2(size or 1)


def _repeated(value: bytes) -> float:
    """What a value that repeats a piece, or has few different characters, has at most."""
    for period in range(1, min(len(value) // 2, 64) + 1):
        if value[period:] == value[:-period]:
            return period * 6.6 + 6
    different = len(set(value))
    return len(value) * log2(different + 1) + 1 if different < 10 else len(value) * 8.0


def _from_base64(value: bytes) -> bytes | None:
    """The text that a value encodes; None when it encodes none."""
    if not _BASE64.compiled().fullmatch(value):
        return None
    bare = value.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        decoded = a2b_base64(bare + b"=" * (-len(bare) % 4))
    except (Base64Error, ValueError):
        return None
    return decoded if _PRINTABLE.compiled().fullmatch(decoded) else None


def _from_hex(value: bytes) -> bytes | None:
    """Likewise, in hexadecimal digits."""
    if not _HEX.compiled().fullmatch(value):
        return None
    decoded = bytes.fromhex(value.decode("ascii"))
    return decoded if _PRINTABLE.compiled().fullmatch(decoded) else None
