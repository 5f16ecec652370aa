"""JSON Web Tokens without a prefix of their own."""

from __future__ import annotations

from ...rule_types import RuleEntry, Trigger
from ...validators.jwt import decodes, undecodable
from ...validators.values import plausible
from ..entries import with_variants
from ..patterns import LEFT_B64
from .token_builders import prefixed

WHY = "Whoever reads it acts as its bearer until it expires, and reads what it says of them."
FIX = "End the session or rotate the signing key at its issuer, then remove it; the history keeps it."
JWT = (
    rb"eyJ[0-9A-Za-z_-]{14,4000}\.eyJ[0-9A-Za-z_/+-]{8,16000}={0,2}"
    rb"\.(?:[0-9A-Za-z_/+-]{10,1400}={0,2})?(?![0-9A-Za-z_/+-])"
)
TRIGGERS = (Trigger(rb"eyJ[0-9A-Za-z_-]{14}", 0, 2000),)

RULES: tuple[RuleEntry, ...] = (
    with_variants(
        prefixed(
            "jwt",
            "JSON Web Token",
            WHY,
            pattern=JWT,
            samples=("{jwt:}", "{jwt:https://login.acme.io}"),
            clean=("eyJ{b20}.eyJ{b20}", "eyJ{b20}.{b40}.{b43}", "{jwt:sample}"),
            triggers=TRIGGERS,
            prefixes=("eyJ",),
            left=LEFT_B64,
            validators=(decodes,),
            fix=FIX,
            bits=256,
        ),
        prefixed(
            "jwt-damaged",
            "JSON Web Token that does not decode",
            "Cut or made up as it stands; the rest of it may be nearby.",
            pattern=JWT,
            samples=("eyJ{a30}.eyJ{a40}.{a43}",),
            clean=("{jwt:}", "eyJ{b20}.{b40}.{b43}"),
            level="note",
            triggers=TRIGGERS,
            prefixes=(),
            left=LEFT_B64,
            validators=(undecodable, plausible),
            fix=FIX,
            bits=256,
        ),
    ),
)
