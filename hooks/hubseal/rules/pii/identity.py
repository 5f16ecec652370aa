"""Numbers of the United States that stand for a person."""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.numbers import itin, npi, ssn
from ..entries import detected

WHY = "It opens accounts and credit in a person's name."
FIX = "Remove it, or replace it by a label."

RULES: tuple[RuleEntry, ...] = (
    detected(
        id="us-ssn",
        family="pii",
        title="US social security number",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=(
            Trigger(rb"[0-9]{3}-[0-9]{2}-[0-9]{4}", 1, 2),
            Trigger(rb"[0-9]{3} [0-9]{2} [0-9]{4}", 1, 2),
            Trigger(rb"[0-9]{3}\.[0-9]{2}\.[0-9]{4}", 1, 2),
        ),
        pattern=rb"(?<![0-9A-Za-z.,/_+-])(?P<leak>[0-8][0-9]{2}(?P<s>[- .])[0-9]{2}(?P=s)[0-9]{4})(?![0-9A-Za-z_/+-]|\.[0-9])",
        leaks=("SSN 536-48-3982", '"ssn": "536 48 3982"'),
        clean=(
            "123-45-6789",
            "125 536 48 3982 433 ;",
            "000-12-3456",
            "666-12-3456",
            "078-05-1120",
            "1536-48-3982",
        ),
        validators=(ssn,),
        bits=30,
    ),
    detected(
        id="us-ssn-field",
        family="pii",
        title="US social security number in a field that says so",
        why=WHY,
        fix=FIX,
        levels=Levels("error"),
        triggers=tuple(
            Trigger(b"(?i)" + w, 0, 60)
            for w in (b"ssn", b"social security", b"socialsecurity", b"social_security", b"ss#", b"ssid")
        ),
        pattern=rb"(?i)(?:ssn|social[ _]?security|ss#|ssid)[^0-9\r\n]{0,40}?(?<![0-9])(?P<leak>[0-8][0-9]{8})(?![0-9A-Za-z-])",
        leaks=("ssn: 536483982", "social security number is 536483982"),
        clean=("ssn: 123456789", "SSN is 9 digits"),
        validators=(ssn,),
        bits=30,
    ),
    detected(
        id="us-itin",
        family="pii",
        title="US taxpayer number",
        why=WHY,
        fix=FIX,
        levels=Levels("warning"),
        triggers=(
            Trigger(rb"9[0-9]{2}-[5-9][0-9]-[0-9]{4}", 1, 2),
            Trigger(rb"9[0-9]{2} [5-9][0-9] [0-9]{4}", 1, 2),
            Trigger(b"(?i)itin", 1, 40),
            Trigger(b"(?i)taxpayer", 1, 60),
        ),
        pattern=rb"(?<![0-9A-Za-z.,/_+-])(?P<leak>9[0-9]{2}(?P<s>[- ])[5-9][0-9](?P=s)[0-9]{4}|(?<=[:#= \"'])9[0-9]{2}-?[5-9][0-9]-?[0-9]{4})(?![0-9A-Za-z_/+-]|\.[0-9])",
        leaks=("ITIN 911-70-1234", "itin: 911701234"),
        clean=("987-65-4320", "911-49-1234"),
        validators=(itin,),
        bits=30,
    ),
    detected(
        id="us-npi",
        family="pii",
        title="US provider number (NPI)",
        why="It names a doctor or clinic.",
        fix=FIX,
        levels=Levels("warning"),
        triggers=tuple(
            Trigger(b"(?i)" + w, 0, 60) for w in (b"npi", b"national provider", b"provider id", b"provider n")
        ),
        pattern=rb"(?i)(?:\bnpi|national provider|provider (?:id|n))[^0-9\r\n]{0,40}?(?<![0-9])(?P<leak>[12](?:[0-9]{9}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}))(?![0-9A-Za-z-])",
        leaks=("NPI: 1234567893", "national provider identifier 1245319599"),
        clean=("NPI: 1234567890", "npi: none"),
        validators=(npi,),
        bits=30,
    ),
    detected(
        id="us-mbi",
        family="pii",
        title="US Medicare number",
        why="It bills care in a person's name.",
        fix=FIX,
        levels=Levels("warning"),
        triggers=(
            Trigger(rb"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]-[AC-HJKMNP-RT-Y]", 1, 16),
            Trigger(
                rb"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}",
                1,
                4,
            ),
        ),
        pattern=rb"(?<![0-9A-Za-z_/+=-])(?P<leak>[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9](?P<s>-?)[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9](?P=s)[AC-HJKMNP-RT-Y]{2}[0-9]{2})(?![0-9A-Za-z_/+=-])",
        leaks=("medicare 1EG4-TE5-MK73", '"1EG4TE5MK73"'),
        clean=("1EG4-TE5-MK7", "ABCD-EFG-HI12"),
        bits=45,
    ),
)
