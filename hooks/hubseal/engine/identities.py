"""What tells a leaked value from others: enough to see a new one, too little to confirm what somebody guesses.

An identity is a digest over rule, path, key or line without the values, and the value. Of a value that could be
guessed it holds 10 bits at most, which are the same in every place, under every rule and in every commit: however many
baselines somebody reads, one value in a thousand fits. For the same reason no words of its line are in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ..regex import LazyPattern
from ..typed import NamedTuple
from ..types import Kind, Position
from .span import Span

LINE = 200
"""Bytes of a line on either side of a value that say where it stands."""
PUBLIC_BITS = 80
"""Entropy from which on a value may stand in a public digest."""
MADE_BITS = 40
"""The same by the look of a value whose form says that a machine made it."""
TAG = 1 << 10
USERS = 1 << 9
"""For what is personal in a path: there are fewer names of users than addresses and numbers."""
KEY = "key:"
"""How an anchor begins that is a key."""
_CUT = LazyPattern(rb"\0(?:[^0-9A-Za-z\x80-\xff]*\0)+")
_WORDS = LazyPattern(rb"[0-9A-Za-z_\x80-\xff\s]+")
_IPV4 = LazyPattern(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}")
_HOMES = frozenset(
    "home users user private mnt cygdrive data scratch work shared projects project groups group documents and settings"
    " localhost content drive mydrive dbfs workspace repos".split()
)
"""Folders that say nothing of whose they are."""
Ranges = Sequence[tuple[int, int]]


def ranges(spans: Sequence[Span]) -> Ranges:
    """Where values and their other halves stand, in order."""
    return sorted([(s.start, s.end) for s in spans] + [s.partner for s in spans if s.partner])


class Occurrence(NamedTuple):
    """Where a span stands: in the blob, and in the text that was searched."""

    place: str
    start: Position
    end: Position
    data: bytes
    low: int
    high: int
    """`data[low:high]` is the value, or what it was decoded from."""
    keyed: bool = False
    """Whether the text is all of one column or field, whose name is the key."""
    values: Ranges = ()
    """Where all values of `data` stand, in order."""


def guessable(span: Span) -> bool:
    """Whether somebody could try all values that are likely here."""
    detector = span.detector
    bits = detector.bits if detector is not None else 0
    if span.rule.family != "tokens" and bits < PUBLIC_BITS:
        return True
    made = bits >= PUBLIC_BITS and bool(span.prefixes)
    from ..validators.guessing import entropy

    return entropy(span.value) < (MADE_BITS if made else PUBLIC_BITS)


def public(span: Span) -> bool:
    """Whether a public fingerprint may hold the value."""
    return span.detector is not None and span.detector.bits >= PUBLIC_BITS


def tag(span: Span) -> int:
    """The bits of a value that may be guessed: of what is personal in it, however it is written."""
    return _bits(_core(span)[0], USERS if span.rule.family == "paths" else TAG)


def _bits(core: str, size: int) -> int:
    from hashlib import sha256

    return int.from_bytes(sha256(b"value\0" + core.encode("utf-8", "replace")).digest()[:4], "big") % size


def identity(rule_id: str, path: str, anchor: str, span: Span, guessed: bool | None = None) -> str:
    """The identity of a value under one of its rule's ids; `path` and `anchor` hold no values. `guessed`: whether the
    value is `guessable`, where that is known."""
    from hashlib import sha256

    if not (guessable(span) if guessed is None else guessed):
        return _digest(rule_id, path, anchor, sha256(span.value).digest())
    rest = _core(span)[1]
    return _digest(rule_id, path, anchor, b"%d" % tag(span) + (b"/%d" % _bits(rest, TAG) if rest else b""))


def column_identity(rule_id: str, path: str, key: str) -> str:
    """The identity of all values of a column."""
    return _digest(rule_id, path, "column:" + key, b"")


def anchor(span: Span, at: Occurrence, kind: Kind, guessed: bool) -> str:
    """The place of a value in its file that stays when it is moved there: its key, else its line without values.

    Of a value that may be `guessed` the line says nothing.
    """
    if kind == "data" or at.keyed or (span.key and _on_line(span.key, at)):
        return KEY + span.key
    return "" if guessed else "line:" + line(at)


def line(at: Occurrence) -> str:
    """The line of a value without any value, and without what separates it from its neighbours in a list."""
    first, last = _borders(at)
    text, start = b"", first
    values = at.values or ((at.low, at.high),)
    number = max(bisect_left(values, (first,)) - 1, 0)
    while number < len(values) and values[number][0] < last:
        low, high = values[number]
        number += 1
        if high > first:
            text += at.data[start : max(low, start)] + b"\0"
            start = max(high, start)
    text = re.sub(rb"[ \t\r]+", b" ", text + at.data[start:last])
    return _CUT.sub(b"\0", text).strip(b" ,;").decode("utf-8", "replace")


def shape(at: Occurrence) -> str:
    """The signs of a line, without its values, words and numbers."""
    return _WORDS.sub(b"", line(at).encode()).decode("utf-8", "replace")


def _borders(at: Occurrence) -> tuple[int, int]:
    data, low, high = at.data, at.low, at.high
    first = max(data.rfind(b"\n", max(low - LINE, 0), low) + 1, low - LINE, 0)
    last = data.find(b"\n", high, high + LINE)
    return first, last if last >= 0 else min(high + LINE, len(data))


def _on_line(key: str, at: Occurrence) -> bool:
    """Whether a key stands before the value on its line, and not above a list whose item it is."""
    first, _ = _borders(at)
    return key.encode("utf-8", "replace") in at.data[first : at.low]


def _core(span: Span) -> tuple[str, str]:
    """What is personal in a value, and the rest, without it: of a path the folder after the usual ones and what
    follows; of a number or an address what is left without case and separators."""
    family, text = span.rule.family, span.value.decode("utf-8", "replace")
    if family == "paths":
        parts = [part for part in re.split(r"[\\/: ]+", text.casefold()) if part]
        while len(parts) > 1 and (parts[0] in _HOMES or len(parts[0]) == 1):
            del parts[0]
        return (parts[0], "/".join(parts[1:]).replace(parts[0], "")) if parts else (text, "")
    if family == "pii":
        dotted = "@" in text or text.count(".") < 2 or _IPV4.fullmatch(text) is not None
        text = "".join(c for c in text.casefold() if c.isalnum() or c == "@" or (dotted and c == ".")) or text
    return text, ""


def _digest(rule_id: str, path: str, anchor: str, value: bytes) -> str:
    from hashlib import sha256

    parts = rule_id.encode(), path.encode("utf-8", "surrogateescape"), anchor.encode("utf-8", "replace"), value
    return sha256(b"\0".join(parts)).hexdigest()[:16]
