"""Whether an environment file holds settings only: its name alone says that it may hold credentials."""

from __future__ import annotations

from ..regex import LazyPattern

_ENCRYPTED = (
    b"\0GITCRYPT\0",
    b"-----BEGIN PGP MESSAGE",
    b"-----BEGIN AGE ENCRYPTED",
    b"age-encryption.org/",
    b"$ANSIBLE_VAULT;",
)
"""What files begin with that somebody encrypted."""
_LINE = LazyPattern(rb"[ \t]*(?:export[ \t]+)?([A-Za-z_][0-9A-Za-z_.]*)[ \t]*=(.*)")
_SECRET = LazyPattern(
    rb"(?i)key|token(?!s)|secret|pass|pwd|cred|auth|private|dsn|salt|signature|signing|cert|webhook|cookie|session|jwt|bearer|account|license|_id\Z|\Apat\Z|_pat\Z"
)
_STAND_IN = LazyPattern(
    rb"(?i)<[^<>]*>|\$\{?[A-Za-z_{]|your|xxx+|\*{3}|change[_-]?me|example|placeholder|todo\Z|\{\{|replace|insert"
)
_PLAIN = LazyPattern(
    rb"(?i)(?:true|false|yes|no|on|off|none|null|auto|default|enabled?|disabled?|[0-9]{1,10}(?:\.[0-9]+)?(?:[a-z]{1,2}|%)?|[0-9]+(?:,[0-9]+)*|[a-z]+:[0-9]{1,2}|\.{0,2}/[a-z]*)"
)
_SETTING = LazyPattern(
    rb"(?i)(?:\A|_)(?:sample|example|port|host|hostname|addr|address|bind|debug|log|logs|logging|level|env|environment|mode|devices?|profile|enable|disable|verbos\w*|path|dir|directory|root|home"
    rb"|cache|threads|workers|procs?|backend|version|tag|names?|region|locale|lang|language|tz|timezone|timeout|size|num|max|min|use|project|model|image|platform|arch|visible|display|runtime"
    rb"|output|input|format|theme|title|url|uri|endpoint|branch|target|channel|precision|dtype|batch|seed|limit|count|ratio|rate|interval|retries|memory|gpus?|cpus?|cuda|nccl|omp)(?:_|\Z)"
)
_CREDENTIALS = LazyPattern(rb"://[^/\s]*@|[?&][^=\s]*(?:key|token|sig|secret)[^=\s]*=")
_RANDOM = LazyPattern(rb"(?=[^\s]*[0-9])(?=[^\s]*[A-Za-z])[0-9A-Za-z+/_=-]{20,}")
LONGEST = 120
"""Bytes of a value that is a setting."""


def holds_no_secret(path: str, head: bytes, size: int | None) -> bool:
    """Whether an environment file of that path is encrypted, or all that it sets is empty, a stand-in or a setting."""
    if "env" not in path.rpartition("/")[2].lower() or not head:
        return False
    if head.startswith(_ENCRYPTED) or (b"ENC[AES256_GCM" in head and b"sops_" in head):
        return True
    if size is None or size > len(head):
        return False
    found = False
    for line in head.splitlines():
        text = line.strip()
        if text and not text.startswith(b"#"):
            setting = _LINE.fullmatch(line)
            if setting is None or not _harmless(setting[1], setting[2]):
                return False
            found = True
    return found


def _harmless(key: bytes, value: bytes) -> bool:
    """Whether a variable is no secret: conservative, a value that nothing is known of may be one."""
    value = value.split(b" #", 1)[0].strip().strip(b"\"'").strip()
    if not value or _STAND_IN.search(value):
        return True
    if value.lower() in (b"true", b"false", b"none", b"null", b"yes", b"no"):
        return True
    if _SECRET.search(key) or len(value) > LONGEST or _CREDENTIALS.search(value) or _RANDOM.search(value):
        return False
    return _PLAIN.fullmatch(value) is not None or _SETTING.search(key) is not None
