"""Objects of a PDF file: numbers, names, strings, arrays, dictionaries, references.

Format: ISO 32000-1, 7.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...core.errors import MalformedError as MalformedError
from ...core.errors import UnexpectedEof as UnexpectedEof

DEPTH = 200
"""Arrays and dictionaries in one another; what nests deeper is no document."""
SPACE = rb"[\0\t\n\f\r ]"


class Reference(NamedTuple):
    """A reference to another object; generations tell nothing that the order in the file does not."""

    number: int


class PdfString(NamedTuple):
    """A string's bytes, and where in the file they stand as they are; -1 when they do not."""

    data: bytes
    at: int


class Stream(NamedTuple):
    """A dictionary and the packed bytes behind it."""

    number: int
    about: dict[str, Any]
    at: int
    """Where the object begins in the file, number and all."""
    start: int
    """Where the packed bytes begin."""
    size: int
    whole: bool
    """Whether its end was found."""
    data: bytes | None = None
    """The packed bytes, when they are at hand."""


_TOKEN = re.compile(
    SPACE + rb"*(?:%[^\r\n]*[\r\n]" + SPACE + rb"*){0,200}(?:"  # a comment has one end: anything else is exponential
    rb"(\d{1,10})" + SPACE + rb"+(\d{1,5})" + SPACE + rb"+R(?![^\0\t\n\f\r ()<>\[\]{}/%])"  # 1, 2
    rb"|([-+]?[0-9.]+)(?![^\0\t\n\f\r ()<>\[\]{}/%])"  # 3
    rb"|/([^\0\t\n\f\r ()<>\[\]{}/%]*)"  # 4
    rb"|(\()|(<<)|(>>)|(\[)|(\])"  # 5-9
    rb"|<([0-9A-Fa-f\0\t\n\f\r ]*)>"  # 10
    rb"|([^\0\t\n\f\r ()<>\[\]{}/%]+)"  # 11
    rb"|([^%]))",  # 12
    re.DOTALL,
)
_REF, _NUMBER, _NAME, _STRING, _DICT, _END_DICT, _ARRAY, _END_ARRAY, _HEX, _WORD, _OTHER = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
)
_WORDS = {b"true": True, b"false": False, b"null": None}
_STOPS = (b"endobj", b"stream", b"endstream", b"obj", b"xref", b"trailer", b"startxref")
_PLAIN = re.compile(rb"[^()\\]*(?:\\.[^()\\]*)*", re.DOTALL)
DEEPEST = 256
"""Brackets within a string that are open at once."""
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_HASH = re.compile(rb"#([0-9A-Fa-f]{2})")


def name(raw: bytes) -> str:
    """A name with its `#20` undone; its bytes are those of Latin-1."""
    if b"#" in raw:
        raw = _HASH.sub(lambda found: bytes((int(found[1], 16),)), raw)
    return raw.decode("latin-1")


def number(raw: bytes) -> int | float:
    """A number; 0 for what only looks like one, as viewers have it."""
    try:
        return float(raw) if b"." in raw else int(raw[:20])
    except ValueError:
        return 0


