"""What the surroundings prove: the other half of a composite secret, the rest of a link, the side that a key is for."""

from __future__ import annotations

import re

from ..rule_types import MatchContext, Verdict

PAIRED = Verdict("error", "the other half of the credential stands beside it")
ALONE = Verdict("off", "it says nothing without its other half")


def paired(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """A composite with its other half in reach is whole."""
    return PAIRED if context.paired is not None else None


def needs_pair(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """A composite of which one half alone is not worth a word."""
    return PAIRED if context.paired is not None else ALONE


def aws_pair(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """AWS key ids: those of the documentation are clean; with a secret key in reach it is an error."""
    secret = context.paired
    if b"EXAMPLE" in match["leak"]:
        return Verdict("off")
    if secret is not None and b"EXAMPLE" not in secret["leak"]:
        return PAIRED
    return None if re.fullmatch(rb"[A-Z2-7]+", match["leak"][4:]) else ALONE


def azure_sas(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """A signature counts with `sv=` and `se=` in the same link; one whose `se` is past opens nothing any more."""
    link = context.data[max(context.start - 600, 0) : context.end + 400]
    end = re.search(rb"[?&;\"']se=(\d{4}-\d\d-\d\d|\d{10})", link)
    if end is None or not re.search(rb"[?&;\"']s[vr]=", link):
        return Verdict("off")
    import time

    past = time.strftime("%Y-%m-%d", time.gmtime()) if b"-" in end[1] else str(int(time.time()))
    if end[1].decode() < past:
        return Verdict("note", "it has expired")
    return None


def recaptcha_side(match: re.Match[bytes], context: MatchContext) -> Verdict | None:
    """The site key of reCAPTCHA is public and the secret key looks the same: what stands before it decides."""
    before = context.data[max(context.start - 48, 0) : context.start].lower()
    if re.search(rb"secret|priv", before):
        return Verdict("error", "it is said to be the secret key")
    if re.search(rb"site|public|render", before):
        return Verdict("note", "a site key is public")
    return None
