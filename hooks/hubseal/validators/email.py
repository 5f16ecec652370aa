"""Whether an e-mail address is somebody's, and whether it stands where addresses belong."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict

_RESERVED = LazyPattern(
    rb"(?i)(?:^|\.)(?:example\.(?:com|net|org|edu|io|de)|example|test|invalid|localhost|local|internal|localdomain)$"
)
_PLACEHOLDER_DOMAIN = LazyPattern(
    rb"(?i)^(?:domain|email|company|yourdomain|your-domain|yourcompany|your-company|test|mail|mydomain|server|host|foo|bar|acme|website|site|somewhere|organization|org|xyz|abc|xxx|corp|provider|address|sample|placeholder)\.(?:com|org|net|io|tld|xyz|co|ai)$|your|example"
)
_PLACEHOLDER_LOCAL = LazyPattern(
    rb"(?i)^(?:you|your[._-]?(?:name|email|mail|user(?:name)?)?|user(?:name)?[0-9]*|name|first(?:name)?[._-]?last(?:name)?|first|last|foo|bar|baz|someone|somebody|e?mail|me|test(?:er|user|ing)?[0-9]*|xxx+|abc|john\.?doe|jane\.?doe|example|sample|placeholder|username|recipient|sender|to|from)$"
)
_SYSTEM = LazyPattern(
    rb"(?i)^(?:no-?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?|git|hg|svn|root|x-access-token|oauth2?|token|[0-9]+\+[^@]+)$"
)
_NOREPLY_DOMAIN = LazyPattern(
    rb"(?i)(?:^|\.)(?:users\.noreply\.github\.com|noreply\.[a-z.]+|sentry\.io|ingest\.sentry\.io|gserviceaccount\.com|localhost\.localdomain|calendar\.google\.com|resource\.calendar\.google\.com)$"
)
_FILE = LazyPattern(
    rb"(?i)\.(?:png|jpe?g|gif|svg|webp|ico|bmp|js|css|scss|ts|py|md|json|ya?ml|html?|txt|zip|gz|so|whl|tar|exe|dll|pdf|mp[34]|java|kt|rs|go|cpp|hpp|sh|local|lan|corp|internal|git|localdomain|service|target|socket)$"
)
_TLD = LazyPattern(rb"(?i)^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$")
_CONTACT = LazyPattern(
    rb"(?i)contact|author|maintain|curat|e-?mail|mail ?to|correspond|support|reach (?:out|us|me)|point of|questions|feedback|report|issue|security|abuse|privacy|gdpr|credit|acknowledg|licen[cs]e|copyright|\(c\)|maintainer|developed by|created by|written by|committer|contributor|signed-off-by|co-authored-by|cite|citation|bibtex|@(?:misc|article|inproceedings|book|software)|team|press|inquir|send |write to|ask "
)
_HEADING = LazyPattern(rb"(?m)^[ \t]{0,3}(?:#{1,6}[ \t]+|\*\*)(.{1,120})$|^(.{1,80})\r?\n[=~^\-]{4,}[ \t]*$")
_SECTION = LazyPattern(
    rb"(?i)contact|author|maintain|curator|citation|cite|bibtex|contribut|licen[cs]|personal and sensitive|acknowledg|credit|support|team|about|people|security|reporting|feedback|more information"
)
_CODE_COMMENT = LazyPattern(
    rb"(?i)(?:^|\n)[ \t]*(?:#|//|\*|/\*|;|--|%|\"\"\"|'''|dnl\b|rem\b)[^\n]*\Z|__(?:author|email|maintainer|contact)__|(?:author|maintainer|email|contact)[a-z_\"']{0,12}\s?[=:(\[]"
)
_ROLE = LazyPattern(
    rb"(?i)^(?:info|support|security|contact|hello|help|admin|press|sales|privacy|abuse|legal|team|office|mail|webmaster|feedback|opensource|oss|dev|devel|developers|hr|jobs|careers|news|service|enquiries|inquiries|conduct|maintainers?|list|announce|users|discuss|research|datasets?|models?|community)$"
)


def _well_formed(local: bytes, labels: list[bytes]) -> bool:
    """Whether a local part and the labels of a domain may make an address (RFC 5321, RFC 1035)."""
    if not 0 < len(local) <= 64 or b"" in local.split(b".") or not _TLD.match(labels[-1]):
        return False
    return all(0 < len(label) <= 63 and label.strip(b"-") == label for label in labels)


def address(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what is no address, or nobody's: reserved and placeholder domains, file names, decorators, remotes."""
    local, _, domain = match["leak"].rpartition(b"@")
    labels = domain.split(b".")
    if not _well_formed(local, labels):
        return Verdict("off", "it is no address")
    if (
        _RESERVED.search(domain)
        or _PLACEHOLDER_DOMAIN.search(domain)
        or _NOREPLY_DOMAIN.search(domain)
        or _SYSTEM.match(local)
    ):
        return Verdict("off", "it is reserved or nobody's")
    if _PLACEHOLDER_LOCAL.match(local) and (
        context.kind != "data" or labels[0].lower() in (b"email", b"mail", b"domain", b"company", b"test")
    ):
        return Verdict("off", "it is a placeholder")
    if _FILE.search(domain) or re.fullmatch(rb"[0-9]x", domain.split(b".")[0]):
        return Verdict("off", "it is a file name")
    before = context.data[max(context.start - 80, 0) : context.start]
    after = context.data[context.end : context.end + 2]
    if re.search(rb"://[^\s/@\"'<>(){}\[\],;|\\?#]*\Z|\bssh\s+\S*\Z|\bscp\s\S*\Z", before) or (
        after[:1] == b":" and re.match(rb"[A-Za-z~/]", after[1:])
    ):
        return Verdict("off", "it is a remote or credentials")
    return None


