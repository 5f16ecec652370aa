"""Text without the tags and marks that stand between a name and its value: highlighted code and exported consoles in
HTML and SVG, `<b>password</b>: V`, `**password**: V`.

Formats: HTML Living Standard, 13.1; SVG 2, 11.2; CommonMark 0.31, 6.2.
"""

from __future__ import annotations

import re

from ..regex import LazyPattern
from .escapes import ENTITY, entity

WORDS = (
    b"password", b"passwd", b"passphrase", b"pwd", b"pass", b"secret", b"token", b"key", b"credential", b"credentials",
    b"login", b"_id", b"_sid", b"hash", b"phone", b"mobile", b"e-mail", b"email",
)  # fmt: skip
"""Last words of the names whose values are looked for behind marks."""
MARKUP_TRIGGERS = (
    rb"</span>",
    rb"<\\/span>",
    rb"</text>",
    rb"</tspan>",
    rb"[A-Z_]{3}[A-Z0-9]{2}\*\*[: ]",
    rb"[A-Z_]{3}[A-Z0-9]{2}:\*\*",
    rb"[A-Z_]{3}[A-Z0-9]{2}</[a-z]",
    *(
        b"(?i)" + word + sign
        for word in WORDS
        for sign in (
            rb"\*\*[: ]",
            rb":\*[* ]",
            rb"\*:",
            rb"__[: ]",
            rb":_[_ ]",
            rb"</[a-z]",
            rb":</[a-z]",
            rb" </[a-z]",
        )
    ),
)
"""The end of what is highlighted, and of a name that stands out."""
_INLINE = (
    rb"span|tspan|b|i|u|s|em|strong|code|kbd|samp|var|tt|mark|small|big|font|a|label|abbr|cite|q|sub|sup|dfn|ins|del"
)
MARKUP = LazyPattern(
    rb"(?i)</text>\s{0,8}<text\b[^<>]{0,400}>"
    rb"|<\\?/?(?P<inline>" + _INLINE + rb")(?:\s[^<>]{0,400})?>"
    rb"|<(?P<block>\\?/?[a-z][a-z0-9]{0,14})(?:\s[^<>]{0,400})?/?>"
    rb"|&(?:#160|nbsp);|(?P<entity>&(?:#[0-9]{2,6}|#x[0-9a-f]{2,5}|amp|lt|gt|quot|apos|commat|period|lowbar);)"
    rb"|\*{1,3}|(?<!\w)_{1,3}(?=[a-z])|(?<=[a-z:])_{1,3}(?!\w)"
)


def plain(match: re.Match[bytes]) -> bytes:
    """What a reader sees in the place of a tag or mark."""
    if match["entity"]:
        escape = ENTITY.match(match["entity"])
        return entity(escape) if escape is not None else match["entity"]
    if match["block"]:
        return b"\n" if match["block"].lower().lstrip(b"\\/") in (b"tr", b"p", b"div", b"li", b"br", b"pre") else b" "
    return b" " if match[0][:1] == b"&" else b""
