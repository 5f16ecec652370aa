"""Money: cards, bank accounts, wallets."""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.cards import card
from ...validators.numbers import aba, iban, wallet
from ..entries import detected

FIX = "Remove it, or replace it by a published test number."

RULES: tuple[RuleEntry, ...] = (
    detected(
        id="card-number",
        family="pii",
        title="Payment card number",
        why="It is charged with little more than its expiry date.",
        fix=FIX,
        levels=Levels("error"),
        triggers=(
            Trigger(rb"[^0-9A-Za-z.][3-6][0-9]{12}", 1, 12),
            Trigger(rb"[^0-9A-Za-z.][2-6][0-9]{3}[ \-][0-9]{4}[ \-][0-9]{4}", 1, 16),
            Trigger(rb"[^0-9A-Za-z.]3[0-9]{3}[ \-][0-9]{6}[ \-]", 1, 12),
            Trigger(rb"[^0-9A-Za-z.]2[2-7][0-9]{11}", 1, 12),
        ),
        pattern=rb"(?<![0-9A-Za-z._+/=-])(?P<leak>(?:[2-6][0-9]{3}(?P<s>[ -]?)[0-9]{4}(?P=s)[0-9]{4}(?P=s)(?:[0-9]{4}(?:(?P=s)[0-9]{1,3})?|[0-9]{1,3})|3[0-9]{3}(?P<t>[ -])[0-9]{6}(?P=t)[0-9]{4,5}|[3-6][0-9]{12,18}))(?![0-9A-Za-z_+/=]|[.-][0-9])",
        leaks=("card {card:} exp 12/29", "order 1001 {card: } 12/29 123", '"pan": "{card:-}"', "{card: }"),
        clean=(
            "4242 4242 4242 4242",
            "5421 {card: } 5423",
            "84AF {card: } 5281 5290",
            "num_bytes: 4539578763621486",
            "4539578763621487",
            "0.4539578763621486",
        ),
        validators=(card,),
        bits=50,
    ),
    detected(
        id="iban",
        family="pii",
        title="Bank account number (IBAN)",
        why="It names a person's bank account; direct debits need no more.",
        fix=FIX,
        levels=Levels("error"),
        triggers=(
            Trigger(rb"[A-Z]{2}[0-9]{2}[0-9A-Z]{11}", 2, 30),
            Trigger(rb"[A-Z]{2}[0-9]{2} [0-9A-Z]{4} [0-9A-Z]{4}", 2, 40),
            Trigger(rb"[A-Z]{2}[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}", 2, 40),
        ),
        pattern=rb"(?<![0-9A-Za-z_/+=-])(?P<leak>[A-Z]{2}[0-9]{2}(?:[0-9A-Z]{11,30}|(?:[ -][0-9A-Z]{4}){2,7}(?:[ -][0-9A-Z]{1,4})?))(?![0-9A-Za-z_/+=])",
        leaks=("IBAN {iban:DE}", '"{iban:GB}"', "pay to {iban:NL} today"),
        clean=("DE00370400440532013000", "AB12CDEF34567890", "US12345678901234567890"),
        validators=(iban,),
        bits=60,
    ),
    detected(
        id="routing-number",
        family="pii",
        title="US bank routing number",
        why="With an account number beside it, it is enough for a direct debit.",
        fix=FIX,
        levels=Levels("warning"),
        triggers=tuple(
            Trigger(b"(?i)" + w, 0, 80)
            for w in (b"routing", b"aba ", b"aba:", b'aba"', b"rtn", b"bank number", b"transit n")
        ),
        pattern=rb"(?i)(?:routing|\baba\b|\brtn\b|bank number|transit n)[^0-9\r\n]{0,60}?(?<![0-9])(?P<leak>[0-9]{9}|[0-9]{4}-[0-9]{4}-[0-9])(?![0-9A-Za-z-])",
        leaks=("routing number 121042882", "ABA: 0711-0130-7"),
        clean=("routing table 123456789", "aba: 421042111"),
        validators=(aba,),
        bits=30,
    ),
    detected(
        id="crypto-wallet",
        family="pii",
        title="Bitcoin address",
        why="Its payments are public, and now tied to whoever published it.",
        fix="Remove it, or waive it when it takes donations.",
        levels=Levels("warning"),
        triggers=(
            Trigger(rb"(?i)bc1[0-9a-z]{20}", 1, 70),
            Trigger(rb"[^0-9A-Za-z][13][1-9A-HJ-NP-Za-km-z]{25}", 1, 12),
        ),
        pattern=rb"(?<![0-9A-Za-z_/+=-])(?P<leak>(?i:bc1)[0-9A-Za-z]{25,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?![0-9A-Za-z_/+=])",
        leaks=("send to {bitcoin:}", '"{bitcoin:}"'),
        clean=("1{s33}", "bc1{n39}"),
        validators=(wallet,),
        bits=160,
    ),
)
