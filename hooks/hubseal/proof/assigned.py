"""Whether `password = "..."` and the like assign a real secret."""

from __future__ import annotations

import re
from re import Match

from ..types import Context, Verdict
from .values import is_placeholder, shannon, wordlike

_NAME_BEFORE = re.compile(rb"[0-9A-Za-z_.\-\[\]\"'$]{0,60}\Z")
_OTHER_KEY = re.compile(
    rb"(?i)(?:pad|eos|bos|unk|cls|sep|mask|special|image|img|audio|video|next|prev(?:ious)?|added|start|end|stop|num|n|max|min|sub|first|last|new"
    rb"|page|continuation|sync|cursor|prefix|suffix|middle|fim|bot|eot|eom|pat|per|total|input|output|prompt|cached|completion|context|vocab|word|char"
    rb"|decoder|encoder|additional|text|think|newline|pagination|csrf[_-]?middleware|cancell?ation|lock|fencing|idempotency|client[_-]?request|x_?range)[_.-]?tokens?\Z"
    rb"|(?:public|primary|foreign|partition|sort|cache|dict|map|lookup|index|hash|routing|shard|row|object|translation|i18n|site|publishable)[_-]?key"
    rb"|token(?:s\b|iz|is(?:e|ing|ation)|[_-]?(?:type|count|id|ids|ur[il]|name|path|file|limit|index|idx|class|emb\w*|len\w*|size|ttl|exp\w*|endpoint|budget|str|pos\w*|start|end|hash|prefix"
    rb"|format|info|data|usage|price|cost|dropout|drop|mask|level|field|header|list|map|scope|issuer|audience|provider|algorithm|backend|network|address|symbol))"
    rb"|(?:password|passwd|secret|credentials?|api[_-]?key|key|pass|pwd|auth)[_-]?(?:field|name|path|file(?:name)?|ur[il]|hint|label|id|ids|input|prompt|policy|len\w*|type|regex|pattern|env\w*|var\w*"
    rb"|ref\w*|help|text|title|msg|message|error|placeholder|arn|version|manager|reset|hash\w*|validator\w*|strength|min|max|rules|confirm\w*|required|expir\w*|age|store|provider|header|method|algo\w*|mode|format|scheme|fn|func|callback|digest|column|attr\w*|param\w*|change\w*|required|backend|key_?ref|mask\w*|char|generator|rotation)\b"
)
_NOT_VALUE = re.compile(
    rb"(?i)\$|\A%|[<>{}]|\(|\)|\[|\]|;\Z|://|os\.environ|process\.env|getenv|\A(?:none|null|nil|true|false|undefined|self|str|string|bytes|int|optional|any|default|yaml|json|text|required|optional|password|secret|token|enabled|disabled)\b"
    rb"|\A[~./][\w./~-]*\Z|\A[A-Za-z]:\\|\A\w+/\w+(?:/[\w.-]+)*\Z|\.(?:json|ya?ml|pem|key|txt|py|js|ts|html?|css|md|cfg|ini|toml|crt|cer|jks|png|svg|php|vue|go|java)\Z|\A(?:arn|vault|ref|secret|ssm|op|env|file|sops|enc):"
    rb"|\A[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\(?\Z|\A&|\|\||\A\\|==|\A@|\A#|,\Z|\A[*.x]+\Z|\A--"
)
_WORDS = re.compile(rb"(?:[A-Za-z]+|[0-9]{1,2})(?:[_ .:/-](?:[A-Za-z]+|[0-9]{1,2}))*")
_CAMEL = re.compile(rb"[a-z]+(?:[A-Z][a-z]+)+[0-9]?|[A-Z]?[a-z]+[0-9]?|[A-Z_]+")
_UUID = re.compile(rb"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(rb"[0-9.,:_/-]+")
_PASSWORD = re.compile(rb"(?i)pass(?:word|wd|phrase)?|pwd|psw")
_DOCS = re.compile(r"(?i)(?:^|/)(?:tests?|testing|examples?|docs?|fixtures?|mocks?|samples?|spec|__tests__)(?:/|_)|_test\.|test_|\.spec\.")


def assigned(match: Match[bytes], context: Context) -> Verdict | None:
    """Drops what is no secret; error when the value is plainly random, else warning."""
    value = match["leak"]
    before = _NAME_BEFORE.search(context.data, max(match.start("name") - 60, 0), match.start("name"))
    name = (before[0] if before else b"") + match["name"]
    quoted = match["quote"] is not None
    if _OTHER_KEY.search(name) or _NOT_VALUE.search(value) or is_placeholder(value) or _NUMBER.fullmatch(value):
        return Verdict("off", "it is not a secret")
    if not quoted and context.kind in ("code", "card", "notebook"):
        if context.kind != "card" and not _shell(context):
            return Verdict("off", "it is an expression")
    if value.lower() in name.lower() or _CAMEL.fullmatch(value):
        return Verdict("off", "it is a name")
    verdict = _password(value) if _PASSWORD.search(match["name"]) else _secret(value)
    if verdict.level == "error" and _DOCS.search(context.path):
        return Verdict("warning", "it looks random, but stands in tests or examples")
    return verdict


def _shell(context: Context) -> bool:
    return context.path.endswith((".sh", ".bash", ".zsh", ".env", "Dockerfile")) or context.path.rsplit("/", 1)[-1].startswith("Dockerfile")


def _password(value: bytes) -> Verdict:
    """A password that people chose: letters and digits or signs, not only words."""
    if len(value) < 6 or _WORDS.fullmatch(value) or _UUID.fullmatch(value) and len(set(value)) < 6:
        return Verdict("off", "it is a word")
    text = value.decode("utf-8", "replace")
    classes = sum((any(c.islower() for c in text), any(c.isupper() for c in text), any(c.isdigit() for c in text), any(not c.isalnum() for c in text)))
    if classes < 2:
        return Verdict("off", "it is a word")
    strong = shannon(value) >= 3.0 and classes >= 3 and len(value) >= 10 and not wordlike(value)
    return Verdict("error", "it looks random") if strong else Verdict("warning", "it looks like a password")


def _secret(value: bytes) -> Verdict:
    """A token or key that a machine made."""
    if len(value) < 12 or _WORDS.fullmatch(value) or wordlike(value) or _UUID.fullmatch(value):
        return Verdict("off" if not _UUID.fullmatch(value) else "note", "it may be an identifier")
    digits = sum(48 <= c <= 57 for c in value)
    letters = sum(chr(c).isalpha() for c in value)
    if not letters or (not digits and (len(value) < 24 or shannon(value) < 4.0)):
        return Verdict("off", "it is not random")
    if shannon(value) < 2.8:
        return Verdict("off", "it is not random")
    strong = len(value) >= 20 and shannon(value) >= 3.2
    return Verdict("error", "it looks random") if strong else Verdict("warning", "it may be random")
