"""Names and values that stand apart, as one line `name: "value"` each: columns of two words (a series of pandas, `key
value` lists), the entries of a message in text form, a column of values under a key (`"password": {"0": "..."`), and
assignments of languages that put something between the two.

Formats: protobuf.dev, "Text Format"; pandas, `DataFrame.to_json(orient="columns")`, `to_dict`, `Series.__repr__`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..regex import LazyPattern
from .table_rows import TELLS, say
from .view import Marks, View, ViewBuilder

WORDS = (b"password", b"passwd", b"passphrase", b"pwd", b"_pass", b"secret", b"token", b"key", b"credentials", b"phone")
SIGNS = (
    rb"[ \t]{2}", rb"\n ", rb"[\"']\n", rb"\"\r\n", rb"[\"']: \{", rb"\":\{", rb"\",[ \"]",
    rb":\n ", rb":\r\n ", rb"</key", rb"\[[\]0-9]", rb"\} [=/|]", rb"\}\{", rb"=\"\"\"", rb" = \"\"\"",
    rb": [&!]", rb"`[ :]",
)  # fmt: skip
PAIR_TRIGGERS = (
    *(b"(?i)" + word + sign for word in WORDS for sign in SIGNS),
    rb"[A-Z_]{3}[A-Z0-9]{2}[ \t]{2}",
)
"""A telling word, or a variable in capitals, and what follows it where its value stands apart."""
LONGEST_NAME, MOST_VALUES = 60, 2_000
_NAME = LazyPattern(rb"[A-Za-z_][\w.-]{0,59}\Z")
_WORD = LazyPattern(rb"[A-Za-z_]+")
_LINE_START = LazyPattern(rb"(?:\A|\n)[ \t>|:-]{0,12}\Z")
_ALONE = LazyPattern(rb"[ \t]{2,60}(?![=:|#<>{}()\[\]%$&*/-])([^\s\"'`]{6,256})[ \t]*(?:\r?\n|\Z)")
_SIBLING = LazyPattern(
    rb"(?P<quote>[\"'])?,?\s{0,40}(?:\\n\s{0,8})?[\"']?(?:value|val|s|string_value|stringValue|text|content|secret|default)[\"']?\s{0,4}"
    rb"(?::\s{0,4}\{?|\{)\s{0,40}(?:[\"']?(?:s|string|stringValue|string_value|value)[\"']?\s{0,4}:\s{0,4})?"
    rb"(?P<open>[\"'])?((?(open)[^\"'\r\n\\]{4,256}(?=(?P=open))|[^\s\"',{}\[\]]{6,256}(?=\s|\Z)))"
)
_KEYED = LazyPattern(rb"(?:name|key|field|option|param|env|variable|var|id)[\"']?\s{0,4}[:=]\s{0,4}[\"']?\Z")
_APART = LazyPattern(
    rb":[ \t]*\r?\n[ \t]{1,8}(?:desc(?:ription)?:[^\r\n]{0,80}\r?\n[ \t]{1,8})?"
    rb"value:[ \t]*[\"']?([^\s\"']{6,256})[\"']?[ \t]*(?:\r?\n|\Z)"
    rb"|</key>\s{0,40}<string>([^<>\r\n]{6,256})</string>"
    rb"|\[[0-9]{0,4}\]\s{0,4}=\s{0,4}\"([^\"\\\r\n]{6,256})\""
    rb"|\}\s{0,4}(?://|\|\|)?=>?\s{0,4}[\"']([^\"'\\\r\n]{6,256})[\"']"
    rb"|\}\{([^{}\s\\]{6,256})\}"
    rb"|\s?=\s?\"\"\"\s{0,8}([^\s\"]{6,256})\s{0,8}\"\"\""
    rb"|:[ \t]*(?:[&!][\w!/-]{1,30}[ \t]{1,4}){1,2}[\"']?([^\s\"']{6,256})[\"']?[ \t]*(?:\r?\n|\Z)"
    rb"|`(?:[ \t]{0,4}(?:=|:|to|is|as)[ \t]{1,4}(?:be[ \t])?)`([^\s`]{6,256})`"
)
"""Under `value:` of a settings file of Weights & Biases, in a list of properties, an array of C, a hash of Perl, a
macro of LaTeX, three quotes, behind an anchor or tag of YAML, as code in a sentence."""
_NEST = LazyPattern(rb"[\"']?\s{0,4}[:=]?\s{0,4}\{\s{0,40}")
_ENTRY = LazyPattern(
    rb"\s{0,40}[\"']?[\w.-]{1,24}[\"']?\s{0,4}[:=]\s{0,4}(?P<open>[\"'])((?:(?!(?P=open))[^\r\n\\]){0,256})(?P=open)\s{0,40}(,|\}|\Z)"
)


def pairs(data: bytes, marks: Marks) -> Iterator[View]:
    """A view of the names at marks whose values stand apart."""
    view = ViewBuilder(data)
    done = -1
    for start, _ in marks:
        if start < done:
            continue
        word = _WORD.match(data, start)
        end = word.end() if word is not None else start
        name = _NAME.search(data, max(end - LONGEST_NAME, 0), end)
        if name is None or not TELLS.fullmatch(data, *name.span()):
            continue
        done = end
        for value in _values(data, name.start(), end):
            say(view, data, name.span(), value)
    found = view.view("pair")
    if found is not None:
        yield found


def _values(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the values of the name at `data[start:end]` stand."""
    before = data[max(start - 80, 0) : start]
    alone = _ALONE.match(data, end) if _LINE_START.search(before) else None
    if alone is not None:
        yield alone.span(1)
    elif _KEYED.search(before) and (sibling := _SIBLING.match(data, end)) is not None:
        yield sibling.span(3)
    elif (apart := _APART.match(data, end)) is not None and apart.lastindex is not None:
        yield apart.span(apart.lastindex)
    elif (nest := _NEST.match(data, end)) is not None:
        at = nest.end()
        for _ in range(MOST_VALUES):
            entry = _ENTRY.match(data, at)
            if entry is None:
                return
            yield entry.span(2)
            if entry[3] != b",":
                return
            at = entry.end()
