"""Whether what stands alone below a secret's name is the secret."""

from __future__ import annotations

from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from .heuristics import can_be, password, secret
from .secret_names import of_something_else
from .synthetic import in_samples
from .values import is_checksum, is_placeholder

_BEFORE = LazyPattern(rb"[0-9A-Za-z_ -]{0,24}\Z")
_LONGER = LazyPattern(rb"[0-9A-Za-z_]\Z")


def below(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops all that is not plainly random; a password counts only in a fence, where nothing else stands."""
    value, start = match["leak"], match.start("name")
    before = _BEFORE.search(context.data, max(start - 24, 0), start)
    name = (before[0] if before else b"") + match["name"]
    if of_something_else(name, True) or is_placeholder(value) or is_checksum(value, context.path):
        return Verdict("off", "it is no secret")
    if match["name"].lower() == b"key" and not _LONGER.search(name[:-3]):
        return Verdict("off", "it is a key of any sort")
    fenced = match["fence"] is not None and match["name"].lower() == b"password"
    verdict = password(value) if fenced else secret(value)
    if not can_be(value, fenced, False) or verdict.level != "error":
        return Verdict("off", "it is not random")
    return in_samples(match, context._replace(level="error")) or verdict
