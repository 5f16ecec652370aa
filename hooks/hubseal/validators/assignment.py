"""Whether `password = "..."` and the like assign a real secret."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext, Verdict
from ..types import SEVERITY
from .heuristics import DOC_WORD, can_be, is_random, is_sentence, is_word, password, secret
from .listed import is_pair
from .secret_names import of_something_else
from .synthetic import IN_SAMPLES, in_samples
from .urls import unquote
from .values import is_checksum, is_placeholder

_NAME_BEFORE = LazyPattern(rb"(?:::)?[0-9A-Za-z_.\-\[\]$]{0,60}\Z")
_WORD_BEFORE = LazyPattern(rb"[A-Za-z]{3,16} \Z")  # as in `Next page token: ...`
_CALL = LazyPattern(rb"\(\s{0,4}\\{0,2}[\"'`][0-9A-Za-z_.-]{0,40}\Z")  # the first of two arguments
_CAMEL = LazyPattern(rb"[a-z]+(?:[A-Z][a-z]+)+[0-9]?|[A-Z]?[a-z]+[0-9]?|[A-Z_]+")
_PUBLIC = LazyPattern(
    rb"pub[0-9a-fA-F]{32}|.*\.apps\.googleusercontent\.com|(?:pk|pub|sub-c|pub-c|phc|sb_publishable|pk-lf|6L)[-_.].+"
)
"""Values that say they are public."""
_PASS = LazyPattern(rb"(?i)pass")
_SENTENCE = LazyPattern(rb"\A([A-Za-z_:' -]*[A-Za-z])[:.,;!?]+\Z")
"""Letters and the sign that ends a sentence."""
_QUERY = LazyPattern(rb"://[^\s\"'`<>\\]{3,280}[?&](?:[0-9A-Za-z_.-]{0,40}|.)\Z")
_NAME = LazyPattern(rb"[A-Za-z_-]+=")
_PASSWORD = LazyPattern(rb"(?i)pass(?:word|wd|phrase)?|pwd?|psw")
_SURE = LazyPattern(
    rb"(?i)passw|passphrase|pwd|secret|token|credential|salt"
    rb"|(?:api|access|auth|private|signing|encryption|master|admin|service)[ _-]?key"
)
_USER = LazyPattern(
    rb"(?i)(?:user(?:_?name)?|login|uid|usr|email|account)\\{0,3}[\"'\])]{0,2}\s{0,8}(?:=>|:=|={1,3}|:)\s{0,8}\\{0,3}[\"'][^\s\"'<>${}]{2,60}[\"']"
)
_USER_LINE = LazyPattern(
    rb"(?i)(?:\A|\n)[ \t]*(?:user(?:_?name)?|login|email)[ \t]*[=:][ \t]*[0-9A-Za-z_.@+-]{2,60}[ \t]*(?:\r?\n|//|#|;|\Z)"
)
"""A user name on a line of its own in a settings file, where nothing needs quotes."""


def name_of(match: Match[bytes], context: MatchContext) -> bytes:
    """The whole name that a value is given to: that of the match, with what stands before it."""
    before = _NAME_BEFORE.search(context.data, max(match.start("name") - 60, 0), match.start("name"))
    return (before[0] if before else b"") + match["name"]


def assigned(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what is no secret; error when the value is plainly random and its name is sure, else warning."""
    value, quoted = unquote(match["leak"]), match["quote"] is not None
    name = name_of(match, context)
    if reason := _no_assignment(match, context, name):
        return Verdict("off", reason)
    if not quoted and not match["name"].startswith((b"?", b"&")):
        at = match.end("name") - len(name.lstrip(b"$"))
        value = _unquoted(value, context.data[max(at - 2, 0) : at])
        if not value:
            return Verdict("off", "it is an option or a path")
    is_password = _PASSWORD.search(match["name"]) is not None
    if reason := _no_secret(match, context, name, value, quoted):
        return Verdict("off", reason)
    bare = not quoted and context.kind not in ("code", "notebook", "card")  # a literal, no variable
    if value.lower() in name.lower() or (
        _CAMEL.fullmatch(value) and not (bare and is_password) and not _user_beside(context)
    ):
        return Verdict("off", "it is a name")
    verdict = password(value, _user_beside(context)) if is_password else secret(value)
    if verdict.level == "off" and is_password and bare and is_word(value) and (name.isupper() or _user_above(context)):
        verdict = Verdict("note", "it is a word; if it is in use, it is guessed first")
    weak = verdict.level != "error" and (is_password or len(value) < 16)
    if weak and match.groupdict().get("pair") and is_pair(match, context):
        return Verdict("off", "it may be the item of a list of names")
    if verdict.level == "note" and not is_password and _in_query(match, context):
        return Verdict("off", "it is an id in a link")
    return _limited(verdict, name, context)


