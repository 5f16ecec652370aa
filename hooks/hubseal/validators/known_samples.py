"""Keys that a provider's own public documentation and samples show to everybody, by the digest of each."""

from __future__ import annotations

from re import Match

from ..rule_types import MatchContext, Verdict

KEYS = frozenset(
    (
        "2037abcaffb2b777",
        "2598f7d6adc142d8",
        "27a9a42931dff7eb",
        "49f777db995e8260",
        "4c98242dcadc8b29",
        "5de261506c0ff857",
        "8731261cb72d8626",
        "9cb335cb7b5fb805",
        "a0702bc91d699f60",
        "a19f89ab3555eac1",
        "a6c814bc555ae62c",
        "c85debb55f2f204d",
        "ca32f86ce10b8435",
        "dba72c00f41f4e4c",
        "e4a5542bb7fd7b67",
        "ea9bb1082cf95663",
        "eb540d2b6ee2a0a4",
    )
)
"""First 16 hex digits of the SHA-256: keys of Google's quick starts and demos, which other scanners allow, too; passwords
of NuGet's reference; session keys of Flask's manual; the secret key of Supabase's local stack; the Hub's token for the continuous integration of its libraries,
valid on a server for tests only."""


def published(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops a key that everybody knows."""
    from hashlib import sha256

    known = sha256(match["leak"]).hexdigest()[:16] in KEYS
    return Verdict("off", "it is a published sample") if known else None
