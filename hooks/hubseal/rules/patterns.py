"""Building blocks of patterns: borders that hold in every kind of file, and rules made from a public prefix.

A closed list of delimiters misses a token before `)`, `,`, `&` or `]`. Borders here are look-arounds on the token's own
alphabet; on the left an escape sequence may stand (`\\nhf_...` in JSON, `%3D`, `\\x3d`, `\\u003d`, ANSI colours).
"""

from __future__ import annotations

import re

from ..rule_types import Trigger

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


WRAP = rb"(?:(?:new )?(?:[a-z]{1,12}\.)?(?:[sS]ecret(?:Str|String|Bytes)?|Field|String|str|bytes)\(\s{0,16}(?:default\s?=\s?)?)?"
"""A call that only gives the value another type."""
TEXT = rb"(?=[ \t]{0,12}" + WRAP + rb"[rbfu@$]{0,2}\\*[\"'`])"
"""A quoted value follows."""
TYPED = (
    rb":\s{0,2}&?(?:'static )?[A-Za-z_][0-9A-Za-z_.]{1,24}(?:\[[0-9A-Za-z_., \[\]]{1,40}\])?\??(?: \| [0-9A-Za-z]{1,12})?"
    rb"\s{0,4}="
)
"""A declared type before the value: `: str = `, `: Optional[str] = `, `: &'static str = `."""
DEFAULT = (
    rb"(?:,\s{0,24}(?:[a-z_]{1,12}\s?=\s?[^,()\r\n]{1,60},\s{0,24}){0,4}"
    rb"|\{\s{0,24}(?:[a-z_]{1,16}\s{0,12}=\s{0,4}[^\r\n]{1,80}\s{1,24}){0,4})default\s{0,12}="
)
"""The default of an argument or of a Terraform variable: `"--api-key", type=str, default=`, `" {\\n  default = `."""
FOLDED = rb":[ \t]{0,2}[>|][+-]?[ \t]{0,4}\r?\n[ \t]{1,24}"
"""A block scalar of YAML."""
VALUED = rb"(?:,\s{1,40}|(?<!\s)\s{1,40}|(?<=\s))\\*[\"']?[vV]alue\\*[\"']?\s{0,4}[:=]"
"""The value has a key of its own: `- name: API_KEY\\n  value: `, `"name": "API_KEY", "value": `. What stands before this
may take blanks, too: there is one way to part them."""


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


def after(alphabet: bytes) -> bytes:
    """Left border of a value: none of `alphabet` before it, unless it ends an escape sequence."""
    return b"(?:(?<![" + alphabet + b"])|" + ESCAPES + b")"
