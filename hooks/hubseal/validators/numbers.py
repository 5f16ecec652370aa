"""Numbers that prove themselves: Luhn, card ranges, IBAN, social security numbers, wallets."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Validator, Verdict
from . import columns

IBAN_LENGTH = {
    code: int(size)
    for code, size in (
        item.split(":")
        for item in (
            "AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BI:27 BR:29 BY:28 CH:21 CR:22 CY:28 CZ:24 DE:22 DJ:27 DK:18 DO:28 EE:20 EG:29 "
            "ES:24 FI:18 FK:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18 GR:27 GT:28 HR:21 HU:28 IE:22 IL:23 IQ:23 IS:26 IT:27 JO:30 KW:30 KZ:20 LB:28 "
            "LC:32 LI:21 LT:20 LU:20 LV:21 LY:25 MC:27 MD:24 ME:22 MK:19 MN:20 MR:27 MT:31 MU:30 NI:28 NL:18 NO:15 OM:23 PK:24 PL:28 PS:29 PT:25 "
            "QA:29 RO:24 RS:22 RU:33 SA:24 SC:31 SD:18 SE:24 SI:19 SK:24 SM:27 SO:23 ST:25 SV:28 TL:23 TN:24 TR:26 UA:29 VA:22 VG:24 XK:20 YE:30"
        ).split()
    )
}
"""ISO 13616 country code -> length (IBAN registry)."""
_BEFORE_IT = LazyPattern(rb"(?:\A|[ \t\r\n,;(])-?[0-9A-F]{2,6}(?:\.[0-9]+)? \Z")
_BEHIND_IT = LazyPattern(rb" -?[0-9A-F]{2,6}(?:\.[0-9]+)?(?![0-9A-Za-z/])")
_GROUPS_BEFORE, _GROUPS_BEHIND = (
    LazyPattern(rb"(?<![0-9A-Za-z])(?:[0-9A-F]{4} ){2}\Z"),
    LazyPattern(rb"(?: [0-9A-F]{4}){2}(?![0-9A-Za-z])"),
)
"""An order number before a card, and an expiry date and a code behind it, are no groups of four on one side of it."""


def digits(value: bytes) -> str:
    """The digits of a value, in order."""
    return re.sub(rb"[^0-9]", b"", value).decode()


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 check digit."""
    total = 0
    for place, char in enumerate(reversed(number)):
        digit = int(char) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def in_row(match: Match[bytes], context: MatchContext) -> bool:
    """Whether groups apart by blanks stand in a row of such: a table of code points or measures, no number of one."""
    if b" " not in match["leak"]:
        return False
    before = context.data[max(context.start - 16, 0) : context.start]
    if _GROUPS_BEFORE.search(before) or _GROUPS_BEHIND.match(context.data, context.end):
        return True
    return _BEFORE_IT.search(before) is not None and _BEHIND_IT.match(context.data, context.end) is not None


