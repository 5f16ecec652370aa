"""Where the strings of a notebook belong: the cell, the output, and which of them are one text."""

from __future__ import annotations

import re
from typing import NamedTuple

from ... import kinds
from ...types import Kind
from ..core.json_walk import Path

ANSI = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
IMAGE = re.compile(r"image/(?!svg)|audio/|video/|application/(?:pdf|zip)|png\Z|jpe?g\Z|gif\Z|pdf\Z")
LINES = ("source", "input", "text", "traceback", "evalue", "ename", "html", "svg", "latex", "javascript")
LONG = 8
"""Keys up to this many bytes hold nothing."""
KEY_NAMES = 3
"""A key is given by its last names: what is above them is widgets, their type and their state."""
KNOWN = frozenset(
    "cell_type execution_count output_type traceback nbformat_minor image/png text/html text/plain".split()
)
FIXED = frozenset(("cell_type", "output_type"))
"""Fields whose values the format lists."""
_CELL_KINDS: dict[str, Kind] = {"markdown": "card", "raw": "card", "heading": "card"}
OUTPUT_KINDS: dict[str, Kind | None] = {"text/markdown": "card", "latex": "card", "text/latex": "card"}
OUTPUT_KINDS |= dict.fromkeys(("traceback", "application/javascript", "javascript"))
"""What outputs are that are no log; None: source code. Frames of a traceback are."""
_MAGIC = re.compile(
    rb"\s*%%(?:(?:write)?file[ \t]+(?:-a[ \t]+)?[\"']?([^\s\"']{1,200})|(?:bash|sh|script|env|html|markdown)\b)"
)
"""Cells that are a file, a script of a shell or a page."""


class Slot(NamedTuple):
    """Where a string belongs: strings of one slot are one text."""

    path: Path
    place: str
    key: str
    between: bytes
    source: bool
    output: bool
    kind: Kind | None = None
    """What an output is; None: source code, or what is neither source nor output."""


def slot_of(path: Path) -> Slot:
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
        if (rest == field or listed) and (rest[0] == "data" or rest[0] in LINES):
            between = b"\n" if rest[0] == "traceback" or str(field[-1]).endswith("json") else b""
            return Slot((*path[:4], *field), place, "", between, False, True, OUTPUT_KINDS.get(str(field[-1]), "log"))
        return _loose(path, place, rest)
    if rest[0] in ("source", "input"):
        return Slot(path[:3], place, "", b"", True, False)
    return _loose(path, place, rest)


def _loose(path: Path, place: str, rest: Path) -> Slot:
    """A string outside sources and plain outputs: alone, with its key; strings of one list are one text. What widgets
    hold is what somebody saw or typed."""
    key = ".".join([part for part in rest if isinstance(part, str)][-KEY_NAMES:])
    alone = not path or isinstance(path[-1], str)
    kind: Kind | None = "log" if path[:2] == ("metadata", "widgets") else None
    return Slot(() if alone else path[:-1], place, key, b"\n", False, False, kind)


def is_cell(path: Path) -> bool:
    """Whether `path` is that of a cell."""
    return path[-2:-1] == ("cells",) and (len(path) == 2 or (len(path) == 4 and path[0] == "worksheets"))


def source_kind(cell_type: str, source: bytes) -> Kind | None:
    """What a source is by the type of its cell and its first line; None: the code of a notebook."""
    kind = _CELL_KINDS.get(cell_type)
    magic = _MAGIC.match(source) if kind is None else None
    if magic is None:
        return kind
    return kinds.kind(magic[1].decode("utf-8", "replace"), "text") if magic[1] else "config"


def is_image(path: Path) -> bool:
    """Whether a string is the base64 of a picture, a sound or a document."""
    names = [part for part in path[-2:] if isinstance(part, str)]
    inside = "outputs" in path or "attachments" in path
    return inside and any(IMAGE.match(name) for name in names)
