"""Phone numbers: valid by libphonenumber, less the ranges kept for fiction."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict

_FICTION = LazyPattern(
    r"^(?:\+1\d{3}555(?:01\d\d)|\+1(?:555)\d{7}|\+44(?:2079460\d{3}|1[16]\d{1}4960\d{3}|1632960\d{3}|7700900\d{3}|8081570\d{3}|9098790\d{3}|11[34578]4960\d{3}|1214960\d{3}|1314960\d{3}|1414960\d{3}|1514960\d{3}|1614960\d{3}|1914980\d{3}|289\d{7}0)|\+61(?:[2378]5550\d{4}|[2378]7010\d{4}|491570\d{3}|491571\d{3}))"
)
REGIONS = (
    "US",
    "GB",
    "DE",
    "FR",
    "IN",
    "AU",
    "BR",
    "CN",
    "JP",
    "IT",
    "ES",
    "NL",
    "PL",
    "CA",
    "CH",
    "SE",
    "KR",
    "MX",
    "RU",
    "TR",
    "ZA",
    "SG",
    "IL",
    "NG",
    "BE",
    "AT",
    "DK",
    "NO",
    "FI",
    "PT",
    "GR",
    "IE",
    "NZ",
    "CZ",
    "HU",
    "RO",
    "UA",
    "TH",
    "MY",
    "ID",
    "PH",
    "VN",
    "TW",
    "HK",
    "AR",
    "CL",
    "CO",
    "PK",
    "BD",
    "EG",
    "SA",
    "AE",
)
_NOISE = LazyPattern(
    rb"(?i)(?:doi|arxiv|isbn|issn|id|seed|version|timestamp|hash|sha|uuid|num|size|bytes|[./_=\-]|\d)[\"': =]{0,2}\Z"
)


def _valid(text: str, regions: tuple[str | None, ...]) -> str | None:
    """The number in E.164 form when it is valid in one of the regions; None is the international form."""
    import phonenumbers

    for region in regions:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return None


def _judge(match: Match[bytes], context: MatchContext, regions: tuple[str | None, ...]) -> Verdict | None:
    text = match["leak"].decode("ascii", "replace")
    plain = re.sub(r"\D", "", text)
    if len(set(plain)) < 3 or plain in ("1234567890", "11234567890", "0123456789"):
        return Verdict("off", "it is a placeholder")
    if re.fullmatch(r"(?:19|20)\d\d[-./ ](?:0?\d|1[0-2])[-./ ](?:[0-3]?\d)(?:[ T].*)?", text.strip()):
        return Verdict("off", "it is a date")
    if text.startswith("00"):  # what is dialled for the plus in most countries
        text = "+" + text[2:]
    number = _valid(text, regions)
    if number is None:
        return Verdict("off", "no plan of numbers has it")
    if _FICTION.match(number) or _FICTION.match("+44" + plain.removeprefix("0")):
        return Verdict("off", "it is kept for fiction")
    return None


def international(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A number with a country code."""
    return _judge(match, context, (None,))


def north_american(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """`(ddd) ddd-dddd` and alike."""
    if _NOISE.search(context.data[max(context.start - 8, 0) : context.start]):
        return Verdict("off", "it is part of something else")
    return _judge(match, context, ("US",))


def after_word(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A national number after a word such as `phone`: valid anywhere."""
    return _judge(match, context, (None, *REGIONS))


def grouped(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A national number that begins with the zero of its area, in groups and without a word: it has nine digits or more."""
    digits = len(re.findall(rb"[0-9]", match["leak"]))
    if not 10 <= digits <= 12:
        return Verdict("off", "it has too few digits, or too many")
    return _judge(match, context, REGIONS)
