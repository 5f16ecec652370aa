"""Jupyter notebooks: sources, outputs, errors, widgets and metadata, as text. Format: nbformat 3 and 4.

A place is a cell and an output as people count them; line and column are those in the .ipynb file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...position import Lines
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import MalformedError
from ..core.json_walk import JsonText, Path, Scalar, pair, walk
from ..core.streams import exactly
from . import plain

_ANSI = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
_IMAGE = re.compile(r"image/(?!svg)|audio/|video/|application/(?:pdf|zip)|png\Z|jpe?g\Z|gif\Z|pdf\Z")
_LINES = ("source", "input", "text", "traceback", "evalue", "ename", "html", "svg", "latex", "javascript")
_LONG = 8
"""Keys up to this many bytes hold nothing."""
KEY_NAMES = 3
"""A key is given by its last names: what is above them is widgets, their type and their state."""
_KNOWN = frozenset(
    "cell_type execution_count output_type traceback nbformat_minor image/png text/html text/plain".split()
)
_FIXED = frozenset(("cell_type", "output_type"))
"""Fields whose values the format lists."""


class _Slot(NamedTuple):
    """Where a string belongs: strings of one slot are one text."""

    path: Path
    place: str
    key: str
    between: bytes
    source: bool
    output: bool


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """All strings of a notebook; one that is no JSON is searched as plain text from where it breaks."""
    with blob.open() as stream:
        data = exactly(stream, limits.json + 1)
    if len(data) > limits.json:
        yield from plain.read(blob, limits)
        hint = f"notebooks over {limits.json >> 20} MiB are searched as plain text; clear the outputs"
        yield Unread(blob.path, "", "limit", blob.size, hint)
        return
    try:
        yield from _strings(data)
    except MalformedError as damage:
        at = damage.at
        rest, line = data[at:], data.count(b"\n", 0, at)
        lines = Lines(rest, at, line)
        yield Segment(rest, where=lambda start, end: lines(start + at, end + at))
        hint = f"it is no JSON from line {line + 1} on, the rest was searched as plain text; save the notebook anew"
        yield Unread(blob.path, f"line {line + 1}", "damaged", len(rest), hint)


def _strings(data: bytes) -> Iterator[Segment | Opaque]:
    """Raises MalformedError when all before the damage has been yielded."""
    texts = _NotebookTexts(data)
    try:
        for scalar in walk(data):
            yield from texts.scalar(scalar)
    except MalformedError:
        yield from texts.rest()
        raise
    yield from texts.rest()


class _NotebookTexts:
    """The names of a notebook, and the text of the slot that is being filled."""

    def __init__(self, data: bytes) -> None:
        self._data, self._lines = data, Lines(data)
        self._keys = JsonText(data, lines=self._lines)
        self._run: tuple[_Slot, JsonText] | None = None

    def scalar(self, scalar: Scalar) -> Sequence[Segment | Opaque]:
        """Takes one name or value; gives the text that ends before it, and it itself when it stands alone."""
        ended: Sequence[Segment] = ()
        slot = None
        if self._run is not None:
            slot = _slot(scalar.path)
            if slot.path != self._run[0].path:
                ended = self._finish()
        name = scalar.path[-1] if scalar.path else ""
        if scalar.what == "key":
            if name not in _KNOWN and scalar.end - scalar.start > _LONG:
                self._keys.add(scalar)
                self._keys.plain(b"\n", scalar)
            return ended
        if scalar.what == "bare" or scalar.end == scalar.start or name in _FIXED:
            return ended
        if _is_image(scalar.path):
            return (*ended, Opaque(scalar.end - scalar.start, "image"))
        slot = slot or _slot(scalar.path)
        if not slot.path:
            return (*ended, pair(self._data, scalar, slot.place, slot.key, lines=self._lines))
        self._add(slot, scalar)
        return ended

    def _add(self, slot: _Slot, scalar: Scalar) -> None:
        if self._run is None:
            self._run = slot, JsonText(self._data, lines=self._lines)
        run = self._run[1]
        if slot.between and len(run):
            run.plain(slot.between, scalar)
        run.add(scalar, _ANSI if slot.output else None)

    def _finish(self) -> Sequence[Segment]:
        run, self._run = self._run, None
        return () if run is None or not len(run[1]) else (run[1].segment(run[0].place, run[0].key, run[0].source),)

    def rest(self) -> Sequence[Segment]:
        """What has been read and not been given."""
        return (*self._finish(), self._keys.segment("keys")) if len(self._keys) else self._finish()


def _slot(path: Path) -> _Slot:
    """Where the string at `path` belongs; an empty path in it says that it stands alone."""
    if path[:1] == ("worksheets",) and path[2:3] == ("cells",):
        path = path[2:]
    if len(path) < 3 or path[0] != "cells" or not isinstance(path[1], int):
        return _loose(path, "metadata" if path[:1] == ("metadata",) else "notebook", path[1:])
    place, rest = f"cell {path[1] + 1}", path[2:]
    if rest[0] == "outputs" and len(rest) > 2 and isinstance(rest[1], int):
        place, rest = f"{place} output {rest[1] + 1}", rest[2:]
        field = rest[:2] if rest[0] == "data" else rest[:1]
        listed = isinstance(rest[-1], int) and rest[:-1] == field
        if (rest == field or listed) and (rest[0] == "data" or rest[0] in _LINES):
            between = b"\n" if rest[0] == "traceback" or str(field[-1]).endswith("json") else b""
            return _Slot((*path[:4], *field), place, "", between, False, True)
        return _loose(path, place, rest)
    if rest[0] in ("source", "input"):
        return _Slot(path[:3], place, "", b"", True, False)
    return _loose(path, place, rest)


def _loose(path: Path, place: str, rest: Path) -> _Slot:
    """A string outside sources and plain outputs: alone, with its key; strings of one list are one text."""
    key = ".".join([part for part in rest if isinstance(part, str)][-KEY_NAMES:])
    alone = not path or isinstance(path[-1], str)
    return _Slot(() if alone else path[:-1], place, key, b"\n", False, False)


def _is_image(path: Path) -> bool:
    """Whether a string is the base64 of a picture, a sound or a document."""
    names = [part for part in path[-2:] if isinstance(part, str)]
    inside = "outputs" in path or "attachments" in path
    return inside and any(_IMAGE.match(name) for name in names)
