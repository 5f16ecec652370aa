"""Whether the credentials in a URL or a connection string are real."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from .synthetic import in_samples
from .values import is_placeholder

_STAND_IN = LazyPattern(
    rb"(?i)(?:(?:my|some|your|the|user|db|database|fake|a|aws)(?:[_+ -]|%20)?)?(?:pass(?:[+ ]?word|wd|phrase|code)?|pwd?|pw|token|key|api_?key|pat|secret_?(?:access_?)?key|access_?key(?:_?id)?)"
    rb"|user(?:name|_name)?|login|changeme|xx+|yyy+|zzz+|foo|bar|baz|qux|abc|p|u|pa|a|b|example|sample|demo|account"
)
_WEAK = LazyPattern(
    rb"(?i)(?:(?:my|some|db|user|the)[_-]?)?(?:secret|pass(?:word|wd)?|pw|pwd)[0-9!*]{0,4}|s3cr3t|hunter2|admin|root|guest"
    rb"|test(?:ing)?[0-9]{0,4}|postgres|mysql|redis|rabbitmq|mongo(?:db)?|database|tiger|dev|local|bob|alice|default|1234(?:5(?:6(?:78?)?)?)?"
)
_TEMPLATE = LazyPattern(
    rb"[<>{}\[\]]|\A\$|\$[A-Z_]{2}|\*{2}|\A\*|%[a-z](?![0-9a-fA-F])|%\(|\.\.\.|^[A-Z][A-Z_]{2,}$|^:|^x+$|^-+$|^%[A-Z_]+%$|[\x00-\x1f]"
)
_LOCAL = LazyPattern(
    rb"(?i)^(?:localhost|127\.[0-9.]+|0\.0\.0\.0|\[?::1\]?|host(?:name)?[0-9]?|server|db|postgres|mysql|redis|mongo(?:db)?"
    rb"|rabbitmq|database|proxy|domain|[^:/]*\.(?:local|invalid|test|example)|(?:[^:/]*\.)?(?:example|test|invalid|domain|yourdomain|(?:my|your)?company|foo"
    rb"|bar|myhost|mydomain|host)(?:\.(?:com|org|net|io))?|(?:my|some|your|the)[-_.]?(?:host|server|db|domain|proxy)[a-z.]*)"
    rb"(?=[:/?#,\"'\s]|$)"
)
_SIGNED_AT = LazyPattern(rb"X-(?:Amz|Goog)-Date=([0-9]{8}T[0-9]{6})Z")
_LASTS = LazyPattern(rb"X-(?:Amz|Goog)-Expires=([0-9]{1,7})")
_UNTIL = LazyPattern(rb"[?&;]Expires=([0-9]{9,10})(?![0-9])")
_WORDS = LazyPattern(rb"[A-Za-z]+(?:(?:%20|[ +_.-])[A-Za-z]+)*")
_QUOTED = re.compile(rb"%([0-9A-Fa-f]{2})")


def unquote(value: bytes) -> bytes:
    """`value` without percent-encoding."""
    return _QUOTED.sub(lambda m: bytes((int(m[1], 16),)), value) if b"%" in value else value


def credentials(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops templates and words that stand for a password; a local host or a weak word is less."""
    value, host = match["leak"], match["host"] or b""
    if _TEMPLATE.search(value) or is_placeholder(value) or _TEMPLATE.search(host):
        return Verdict("off", "it is a template")
    value = unquote(value)
    local = bool(_LOCAL.match(host)) or b"." not in host
    if _STAND_IN.fullmatch(value):
        user = context.data[match.start() : context.start].rpartition(b"/")[2].rstrip(b":")
        made_up = local or _STAND_IN.fullmatch(user) is not None
        return Verdict("off" if made_up else "note", "it is a word that stands for a password")
    if _WEAK.fullmatch(value):
        return Verdict("note", "it is a word that documentation uses; if it is in use, it is guessed first")
    if len(value) < 5:
        return Verdict("note", "it is too short for a password of use")
    if local:
        return Verdict("warning", "the host is a local or an example one")
    if _WORDS.fullmatch(value) and len(value) < 16 and value.lower() == value:
        return Verdict("warning", "it is a word")
    return in_samples(match, context)


_BROWSER = LazyPattern(r"(?i)\.(?:html?|m?jsx?|tsx?|vue|svelte)$|(?:^|/)google-?services?-?(?:info)?\.(?:json|plist)$")
_MAPS = LazyPattern(rb"(?i)maps|gmap|firebase|youtube|browser|geocod|places|recaptcha")

_FIREBASE = LazyPattern(rb"(?i)firebase")
"""Its configuration names the key a line or two below."""


def browser_key(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Google's keys of web pages and apps are public by design: what protects them is a restriction to a site or app."""
    low = max(context.start - 120, 0)
    line = max(context.data.rfind(b"\n", low, context.start) + 1, low)
    near = _MAPS.search(context.data, line, context.end + 40) or _FIREBASE.search(context.data, low, line)
    if context.level == "error" and (_BROWSER.search(context.path) or near):
        return Verdict("warning", "a key of a web page or an app is public by design; see that it is restricted to it")
    return None


def expiry(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A presigned link that has expired is a note: `X-Amz-Date` and `X-Amz-Expires` (seconds), Google's alike, `Expires`
    (seconds since 1970)."""
    import time

    link = context.data[max(match.start() - 1500, 0) : match.end() + 600]
    dated = _SIGNED_AT.search(link)
    ends = 0.0
    if dated is not None:
        lasts = _LASTS.search(link)
        try:
            made = time.mktime(time.strptime(dated[1].decode(), "%Y%m%dT%H%M%S")) - time.timezone
        except (ValueError, OverflowError):
            return None  # no date: the link is of another kind, or damaged
        ends = made + min(int(lasts[1]) if lasts else 604_800, 604_800)
    else:
        until = _UNTIL.search(link)
        ends = float(until[1]) if until is not None else 0.0
    return Verdict("note", "it has expired") if 0 < ends < time.time() else None
