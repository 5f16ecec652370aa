"""Whether `password = "..."` and the like assign a real secret."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable
from re import Match

from ..regex import Lazy
from ..types import Context, Level, Proof, Verdict
from .made_up import IN_SAMPLES, counts, in_samples, typed
from .urls import unquote
from .values import is_placeholder, shannon, wordlike

_NAME_BEFORE = Lazy(rb"(?:::)?[0-9A-Za-z_.\-\[\]$]{0,60}\Z")
_WORD_BEFORE = Lazy(rb"[A-Za-z]{3,16} \Z")  # as in `Next page token: ...`
_CALL = Lazy(rb"\(\s{0,4}\\{0,2}[\"'`][0-9A-Za-z_.-]{0,40}\Z")  # the first of two arguments
_TOKEN_PARTS = (
    rb"pad|eos|bos|unk|cls|sep|mask|special|image|img|audio|video|next|prev(?:ious)?|added|start|end|stop|num|n|max|min"
    rb"|sub|first|last|new|page|continuation|sync|cursor|prefix|suffix|middle|fim|bot|eot|eom|pat|per|total|input|output"
    rb"|prompt|cached|completion|context|vocab|word|char|decoder|encoder|additional|text|think|newline|pagination"
    rb"|cancell?ation|lock|fencing|idempotency|client[_-]?request|range|public|csrf|xsrf|change|copy[_-]?product|public[_-]?key|csrf[_-]?middleware|authenticity|verification|nonce|state|xsrf[_-]?request"
)
_KEY_PARTS = (
    rb"public|primary|foreign|partition|sort|cache|dict|map|lookup|index|hash|routing|shard|row|object|translation|i18n"
    rb"|site|publishable|group|host|unique|registry|natural|surrogate|version|shortcut|hot|arrow|answer|license[_-]?plate|spdx[_-]?license|result"
)
_KEY_TAILS = (
    rb"tokens\b|tokeni[sz]|token[_-]?(?:type|count|ids?|ur[il]|name|path|file|limit|index|idx|class|emb\w*|len\w*|size"
    rb"|ttl|exp\w*|endpoint|budget|str|pos\w*|start|end|hash|prefix|format|info|data|usage|price|cost|drop\w*|mask|level"
    rb"|field|header|list|map|scope|issuer|audience|provider|algorithm|backend|network|address|symbol|version)"
)
_TAILS = (
    rb"(?:password|passwd|secret|credentials?|api[_-]?key|key|pass|pwd|auth)[_-]?(?:field|name|path|file(?:name)?|ur[il]"
    rb"|hint|label|ids?|input|prompt|policy|len\w*|type|regex|pattern|env\w*|var\w*|ref\w*|help|text|title|msg|message"
    rb"|error|placeholder|arn|version|manager|reset|hash\w*|validator\w*|strength|min|max|rules|confirm\w*|required"
    rb"|expir\w*|age|store|provider|header|method|algo\w*|mode|format|scheme|fn|func|callback|digest|column|attr\w*"
    rb"|param\w*|change\w*|backend|mask\w*|char|generator|rotation|prefix|suffix|fingerprint|checksum)\b"
)
_OTHER_KEY = Lazy(
    rb"(?i)(?:"
    + _TOKEN_PARTS
    + rb")[ _.-]?tokens?\Z|(?:"
    + _KEY_PARTS
    + rb")[ _-]?key\Z|"
    + _KEY_TAILS
    + rb"|"
    + _TAILS
    + rb"|(?:by|com|over|under|tres|sur|en)pass\Z"
)
_TEMPLATE = Lazy(
    rb"\$\{|\{\{|\$[A-Z][A-Z0-9_]{2,}|\A\$[A-Za-z_({]|%\(|\A%\w+%\Z|\A<.*>\Z|\A\{[^{}]*\}\Z|#\{|\A@\w+@\Z|%[sdr]\b|\{\w{0,20}\}|<%|\A__\w+__\Z|://"
    rb"|os\.environ|process\.env|(?i:getenv)|\A(?i:arn|vault|ref|secret|ssm|op|env|file|sops|enc|aws|gcp|keyvault):"
)
_CONSTANT = Lazy(
    rb"(?i)\A(?:none|null|nil|true|false|undefined|self|str|string|bytes|int|optional|any|default|yaml|json|text|required"
    rb"|password|secret|token|enabled|disabled)\b"
)
_PATH = Lazy(
    rb"\A[~./][\w./~@%+-]*\Z|\A[A-Za-z]:\\|\A\w+/\w+(?:/[\w.-]+)*\Z|\A[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\(?\Z"
    rb"|\.(?i:json|ya?ml|pem|key|txt|py|js|ts|html?|css|md|cfg|ini|toml|crt|cer|jks|png|svg|php|vue|go|java|rb|xml|sh)\Z"
)
_CODE = Lazy(rb"[<>{}()\[\]]|;\Z|\A[&@#\\,]|\|\||==|,\Z|\A[*.x]+\Z|\A--|\A%")
_PADDING = Lazy(rb"(?<=[0-9A-Za-z+/]{15})={1,2}\Z")
_REGEX = Lazy(rb"\[\^|\\[dwsbDWS]|\(\?|\{[0-9]|\]\+|\]\*|[aA]-[zZ]|0-9|\.\*|\(\)")
_FORMAT = Lazy(rb"\$\{|\{\{|%\(|<%|#\{|%[A-Za-z].*%[A-Za-z]|\{\w*\}|://")
_WORDS = Lazy(rb"(?:[A-Za-z]+[0-9]{0,2}|[0-9]{1,4})(?:[_ .:/-](?:[A-Za-z]+[0-9]{0,4}|[0-9]{1,4}))*")
_PLAIN_WORD = Lazy(rb"[A-Za-z]+|(?:[A-Za-z]+|[0-9]{1,2})(?:[_ .:/-](?:[A-Za-z]+|[0-9]{1,2}))+")
_CAMEL = Lazy(rb"[a-z]+(?:[A-Z][a-z]+)+[0-9]?|[A-Z]?[a-z]+[0-9]?|[A-Z_]+")
_PUBLIC = Lazy(
    rb"pub[0-9a-fA-F]{32}|.*\.apps\.googleusercontent\.com|(?:pk|pub|sub-c|pub-c|phc|sb_publishable|pk-lf|6L)[-_.].+"
)
"""Values that say they are public."""
_UUID = Lazy(rb"(?i)[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_ANY_UUID = Lazy(rb"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PHRASE = Lazy(rb"[0-9A-Za-z]+(?: [0-9A-Za-z]+){1,3}")
_ASKS = Lazy(rb"(?i)password|passphrase|secret|enter|your|please|invalid|must|required|wrong")
_NUMBER = Lazy(rb"[0-9.,:_/ -]+")
_PASSWORD = Lazy(rb"(?i)pass(?:word|wd|phrase)?|pwd?|psw")
_SURE = Lazy(
    rb"(?i)passw|passphrase|pwd|secret|token|credential|salt"
    rb"|(?:api|access|auth|private|signing|encryption|master|admin|service)[ _-]?key"
)
_DOC_WORD = Lazy(
    rb"(?i)(?:my|some|the|user|db|test|new|old|admin|root|default)?[_ -]?(?:pass(?:[+_ -]?word|wd|phrase)?|pw|pwd|secret"
    rb"|test(?:ing)?|admin|root|guest|user(?:name)?|login|changeme|foo|bar|baz|hunter|letmein|sesame|abc|xyz|demo"
    rb"|sample|none|pass_?phrase|hello)[0-9!]{0,4}"
)
_USER = Lazy(
    rb"(?i)(?:user(?:_?name)?|login|uid|usr|email|account)\\{0,3}[\"'\])]{0,2}\s{0,8}(?:=>|:=|={1,3}|:)\s{0,8}\\{0,3}[\"'][^\s\"'<>${}]{2,60}[\"']"
)
_USER_LINE = Lazy(
    rb"(?i)(?:\A|\n)[ \t]*(?:user(?:_?name)?|login|email)[ \t]*[=:][ \t]*[0-9A-Za-z_.@+-]{2,60}[ \t]*(?:\r?\n|//|#|;|\Z)"
)
"""A user name on a line of its own in a settings file, where nothing needs quotes."""
_RANK: dict[Level, int] = {"off": 0, "note": 1, "warning": 2, "error": 3}


_LOWER = Lazy(rb"(?!.*(?:pass|pwd|secret|user|token))[a-z]{3,32}(?:[_-][a-z]{3,32})?(?<=.{6})")


def assigned(match: Match[bytes], context: Context) -> Verdict | None:
    """Drops what is no secret; error when the value is plainly random and its name is sure, else warning."""
    value, quoted = unquote(match["leak"]), match["quote"] is not None
    before = _NAME_BEFORE.search(context.data, max(match.start("name") - 60, 0), match.start("name"))
    name = (before[0] if before else b"") + match["name"]
    if match.groupdict().get("pair") and not _CALL.search(
        context.data, max(match.start("name") - 48, 0), match.start("name")
    ):
        return Verdict("off", "it is an item of a list")
    if name.startswith(b"::"):
        return Verdict("off", "it is the name of a type")
    is_password = _PASSWORD.search(match["name"]) is not None
    bare = not quoted and context.kind not in ("code", "notebook", "card")  # a literal, no variable
    word = _WORD_BEFORE.search(context.data, max(match.start("name") - 17, 0), match.start("name"))
    if (
        _OTHER_KEY.search((word[0] if word else b"") + name)
        or not _can_be(value, quoted, is_password and _user_beside(context))
        or is_placeholder(value)
        or _sentence(value)
    ):
        return Verdict("off", "it is not a secret")
    if not quoted and (
        (context.kind in ("code", "notebook") and not _shell(context.path))
        or re.search(rb"[!=]=", context.data[match.end("name") : context.start])
    ):
        return Verdict("off", "it is an expression")
    if _PUBLIC.fullmatch(value):
        return Verdict("off", "it is public")
    if value.lower() in name.lower() or (
        _CAMEL.fullmatch(value) and not (bare and is_password) and not _user_beside(context)
    ):
        return Verdict("off", "it is a name")
    verdict = password(value, _user_beside(context)) if is_password else secret(value)
    if verdict.level == "off" and is_password and bare and _word(value) and (name.isupper() or _user_above(context)):
        verdict = Verdict("note", "it is a word; if it is in use, it is guessed first")
    if verdict.level == "error" and IN_SAMPLES.search(context.path):
        verdict = Verdict("warning", "it looks random, but stands in tests or examples")
    if verdict.level == "error" and not _SURE.search(name):
        verdict = Verdict("warning", "it looks random")
    return verdict if _RANK[verdict.level] <= _RANK[context.level] else Verdict(context.level, verdict.reason)


def _can_be(value: bytes, quoted: bool, beside_user: bool) -> bool:
    """Whether a value is data: no template, path, constant, number, sentence or expression."""
    if quoted and _machine_made(value):
        return True
    if _TEMPLATE.search(value) or _CONSTANT.search(value) or _PATH.search(value) or _NUMBER.fullmatch(value):
        return False
    if not _CODE.search(_PADDING.sub(b"", value)) and b" " not in value:
        return True
    return quoted and beside_user and _PHRASE.fullmatch(value) is not None and not _ASKS.search(value)


def _sentence(value: bytes) -> bool:
    """Whether a value is base64 of words, as in examples: `not my real password`."""
    try:
        plain = a2b_base64(value) if len(value) % 4 == 0 else b""
    except Base64Error:
        return False
    return re.fullmatch(rb"[a-z]+:?(?:[a-z]+ ){2,}[a-z]+", plain) is not None


def _classes(value: bytes) -> int:
    """How many of lower case, upper case, digits and signs occur."""
    tests = (rb"[a-z]", rb"[A-Z]", rb"[0-9]", rb"[^0-9A-Za-z]")
    return sum(re.search(t, value) is not None for t in tests)


def _machine_made(value: bytes) -> bool:
    """A long run of letters, digits and signs of all sorts, as a generator makes it; no words, no expression."""
    longest = max(map(len, re.findall(rb"[A-Za-z]+", value)), default=0)
    return (
        len(value) >= (32 if b" " in value else 16)
        and value.count(b" ") * 16 <= len(value)
        and _classes(value) == 4
        and longest < 9
        and shannon(value) >= 3.8
        and not _REGEX.search(value)
        and not _FORMAT.search(value)
    )


def _user_beside(context: Context) -> bool:
    """Whether a user name is assigned next to it: then even a weak word is a working password."""
    data, start = context.data, context.start
    return _USER.search(data, max(start - 200, 0), start) is not None


def _user_above(context: Context) -> bool:
    return _USER_LINE.search(context.data, max(context.start - 200, 0), context.start) is not None


def _word(value: bytes) -> bool:
    """A word that may well be somebody's password, and none that documentation puts in its place."""
    return _LOWER.fullmatch(value) is not None and not _DOC_WORD.fullmatch(value)


