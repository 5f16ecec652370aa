"""Views of escaped text, each with a map from its bytes back to the bytes it came from.

Nothing is decoded wholesale: a trigger in the matcher's one pass marks an escape, and only the text around it becomes a
view. Values without an escape inside them are found in the raw text, whose patterns know escape sequences as borders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..typed import NamedTuple
from .coded import TEXT64, TEXT_HEX, base64, hexadecimal
from .emphasis import EMPHASIS_TRIGGERS, emphasis
from .escapes import BACKSLASH, ENTITY, PERCENT, backslash, entity, escaped, percent, quoted_printable
from .joined import (
    LINE,
    LINE_TRIGGERS,
    LITERAL_TRIGGERS,
    MARKDOWN,
    MARKDOWN_TRIGGERS,
    escaped_mark,
    joint,
    literals,
)
from .json_tables import JSON_TABLE_TRIGGERS, json_tables
from .markup import MARKUP, MARKUP_TRIGGERS, plain
from .pairs import PAIR_TRIGGERS, pairs
from .tables import TABLE_TRIGGERS, tables
from .terminal import TERMINAL, TERMINAL_TRIGGERS, terminal
from .view import Marks, View
from .widgets import WIDGET_TRIGGERS, widgets


class Decoder(NamedTuple):
    """How one sort of escaped text is noticed and undone."""

    how: str
    triggers: tuple[bytes, ...]
    views: Callable[[bytes, Marks], Iterator[View]]


DECODERS: tuple[Decoder, ...] = (
    Decoder(
        "escapes",
        (
            rb"\\u00[2-7][0-9a-fA-F]",
            rb"\\U000000[2-7][0-9a-fA-F]",
            rb"\\u\{[0-9a-fA-F]{2}",
            rb"\\x[2-7][0-9a-fA-F]",
            rb"\\0[4-7][0-7]",
            rb"\\1[0-7][0-7]",
            rb"[A-Za-z0-9:]\\/",
            rb"\\n\|-",
            rb"\\n\|[ :]-",
            rb"\|\\n\|",
        ),
        escaped("escapes", BACKSLASH, backslash),
    ),
    Decoder("terminal codes", TERMINAL_TRIGGERS, escaped("terminal codes", TERMINAL, terminal)),
    Decoder("percent", (rb"%[2-7][0-9A-Fa-f]",), escaped("percent", PERCENT, percent)),
    Decoder(
        "entities",
        (rb"&#[0-9xX][0-9A-Fa-f]", rb"&amp;", rb"&quot;", rb"&commat;", rb"&period;", rb"&lowbar;"),
        escaped("entities", ENTITY, entity),
    ),
    Decoder(
        "quoted-printable",
        (rb"[!-<>-~]{20}=\n", rb"[!-<>-~]{20}=\r\n", rb"=3D[0-9A-Za-z]"),
        quoted_printable,
    ),
    Decoder("emphasis", EMPHASIS_TRIGGERS, emphasis),
    Decoder("literals", LITERAL_TRIGGERS, literals),
    Decoder("lines", LINE_TRIGGERS, escaped("lines", LINE, joint)),
    Decoder("Markdown", MARKDOWN_TRIGGERS, escaped("Markdown", MARKDOWN, escaped_mark)),
    Decoder("widget", WIDGET_TRIGGERS, widgets),
    Decoder("markup", MARKUP_TRIGGERS, escaped("markup", MARKUP, plain)),
    Decoder("table", TABLE_TRIGGERS, tables),
    Decoder("table", JSON_TABLE_TRIGGERS, json_tables),
    Decoder("pair", PAIR_TRIGGERS, pairs),
    Decoder("base64", TEXT64, base64),
    Decoder("hex", (TEXT_HEX,), hexadecimal),
)
