"""Values of the same shape around one: a column of numbers is judged as a whole, not by the cell that fits by chance."""

from __future__ import annotations

import re
from re import Match

from ..regex import LazyPattern
from ..rule_types import MatchContext

_IDENTIFIER = LazyPattern(
    r"(?:(?i:\A|[^a-z])(?i:ids?|idx|index|indices|uid|uuid|guid|hash|seed|offset|start|end|ean|isbn|issn|upc|gtin|sku|barcode|imei|tweet|status|node|edge|src|dst|source|target"
    r"|timestamp|ts|num|count|size|bytes|tokens)|[a-z](?:Ids?|Index|Idx))\Z"
)
"""The last word of a key whose numbers name or count things."""
_NAMED = LazyPattern(rb"(?i)(?<![a-z])(?:ids?|idx|index|tweet|status|node|edge|#)[\"': =#/]{1,4}\Z")
AROUND = 3000
"""Bytes on either side in which they are looked for."""


def siblings(match: Match[bytes], context: MatchContext) -> set[bytes]:
    """The other values around a match that have digits and separators in the same places."""
    value = match["leak"]
    shape = re.sub(rb"[0-9]+", lambda run: b"[0-9]{%d}" % len(run[0]), re.escape(value))
    near = context.data[max(context.start - AROUND, 0) : context.end + AROUND]
    return set(re.findall(rb"(?<![0-9A-Za-z._-])" + shape + rb"(?![0-9A-Za-z_-])", near)) - {value}


def identifies(context: MatchContext) -> bool:
    """Whether a key or the word before a number says that it names or counts something."""
    if _IDENTIFIER.search(context.key):
        return True
    return _NAMED.search(context.data[max(context.start - 16, 0) : context.start]) is not None