def iban(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Length by country and mod-97 (ISO 13616, ISO 7064)."""
    text = re.sub(rb"[ \-]", b"", match["leak"]).decode("ascii", "replace").upper()
    size = IBAN_LENGTH.get(text[:2])
    if size is None or len(text) < size:
        return Verdict("off", "it is no IBAN")
    text = text[:size]
    if int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 != 1:
        return Verdict("off", "it is no IBAN")
    return None


def ssn(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """The ranges that are issued, less the numbers known from print (SSA)."""
    if in_row(match, context):
        return Verdict("off", "it stands in a row of numbers")
    number = digits(match["leak"])
    if len(number) != 9 or not _issued(number):
        return Verdict("off", "it is not issued")
    if number in ("123456789", "078051120", "219099999", "457555462") or len(set(number)) == 1:
        return Verdict("off", "it is known from print")
    reason = _no_ssn(match, context)
    return Verdict("off", reason) if reason else None


_SSN_WORD = LazyPattern(rb"(?i)(?<![a-z])(?:ssn|social|tax ?payer|itin|tin)(?![a-z])")
_NUMBERS_BEFORE, _NUMBERS_BEHIND = (
    LazyPattern(rb"[0-9][ \t]{1,4}\Z|[0-9],[ \t]?\Z"),
    LazyPattern(rb"[ \t]{1,4}[0-9]|,[ \t]?[0-9]"),
)


def _no_ssn(match: Match[bytes], context: MatchContext) -> str:
    """Why what stands around a number says that it is no social security number; empty when nothing does."""
    data, start, end = context.data, context.start, context.end
    if _SSN_WORD.search(context.key.replace("_", " ").encode("utf-8", "surrogateescape")):
        return ""
    if _SSN_WORD.search(data, max(start - 80, 0), start) or _SSN_WORD.search(data, end, end + 40):
        return ""
    if columns.identifies(context):
        return "its key says that it is an identifier"
    beside = _NUMBERS_BEFORE.search(data[max(start - 8, 0) : start]) or _NUMBERS_BEHIND.match(data, end)
    if beside and b"-" not in match["leak"]:
        return "it stands in a row of numbers"
    others = columns.siblings(match, context)
    if len(others) > 2 and any(not _issued(digits(n)) for n in others):
        return "its neighbours of the same shape are not issued"
    return ""


def _issued(number: str) -> bool:
    return number[:3] not in ("000", "666") and number[0] != "9" and number[3:5] != "00" and number[5:] != "0000"


def itin(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """9xx, and a middle group of the issued ranges (IRS)."""
    number = digits(match["leak"])
    group = int(number[3:5])
    issued = 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99
    return None if issued and not number.startswith("98765432") else Verdict("off", "it is not issued")


def base58check(text: str) -> bool:
    """Whether a Bitcoin address has the right checksum (double SHA-256)."""
    from hashlib import sha256

    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for char in text:
        number = number * 58 + alphabet.index(char)
    try:
        raw = number.to_bytes(25, "big")
    except OverflowError:
        return False
    return sha256(sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


def bech32(text: str) -> bool:
    """Whether a segwit address has the right checksum, bech32 or bech32m (BIP 173, BIP 350)."""
    alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    low = text.lower()
    if text not in (low, text.upper()):
        return False
    prefix, _, data = low.rpartition("1")
    if any(c not in alphabet for c in data):
        return False
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + [alphabet.index(c) for c in data]
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> bit & 1 else 0
    return check in (1, 0x2BC830A3)


def wallet(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Checksums of Bitcoin addresses."""
    text = match["leak"].decode("ascii", "replace")
    good = bech32(text) if text.lower().startswith("bc1") else base58check(text)
    return None if good else Verdict("off", "its checksum is wrong")


def stdnum(*modules: str) -> Validator:
    """Checks that one of python-stdnum's modules calls the number valid; imported on the first candidate."""

    def validate(match: Match[bytes], context: MatchContext) -> Verdict | None:
        from importlib import import_module

        text = match["leak"].decode("utf-8", "replace")
        if len(set(digits(match["leak"]))) < 2 and len(digits(match["leak"])) > 5:
            return Verdict("off", "it is a placeholder")
        for name in modules:
            if import_module("stdnum." + name).is_valid(text):
                return None
        return Verdict("off", "its check digit is wrong")

    return validate


def aba(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Weights 3-7-1, and a prefix of a Federal Reserve district."""
    number = digits(match["leak"])
    total = sum(int(d) * w for d, w in zip(number, (3, 7, 1) * 3, strict=True))
    prefix = int(number[:2])
    good = total % 10 == 0 and total and (prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80)
    return None if good else Verdict("off", "its check digit is wrong")


def npi(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Luhn over 80840 and the number (CMS)."""
    number = digits(match["leak"])
    return (
        None
        if number[0] in "12" and luhn("80840" + number) and len(set(number)) > 2
        else Verdict("off", "its check digit is wrong")
    )
