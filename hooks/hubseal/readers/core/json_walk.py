"""A walk over JSON that keeps positions: every string with its path and its byte range in the file.

Nothing is built in memory but the path, so a 60 MB notebook costs its own bytes. Strict where it matters (brackets
must match), lenient about the rest: the purpose is to find strings, not to validate. Grammar: RFC 8259.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # undocumented; `loads` makes a decoder each time
from typing import Literal, NamedTuple

from ...position import Lines
from ...types import Kind, Position, Segment
from .errors import MalformedError

MOST_NESTED = 256
"""Nesting past this is no document of anybody's."""
Path = tuple[str | int, ...]
"""Keys and 0-based indices from the root: `("cells", 2, "source", 0)`."""
_TOKEN = re.compile(rb'[\s,:]*(?:(")|([\[\]{}])|([^\s,:\[\]{}"]+))')
_ESCAPE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([0-9a-fA-F]{4})|\\.", re.DOTALL)
_PAIRS = {b"{": b"}", b"[": b"]"}
_NAMES = 10_000
NAME = re.compile(r"[A-Za-z_][\w.\-]{0,79}")


class Scalar(NamedTuple):
    """A key or a value. `data[start:end]` is what stands between the quotes, or the bare number or word."""

    path: Path
    start: int
    end: int
    what: Literal["key", "string", "bare"]


def walk(data: bytes, start: int = 0, stop: int | None = None) -> Iterator[Scalar]:
    """Every key and scalar of the JSON values in `data[start:stop]`, in order.

    Raises MalformedError where JSON ends."""
    at, stop = start, len(data) if stop is None else stop
    path: list[str | int] = []
    kinds: list[bytes] = []
    names: dict[bytes, str] = {}
    keyed = False  # whether the open object waits for the value of a key
    while (token := _TOKEN.match(data, at, stop)) is not None:
        begin, at = token.start(token.lastindex or 0), token.end()
        bracket = token[2]
        if bracket in _PAIRS:
            _step(path, kinds, keyed, begin)
            if len(kinds) >= MOST_NESTED:
                raise MalformedError(begin)
            kinds.append(bracket)
            path.append("" if bracket == b"{" else -1)
            keyed = False
            continue
        if bracket:
            if not kinds or _PAIRS[kinds.pop()] != bracket or keyed:
                raise MalformedError(begin)
            path.pop()
            keyed = False
            continue
        first, last = (begin, at) if token[3] else (at, _quote(data, at, stop))
        at = last if token[3] else last + 1
        if kinds and kinds[-1] == b"{" and not keyed:
            if token[3]:
                raise MalformedError(begin)
            path[-1], keyed = _name(data[first:last], names), True
            yield Scalar(tuple(path), first, last, "key")
            continue
        _step(path, kinds, keyed, begin)
        keyed = False
        yield Scalar(tuple(path), first, last, "bare" if token[3] else "string")
    if kinds:
        raise MalformedError(stop)
    if data[at:stop].strip():
        raise MalformedError(at)


def _step(path: list[str | int], kinds: list[bytes], keyed: bool, begin: int) -> None:
    """Counts a value in an array; in an object a value must follow a key."""
    if not kinds:
        return
    if kinds[-1] == b"[":
        path[-1] = int(path[-1]) + 1
    elif not keyed:
        raise MalformedError(begin)


def _quote(data: bytes, at: int, stop: int) -> int:
    """The offset of the quote that ends the string begun before `at`."""
    look = at
    while (end := data.find(b'"', look, stop)) >= 0:
        first = end
        while first > at and data[first - 1] == 0x5C:
            first -= 1
        if (end - first) % 2 == 0:
            return end
        look = end + 1
    raise MalformedError(at - 1)


def _name(raw: bytes, names: dict[bytes, str]) -> str:
    name = names.get(raw)
    if name is None:
        name = unescape(raw).decode("utf-8", "replace")
        if len(names) < _NAMES:
            names[raw] = name
    return name


def unescape(raw: bytes) -> bytes:
    """What a JSON string says, as UTF-8; as it stands when its escapes are wrong."""
    if b"\\" not in raw:
        return raw
    try:
        quoted = raw.decode("utf-8", "surrogatepass") + '"'
        text, end = scanstring(quoted, 0, False)
    except ValueError:
        return raw
    return text.encode("utf-8", "surrogatepass") if end == len(quoted) else raw


