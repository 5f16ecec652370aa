"""Jupyter notebooks: sources, outputs, errors, widgets and metadata, as text. Format: nbformat 3 and 4.

A place is a cell and an output as people count them; line and column are those in the .ipynb file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...decode.widgets import widgets
from ...position import Lines
from ...types import Blob, Limits, Opaque, ReaderItem, Segment, Unread
from ..core.errors import MalformedError
from ..core.json_walk import JsonText, Path, Scalar, pair, walk
from ..core.streams import exactly
from . import notebook_tree, plain
from .notebook_slots import ANSI, FIXED, KNOWN, LONG, Slot, is_cell, is_image, slot_of, source_kind

TYPED = (b'"PasswordModel"', b'"TextModel"', b'"TextareaModel"', b'"ComboboxModel"')
_MODEL = re.compile(rb'"(?:Password|Text|Textarea|Combobox)Model"')
_TYPE = re.compile(rb'"(cell_type|source|input)"\s*:\s*(?:"(\w*))?')
"""Names in a cell, and the type; within a string, a backslash stands before each quote."""

_BLANK = 1024
"""Bytes among which a notebook begins."""


def read(blob: Blob, limits: Limits) -> Iterator[ReaderItem]:
    """All strings of a notebook; one that is no JSON is searched as plain text from where it breaks."""
    with blob.open() as stream:
        data = exactly(stream, limits.json + 1)
    if len(data) > limits.json:
        yield from plain.read(blob, limits)
        hint = f"notebooks over {limits.json >> 20} MiB are searched as plain text; clear the outputs"
        yield Unread(blob.path, "", "limit", blob.size, hint)
        return
    yield from _widgets(data)
    items = notebook_tree.strings(data, lambda: _strings(data))
    if items is not None:
        yield from items
        return
    try:
        yield from _strings(data)
    except MalformedError as damage:
        at = damage.at
        rest, line = data[at:], data.count(b"\n", 0, at)
        lines = Lines(rest, at, line)
        yield Segment(rest, where=lambda start, end: lines(start + at, end + at))
        if b"\0" in rest:
            from . import mixed

            yield from mixed.others(blob, limits)
        hint = f"it is no JSON from line {line + 1} on, the rest was searched as plain text; save the notebook anew"
        yield Unread(blob.path, f"line {line + 1}", "damaged", len(rest), hint)


def _widgets(data: bytes) -> Iterator[Segment]:
    """What was typed into widgets whose state was saved, each under its name."""
    if not any(model in data for model in TYPED):
        return
    lines = Lines(data)
    for view in widgets(data, [match.span() for match in _MODEL.finditer(data)]):
        yield Segment(view.data, place="widgets", where=lambda s, e, back=view.back: lines(*back(s, e)))  # type: ignore[misc]


def _strings(data: bytes) -> Iterator[Segment | Opaque]:
    """Raises MalformedError when all before the damage has been yielded."""
    texts = _NotebookTexts(data)
    try:
        for scalar in walk(data):
            if not scalar.path and data[:_BLANK].lstrip()[:1] in (b"{", b"["):
                raise MalformedError(scalar.start)  # something follows the notebook
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
        self._run: tuple[Slot, JsonText] | None = None
        self._type: tuple[Path, str] = ((), "")
        """The cell whose type was read last."""

    def scalar(self, scalar: Scalar) -> Sequence[Segment | Opaque]:
        """Takes one name or value; gives the text that ends before it, and it itself when it stands alone."""
        ended: Sequence[Segment] = ()
        slot = None
        if self._run is not None:
            slot = slot_of(scalar.path)
            if slot.path != self._run[0].path:
                ended = self._finish(scalar.start)
        name = scalar.path[-1] if scalar.path else ""
        if scalar.what == "key":
            if name not in KNOWN and scalar.end - scalar.start > LONG:
                self._keys.add(scalar)
                self._keys.plain(b"\n", scalar)
            return ended
        if name == "cell_type" and is_cell(scalar.path[:-1]):
            self._type = scalar.path[-3:-1], self._data[scalar.start : scalar.end].decode("utf-8", "replace")
        if scalar.what == "bare" or scalar.end == scalar.start or name in FIXED:
            return ended
        if is_image(scalar.path):
            return (*ended, Opaque(scalar.end - scalar.start, "image"))
        slot = slot or slot_of(scalar.path)
        if not slot.path:
            found = pair(self._data, scalar, slot.place, slot.key, lines=self._lines)
            return (*ended, found._replace(kind=slot.kind))
        self._add(slot, scalar)
        return ended

    def _add(self, slot: Slot, scalar: Scalar) -> None:
        if self._run is None:
            self._run = slot, JsonText(self._data, lines=self._lines)
        run = self._run[1]
        if slot.between and len(run):
            run.plain(slot.between, scalar)
        run.add(scalar, ANSI if slot.output else None)

    def _finish(self, at: int) -> Sequence[Segment]:
        """The text of the slot that ends before `at`."""
        run, self._run = self._run, None
        if run is None or not len(run[1]):
            return ()
        slot, segment = run[0], run[1].segment(run[0].place, run[0].key, run[0].source, run[0].kind)
        if slot.source and isinstance(segment.data, bytes):
            segment = segment._replace(kind=source_kind(self._cell_type(slot.path[:2], at), segment.data))
        return (segment,)

    def _cell_type(self, cell: Path, at: int) -> str:
        """The type of a cell whose source ends before `at`; the type may stand before it or behind it."""
        if self._type[0] == cell:
            return self._type[1]
        behind = _TYPE.search(self._data, max(at - 1, 0))
        return behind[2].decode() if behind is not None and behind[1] == b"cell_type" and behind[2] else ""

    def rest(self) -> Sequence[Segment]:
        """What has been read and not been given."""
        last = self._finish(len(self._data))
        return (*last, self._keys.segment("keys")) if len(self._keys) else last
