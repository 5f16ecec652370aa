"""Building blocks of patterns: borders that hold in every kind of file, and rules made from a public prefix.

A closed list of delimiters misses a token before `)`, `,`, `&` or `]`. Borders here are look-arounds on the token's own
alphabet; on the left an escape sequence may stand (`\\nhf_...` in JSON, `%3D`, `\\x3d`, `\\u003d`, ANSI colours).
"""

from __future__ import annotations

import re

from ..types import Trigger

ESCAPES = (
    rb"(?<=\\[abefnrtv0])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})"
    rb"|(?<=\[[0-9]m)|(?<=\[[0-9]{2}m)|(?<=;[0-9]{2}m)"
)
LEFT = rb"(?:(?<![0-9A-Za-z])|" + ESCAPES + rb")"
"""Left border of a value: no letter or digit before it, unless it ends an escape sequence."""
LEFT_WORD = rb"(?:(?<![0-9A-Za-z_])|" + ESCAPES + rb")"
"""The same, and no underscore: for values whose prefix could end an identifier."""
LEFT_B64 = rb"(?:(?<![0-9A-Za-z_+/-])|" + ESCAPES + rb")"
"""The same for values without a prefix, which could be a piece of something longer."""
RIGHT = rb"(?![0-9A-Za-z])"
RIGHT_WORD = rb"(?![0-9A-Za-z_])"
RIGHT_B64 = rb"(?![0-9A-Za-z_+/=-])"

QUOTE = rb"(?:\\*[\"'`]|&quot;|&#34;|&#39;)"
ASSIGN = rb"(?:\\*[\"'`]|&quot;|&#34;|&#39;)?\s{0,8}(?:=>|:=|\|\||[=:,(>]|%3[dDaA])\s{0,8}"
"""What stands between a key and its value: `=`, `: `, `" => "`, `", "`, `(`."""


def literal(prefix: str, back: int = 0, ahead: int = 256) -> Trigger:
    """A trigger on a literal."""
    return Trigger(re.escape(prefix.encode()), back, ahead)


def either(*prefixes: str, back: int = 0, ahead: int = 256) -> tuple[Trigger, ...]:
    """A trigger per literal."""
    return tuple(literal(p, back, ahead) for p in prefixes)


def nocase(*words: str, back: int = 0, ahead: int = 256) -> tuple[Trigger, ...]:
    """A trigger per word, in any case."""
    return tuple(Trigger(b"(?i)" + re.escape(w.encode()), back, ahead) for w in words)


def leak(pattern: bytes, left: bytes = LEFT, right: bytes = RIGHT) -> bytes:
    """`pattern` as the leaked value between borders."""
    return left + rb"(?P<leak>" + pattern + rb")" + right
