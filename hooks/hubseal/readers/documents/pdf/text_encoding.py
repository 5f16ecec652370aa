"""Text strings of a PDF file. Format: ISO 32000-1, 7.9.2.2 and annex D.2."""

from __future__ import annotations

import re

_PDF_DOC = dict(
    zip(
        (*range(0x80, 0x9F), 0xA0),
        "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018\u2019\u201a"
        "\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\u20ac",
        strict=True,
    )
)
_LANGUAGE = re.compile("\x1b[^\x1b]{2,5}\x1b")
_CONTROLS = bytes(frozenset(range(32)) - {9, 10, 12, 13}) + b"\x7f"


def words(data: bytes) -> bytes | None:
    """A text string as UTF-8; None when its bytes are no text."""
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return _LANGUAGE.sub("", data.decode("utf-16", "replace")).encode("utf-8", "replace")
    if data[:3] == b"\xef\xbb\xbf":
        return data[3:]
    data = data.rstrip(b"\0")
    if len(data.translate(None, _CONTROLS)) != len(data):
        return None
    try:  # many write UTF-8 without a mark
        data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_PDF_DOC).encode()
    return data
