"""Files of rows and records: Avro, SQLite, TFRecord, LMDB, tables of text."""

from __future__ import annotations

import json
import sqlite3
import struct
import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

MIB = 1 << 20


def zigzag(value: int) -> bytes:
    value, out = (value << 1) ^ (value >> 127), b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def counted(data: bytes) -> bytes:
    return zigzag(len(data)) + data


def avro(schema: object, codec: bytes, *blocks: tuple[int, bytes]) -> bytes:
    text = schema if isinstance(schema, bytes) else json.dumps(schema).encode()
    head = b"Obj\1" + zigzag(2) + counted(b"avro.schema") + counted(text) + counted(b"avro.codec") + counted(codec)
    sync = b"s" * 16
    return head + b"\0" + sync + b"".join(zigzag(count) + counted(data) + sync for count, data in blocks)


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


RECORD = {"type": "record", "name": "r", "fields": [{"name": "a", "type": "string"}]}
NOTHING = {"type": "record", "name": "r", "fields": []}
LIST = {"type": "record", "name": "r", "fields": [{"name": "a", "type": {"type": "array", "items": "null"}}]}
RECURSIVE = {"type": "record", "name": "r", "fields": [{"name": "a", "type": ["null", "r"]}]}


def sqlite(*statements: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.db")
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path.read_bytes()


def changed(data: bytes, *changes: tuple[int, bytes]) -> bytes:
    made = bytearray(data)
    for at, new in changes:
        made[at : at + len(new)] = new
    return bytes(made)


def page_ring() -> bytes:
    """A free list whose pages lead to each other, and an overflow page that leads to itself."""
    data = sqlite("CREATE TABLE t (a)", "INSERT INTO t VALUES (hex(zeroblob(20000)))")
    made = bytearray(data)
    for page in range(2, len(data) // 4096):
        made[page * 4096 : page * 4096 + 4] = struct.pack(">I", page + 1)
    made[32:40] = struct.pack(">II", 3, 0xFFFFFFFF)
    return bytes(made)


def generated() -> bytes:
    """A column that is made when it is read: a blob of 500 MB."""
    return sqlite("CREATE TABLE t (a, b AS (zeroblob(500000000)))", "INSERT INTO t (a) VALUES (1), (2), (3)")


def generated_text() -> bytes:
    """A column that is made when it is read, of a text for each row."""
    column = "b AS (replace(hex(zeroblob(1000000)), '0', 'eyJ'))"
    return sqlite(f"CREATE TABLE t (a, {column})", "INSERT INTO t (a) VALUES (1), (2), (3), (4), (5), (6)")


def hidden_rows() -> bytes:
    """A table without columns of its own size: each row of an index on itself."""
    many = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 30000) INSERT INTO t SELECT '' FROM n"
    )
    return sqlite("CREATE TABLE t (a)", many)


def many_tables(count: int) -> bytes:
    return sqlite(*(f"CREATE TABLE t{n} (a)" for n in range(count)))


def record(size: int, body: bytes = b"") -> bytes:
    return size.to_bytes(8, "little") + b"abcd" + body


def csv_of(columns: int, rows: int) -> bytes:
    return b",".join(b"c%d" % n for n in range(columns)) + b"\n" + (b"," * (columns - 1) + b"\n") * rows


FILES: Mapping[str, tuple[object, ...]] = {
    "avro: 2^60 records of nothing": ("a.avro", lambda: avro(NOTHING, b"null", (1 << 60, b""))),
    "avro: 2^60 records": ("a.avro", lambda: avro(RECORD, b"null", (1 << 60, counted(b"text")))),
    "avro: 100 blocks of a million records of nothing": ("a.avro", lambda: avro(NOTHING, b"null", *[(999_999, b"")] * 100)),
    "avro: a list of 2^60 nulls": ("a.avro", lambda: avro(LIST, b"null", (1, zigzag(1 << 60)))),
    "avro: lists of 2^26 nulls": ("a.avro", lambda: avro(LIST, b"null", (1, zigzag(1 << 26) + b"\0"))),
    "avro: a text of 2^60 bytes": ("a.avro", lambda: avro(RECORD, b"null", (1, zigzag(1 << 60) + b"text"))),
    "avro: a block that unpacks to 60 MB": ("a.avro", lambda: avro(RECORD, b"deflate", (1, deflated(zigzag(60 * MIB) + bytes(60 * MIB))))),
    "avro: texts of 16 MB of a trigger": ("a.avro", lambda: avro(RECORD, b"deflate", *[(1, deflated(zigzag(15_000_000) + b"eyJ" * 5_000_000))] * 3)),
    "avro: a record that holds itself": ("a.avro", lambda: avro(RECURSIVE, b"null", (1, b"\2" * 90_000))),
    "avro: types 1,000 deep": ("a.avro", lambda: avro(b'{"type":"array","items":' * 1_000 + b'"string"' + b"}" * 1_000, b"null", (1, b"\0"))),
    "avro: 2^60 entries in the head": ("a.avro", lambda: b"Obj\1" + zigzag(1 << 60) + counted(b"a") * 1_000),
    "avro: entries of nothing without end": ("a.avro", lambda: b"Obj\1" + (zigzag(1) + b"\0\0") * 30_000),
    "sqlite: 2^32 pages": ("a.db", lambda: changed(sqlite("CREATE TABLE t (a)"), (28, b"\xff\xff\xff\xff")), None),
    "sqlite: pages in a ring": ("a.db", page_ring, None),
    "sqlite: a root page beyond the end": ("a.db", lambda: sqlite("CREATE TABLE t (a)", "PRAGMA writable_schema=ON", "UPDATE sqlite_master SET rootpage = 2147483647")),
    "sqlite: a column of 500 MB that is made when it is read": ("a.db", generated),
    "sqlite: a column of a trigger that is made when it is read": ("a.db", generated_text),
    "sqlite: a column that is made by counting": ("a.db", lambda: sqlite("CREATE TABLE t (a, b AS (printf('%.*c', 100000000, 'x')))", "INSERT INTO t (a) VALUES (1), (2), (3), (4)")),
    "sqlite: 30,000 empty rows": ("a.db", hidden_rows, True),
    "sqlite: 250 tables": ("a.db", lambda: many_tables(250), True),
    "tfrecord: a record of 2^60 bytes": ("a.tfrecord", lambda: record(1 << 60, b"text"), None),
    "tfevents: a record of 2^60 bytes": ("events.out.tfevents.1.a.1.0", lambda: record(1 << 60, b"text")),
    "csv: 20,000 columns": ("a.csv", lambda: csv_of(8_000, 4), True),
    "csv: a quote that never ends": ("a.csv", lambda: b"a,b\n" + b'"' + b"text,\n" * 15_000, True),
    "csv: 300 rows of 2,000 commas": ("a.csv", lambda: b"a,b\n" + (b"," * 2_000 + b"\n") * 300, True),
    "csv: 80,000 quotes": ("a.csv", lambda: b"a,b\n" + b'"",' * 30_000, True),
    "jsonl: 40,000 empty objects": ("a.jsonl", lambda: b"{}\n" * 40_000, True),
}  # fmt: skip
Build = Callable[[], bytes]
