"""SQLite: the texts of every table, by column. Opened read-only and immutable from a copy; nothing in it is run.

Views, triggers and virtual tables are not touched. Format: sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from ... import kinds
from ...types import Blob, Cause, Limits, Opaque, Segment, Unread
from ..core.columns import rows_column
from ..core.leftover import Leftover
from ..core.members import value
from ..core.segments import head_segment, text_segment
from ..core.streams import length
from . import sqlite_free_space

Item = Segment | Blob | Unread | Opaque
ROWS_AT_ONCE = 4096
MOST_STEPS = 50_000_000
"""Virtual machine steps after which a table is given up."""
DELETED = "what was deleted still stands in it and was searched as plain text; VACUUM it"
DAMAGED = "it cannot be read to its end; dump and load it anew"


def read(blob: Blob, limits: Limits) -> Iterator[Item | Leftover]:
    """Columns as `table.column`, then the statements of the schema."""
    with blob.open() as stream:
        size = length(blob, stream)
        if size > (limits.sample or limits.held):
            cause: Cause = "budget" if limits.sample else "limit"
            yield head_segment(stream, limits)
            yield Unread(blob.path, "", cause, size, "the database is too large to be opened; export its tables")
            return
        path = _copy(stream)
        stream.seek(0)
        end = sqlite_free_space.end(stream.read(sqlite_free_space.HEADER))
    try:
        yield from _database(blob, path)
        with open(path, "rb") as file:
            deleted = False
            for segment in sqlite_free_space.texts(file, limits):
                deleted = True
                yield segment
        if deleted:
            yield Unread(blob.path, "", "limit", size, DELETED)
        if 0 < end < size:
            yield Leftover(end, size, "behind the last page")
    finally:
        os.unlink(path)


def _copy(stream: BinaryIO) -> str:
    """A copy of our own that nobody else can write."""
    handle, path = tempfile.mkstemp(suffix=".sqlite")
    with os.fdopen(handle, "wb") as file:
        while block := stream.read(1 << 20):
            file.write(block)
    return path


def _database(blob: Blob, path: str) -> Iterator[Item]:
    from urllib.request import pathname2url

    connection = sqlite3.connect(f"file:{pathname2url(path)}?mode=ro&immutable=1", uri=True)
    connection.text_factory = bytes
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        steps = [0]

        def count() -> int:
            steps[0] += 100_000
            return steps[0] > MOST_STEPS

        connection.set_progress_handler(count, 100_000)
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        statements = [sql for _, _, sql in rows if isinstance(sql, bytes)]
        if statements:
            yield text_segment(b"\n".join(statements), "schema")
        for kind, name, sql in rows:
            if kind == b"table" and not (sql or b"").upper().startswith(b"CREATE VIRTUAL"):
                yield from _table(blob, connection, name)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError):
        yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
        with open(path, "rb") as file:
            yield Segment(file.read(8 << 20), "bytes")
    finally:
        connection.close()


def _table(blob: Blob, connection: sqlite3.Connection, table: bytes) -> Iterator[Item]:
    label = table.decode("utf-8", "replace")
    cursor = connection.execute('SELECT * FROM "' + label.replace('"', '""') + '"')
    names = [str(about[0]) for about in cursor.description]
    first = 1
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        for number, name in enumerate(names):
            cells = [(row[number], first + n) for n, row in enumerate(rows) if row[number] is not None]
            yield from _cells(blob, f"{label}.{name}", name, cells)
        first += len(rows)


def _cells(blob: Blob, label: str, name: str, cells: list[tuple[object, int]]) -> Iterator[Item]:
    """The texts of a column, then what is none: files by themselves, other bytes together."""
    texts, others = [], []
    for cell, row in cells:
        data = _text(cell)
        if data and b"\0" not in data[:512]:
            texts.append((data, row))
        elif data:
            item = value(blob, data, f"{label} row {row}", name)
            if isinstance(item, Segment) and item.on == "bytes":
                others.append((data, row))
            elif isinstance(item, Blob):
                yield item._replace(row=row, place=label)
            elif not isinstance(item, Opaque):
                yield item._replace(place=label)
    for found, on in ((texts, "text"), (others, "bytes")):
        if found:
            made = rows_column(label, found, name)
            yield made._replace(on="text" if on == "text" else "bytes")


def _text(cell: object) -> bytes:
    """Bytes as they are, a text that a NUL cuts with blanks for it; numbers of the length of phone and card numbers."""
    if isinstance(cell, bytes):
        few = b"\0" in cell and cell.count(b"\0") * 16 <= len(cell)
        plain = cell.replace(b"\0", b" ") if few else cell
        return plain if few and kinds.sniff("", plain[: kinds.HEAD], None) == "text" else cell
    return str(cell).encode() if isinstance(cell, int) and 10**8 <= abs(cell) < 10**19 else b""
