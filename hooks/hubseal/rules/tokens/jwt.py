"""JSON Web Tokens without a prefix of their own."""

from __future__ import annotations

from ...proof.jwt import decodes
from ...types import Rule, Trigger
from ..shape import LEFT_B64
from .rows import token

WHY = "Whoever reads it acts as its bearer until it expires, and reads what it says of them."
JWT = rb"eyJ[0-9A-Za-z_-]{14,4000}\.eyJ[0-9A-Za-z_-]{8,16000}\.[0-9A-Za-z_-]{10,1400}(?![0-9A-Za-z_-])"

RULES: tuple[Rule, ...] = (
    token(
        "jwt",
        "JSON Web Token",
        WHY,
        pattern=JWT,
        samples=("{jwt:}",),
        clean=("eyJ{b20}.eyJ{b20}", "eyJhbGciOiJIUzI1NiJ9.eyJ{b40}.{b43}"),
        triggers=(Trigger(rb"eyJ[0-9A-Za-z_-]{14}", 0, 2000),),
        prefixes=("eyJ",),
        left=LEFT_B64,
        proofs=(decodes,),
        fix="End the session or rotate the signing key at its issuer, then remove it; the history keeps it.",
        bits=256,
    ),
)
