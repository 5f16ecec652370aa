"""Values under a provider's name that have no shape of their own: how sure it is that they are its keys."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from .heuristics import secret
from .secret_names import of_something_else
from .synthetic import IN_SAMPLES

_SECRET = LazyPattern(
    rb"(?i)secret|token|passw|pwd|credential|bearer|oauth|login|api[ _.-]?key"
    rb"|(?:[ _.-]|\A|(?<=[a-z]))(?:key|access|private|auth|api|pat)[^0-9A-Za-z]*\Z|(?-i:(?<=[a-z])(?:KEY|ACCESS|PRIVATE))[^0-9A-Za-z]*\Z"
)
"""Words of a key that say its value is secret."""
_NO_SECRET = LazyPattern(rb"(?i)(?<![a-z])(?:ids?|name|hash|public|pub)(?![a-z])|(?-i:[a-z]I[Dd](?![a-z])|[a-z]Name)")
_UUID_4 = LazyPattern(rb"(?i)[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_DIGEST = LazyPattern(
    rb"(?i)hash|sum|sig|sha[0-9_-]|digest|integrity|nonce|(?<![a-z])iv(?![a-z])|public|cert|crypt|cipher|data|seed|proof|content|body|image"
)
"""Names of what else has 64 random bytes."""
RANDOM = Verdict("error", "it looks random")
SAMPLE = Verdict("warning", "it looks random, but stands in tests or examples")


def plainly_random(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A plainly random value is an error where an assignment gives it to a secret's name, as with any other name."""
    groups = match.groupdict()
    if context.level != "warning" or not (groups.get("set") or groups.get("query") or groups.get("word")):
        return None
    end = context.start - len(groups.get("set") or b"")
    key = match["who"] + context.data[match.end("who") : end]
    if _NO_SECRET.search(key) or not _SECRET.search(key) or of_something_else(key, True):
        return None
    value = match["leak"]
    drawn = _UUID_4.fullmatch(value) and len(set(value)) >= 10
    if not drawn and secret(value).level != "error":
        return None
    return SAMPLE if IN_SAMPLES.search(context.path) else RANDOM


def unnamed_key(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops digests, signatures and the last line of a longer text from 64 bytes in base64 that nothing names."""
    before = context.data[max(context.start - 120, 0) : context.start]
    line = before[before.rfind(b"\n") + 1 :]
    above = before[: len(before) - len(line)].rstrip(b"\r\n")
    written = context.kind in ("code", "config", "other", "card") or context.path.endswith(".txt")
    if not written or _DIGEST.search(line) or _DIGEST.search(context.key.encode("utf-8", "replace")):
        return Verdict("off", "it is a digest or a signature")
    if re.search(rb"[0-9A-Za-z+/]{40}\Z", above):
        return Verdict("off", "it ends a longer text")
    return SAMPLE if IN_SAMPLES.search(context.path) else None