def bare_key(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """Drops what stands under `key` or `someKey` and is not plainly random; digests and ids in hex are none."""
    value = match["leak"]
    name = name_of(match, context)
    mixed = all(re.search(sort, value) for sort in (rb"[a-z]", rb"[A-Z]", rb"[0-9]"))
    if not mixed or not is_random(value) or is_placeholder(value) or of_something_else(name, True):
        return Verdict("off", "it is no secret")
    return None


def _limited(verdict: Verdict, name: bytes, context: MatchContext) -> Verdict:
    """The verdict on a value, no more severe than where it stands and how sure its name is allow."""
    if verdict.level == "error" and IN_SAMPLES.search(context.path):
        verdict = Verdict("warning", "it looks random, but stands in tests or examples")
    if verdict.level == "error" and context.kind == "data" and _is_in_passing(context):
        verdict = Verdict("warning", "it looks random, but texts of data sets make up passwords")
    if verdict.level == "error" and not _SURE.search(name):
        verdict = Verdict("warning", "it looks random")
    return verdict if SEVERITY[verdict.level] <= SEVERITY[context.level] else Verdict(context.level, verdict.reason)


def _is_in_passing(context: MatchContext) -> bool:
    """Whether a value is short, and neither its column nor a user beside it says that it is in use."""
    return (
        context.end - context.start < 16
        and not _SURE.search(context.key.encode("utf-8", "replace"))
        and not _user_beside(context)
    )


def _no_assignment(match: Match[bytes], context: MatchContext, name: bytes) -> str:
    """Why the name names no value; empty when it does."""
    called = _CALL.search(context.data, max(match.start("name") - 48, 0), match.start("name"))
    if match.groupdict().get("pair") and not called and not is_pair(match, context):
        return "it is an item of a list"
    return "it is the name of a type" if name.startswith(b"::") else ""


def _unquoted(value: bytes, before: bytes) -> bytes:
    """The value of a setting without quotes; empty for an option or a path. `before` is what stands before the name."""
    if before == b"${" and value[:1] in (b"?", b"-", b"="):  # POSIX 2.6.2
        value = b"" if value[:1] == b"?" else value[1:]
    value = _SENTENCE.sub(rb"\1", value)
    option = value.startswith(b"-") or (value.endswith(b"=") and _NAME.fullmatch(value) is not None)
    mount = before[-1:] in (b"$", b"%") or before in (b"${", b"$(")  # `-v "$PWD:/work:ro"`: a variable, and a folder
    return b"" if option or before.endswith(b"/") or (mount and value[:1] in (b"/", b"~")) else value


def _no_secret(match: Match[bytes], context: MatchContext, name: bytes, value: bytes, quoted: bool) -> str:
    """Why name, value or what stands around them say that it is none; empty when they do not."""
    if _PASS.fullmatch(match["name"]) and not _is_pass(name, quoted, context):
        return "it is no password"
    word = _WORD_BEFORE.search(context.data, max(match.start("name") - 17, 0), match.start("name"))
    is_password = _PASSWORD.search(match["name"]) is not None
    if (
        of_something_else((word[0] if word else b"") + name, is_random(value))
        or not can_be(value, quoted, is_password and _user_beside(context))
        or is_placeholder(value)
        or is_sentence(value)
        or is_checksum(value, context.path)
    ):
        return "it is not a secret"
    shell = _shell(context)
    if match.groupdict().get("gap") and not shell:
        return "it is no assignment"
    if match.groupdict().get("call") and not _TAKES.search(name):
        return "it is the argument of another call"
    if not quoted and (
        (context.kind in ("code", "notebook") and not shell and not _in_query(match, context))
        or re.search(rb"[!=]=", context.data[match.end("name") : context.start])
    ):
        return "it is an expression"
    return "it is public" if _PUBLIC.fullmatch(value.strip(b"_*.")) else ""


def _in_query(match: Match[bytes], context: MatchContext) -> bool:
    """Whether a name and its value are a part of a URL's query, which is a text in any language."""
    start = match.start("name")
    return _QUERY.search(context.data, max(start - 300, 0), start + 1) is not None


def _is_pass(name: bytes, quoted: bool, context: MatchContext) -> bool:
    """Whether `pass` is short for password: not the end of a word (`minipass`), nor a verdict (`PASS: test_login`)."""
    if re.search(rb"[a-z]pass\Z|[A-Z]PASS\Z", name):
        return False
    alone = (
        len(name) == 4
        and not quoted
        and re.search(rb":[ \t]*\Z", context.data[max(context.start - 16, 0) : context.start]) is not None
    )
    ends = re.match(rb"[ \t]*(?:[\r\n#,;}]|\Z)", context.data[context.end : context.end + 40]) is not None
    return not alone or (context.kind == "config" and ends) or _user_beside(context) or _user_above(context)


def _user_beside(context: MatchContext) -> bool:
    """Whether a user name is assigned next to it: then even a weak word is a working password."""
    data, start = context.data, context.start
    return _USER.search(data, max(start - 200, 0), start) is not None


def _user_above(context: MatchContext) -> bool:
    return _USER_LINE.search(context.data, max(context.start - 200, 0), context.start) is not None


_TAKES = LazyPattern(
    rb"(?i)(?:(?:\A|[.:])(?:set|with|add|use|save)_?[a-z_]{0,24}?|[.:])(?:password|passphrase|secret|token"
    rb"|(?:api|access|auth|secret|private|master|encryption)_?key)\Z"
)
"""Calls that are given a secret: `.apiKey(`, `set_access_token(`; not `get_secret(`, which is given its name."""
_DSN = LazyPattern(
    rb"(?i)[\"'][^\"'\r\n]{0,80}\b(?:host|hostaddr|dbname|database|user|uid|server|port)\s?=\s?[^\s=\"'{}%$]{1,60}[ ;][^\"'\r\n]{0,60}\Z"
)
"""A connection string of names and values in quotes, before its password."""
_SHELL = LazyPattern(
    r"(?i)\.(?:(?:ba|z|k|c|tc|fi)?sh|env|envrc|bat|cmd|mk|mak|slurm|sbatch|pbs|(?:bash|zsh|)rc|(?:bash_|z)?profile)\Z"
    r"|(?:\A|/)(?:(?:Docker|Container|Make|Proc|Just)file|\.env)[^/]*\Z"
)
_SHELL_LINE = LazyPattern(
    rb"(?i)(?:\A|\n)[ \t]{0,24}(?:#|//|;|--|rem |%(?:set_)?env |!|\$ |> |(?:export|set|setx|setenv|env|arg|declare|local|run) )[^\r\n]{0,120}\Z"
)
"""A command, a comment or a magic of a notebook before a value: there a value needs no quotes."""


def _shell(context: MatchContext) -> bool:
    before = context.data[max(context.start - 160, 0) : context.start]
    return (
        _SHELL.search(context.path) is not None
        or _SHELL_LINE.search(before) is not None
        or _DSN.search(before) is not None
    )


_SAID = LazyPattern(
    rb"(?i)(?:required|incorrect|invalid|wrong|correct|empty|valid|weak|strong|expired|missing|optional|hidden|changed|reset|blank"
    rb"|null|none|true|false|string|default|visible|encrypted|hashed|stored|sent|now|not|the|too|your|same|shown|set|asked|needed"
    rb"|[0-9]{1,3}[A-Za-z]+)"
)


def said(match: Match[bytes], context: MatchContext) -> Verdict | None:
    """A password in a sentence: a word is a note, and only in quotes; a template or a remark on passwords is dropped."""
    value, quoted = match["leak"], match["quote"] is not None
    if not can_be(value, quoted, False) or is_placeholder(value) or _SAID.fullmatch(value) or DOC_WORD.fullmatch(value):
        return Verdict("off", "it is no password")
    verdict = password(value)
    if verdict.level == "off" and quoted and re.fullmatch(rb"[a-z][0-9a-z_-]{3,31}", value):
        return Verdict("note", "it is a word; if it is in use, it is guessed first")
    return in_samples(match, context._replace(level=verdict.level)) or verdict
