"""SQLite: the texts of every table, by column. Opened read-only and immutable from a copy; nothing in it is run.

Views, triggers and virtual tables are not touched. Format: sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from ..types import Blob, Cause, Limits, Segment, Unread
from .parts import length, nowhere
from .table import column

ROWS = 4096
STEPS = 50_000_000
"""Virtual machine steps after which a table is given up."""
DAMAGED = "it cannot be read to its end; dump and load it anew"


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """Columns as `table.column`, then the statements of the schema."""
    with blob.open() as stream:
        size = length(blob, stream)
        if size > (limits.sample or limits.tree):
            cause: Cause = "budget" if limits.sample else "limit"
            yield Segment(stream.read(limits.whole), "bytes")
            yield Unread(blob.path, "", cause, size, "the database is too large to be opened; export its tables")
            return
        path = _copy(stream)
    try:
        yield from _database(blob, path)
    finally:
        os.unlink(path)


def _copy(stream: BinaryIO) -> str:
    """A copy of our own that nobody else can write."""
    handle, path = tempfile.mkstemp(suffix=".sqlite")
    with os.fdopen(handle, "wb") as file:
        while block := stream.read(1 << 20):
            file.write(block)
    return path


def _database(blob: Blob, path: str) -> Iterator[Segment | Unread]:
    from urllib.request import pathname2url

    connection = sqlite3.connect(f"file:{pathname2url(path)}?mode=ro&immutable=1", uri=True)
    connection.text_factory = bytes
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        steps = [0]

        def count() -> int:
            steps[0] += 100_000
            return steps[0] > STEPS

        connection.set_progress_handler(count, 100_000)
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        statements = [sql for _, _, sql in rows if isinstance(sql, bytes)]
        if statements:
            yield Segment(b"\n".join(statements), place="schema", where=nowhere)
        for kind, name, sql in rows:
            if kind == b"table" and not (sql or b"").upper().startswith(b"CREATE VIRTUAL"):
                yield from _table(connection, name)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError):
        yield Unread(blob.path, "", "damaged", blob.size, DAMAGED)
        with open(path, "rb") as file:
            yield Segment(file.read(8 << 20), "bytes")
    finally:
        connection.close()


def _table(connection: sqlite3.Connection, table: bytes) -> Iterator[Segment]:
    label = table.decode("utf-8", "replace")
    cursor = connection.execute('SELECT * FROM "' + label.replace('"', '""') + '"')
    names = [str(about[0]) for about in cursor.description]
    first = 1
    while rows := cursor.fetchmany(ROWS):
        for number, name in enumerate(names):
            cells = [(v, first + n) for n, row in enumerate(rows) if (v := _text(row[number]))]
            if cells:
                places = [(row, None) for _, row in cells]
                yield column(f"{label}.{name}", [v for v, _ in cells], places, name)
        first += len(rows)


def _text(value: object) -> bytes:
    """Text, and blobs that are text; numbers of the length of phone and card numbers."""
    if isinstance(value, bytes):
        return b"" if b"\0" in value[:512] else value
    return str(value).encode() if isinstance(value, int) and 10**8 <= abs(value) < 10**19 else b""
