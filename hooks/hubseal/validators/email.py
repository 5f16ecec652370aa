"""Whether what looks like an e-mail address is one, and somebody's."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from .top_level_domains import is_top_level

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
_NOBODYS_DOMAIN = LazyPattern(
    rb"(?i)^(?:(?:my|our|the|some|any|test|demo|sample|fake|dummy|foo|bar|old|new)[-_]?)?"
    rb"(?:company|business|domain|org(?:ani[sz]ation)?|corp|site|website|server|host|e?mail|school|university|startup|shop|store|firm|employer|client)"
    rb"[0-9]?\.[a-z.]{2,6}$"
    rb"|^(?:\xe5\x85\xac\xe5\x8f\xb8|\xe5\x9f\x9f\xe5\x90\x8d|\xe9\x82\xae\xe7\xae\xb1|\xe7\xa4\xba\xe4\xbe\x8b)\."
)
"""`mycompany.com`, and the words for company, domain, mailbox and example in Chinese."""
_SHORTEST = LazyPattern(rb"(?i)(?<![0-9a-z.])[a-z0-9.]@[a-z]\.[a-z]{2,3}(?![0-9a-z])")
"""`a@b.co`: hardly anybody has both a name and a domain of a letter, and no two in a text."""
_IDENTIFIER = LazyPattern(rb"(?:[0-9a-f]{20,64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,26})")
"""A local part that a machine made."""
_REMOTE = LazyPattern(
    rb"://[^\s/@\"'<>(){}\[\],;|\\?#]*\Z"
    rb"|(?<![0-9A-Za-z_-])(?:ssh|scp|sftp|rsync|mosh|sshfs|autossh|ssh-copy-id|ssh-keyscan|mutagen)(?:[ \t]+(?:-[0-9A-Za-z]+|--[a-z-]+(?:=\S+)?"
    rb"|(?<=-[A-Za-z] )[^\s-]\S*|[0-9]+:[^\s@]+|[~./$\"'][^\s@]*|(?<=-[A-Za-z])[ \t]*\S+))*[ \t]+[\"']?\Z"
    rb"|(?:^|[\n`$>!&;|])[ \t]*(?:(?:scp|rsync|sftp|sshfs)[ \t][^\n`|;]{0,160}|git[ \t]+(?:clone|push|pull|fetch|remote)[ \t][^\n`|;]{0,120})[ \t]\Z"
)
"""What stands before the target of a remote shell or copy, or in a URL."""
_PROMPT = LazyPattern(rb"[ :]?~?[0-9A-Za-z_./-]{0,40}[\])]?[$#%] ")
"""What stands behind user and host in the prompt of a shell."""
_IN_PATH = LazyPattern(rb"(?i)(?<![:/])/\Z")
_PERSONS_FOLDER = LazyPattern(
    rb"(?i)(?:users?|repos|home|mailto:|mail|e-?mails?|contact)[\\/]{1,2}\Z|(?:\A|[\s\"'(\[:,;|\x80-\xff])[\\/]\Z"
)
"""A slash before which a path names people, or that stands between words."""
_DEFAULTS = LazyPattern(
    rb"(?m)^[ \t]*(?:defaults|\$override):[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:-[^\n]*|#[^\n]*)?\n)*[ \t]*-[^\n]*\Z"
)
"""An item of Hydra's list of defaults, `- env/cartpole@env.train`."""
_CALLED = LazyPattern(rb"[(\[]")


def _well_formed(local: bytes, labels: list[bytes]) -> bool:
    """Whether a local part and the labels of a domain may make an address (RFC 5321, RFC 1035)."""
    if not 0 < len(local) <= 64 or b"" in local.split(b".") or not is_top_level(labels[-1]):
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
    if _NOBODYS_DOMAIN.search(domain) or (_SHORTEST.fullmatch(match["leak"]) and _counts_up(context)):
        return Verdict("off", "it is a placeholder")
    if reason := _no_persons(context, local, labels):
        return Verdict("off", reason)
    return None


def _counts_up(context: MatchContext) -> bool:
    """Whether another address of the shortest sort stands near one."""
    near = context.data[max(context.start - 900, 0) : context.end + 900].replace(rb"\n", b"  ")
    return len(_SHORTEST.findall(near)) > 1


def _no_persons(context: MatchContext, local: bytes, labels: list[bytes]) -> str:
    """Why what stands around an address, or the address itself, says that it is no person's; empty when nothing does."""
    data, start, end = context.data, context.start, context.end
    before, after = data[max(start - 240, 0) : start], data[end : end + 48]
    line = before[before.rfind(b"\n") + 1 :]
    if _REMOTE.search(before) or (after[:1] == b":" and re.match(rb"[A-Za-z~/]", after[1:])) or _PROMPT.match(after):
        return "it is a remote or credentials"
    if labels[0].lower() in (b"ssh", b"git", b"sftp") or _IDENTIFIER.fullmatch(local.lower()):
        return "it is an account of a machine"
    if _IN_PATH.search(line) and not _PERSONS_FOLDER.search(line):
        return "it is part of a path"
    if line.endswith(b"@") and not line[-2:-1].isalnum():
        return "it is a handle"
    if context.kind in ("code", "notebook") and _CALLED.match(after):
        return "it is an expression"
    if (
        context.kind in ("config", "card", "other")
        and b"-" in line
        and _DEFAULTS.search(data[max(start - 2000, 0) : start])
    ):
        return "it is an item of a list of defaults"
    return ""
