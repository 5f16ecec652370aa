"""What a value says of itself: a password that people chose, a token that a machine made, a word, an expression."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64

from ..regex import LazyPattern
from ..rule_types import Verdict
from .synthetic import counts, typed
from .values import shannon, wordlike

_TEMPLATE = LazyPattern(
    rb"\A'?`[^`]+`'?\Z|\$\{|\{\{|\$[A-Z][A-Z0-9_]{2,}|\A\$[A-Za-z_({]|%\(|\A%\w+%\Z|\A<.*>\Z|\A\{[^{}]*\}\Z|#\{|\A@\w+@\Z|%[sdr]\b|\{\w{0,20}\}|<%|\A__\w+__\Z|://"
    rb"|os\.environ|process\.env|(?i:getenv)|\A(?i:arn|vault|ref|secret|ssm|op|env|file|sops|enc|aws|gcp|keyvault):"
)
_CONSTANT = LazyPattern(
    rb"(?i)\A(?:none|null|nil|true|false|undefined|self|str|string|bytes|int|optional|any|default|yaml|json|text|required"
    rb"|password|secret|token|enabled|disabled)\b"
)
_PATH = LazyPattern(
    rb"\A[~./][\w./~@%+-]*\Z|\A[A-Za-z]:\\|\A\w+/\w+(?:/[\w.-]+)*/?\Z|\A(?=[^.-]*[.-])\w{1,14}(?:[.-]\w{1,14})*/\w{1,14}(?:[.-]\w{1,14})*\Z|\A[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\(?\Z"
    rb"|\.(?i:json|ya?ml|pem|key|txt|py|js|ts|html?|css|md|cfg|ini|toml|crt|cer|jks|png|svg|php|vue|go|java|rb|xml|sh)\Z"
)
_DOTTED = LazyPattern(rb"\A[0-9A-Za-z_-]{1,80}\.(?=[a-z]*[0-9A-Z])(?=[A-Za-z]*[0-9][A-Za-z]+[0-9])[0-9A-Za-z]{20,}\Z")
"""An id and a key of its own with a dot between, which else reads as a name."""
_VERSION = LazyPattern(
    rb"[~^<>=v]{0,3}[0-9]{1,4}(?:\.[0-9x*]{1,6}){1,3}(?:[-+][0-9A-Za-z.]{1,20})?|(?:[0-9A-Fa-f]{2}:){7,}[0-9A-Fa-f]{2}:?"
)
"""A version or a fingerprint."""
_CODE = LazyPattern(rb"[<>{}()\[\]]|::|;\Z|\A[&@#\\,]|\|\||==|,\Z|\A[*.x]+\Z|\A--|\A%")
_PADDING = LazyPattern(rb"(?<=[0-9A-Za-z+/_-]{15})={1,2}\Z")
_OPAQUE = LazyPattern(rb"(?![./~])(?:[0-9A-Za-z+/]{20,2048}|[0-9A-Za-z_.-]{20,2048})={0,2}")
"""No alphabet has a slash and a dash: a repository's name does."""
_MIXED = LazyPattern(rb"[A-Za-z][0-9]+(?=[A-Za-z])|[a-z][A-Z]+(?=[a-z])")
"""Digits amid letters, capitals amid small ones."""
_REPOSITORY = LazyPattern(
    rb"(?=.*[._-])[0-9A-Za-z]{1,14}(?:[._-][0-9A-Za-z]{1,14})*/[0-9A-Za-z]{1,14}(?:[._-][0-9A-Za-z]{1,14})*"
)
"""A name on the Hub: an owner and pieces with dashes."""
_SUFFIX = LazyPattern(rb"\.[a-z]{1,5}[0-9]?\Z")
_REGEX = LazyPattern(rb"\[\^|\\[dwsbDWS]|\(\?|\{[0-9]|\]\+|\]\*|[aA]-[zZ]|0-9|\.\*|\(\)")
_FORMAT = LazyPattern(rb"\$\{|\{\{|%\(|<%|#\{|%[A-Za-z].*%[A-Za-z]|\{\w*\}|://")
_WORDS = LazyPattern(rb"(?:[A-Za-z]{1,28}[0-9]{0,2}|[0-9]{1,4})(?:[_ .:/-](?:[A-Za-z]{1,28}[0-9]{0,4}|[0-9]{1,4}))*")
_PLAIN_WORD = LazyPattern(rb"[A-Za-z]+|(?:[A-Za-z]+|[0-9]{1,2})(?:[_ .:/-](?:[A-Za-z]+|[0-9]{1,2}))+")
_ANY_UUID = LazyPattern(rb"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UUID = LazyPattern(rb"(?i)[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_PHRASE = LazyPattern(rb"[0-9A-Za-z]+(?: [0-9A-Za-z]+){1,3}")
_ASKS = LazyPattern(rb"(?i)password|passphrase|secret|enter|your|please|invalid|must|required|wrong")
_NUMBER = LazyPattern(rb"[0-9.,:_/ -]+")
DOC_WORD = LazyPattern(
    rb"(?i)(?:my|some|the|user|db|test|new|old|admin|root|default)?[_ -]?(?:pass(?:[+_ -]?word|wd|phrase)?|pw|pwd|secret"
    rb"|test(?:ing)?|admin|root|guest|user(?:name)?|login|changeme|foo|bar|baz|hunter|letmein|sesame|abc|xyz|demo"
    rb"|sample|none|pass_?phrase|hello|-?anonymous@?)[0-9!]{0,4}"
)
_LOWER = LazyPattern(rb"(?!.*(?:pass|pwd|secret|user|token))[a-z]{3,32}(?:[_-][a-z]{3,32})?(?<=.{6})")


def can_be(value: bytes, quoted: bool, beside_user: bool) -> bool:
    """Whether a value is data: no template, path, constant, number, sentence or expression."""
    if (quoted and (_machine_made(value) or _DOTTED.search(value))) or _is_opaque(value):
        return True
    if _TEMPLATE.search(value) or _CONSTANT.search(value) or _PATH.search(value) or _NUMBER.fullmatch(value):
        return False
    if _VERSION.fullmatch(value):
        return False
    if not _CODE.search(_PADDING.sub(b"", value)) and b" " not in value:
        return True
    return quoted and beside_user and _PHRASE.fullmatch(value) is not None and not _ASKS.search(value)


def _is_opaque(value: bytes) -> bool:
    """A run of base64 of any alphabet, or several with dots between, in which no path and no name shows."""
    return (
        _OPAQUE.fullmatch(value) is not None
        and _classes(value) >= 3
        and shannon(value) >= 3.8
        and len(_MIXED.findall(value)) >= 3
        and not wordlike(value)
        and not _SUFFIX.search(value)
    )


def is_random(value: bytes, least: int = 24) -> bool:
    """Whether a value of `least` characters or more is so plainly random that it beats what its name says."""
    return len(value) >= least and _classes(value) >= 2 and secret(value).level == "error"


def is_sentence(value: bytes) -> bool:
    """Whether a value is base64 of words, as in examples: `not my real password`."""
    try:
        plain = a2b_base64(value) if len(value) % 4 == 0 else b""
    except Base64Error:
        return False
    return re.fullmatch(rb"(?:[a-z]{2,}|[a-z]+:[a-z]+) (?:[a-z]+ )+[a-z]+", plain) is not None


def _classes(value: bytes) -> int:
    """How many of lower case, upper case, digits and signs occur."""
    tests = (rb"[a-z]", rb"[A-Z]", rb"[0-9]", rb"[^0-9A-Za-z]")
    return sum(re.search(t, value) is not None for t in tests)


def _machine_made(value: bytes) -> bool:
    """A long run of letters, digits and signs of all sorts, as a generator makes it; no words, no expression."""
    longest = max(map(len, re.findall(rb"[A-Za-z]+", value)), default=0)
    return (
        len(value) >= (32 if b" " in value else 16)
        and value.count(b" ") * 16 <= len(value)
        and _classes(value) == 4
        and longest < 9
        and shannon(value) >= 3.8
        and not _REGEX.search(value)
        and not _FORMAT.search(value)
        and not _REPOSITORY.fullmatch(value)
    )


def is_word(value: bytes) -> bool:
    """A word that may well be somebody's password, and none that documentation puts in its place."""
    return _LOWER.fullmatch(value) is not None and not DOC_WORD.fullmatch(value)


def password(value: bytes, known_user: bool = False) -> Verdict:
    """A password that people chose: letters and digits or signs, not only words. `known_user`: a user stands beside."""
    if len(value) < 6 or (_ANY_UUID.fullmatch(value) and len(set(value)) < 6):
        return Verdict("off", "it is too short")
    if DOC_WORD.fullmatch(value):
        weak = re.search(rb"[0-9]", value) is not None
        return Verdict(
            ("warning" if known_user else "note") if weak else "off", "it is weak, or a word of documentation"
        )
    classes = _classes(value)
    if _PLAIN_WORD.fullmatch(value) or classes < 2:
        real = known_user and b"_" not in value
        return Verdict("warning", "a user name stands beside it") if real else Verdict("off", "it is a word")
    words = re.search(rb"[a-z]{5}|[A-Z]{5}", value) is not None and wordlike(value)
    strong = shannon(value) >= 3.0 and classes >= 3 and len(value) >= 10 and not words
    return Verdict("error", "it looks random") if strong else Verdict("warning", "it looks like a password")


def secret(value: bytes) -> Verdict:
    """A token or key that a machine made."""
    if _ANY_UUID.fullmatch(value):
        return Verdict("note" if _UUID.fullmatch(value) else "off", "it may be an identifier")
    if typed(value) or counts(value):
        return Verdict("off", "it looks typed by hand")
    if (
        len(value) < 12
        or (_WORDS.fullmatch(value) and _wordy(value) and not _is_scrambled(value))
        or _is_wordlike(value)
    ):
        return Verdict("off", "it is a word")
    digits = len(re.findall(rb"[0-9]", value))
    letters = len(re.findall(rb"[A-Za-z]", value))
    if not letters or (not digits and not _is_mixed(value)) or shannon(value) < 2.8:
        return Verdict("off", "it is not random")
    strong = len(value) >= 20 and shannon(value) >= 3.2
    return Verdict("error", "it looks random") if strong else Verdict("warning", "it may be random")


def _is_scrambled(value: bytes, tenths: int = 3) -> bool:
    """Whether small and capital letters and digits change places as nobody writes, `tenths` of ten of the time."""
    runs = len(re.findall(rb"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", value))
    return len(value) >= 12 and runs * 10 >= len(value) * tenths and _classes(value) >= 2 and shannon(value) >= 3.0


def _is_wordlike(value: bytes) -> bool:
    """Whether the letters go together as in words, and capitals do not stand among them as no name has them."""
    return wordlike(value) and not (len(value) >= 20 and _is_scrambled(value, 4))


def _is_mixed(value: bytes) -> bool:
    """Of letters only: whether they are many of all sorts, or scrambled."""
    many = len(value) >= 24 and shannon(value) >= 4.0
    return many or _is_scrambled(value, 3 if len(value) >= 16 else 4)


def _wordy(value: bytes) -> bool:
    """Of what has the shape of words: parted ones, or short ones with few digits."""
    return bool(re.search(rb"[_ .:/-]", value)) or not re.search(rb"[0-9]", value) or len(value) < 14
