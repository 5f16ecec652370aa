"""Payment cards: Luhn, the schemes' ranges, and what says that a number is something else."""

from __future__ import annotations

from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from . import columns
from .numbers import digits, in_row, luhn

TEST_CARDS = frozenset(
    "4111111111111111 4242424242424242 4012888888881881 4222222222222 4000056655665556 5555555555554444 5105105105105100 2223003122003222 "
    "5200828282828210 378282246310005 371449635398431 378734493671000 6011111111111117 6011000990139424 6011000000000004 30569309025904 "
    "38520000023237 3056930009020004 36227206271667 3530111333300000 3566002020360505 6200000000000005 4000000000000002 5454545454545454 "
    "4000000000003220 4000002500003155 4000000000009995 4007000000027 4005519200000004 6331101999990016 5610591081018250 76009244561".split()
)
_NUMERIC_NOISE = LazyPattern(
    rb"(?i)(?:0x|sha|md5|hash|uuid|guid|doi|arxiv|isbn|version|seed|timestamp|num_bytes|size|bytes|offset|_ts|epoch)\S{0,12}[\"': =]{0,4}\Z"
)


def brand_fits(number: str) -> bool:
    """Whether prefix and length are those of a card scheme (ISO/IEC 7812 ranges)."""
    size, two, three, four = len(number), int(number[:2]), int(number[:3]), int(number[:4])
    if number[0] == "4":
        return size in (13, 16, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return size == 16
    if two in (34, 37):
        return size == 15
    if four == 6011 or 644 <= three <= 649 or two == 65:
        return 16 <= size <= 19
    if 3528 <= four <= 3589:
        return 16 <= size <= 19
    if 300 <= three <= 305 or two in (36, 38, 39):
        return 14 <= size <= 19
    if two == 62:
        return 16 <= size <= 19
    return size >= 16 and (two == 50 or 56 <= two <= 69) or four in (1800, 2131) and size == 15


_CARD_WORD = LazyPattern(
    rb"(?i)(?<![a-z])(?:cards?|credit|debit|visa|master ?card|amex|american express|diners|discover|jcb|maestro|unionpay|mir|pan|ccn?|cvv|cvc|exp|payments?|checkout|karte|carte|tarjeta|cart[ae]o)(?![a-z])"
)
_DECIMAL = LazyPattern(rb"(?:\A|[;\t\r\n |])-?[0-9]{1,3},\Z")
"""Before the digits behind a decimal comma."""
_DECIMAL_END = LazyPattern(rb"(?:[;\t\r\n |]|\Z)")
LONGEST = 16
"""Digits of the cards that people carry; longer ones, and the few that are shorter than 15, need a word that says so."""


def _no_card(match: Match[bytes], context: MatchContext, number: str) -> str:
    """Why what stands around a number says that it is no card; empty when nothing does."""
    data, start, end = context.data, context.start, context.end
    told = _CARD_WORD.search(data, max(start - 80, 0), start) or _CARD_WORD.search(data, end, end + 40)
    if told or _CARD_WORD.search(context.key.encode("utf-8", "surrogateescape").replace(b"_", b" ")):
        return ""
    if columns.identifies(context):
        return "its key says that it is an identifier"
    if _DECIMAL.search(data[max(start - 8, 0) : start]) and _DECIMAL_END.match(data, end):
        return "it is a decimal fraction"
    if not 15 <= len(number) <= LONGEST:
        return "no word near by says that it is a card"
    others = columns.siblings(match, context)
    if len(others) > 1 and 2 * sum(luhn(digits(n)) and brand_fits(digits(n)) for n in others) < len(others):
        return "its neighbours of the same shape are no card numbers"
    return ""


def card(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Luhn, a scheme's range, and not a published test number."""
    if in_row(match, context):
        return Verdict("off", "it stands in a row of numbers")
    number = digits(match["leak"])
    if not 12 <= len(number) <= 19 or not luhn(number) or not brand_fits(number) or len(set(number)) < 2:
        return Verdict("off", "it is no card number")
    if number in TEST_CARDS:
        return Verdict("off", "it is a published test number")
    if _NUMERIC_NOISE.search(context.data[max(context.start - 30, 0) : context.start]):
        return Verdict("off", "it is a size, hash or identifier")
    reason = _no_card(match, context, number)
    return Verdict("off", reason) if reason else None