class Unescaped:
    """Offsets in `unescape(raw)` -> offsets in `raw`; inside an escape, where that begins."""

    def __init__(self, raw: bytes) -> None:
        self._texts, self._raws, self._widths = list[int](), list[tuple[int, int]](), list[int]()
        if b"\\" not in raw or unescape(raw) is raw:
            return
        here = done = 0  # offsets in raw and in the text
        for escape in _ESCAPE.finditer(raw):
            done += escape.start() - here
            code = int(escape[1], 16) if escape[1] else 0
            width = 4 if len(escape[0]) > 6 else 1 if code < 0x80 else 2 if code < 0x800 else 3
            self._texts.append(done)
            self._raws.append(escape.span())
            self._widths.append(width)
            done, here = done + width, escape.end()

    def back(self, offset: int) -> int:
        number = bisect_right(self._texts, offset) - 1
        if number < 0:
            return offset
        past = offset - self._texts[number] - self._widths[number]
        return self._raws[number][1] + past if past >= 0 else self._raws[number][0]


class JsonText:
    """Text put together from strings of a document; as an OffsetMap it gives the place in the document."""

    def __init__(self, data: bytes, base: int | None = None, lines: Lines | None = None) -> None:
        """`base`: where `data` begins in a binary file, which has no lines; None: the document is the file. `lines`:
        those of `data`, shared by all texts of the document."""
        self._lines = lines or Lines(data)
        self._last: tuple[int, Unescaped] | None = None
        self._data, self._base, self._parts, self._size = data, base, list[bytes](), 0
        self._starts, self._sources = list[int](), list[tuple[int, int, int]]()

    def __len__(self) -> int:
        return self._size

    def add(self, scalar: Scalar, drop: re.Pattern[bytes] | None = None) -> None:
        """Appends a string's text, without what `drop` matches."""
        text, done = unescape(self._data[scalar.start : scalar.end]), 0
        for match in drop.finditer(text) if drop else ():
            self._put(text[done : match.start()], scalar, done)
            done = match.end()
        self._put(text[done:], scalar, done)

    def plain(self, text: bytes, scalar: Scalar) -> None:
        """Appends what does not stand in the document; its place is the beginning of `scalar`."""
        self._starts.append(self._size)
        self._sources.append((scalar.start, scalar.start, 0))
        self._parts.append(text)
        self._size += len(text)

    def _put(self, text: bytes, scalar: Scalar, skipped: int) -> None:
        if text:
            self._starts.append(self._size)
            self._sources.append((scalar.start, scalar.end, skipped))
            self._parts.append(text)
            self._size += len(text)

    def segment(self, place: str, key: str = "", commentable: bool = False, kind: Kind | None = None) -> Segment:
        """The text as a segment with its places in the document."""
        return Segment(b"".join(self._parts), place=place, key=key, where=self, commentable=commentable, kind=kind)

    def __call__(self, start: int, end: int) -> Position:
        first = self._raw(start, start)
        last = max(self._raw(end, max(end - 1, start)), first) if end > start else first
        if self._base is not None:
            return Position(raw=(first + self._base, last + self._base))
        return self._lines(first, last)

    def _raw(self, offset: int, owner: int) -> int:
        """The place in the document of `offset`, by the piece that holds `owner`."""
        if not self._starts:
            return 0
        number = max(bisect_right(self._starts, owner) - 1, 0)
        low, high, skipped = self._sources[number]
        if self._last is None or self._last[0] != number:
            self._last = number, Unescaped(self._data[low:high])
        return min(low + self._last[1].back(offset - self._starts[number] + skipped), high)


def pair(
    data: bytes, scalar: Scalar, place: str, key: str, base: int | None = None, lines: Lines | None = None
) -> Segment:
    """A string with the name it is assigned to before it, so that rules on assignments see both."""
    text = JsonText(data, base, lines)
    name = scalar.path[-1] if scalar.path else ""
    raw = data[scalar.start : scalar.end]
    quotes = b'"' if b'"' not in raw and b"\\" not in raw else b""
    if isinstance(name, str) and NAME.fullmatch(name):
        text.plain(name.encode() + b" = " + quotes, scalar)
        text.add(scalar)
        text.plain(quotes, scalar)
    else:
        text.add(scalar)
    return text.segment(place, key)