def _shell(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return name.endswith((".sh", ".bash", ".zsh", ".env", "Dockerfile")) or name.startswith("Dockerfile")


def password(value: bytes, known_user: bool = False) -> Verdict:
    """A password that people chose: letters and digits or signs, not only words. `known_user`: a user stands beside."""
    if len(value) < 6 or (_ANY_UUID.fullmatch(value) and len(set(value)) < 6):
        return Verdict("off", "it is too short")
    if _DOC_WORD.fullmatch(value):
        weak = re.search(rb"[0-9]", value) is not None
        return Verdict(
            ("warning" if known_user else "note") if weak else "off", "it is weak, or a word of documentation"
        )
    classes = _classes(value)
    if _PLAIN_WORD.fullmatch(value) or classes < 2:
        real = known_user and b"_" not in value
        return Verdict("warning", "a user name stands beside it") if real else Verdict("off", "it is a word")
    words = re.search(rb"[a-z]{5}|[A-Z]{5}", value) is not None and wordlike(value)
    strong = shannon(value) >= 3.0 and classes >= 3 and len(value) >= 10 and not words
    return Verdict("error", "it looks random") if strong else Verdict("warning", "it looks like a password")


def secret(value: bytes) -> Verdict:
    """A token or key that a machine made."""
    if _ANY_UUID.fullmatch(value):
        return Verdict("note" if _UUID.fullmatch(value) else "off", "it may be an identifier")
    if typed(value) or counts(value):
        return Verdict("off", "it looks typed by hand")
    if len(value) < 12 or (_WORDS.fullmatch(value) and _wordy(value)) or wordlike(value):
        return Verdict("off", "it is a word")
    digits = len(re.findall(rb"[0-9]", value))
    letters = len(re.findall(rb"[A-Za-z]", value))
    if not letters or (not digits and (len(value) < 24 or shannon(value) < 4.0)) or shannon(value) < 2.8:
        return Verdict("off", "it is not random")
    strong = len(value) >= 20 and shannon(value) >= 3.2
    return Verdict("error", "it looks random") if strong else Verdict("warning", "it may be random")


def _wordy(value: bytes) -> bool:
    """Of what has the shape of words: parted ones, or short ones with few digits."""
    return bool(re.search(rb"[_ .:/-]", value)) or not re.search(rb"[0-9]", value) or len(value) < 14


_SAID = Lazy(
    rb"(?i)(?:required|incorrect|invalid|wrong|correct|empty|valid|weak|strong|expired|missing|optional|hidden|changed|reset|blank"
    rb"|null|none|true|false|string|default|visible|encrypted|hashed|stored|sent|now|not|the|too|your|same|shown|set|asked|needed"
    rb"|[0-9]{1,3}[A-Za-z]+)"
)


def said(match: Match[bytes], context: Context) -> Verdict | None:
    """A password in a sentence: a word is a note, and only in quotes; a template or a remark on passwords is dropped."""
    value, quoted = match["leak"], match["quote"] is not None
    if (
        not _can_be(value, quoted, False)
        or is_placeholder(value)
        or _SAID.fullmatch(value)
        or _DOC_WORD.fullmatch(value)
    ):
        return Verdict("off", "it is no password")
    verdict = password(value)
    if verdict.level == "off" and quoted and re.fullmatch(rb"[a-z][0-9a-z_-]{3,31}", value):
        return Verdict("note", "it is a word; if it is in use, it is guessed first")
    return in_samples(match, context._replace(level=verdict.level)) or verdict


Names = Callable[[], "tuple[frozenset[str], frozenset[str]]"]
"""Gives (providers whose keys have a public prefix, those whose keys have none) when first needed."""


def unless_known(names: Names) -> Proof:
    """`assigned`, but silent on `<provider>_api_key` and the like when the value has not that provider's shape: its own
    rule would have found it, so it is cut, mistyped or made up. A provider of keys with a prefix may have older ones
    without."""
    compiled: list[re.Pattern[bytes]] = []

    def proof(match: Match[bytes], context: Context) -> Verdict | None:
        verdict = assigned(match, context)
        if verdict is not None and verdict.level == "off":
            return verdict
        if not compiled:
            compiled.extend(_key_of(providers) for providers in names())
        before = _NAME_BEFORE.search(context.data, max(match.start("name") - 60, 0), match.start("name"))
        name = (before[0] if before else b"") + match["name"]
        prefixed, plain = compiled
        parted = re.search(rb"[^0-9A-Za-z]", match["leak"]) is not None
        if (parted and prefixed.search(name)) or plain.search(name):
            return Verdict("off", "it has not the shape of that provider's keys")
        return verdict

    return proof


def _key_of(providers: frozenset[str]) -> re.Pattern[bytes]:
    return re.compile(
        rb"(?i)(?:\A|[^A-Za-z])(?:"
        + "|".join(sorted(providers, key=len, reverse=True)).encode()
        + rb")[_.-]?(?:(?:api|access|auth|client)[_-]?)?(?:key|token|secret)\Z"
    )
