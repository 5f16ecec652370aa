"""Whether the credentials in a URL are real."""

from __future__ import annotations

import re
from re import Match

from ..types import Context, Verdict
from .values import is_placeholder

_WORD = re.compile(
    rb"(?i)(?:pass(?:word|wd|phrase)?|pwd?|secret|token|user(?:name|_name)?|login|admin|root|guest|test(?:ing)?|changeme|my(?:_)?pass(?:word)?"
    rb"|my(?:_)?secret|xxx+|yyy+|zzz+|foo|bar|baz|qux|abc|pw|hunter2|key|api_?key|example|postgres|mysql|redis|rabbitmq|mongo|guest"
    rb"|my[_-]?token|pat|s3cr3t|mypw|user[_-]?pass(?:word)?|db[_-]?pass(?:word)?|database|dev|local|demo|sample|p|u|pa|username|some[_-]?pass(?:word)?|bob|alice)[0-9!*]{0,3}"
)
_TEMPLATE = re.compile(rb"[<>{}$*\[\]]|%[a-z(]|\.\.\.|^[A-Z][A-Z_]{2,}$|^:|^x+$|^-+$")
_LOCAL = re.compile(rb"(?i)^(?:localhost|127\.[0-9.]+|0\.0\.0\.0|\[?::1\]?|host|hostname|server|db|postgres|mysql|redis|mongo(?:db)?|rabbitmq|database|proxy|domain|[^:/]*\.local|[^:/]*\b(?:example|test|invalid|domain|yourdomain|foo|bar|myhost|mydomain|host)(?:\.(?:com|org|net|io))?|(?:my|some|your|the)[-_.]?(?:host|server|db|domain|proxy)[a-z.]*)(?=[:/?#,\"'\s]|$)")


def credentials(match: Match[bytes], context: Context) -> Verdict | None:
    """Drops templates and words that stand for a password; a local host or a weak word is less."""
    value = match["leak"]
    if _TEMPLATE.search(value) or is_placeholder(value):
        return Verdict("off", "it is a placeholder")
    host = match["host"] or b""
    if _TEMPLATE.search(host):
        return Verdict("off", "it is a template")
    local = bool(_LOCAL.match(host))
    if _WORD.fullmatch(value):
        return Verdict("off", "it is a word that stands for a password")
    if local:
        return Verdict("warning", "the host is a local or an example one")
    return None
