"""JSON Web Tokens: do they decode, who issued them, have they expired. RFC 7519."""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from re import Match

from ..rule_types import MatchContext, Verdict
from ..typed import Any

SAMPLE_SUBJECTS = ("1234567890", "user", "user123", "subject")
SAMPLE_CLAIMS = frozenset(("sub", "name", "iat", "admin", "exp", "role"))
CLAIMS = frozenset(
    ("iss", "sub", "aud", "exp", "iat", "jti", "email", "scope", "scp", "role", "uid", "user", "user_id")
)
"""Claims of which a token that opens something has at least one."""
PUBLIC_ROLES = ("anon", "anonymous")


def parts(token: bytes) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Header and payload of a token; None when they are not JSON objects or the header names no algorithm."""
    import json

    pieces = token[token.find(b"eyJ") :].split(b".")
    made = []
    for piece in pieces[:2]:
        text = piece.replace(b"-", b"+").replace(b"_", b"/")
        try:
            value = json.loads(a2b_base64(text + b"=" * (-len(text) % 4)))
        except (ValueError, Base64Error, RecursionError):
            return None
        if not isinstance(value, dict):
            return None
        made.append(value)
    return (made[0], made[1]) if len(made) == 2 and "alg" in made[0] else None


def undecodable(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Leaves what has the shape of a token and does not decode."""
    return Verdict("off", "it decodes") if parts(match["leak"]) is not None else None


def decodes(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what does not decode and the samples of documentation; says if it has expired, is public or unsigned."""
    decoded = parts(match["leak"])
    if decoded is None:
        return Verdict("off", "it does not decode")
    header, payload = decoded
    if payload.get("sub") in SAMPLE_SUBJECTS and set(payload) <= SAMPLE_CLAIMS:
        return Verdict("off", "it is the sample of a documentation")
    if {"hash", "version"} == set(payload) and header["alg"] == "EdDSA":
        return Verdict("off", "it signs an evaluation result in a model card (verifyToken)")
    if payload.get("iss") == "supabase-demo":
        return Verdict("note", "it opens Supabase's local stack, which has the same for everybody")
    if payload.get("role") in PUBLIC_ROLES:
        return Verdict("note", "it is a public key of Supabase (role anon)")
    expires = payload.get("exp")
    if isinstance(expires, (int, float)) and not isinstance(expires, bool):
        from time import time

        if expires < time():
            return Verdict("warning", "it has expired; what it says is still readable")
    if len(payload) < 3 and not CLAIMS & set(payload):
        return Verdict("warning", "it names neither issuer nor subject nor end")
    if str(header.get("alg", "")).lower() == "none":
        return Verdict("warning", "it is not signed")
    return None