def in_contact(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A warning where addresses belong: contact lines and sections, citations, authors, comments of code."""
    if context.kind not in ("card", "code", "config", "other", "notebook"):
        return None
    data, start = context.data, context.start
    begin = data.rfind(b"\n", max(start - 400, 0), start) + 1
    endless = begin == 0 and start > 400  # a line that nobody writes by hand
    low = start - 100 if endless else begin
    line = data[low : context.end + 80].split(b"\n", 1)[0]
    if _ROLE.match(match["leak"].partition(b"@")[0]):
        return Verdict("warning", "it is a role address")
    if _CONTACT.search(line) or _CONTACT.search(context.key.encode()):
        return Verdict("warning", "it stands in a contact, author or citation line")
    if context.kind == "card":
        return _card(data, start, low)
    above = b"" if endless else data[max(low - 300, 0) : start]
    if context.kind in ("code", "config", "other") and (
        _CODE_COMMENT.search(data[low:start]) or _CONTACT.search(above)
    ):
        return Verdict("warning", "it stands in a comment or an author field")
    return None


def _card(data: bytes, start: int, low: int) -> Verdict | None:
    """What the nearest heading and the lines above speak of."""
    headings = list(_HEADING.finditer(data, max(start - 6000, 0), start))
    section = headings[-1] if headings else None
    if section is not None and _SECTION.search(section[1] or section[2]):
        return Verdict("warning", "it stands in a contact, author or citation section")
    if _CONTACT.search(data[max(low - 160, 0) : low]):
        return Verdict("warning", "it stands below a contact, author or citation line")
    if re.search(
        rb"(?i)@(?:misc|article|inproceedings|techreport|software|dataset|online|book|phdthesis|mastersthesis)\{[^@]{0,3000}\Z",
        data[max(start - 3000, 0) : start],
    ):
        return Verdict("warning", "it stands in a citation")
    head = data[:start]
    if (
        head.startswith(b"---")
        and head.find(b"\n---", 3) < 0
        and re.search(rb"(?m)^(?:extra_gated|authors?|maintainers?|citation|contact)", head[-2000:])
    ):
        return Verdict("warning", "it stands in the card's metadata")
    return None
