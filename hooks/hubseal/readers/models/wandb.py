"""Runs of Weights & Biases (`run-*.wandb`): settings, summary, environment, output.

Formats: LevelDB, "Log format", with a header of seven bytes before it (wandb, sdk/internal/datastore.py); wandb,
proto/wandb_internal.proto.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from io import BytesIO

from ...types import Blob, Limits, Segment, Unread
from ..core.errors import MalformedError, UnexpectedEof
from ..core.length_prefixed_strings import protobuf_strings
from ..core.protobuf import MessageEnd, Table, TextField, walk
from ..core.segments import raw_segment
from ..core.streams import Window, length
from ..core.string_table import StringTable, option

HEADER, CHUNK_HEADER, BLOCK = 7, 7, 32 << 10
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4
Pieces = list[tuple[int, int]]
"""Where each piece of a record begins in it, and in the file."""
_ITEM = {1: "key", 2: "key", 7: "value", 8: "value", 16: "value"}
TABLE: Table = {
    "record": {2: "history", 3: "summary", 4: "raw", 5: "config", 6: "files", 8: "artifact", 9: "tbrecord", 10: "alert"}
    | {13: "output", 17: "run", 21: "header", 25: "use_artifact", 26: "environment", 27: "output_logger"}
    | {100: "request"},
    "history": {1: "history item"},
    "summary": {1: "summary item"},
    "config": {1: "config item"},
    "history item": _ITEM,
    "summary item": _ITEM,
    "config item": _ITEM,
    "output": {3: "line"},
    "run": {1: "run_id", 2: "entity", 3: "project", 4: "config", 5: "summary", 6: "run_group", 7: "job_type"}
    | {8: "display_name", 9: "notes", 10: "tag", 11: "settings", 13: "host", 21: "git"},
    "environment": {1: "os", 2: "python", 4: "docker", 5: "args", 6: "program", 7: "code_path", 8: "code_path_local"}
    | {9: "git", 10: "email", 11: "root", 12: "host", 13: "username", 14: "executable", 15: "colab", 27: "slurm"},
    "git": {1: "remote_url", 2: "commit"},
    "alert": {1: "title", 2: "text"},
    "artifact": {2: "project", 3: "entity", 5: "name", 7: "description", 8: "metadata", 11: "alias", 12: "manifest"}
    | {19: "tag"},
}
RAW = frozenset(
    "raw files tbrecord header use_artifact output_logger request settings slurm manifest".split()
)  # messages of which nothing is known but that they hold strings


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """Settings and the like by their names, what was printed line by line."""
    with blob.open() as stream:
        window = Window(stream, length(blob, stream), 0, BLOCK)
        run = _Run(limits)
        start = 0
        try:
            window.skip(HEADER)
            while window.left:
                start = window.at
                record, pieces = _record(window, limits.header)
                yield from run.record(record, pieces)
        except (UnexpectedEof, MalformedError):
            yield raw_segment(stream, start, window.total - start, limits)
            hint = f"its records stop making sense at byte {start}; the rest was searched for tokens only"
            yield Unread(blob.path, f"byte {start}", "damaged", window.total - start, hint)
        yield from run.rest()


def _record(window: Window, most: int) -> tuple[bytes, Pieces]:
    """The next record, which may be in pieces. Raises MalformedError when pieces do not follow upon each other, or
    when there are more than `most` bytes of them, and UnexpectedEof."""
    data, pieces = bytearray(), Pieces()
    while True:
        room = BLOCK - window.at % BLOCK
        if room < CHUNK_HEADER:
            window.skip(min(room, window.left))
            if not window.left:
                return bytes(data), pieces
            continue
        window.skip(4)
        size, kind = window.number(2), window.number(1)
        if kind not in ((FULL, FIRST) if not pieces else (MIDDLE, LAST)) or len(data) + size > most:
            raise MalformedError(window.at)
        pieces.append((len(data), window.at))
        data += window.take(size)
        if kind in (FULL, LAST):
            return bytes(data), pieces


class _Run:
    """The texts of a run so far, by what they belong to."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tables: dict[str, StringTable] = {}
        self._keys: list[bytes] = []
        self._value: TextField | None = None
        self._option = b""

    def record(self, data: bytes, pieces: Pieces) -> Iterator[Segment]:
        """The segments of a record that are long enough to be searched. Raises MalformedError and UnexpectedEof."""
        self._option = b""
        for field in walk(Window(BytesIO(data), len(data)), TABLE, "record", len(data), self._limits.header):
            if isinstance(field, TextField):
                at = _offset(field, pieces)
                if field.name in RAW:
                    yield from protobuf_strings(field.data, at or 0, field.name)
                elif field.name == "key":
                    self._keys.append(field.data)
                elif field.name == "value":
                    self._value = field
                else:
                    yield from self._text(field, at)
            elif isinstance(field, MessageEnd) and field.message.endswith(" item"):
                yield from self._item(field.message.removesuffix(" item"), pieces)

    def _text(self, field: TextField, at: int | None) -> Iterator[Segment]:
        """A text, under the name of its field; an argument under the option before it."""
        lines = self._lines(field.message)
        name = field.name.encode()
        if field.name == "args":
            name, self._option = self._option, option(field.data)
            name = b"" if field.data.startswith(b"-") else name
        if field.message == "output" or not name:
            lines.add(field.data, at)
        else:
            lines.pair(name, field.data, at)
        yield from lines.take_full()

    def _item(self, place: str, pieces: Pieces) -> Iterator[Segment]:
        """A value of the settings, the summary or a step, if it is no number; `place` says of which."""
        name, value = b".".join(self._keys), self._value
        self._keys, self._value = [], None
        if value is None or value.data[:1].isdigit() or value.data[:1] == b"-":
            return
        many = place == "history"
        lines = self._lines(place) if many else StringTable(f"{place}.{name.decode('utf-8', 'replace')}")
        lines.pair(name, value.data, _offset(value, pieces))
        yield from lines.take_full() if many else lines.take()

    def _lines(self, place: str) -> StringTable:
        return self._tables.setdefault(place, StringTable(place))

    def rest(self) -> Iterator[Segment]:
        for lines in self._tables.values():
            yield from lines.take()


def _offset(field: TextField, pieces: Pieces) -> int | None:
    """Where a text stands in the file; None when it is in pieces."""
    first = bisect_right(pieces, (field.at, 1 << 62)) - 1
    last = bisect_right(pieces, (field.at + max(len(field.data) - 1, 0), 1 << 62)) - 1
    return pieces[first][1] + field.at - pieces[first][0] if first == last else None
