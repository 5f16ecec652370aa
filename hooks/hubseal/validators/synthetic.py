"""Values of the right shape that somebody typed: `1234567890abcdef...`.

A filler (`xxxx`, `your_key`) is dropped by the validators of `values`. A typed value in the exact shape of a provider's
token is mostly an example, now and then a weak real one, so it is worth a note, and a warning where a program or its
settings give it to the name of a secret. With enough random characters beside what was typed it is as good as any other.
"""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Validator, Verdict
from .checksums import MADE_UP_PLACES, claimed
from .values import plausible, random_hex, random_value, shannon, wordlike

_RUNS = (
    rb"(?i)0?12345(?:6(?:7(?:8(?:90?)?)?)?)?|0?1234(?![0-9])|9876(?:5(?:4(?:3(?:210?)?)?)?)?|fedcba|lkjihg|zyxwv"
    rb"|qwerty(?:uiop)?|asdfgh?(?:jkl)?|zxcvb(?:nm?)?|abcd(?:e(?:f(?:g(?:h(?:i(?:j[k-z]*)?)?)?)?)?)?"
    rb"|[d-w]?(?:efgh|ghij|ijkl|klmn|lmno|mnop|nopq|opqr|qrst|stuv|uvwx|wxyz)[a-z]{0,4}"
    rb"|deadbeef|cafebabe|a1b2c3(?:d4[0-9a-z]*)?|1a2b3c(?:4d[0-9a-z]*)?|z9y8x7|12ab34cd"
)
_FILLERS = (
    rb"(?i)([0-9a-z])\1{6}|x{5,}|\*{3,}|\.{3}|<|\$\{|\{\{|your|example|sample|placeholder|change_?me|dummy|redacted"
    rb"|insert|replace|here\b|(?<![a-z])(?:not|fake)(?![a-z])"
)
_GROUPS = LazyPattern(rb"(?i)(?:abc|def|ghi|jkl|mno|pqr|stu|vwx)(?:012|123|345|456|678|789|901)")
"""`abc123def456ghi789`."""
_SAYS_SO = LazyPattern(
    rb"(?<![_-])(?:Test|Fake|Dummy|Mock)(?:Key|Token|Secret)|(?<![A-Za-z_-])(?:test|fake|dummy|mock)_?(?:key|token|secret)"
)
"""What no generator draws: once in 10^11 values."""
SURE = 6
"""Groups such as `abc123` from which on a value with a prefix is nobody's, whatever else it says."""
NOTE = Verdict("note", "it looks typed by hand, as in an example")
GIVEN = Verdict("warning", "it looks typed by hand; if it is in use, it is guessed first")
REST, REST_BITS = 20, 3.8
"""Characters, and bits in each, beside what was typed that are random by themselves."""


def typed(value: bytes) -> bool:
    """Whether a value counts, runs along the keyboard or repeats a longer piece, and is no plain filler."""
    if re.search(_FILLERS, value) or len(set(value.lower())) < 5:
        return False
    for text in (value, re.sub(rb"[-_.:]", b"", value)):
        if sum(len(run) for run in re.findall(_RUNS, text)) * 5 >= len(text):
            return True
    body = value[min(12, len(value) // 4) :]  # a prefix does not repeat
    return any(body[period:] == body[:-period] for period in range(3, min(len(body) // 2, 24) + 1))


def _rest_is_random(value: bytes) -> bool:
    """Whether what is left of a typed value is a secret by itself, as behind the number in a token of Slack."""
    rest = re.sub(_RUNS, b"", value)
    sorts = sum(re.search(sort, rest) is not None for sort in (rb"[a-z]", rb"[A-Z]", rb"[0-9]"))
    return len(rest) >= REST and sorts == 3 and shannon(rest) >= REST_BITS and not wordlike(rest)


def _typed(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """The verdict on a typed value, by what is left of it and by where it stands."""
    if _rest_is_random(match["leak"]):
        return None
    written = context.kind in ("code", "config", "other") or context.path.endswith(".txt")
    made_up = IN_SAMPLES.search(context.path) or re.search(MADE_UP_PLACES, context.path)
    return GIVEN if written and not made_up and context.level != "note" and claimed(context) else NOTE


def counts(value: bytes) -> bool:
    """Whether letters alternate with digits that count up, as in `a1b2c3d4e5f6g7`, `aA1bB2cC3` or `abc123def456ghi789`."""
    for stride in (2, 3, 4):
        ahead = [
            48 <= a < 58 and 48 <= b < 58 and (b - a) % 10 == 1 for a, b in zip(value, value[stride:], strict=False)
        ]
        if any(all(ahead[at : at + 5 * stride + 1 : stride]) for at in range(len(ahead) - 5 * stride)):
            return True
    return len(b"".join(_GROUPS.findall(value))) * 2 >= len(value)


def _soft(strict: Validator, groups: int = 1 << 30) -> Validator:
    """`strict`, but a typed value is a note where `strict` drops it, and one with `TestKey` in it where it does not."""

    def validate(match: Match[bytes], context: MatchContext) -> Verdict | None:
        verdict = strict(match, context)
        if verdict is None:
            return NOTE if _SAYS_SO.search(match["leak"]) or len(_GROUPS.findall(match["leak"])) >= groups else None
        return _typed(match, context) if verdict.level == "off" and typed(match["leak"]) else verdict

    return validate


IN_SAMPLES = LazyPattern(
    r"(?i)(?:^|/)(?:(?:self)?tests?|testing|examples?|docs?|documentation|tutorials?|fixtures?|mocks?|samples?|spec|__tests__)(?:/|_)"
    r"|_test\.|test_|\.spec\.|\.rst$|(?:^|/)man[1-9]/|\.info(?:-[0-9]+)?$"
)
"""Paths of what is written to be read or tested."""


def in_samples(_match: Match[bytes], context: MatchContext) -> Verdict | None:
    """What would be an error is a warning in tests, examples and documentation."""
    if context.level == "error" and IN_SAMPLES.search(context.path):
        return Verdict("warning", "it stands in tests, examples or documentation")
    return None


shaped = _soft(plausible, SURE)
"""For values with a shape of their own."""
hexadecimal = _soft(random_hex)
"""For hexadecimal values known by the name before them."""
named = _soft(random_value)
"""For other values known by the name before them."""
