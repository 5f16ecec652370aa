"""Whether a value is random, or a placeholder, a word, a counter that somebody typed."""

from __future__ import annotations

import re
from math import log2
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Validator, Verdict

_PLACEHOLDER = LazyPattern(
    rb"(?i)x{5,}|\*{3,}|\.{3}|_{4,}|-{4,}|0{10,}|1{10,}|a{8,}|<[a-z_ -]+>|\$\{|\{\{|%\(|\[your|your[_ .-]?(?:[a-z]{1,24}[_ .-]?)?"
    rb"(?:api|key|token|secret|pass|access|account|own|hf|read|write|name)|(?<![a-z])your(?![a-z])|example|placeholder|change[_-]?me"
    rb"|changeit|dummy|redacted|insert[_-]?(?:your|key|token|here)|replace[_-]?(?:me|with|this)|(?:key|token|secret)[_-]?here|\.signature\Z"
    rb"|Eby8vdM02xNO|tGzv3JOkF0XG|2YotnFZFEjr1|SplxlOBeZQQY|7Fjfp0ZBr1Kt|czZCaGRSa3F0|gX1fBat3|(?<![a-z])(?:todo|fixme|sample|fake|mock|demo|foo|foobar|none|null|undefined|invalid)(?![a-z])|abcdefghij|0123456789(?!abcdef)"
    rb"|123456789|abc123abc|deadbeef(?:deadbeef)+|my[_-]?(?:api|secret|token|key|hf|password)|this[_-]is|not[_-]?a?[_-]?real"
)
_IN_CHECKSUM = LazyPattern(rb"sha(?:256|384|512)[-=:][0-9A-Za-z+/_-]{0,88}\Z")
"""Where a value begins within a checksum in base64, as in `RECORD` of a wheel or `integrity` of a lock file."""
_FIXED = LazyPattern(
    rb"A{8,32}(?=[0-9A-Za-z+]{0,30}(?:AZDO|ACOG|APIM|ACDB|AzSe|AzFu|AzCa|AIoT|AEhG|ASt|ARm|ACR))|(?<=[0-9A-Za-z]{40})A{8,32}(?=[0-9A-Za-z]{16})"
)
"""The As in the middle of the keys that Azure's services share a format for, and of a random value."""
_CHECKSUM = LazyPattern(rb"(?i)(?:sha-?(?:1|224|256|384|512)|md5)[-=:$_][0-9A-Za-z+/_-]{16,}={0,2}(?:\s|\Z)")
"""A value that says it is a checksum."""
_PODS = LazyPattern(
    r"(?i)(?:\A|/)(?:podfile|package|cartfile)\.(?:lock|resolved)\Z|-lock\.(?:json|ya?ml)\Z|\.lock\Z|(?:\A|/)go\.sum\Z"
)
"""Files in which a name of a package stands before a checksum of it."""
_HEX_SUM = LazyPattern(rb"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
_BASE64_BEFORE, _BASE64_BEHIND = LazyPattern(rb"[0-9A-Za-z+/]*\Z"), LazyPattern(rb"[0-9A-Za-z+/]*")
RUN, REACH = 60, 160
"""Characters of base64 around a value that make it a piece of something packed, and how far they are looked for."""
_DIGITS, _LETTERS = re.compile(rb"[0-9]"), re.compile(rb"[A-Za-z]")
_DIGIT_RUNS = re.compile(rb"[A-Za-z][0-9]+(?=[A-Za-z])")
_COMMON = frozenset(
    "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa"
    " si ar ve ra ld ur me ne wa nc ce io ro li ll ec om ma co ri el la ic us ch ac ca ta na un no mo pe"
    " ho tr pr ss ge di ct wo so rs ot ow id ee ut pa po lo do em ni im ke ay ai ad ie am ag ev ey ef ul"
    " up ub rt ry sh sp sw su sk ty tt tu wi wh ye ab ap av ob op bl bo be by cl cr ck cu da ds du ep ex"
    " fi fo fr fu ga gr gi go ig il ir iv ki lu ly mp ms mi my ns nu ok pl pp pt qu rd rk rm rn ru sc ts"
    " va vi ys".split()
)
"""Pairs of letters that English words are made of."""


def shannon(value: bytes) -> float:
    """Shannon entropy in bits per byte."""
    size = len(value)
    return -sum(n / size * log2(n / size) for n in map(value.count, set(value))) if size else 0.0


def is_placeholder(value: bytes) -> bool:
    """Whether a value says that it stands for another, or was typed by holding a key down.

    What a format repeats by itself is no part of the question.
    """
    if b"AAAAAAAA" in value:
        value = _FIXED.sub(b"", value)
    return bool(_PLACEHOLDER.search(value)) or is_patterned(value)


def is_patterned(value: bytes) -> bool:
    """A piece repeated, a run along the alphabet, or hardly any different characters."""
    size = len(value)
    if size < 8:
        return False
    if len(set(value.lower())) <= max(2, min(size // 12, 5)):
        return True
    for period in range(1, min(size // 3, 12) + 1):
        if value[period:] == value[:-period]:
            return True
    steps = [b - a for a, b in zip(value.lower(), value.lower()[1:], strict=False)]
    ordered = sum(1 for a, b in zip(steps, steps[1:], strict=False) if a == b and a in (-1, 0, 1))
    return ordered * 10 >= size * 6


def wordlike(value: bytes) -> bool:
    """Whether the letters of a value go together as in English words; random letters do so one time in four."""
    runs = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", value.decode("ascii", "replace"))
    pairs = [run[i : i + 2].lower() for run in runs for i in range(len(run) - 1)]
    letters = sum(len(run) for run in runs)
    if letters < len(runs) * 2.6:  # words are longer
        return False
    if letters < 6 or letters * 10 < len(value) * 7 or len(pairs) < 4 or len(_DIGIT_RUNS.findall(value)) > 4:
        return False
    return sum(pair in _COMMON for pair in pairs) * 100 >= len(pairs) * 62


def is_checksum(value: bytes, path: str) -> bool:
    """Whether a value is a checksum by what it says, or by the file that it stands in."""
    return _CHECKSUM.match(value) is not None or (
        _PODS.search(path) is not None and _HEX_SUM.fullmatch(value) is not None
    )


def in_base64(context: MatchContext) -> bool:
    """Whether a value touches, on either side, a long run of the alphabet of base64: packed bytes begin with anything."""
    data, start, end = context.data, context.start, context.end
    before = _BASE64_BEFORE.search(data, max(start - REACH, 0), start)
    behind = _BASE64_BEHIND.match(data, end, end + REACH)
    run = (len(before[0]) if before else 0) + (len(behind[0]) if behind else 0)
    return run >= RUN and b"://" not in data[max(start - REACH - 16, 0) : start]


def plausible(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what a person would call a placeholder: for values with a distinctive prefix."""
    value = match["leak"]
    if is_placeholder(value):
        return Verdict("off", "it is a placeholder")
    if _IN_CHECKSUM.search(context.data, max(context.start - 100, 0), context.start):
        return Verdict("off", "it is a piece of a checksum")
    if in_base64(context):
        return Verdict("off", "it is a piece of packed bytes")
    if len(value) >= 16 and shannon(value) < 2.3:
        return Verdict("off", "it is not random")
    return None


def random_value(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what is not random: for values known only by the words around them."""
    value = match["leak"]
    if is_placeholder(value) or wordlike(value) or is_checksum(value, context.path):
        return Verdict("off", "it is a word, a placeholder or a checksum")
    least = 2.6 if len(value) < 16 else 3.0
    if shannon(value) < least:
        return Verdict("off", "it is not random")
    if len(value) < 40 and not (_DIGITS.search(value) and _LETTERS.search(value)):
        mixed = value != value.lower() and value != value.upper()
        if not mixed or len(value) < 20 or shannon(value) < 3.6:
            return Verdict("off", "it is not random")
    return None


def random_hex(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """The same for hexadecimal values: all digits of a counter or a date are none."""
    value = match["leak"]
    digits = len(_DIGITS.findall(value))
    if (
        is_placeholder(value)
        or digits in (0, len(value))
        or len(set(value.lower())) < 7
        or is_checksum(value, context.path)
    ):
        return Verdict("off", "it is not random")
    return None


def entropy(least: float) -> Validator:
    """Drops values of less than `least` bits per byte."""

    def validate(match: Match[bytes], context: MatchContext) -> Verdict | None:
        return Verdict("off", "it is not random") if shannon(match["leak"]) < least else None

    return validate
