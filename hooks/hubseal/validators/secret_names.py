"""Names that hold no secret though a telling word ends them: `pad_token`, `cache_key`, `password_field`."""

from __future__ import annotations

from ..regex import LazyPattern

_BORDER = rb"(?:\A|(?<![A-Za-z])|(?-i:(?<=[a-z])(?=[A-Z])))"
"""Where a word begins: not within another, as `n` does in `admin_token`."""
_SPECIAL = (
    rb"pad|eos|bos|unk|cls|sep|mask|special|image|img|audio|video|added|start|end|stop|num|n|max|min|sub|first|last|new"
    rb"|prefix|suffix|middle|fim|bot|eot|eom|pat|per|total|input|output|prompt|cached|completion|context|vocab|word|char"
    rb"|decoder|encoder|additional|text|think|newline"
)
"""Tokens of a vocabulary, and counts: words, signs and numbers."""
_SENT = (
    rb"next|prev(?:ious)?|page|continuation|sync|cursor|pagination|cancell?ation|lock|fencing|idempotency"
    rb"|client[_-]?request|range|public|csrf|xsrf|change|copy[_-]?product|public[_-]?key|csrf[_-]?middleware"
    rb"|authenticity|verification|nonce|state|xsrf[_-]?request"
)
"""Tokens that are random and open nothing."""
_KEYS = (
    rb"public|gpg|pgp|experiment|run|task|job|primary|foreign|partition|sort|cache|dict|map|lookup|index|hash|routing"
    rb"|shard|row|object|translation|i18n|site|publishable|group|host|unique|registry|natural|surrogate|version|shortcut"
    rb"|hot|arrow|answer|license[_-]?plate|spdx[_-]?license|result"
)
_TOKEN_TAILS = (
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
_VOCABULARY = LazyPattern(rb"(?i)" + _BORDER + rb"(?:" + _SPECIAL + rb")[ _.-]?tokens?\Z")
_OTHER = LazyPattern(
    rb"(?i)"
    + _BORDER
    + rb"(?:(?:"
    + _SENT
    + rb")[ _.-]?tokens?|(?:"
    + _KEYS
    + rb")[ _-]?key)\Z|"
    + _TOKEN_TAILS
    + rb"|"
    + _BORDER
    + rb"(?:hashed|masked|fake|dummy|mock)[ _-]?[a-z]{0,12}\Z|"
    + _TAILS
    + rb"|(?:by|com|over|under|tres|sur|en)pass\Z|ice[-_]pwd\Z"
)


def of_something_else(name: bytes, is_random: bool) -> bool:
    """Whether a name tells that its value is no secret. A random value is none of a vocabulary's tokens."""
    return _OTHER.search(name) is not None or (not is_random and _VOCABULARY.search(name) is not None)
