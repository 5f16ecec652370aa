"""Values that the policy accepts wherever they stand."""

from __future__ import annotations

from ..typed import NamedTuple
from ..types import Family


class Allow(NamedTuple):
    """The policy's `allow:`. `values` are SHA-256 hex digests."""

    emails: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    git_author: bool = False


def accepted_by(allow: Allow, family: Family, value: bytes) -> str | None:
    """The setting that accepts a value of a rule of this family, such as `allow.emails`; None when none does."""
    text = value.decode("utf-8", "replace")
    if family == "pii" and "@" in text:
        lowered = text.lower()
        if lowered in (mail.lower() for mail in allow.emails):
            return "allow.emails"
        host = lowered.rpartition("@")[2]
        if any(host == d.lower() or host.endswith("." + d.lower()) for d in allow.email_domains):
            return "allow.email_domains"
    if family == "paths" and any(_is_below(text, path) for path in allow.paths):
        return "allow.paths"
    if allow.values:
        from hashlib import sha256

        if sha256(value).hexdigest() in allow.values:
            return "allow.values"
    return None


def _is_below(text: str, path: str) -> bool:
    path = path.rstrip("/")
    return text == path or text.startswith((path + "/", path + "\\"))