def literal(data: bytes, start: int) -> int:
    """The offset behind the bracket that closes the string which begins at `start`; -1 when there is none, or when
    brackets nest deeper than anybody writes: each of those would be searched for its end anew."""
    depth, at, size = 1, start, len(data)
    while True:
        at = _PLAIN.match(data, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        if at >= size or data[at] == 0x5C:
            return -1
        depth += 1 if data[at] == 0x28 else -1
        at += 1
        if not depth:
            return at
        if depth > DEEPEST:
            return -1


def unescaped(raw: bytes) -> bytes:
    """The bytes of a literal string."""

    def one(found: re.Match[bytes]) -> bytes:
        what = found[1]
        if what is None:
            return b"\n"
        return bytes((int(what, 8) & 0xFF,)) if what[:1].isdigit() and what[0] < 0x38 else _ESCAPES.get(what, what)

    return _ESCAPE.sub(one, raw) if b"\\" in raw or b"\r" in raw else raw


def unhexed(raw: bytes) -> bytes:
    """The bytes of a string in hexadecimal digits."""
    digits = raw.translate(None, b"\0\t\n\f\r ").decode("ascii")
    return bytes.fromhex(digits + "0" * (len(digits) & 1))


def value(data: bytes, at: int, base: int = -1, last: bool = True) -> tuple[Any, int]:
    """The object at `data[at]`, and the offset behind it. `base`: where `data` stands in the file, -1 when it does not.

    Raises UnexpectedEof when it may go on behind `data`, which is not `last`; MalformedError when it is none. What is
    not closed ends with the data, or with a word that only stands behind objects."""
    stack: list[tuple[bool, list[Any]]] = []
    while True:
        token = _next_token(data, at, last)
        if token is None:
            return _closed(stack), len(data)
        kind, start, at = token.lastindex, at, token.end()
        made: Any = None
        if kind in (_DICT, _ARRAY):
            if len(stack) >= DEPTH:
                raise MalformedError
            stack.append((kind == _DICT, []))
            continue
        if kind in (_END_DICT, _END_ARRAY):
            if not stack:
                raise MalformedError
            made = _made(*stack.pop())
        elif kind == _WORD and token[_WORD] in _STOPS:
            return _closed(stack), start
        elif kind == _WORD and not stack and token[_WORD] not in _WORDS:
            raise MalformedError
        elif kind in (_REF, _NUMBER, _NAME, _HEX, _WORD):
            made = _simple(token, kind)
        elif kind == _STRING:
            made, at = _string(data, at, base, last)
        elif not stack:
            raise MalformedError
        else:
            continue
        if not stack:
            return made, at
        stack[-1][1].append(made)


def _next_token(data: bytes, at: int, last: bool) -> re.Match[bytes] | None:
    """The token at `data[at]`; None behind the last one. Raises UnexpectedEof where it may go on behind `data`."""
    token = _TOKEN.match(data, at)
    if last or token is None:
        if not last:
            raise UnexpectedEof
        return token
    open_hex = token.lastindex == _OTHER and token[0].endswith(b"<") and data.find(b">", token.end()) < 0
    if token.end() == len(data) or open_hex:
        raise UnexpectedEof
    return token


def _string(data: bytes, at: int, base: int, last: bool) -> tuple[PdfString, int]:
    """The string whose first byte is `data[at]`, and the offset behind it. One without an end would swallow what
    follows: in a file it is none."""
    end = literal(data, at)
    if end < 0 and not last:
        raise UnexpectedEof
    raw = data[at : end - 1] if end >= 0 else data[at:]
    if base >= 0 and (end < 0 or b"endobj" in raw):
        raise MalformedError
    plain = base >= 0 and b"\\" not in raw and b"\r" not in raw
    return PdfString(unescaped(raw), base + at if plain else -1), end if end >= 0 else len(data)


def _simple(token: re.Match[bytes], kind: int | None) -> Any:
    if kind == _REF:
        return Reference(int(token[1]))
    if kind == _NUMBER:
        return number(token[_NUMBER])
    if kind == _NAME:
        return name(token[_NAME])
    return PdfString(unhexed(token[_HEX]), -1) if kind == _HEX else _WORDS.get(token[_WORD])


def _made(is_dict: bool, items: list[Any]) -> Any:
    if not is_dict:
        return items
    made, at, lost = {}, 0, []
    while at < len(items):
        if isinstance(items[at], str):
            made[items[at]] = items[at + 1] if at + 1 < len(items) else None
            at += 2
        else:  # a name before it is damaged
            lost.append(items[at])
            at += 1
    return made | {"": lost} if lost else made


def _closed(stack: list[tuple[bool, list[Any]]]) -> Any:
    if not stack:
        raise MalformedError
    made = _made(*stack.pop())
    while stack:
        is_dict, items = stack.pop()
        made = _made(is_dict, [*items, made])
    return made


def leaves(item: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Everything that an object holds and that is no array or dictionary, by the key it stands under."""
    todo = [(key, item)]
    while todo:
        key, item = todo.pop()
        if isinstance(item, dict):
            todo += [(name, inner) for name, inner in reversed(item.items())]
        elif isinstance(item, list):
            todo += [(key, inner) for inner in reversed(item)]
        else:
            yield key, item


def dictionaries(item: Any) -> Iterator[dict[str, Any]]:
    """The dictionaries that an object is or holds, itself first."""
    todo = [item]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            yield item
            todo += item.values()
        elif isinstance(item, list):
            todo += item
