"""Jupyter notebooks: sources, outputs, errors, widgets and metadata, as text. Format: nbformat 3 and 4.

A place is a cell and an output as people count them; line and column are those in the .ipynb file itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...position import Lines
from ...types import Blob, Limits, Opaque, Segment, Unread
from ..core.errors import MalformedError
from ..core.json_walk import JsonText, Scalar, pair, walk
from ..core.streams import exactly
from . import notebook_tree, plain
from .notebook_slots import ANSI, FIXED, KNOWN, LONG, Slot, is_image, slot_of


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread | Opaque]:
    """All strings of a notebook; one that is no JSON is searched as plain text from where it breaks."""
    with blob.open() as stream:
        data = exactly(stream, limits.json + 1)
    if len(data) > limits.json:
        yield from plain.read(blob, limits)
        hint = f"notebooks over {limits.json >> 20} MiB are searched as plain text; clear the outputs"
        yield Unread(blob.path, "", "limit", blob.size, hint)
        return
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
        self._run: tuple[Slot, JsonText] | None = None

    def scalar(self, scalar: Scalar) -> Sequence[Segment | Opaque]:
        """Takes one name or value; gives the text that ends before it, and it itself when it stands alone."""
        ended: Sequence[Segment] = ()
        slot = None
        if self._run is not None:
            slot = slot_of(scalar.path)
            if slot.path != self._run[0].path:
                ended = self._finish()
        name = scalar.path[-1] if scalar.path else ""
        if scalar.what == "key":
            if name not in KNOWN and scalar.end - scalar.start > LONG:
                self._keys.add(scalar)
                self._keys.plain(b"\n", scalar)
            return ended
        if scalar.what == "bare" or scalar.end == scalar.start or name in FIXED:
            return ended
        if is_image(scalar.path):
            return (*ended, Opaque(scalar.end - scalar.start, "image"))
        slot = slot or slot_of(scalar.path)
        if not slot.path:
            return (*ended, pair(self._data, scalar, slot.place, slot.key, lines=self._lines))
        self._add(slot, scalar)
        return ended

    def _add(self, slot: Slot, scalar: Scalar) -> None:
        if self._run is None:
            self._run = slot, JsonText(self._data, lines=self._lines)
        run = self._run[1]
        if slot.between and len(run):
            run.plain(slot.between, scalar)
        run.add(scalar, ANSI if slot.output else None)

    def _finish(self) -> Sequence[Segment]:
        run, self._run = self._run, None
        return () if run is None or not len(run[1]) else (run[1].segment(run[0].place, run[0].key, run[0].source),)

    def rest(self) -> Sequence[Segment]:
        """What has been read and not been given."""
        return (*self._finish(), self._keys.segment("keys")) if len(self._keys) else self._finish()
