"""The texts of a notebook of the usual build, without their places."""

from __future__ import annotations

import re
from json.encoder import encode_basestring

from ...types import Kind, Segment
from ..core.json_walk import MOST_NESTED
from .notebook_slots import FIXED, IMAGE, KEY_NAMES, KNOWN, LINES, LONG, OUTPUT_KINDS, source_kind
from .notebook_tree import ANSI, LARGEST, Tree, assigned, decode

_UNUSUAL = (rb"\/", b'Model"')
"""A rare escape, and the end of the names of widgets, whose state is read in another way."""


def texts_of(data: bytes) -> list[Segment] | None:
    """All texts that `notebook_tree` gives for a notebook; None where it takes a look at more of it."""
    if len(data) > LARGEST or any(mark in data for mark in _UNUSUAL):
        return None
    texts = _Texts(rb"\u" in data)
    try:
        texts.notebook(decode(data.decode()))
    except (ValueError, RecursionError, _Unusual):
        return None
    return texts.all()


class _Unusual(Exception):
    """The notebook is built in another way than those that people save."""


class _Texts:
    """The texts so far, and the names."""

    def __init__(self, escaped: bool) -> None:
        """`escaped`: whether letters may be escaped, so that how long a string is in the file is not known."""
        self._escaped = escaped
        self._texts: list[Segment] = []
        self._names: list[str] = []
        self._known: dict[str, str] = {}

    def notebook(self, tree: Tree) -> None:
        """Takes a notebook. Raises _Unusual."""
        for name, value in _object(tree):
            self._name(name)
            if name != "cells":
                self._loose("metadata" if name == "metadata" else "notebook", name, (), value, 1)
                continue
            if type(value) is not list:
                raise _Unusual
            for number, cell in enumerate(value):
                self._cell(f"cell {number + 1}", cell)

    def _cell(self, place: str, cell: Tree) -> None:
        for name, value in _object(cell):
            self._name(name)
            if name in ("source", "input"):
                self._source(place, cell, _joined(value, ""))
            elif name == "outputs" and type(value) is list:
                for number, output in enumerate(value):
                    self._output(f"{place} output {number + 1}", output)
            else:
                self._loose(place, name, (name,), value, 3)

    def _source(self, place: str, cell: Tree, text: str) -> None:
        if text:
            data, cell_type = text.encode(), dict(cell).get("cell_type")
            kind = source_kind(cell_type if type(cell_type) is str else "", data)
            self._texts.append(Segment(data, place=place, commentable=True, kind=kind))

    def _output(self, place: str, output: Tree) -> None:
        for name, value in _object(output):
            self._name(name)
            if name in LINES:
                self._shown(place, name, _joined(value, "\n" if name == "traceback" else "", ANSI))
            elif name == "data":
                for mime, content in _object(value):
                    if mime in FIXED:  # no type: the reader leaves out what is called so
                        raise _Unusual
                    self._name(mime)
                    if type(content) is str or type(content) is list:
                        self._shown(place, mime, _joined(content, "\n" if mime.endswith("json") else "", ANSI))
                    else:
                        self._loose(place, mime, (name, mime), content, 6)
            else:
                self._loose(place, name, (name,), value, 5)

    def _shown(self, place: str, field: str, text: str) -> None:
        if text:
            self._texts.append(Segment(text.encode(), place=place, kind=OUTPUT_KINDS.get(field, "log")))

    def _name(self, name: str) -> None:
        line = self._known.get(name)
        if line is None:
            if name == "worksheets" or IMAGE.match(name) or self._is_escaped(name):
                raise _Unusual
            long = name not in KNOWN and len(encode_basestring(name).encode()) - 2 > LONG
            line = self._known[name] = name + "\n" if long else ""
        if line:
            self._names.append(line)

    def _loose(self, place: str, name: str, names: tuple[str, ...], value: Tree, depth: int) -> None:
        """The value of `name` outside of sources and outputs, each string of which is a text, or the strings of a list;
        `names` are those on the way to it."""
        if type(value) is str:
            if value and name not in FIXED:
                if self._is_escaped(value):
                    raise _Unusual
                self._alone(place, names, assigned(name, value))
        elif type(value) is tuple:
            for inner, content in _object(value):
                self._name(inner)
                self._loose(place, inner, (*names, inner), content, depth + 1)
        elif type(value) is list and value:
            if type(value[0]) is str:
                self._alone(place, names, _joined(value, "\n"))
            elif all(type(part) is tuple for part in value):
                for part in value:
                    self._loose(place, name, names, part, depth + 1)
            elif any(type(part) is not int and type(part) is not float for part in value):
                raise _Unusual
        if depth >= MOST_NESTED:
            raise _Unusual

    def _alone(self, place: str, names: tuple[str, ...], text: str) -> None:
        if text:
            kind: Kind | None = "log" if place == "metadata" and names[:1] == ("widgets",) else None
            self._texts.append(Segment(text.encode(), place=place, key=".".join(names[-KEY_NAMES:]), kind=kind))

    def _is_escaped(self, text: str) -> bool:
        return self._escaped and not (text.isascii() and "\x7f" not in text)

    def all(self) -> list[Segment]:
        """All of them, the names as one."""
        names = [Segment("".join(self._names).encode(), place="keys")] if self._names else []
        return [*self._texts, *names]


def _joined(value: Tree, between: str, drop: re.Pattern[str] | None = None) -> str:
    """A text in one piece or in several, each without what `drop` matches. Raises _Unusual for anything else."""
    parts = value if type(value) is list else [value]
    if not all(type(part) is str for part in parts):
        raise _Unusual
    if between:
        parts = [*filter(None, parts)]
    if drop is not None and any("\x1b" in part for part in parts):
        parts = [drop.sub("", part) for part in parts]
        while between and parts and not parts[0]:
            del parts[0]
    return between.join(parts)


def _object(tree: Tree) -> Tree:
    """The pairs of an object that has each name once. Raises _Unusual for anything else."""
    if type(tree) is not tuple or len(dict(tree)) < len(tree):
        raise _Unusual
    return tree
