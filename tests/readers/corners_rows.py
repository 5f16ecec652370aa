"""Leaks in the odd corners of records, tables and databases, and in files of unknown format. Called by corners.py."""

from __future__ import annotations

import gzip
import json
import pickle
import random
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy

Texts = list[str]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(5000)


def frames(folder: Path, texts: Texts) -> None:
    import pandas

    frame = pandas.DataFrame({"n": range(len(texts)), "note": texts})
    for protocol in range(6):
        frame.to_pickle(folder / f"frame{protocol}.pkl", protocol=protocol)
    frame.to_pickle(folder / "frame.pkl.gz")
    frame.astype({"note": "category"}).to_pickle(folder / "categories.pkl")
    frame.astype({"note": object}).to_pickle(folder / "objects.pkl")
    frame.set_index("note").to_pickle(folder / "index.pkl")
    frame.to_json(folder / "lines.json.gz", orient="records", lines=True)
    frame.to_json(folder / "lines.jsonl.zst", orient="records", lines=True)
    frame.to_stata(folder / "frame.dta", version=118)
    filler = [f"plain words, number {n}" for n in range(700_000)]  # more than a pickle's strings may have to be held
    pandas.DataFrame({"note": [*filler, *texts]}).to_pickle(folder / "large.pkl")


def records(folder: Path, texts: Texts) -> None:
    from tfrecord.writer import TFRecordWriter

    def write(name: str, *examples: dict[str, Any]) -> Path:
        writer = TFRecordWriter(str(folder / name))
        for example in examples:
            writer.write(example)
        writer.close()
        return folder / name

    plain = write("several.tfrec", {"notes": ([text.encode() for text in texts], "byte")})
    (folder / "zlib.tfrecord").write_bytes(zlib.compress(plain.read_bytes()))
    (folder / "named.tfrecord.gz").write_bytes(gzip.compress(plain.read_bytes()))
    write("pickle.tfrecord", {"state": (pickle.dumps(texts), "byte"), "image": (PICTURE, "byte")})
    write("binary.tfrecord", {"x": (b"\0\xff\xfe\1" * 9 + b"\0" + "\0".join(texts).encode() + b"\0\xff", "byte")})
    write("gzip.tfrecord", {"x": (gzip.compress("\n".join(texts).encode()), "byte")})
    write("keys.tfrecord", dict.fromkeys(texts, (1, "int")))
    payloads = {"json": [json.dumps({"x": t}).encode() for t in texts], "text": [t.encode() for t in texts]}
    for name, data in payloads.items():
        writer = TFRecordWriter(str(folder / f"{name}.tfrecord"))
        for item in data:
            size = struct.pack("<Q", len(item))
            writer.file.write(size + writer.masked_crc(size) + item + writer.masked_crc(item))
        writer.close()


def avro(folder: Path, texts: Texts) -> None:
    import fastavro

    def write(name: str, kind: Any, values: list[Any], codec: str = "deflate", **more: Any) -> None:
        schema = {"type": "record", "name": "Row", "fields": [{"name": "x", "type": kind}]}
        with (folder / f"{name}.avro").open("wb") as file:
            fastavro.writer(file, schema, [{"x": value} for value in values], codec=codec, **more)

    lines = "\n".join(texts).encode()
    write("array", {"type": "array", "items": "string"}, [texts])
    write("map", {"type": "map", "values": "string"}, [{"k": text} for text in texts])
    write("keys", {"type": "map", "values": "int"}, [dict.fromkeys(texts, 1)])
    write("union", ["null", "long", "string"], [None, 7, *texts])
    write("bytes", "bytes", [text.encode() for text in texts], "snappy")
    write("gzip", "bytes", [gzip.compress(lines)])
    write("binary", "bytes", [b"\0\xff\1" * 9 + b"\0" + "\0".join(texts).encode() + b"\0\xff"])
    write("fixed", {"type": "fixed", "name": "F", "size": len(lines)}, [lines])
    write("metadata", "int", [1], metadata={f"note{n}": text for n, text in enumerate(texts)})
    tree = {"type": "record", "name": "Tree", "fields": [{"name": "t", "type": "string"}]}
    tree["fields"].append({"name": "next", "type": ["null", "Tree"]})  # type: ignore[attr-defined]
    chain: Any = None
    for text in texts:
        chain = {"t": text, "next": chain}
    write("tree", tree, [chain])


def matlab(folder: Path, texts: Texts) -> None:
    from scipy.io import savemat

    cells = numpy.array(texts, dtype=object)
    lines = "\n".join(texts)
    binary = numpy.frombuffer(b"\0\1\xff\xfe" * 9 + lines.encode("utf-16-le"), "u1")
    made = {
        "cells": cells,
        "rows": numpy.array(texts),
        "wide": numpy.array([*texts, "\u00fcml\u00e4ut \u4e16"]),
        "letters": numpy.frombuffer(lines.encode(), "u1"),
        "binary": binary,
        "deep": {"a": {"b": cells}},
        "structs": numpy.array([(text, 1.5) for text in texts], dtype=[("note", object), ("n", "f8")]),
    }
    for name, value in made.items():
        savemat(folder / f"{name}.mat", {"w": numpy.zeros(9), name: value})
        savemat(folder / f"{name}_packed.mat", {"w": numpy.zeros(9), name: value}, do_compression=True)
    savemat(folder / "rows4.mat", {"w": numpy.zeros(9), "c": numpy.array(texts)}, format="4")


def r(folder: Path, texts: Texts) -> None:
    """As R writes them: `saveRDS` of a list, `save` of variables, attributes, raw vectors, both byte orders."""

    def number(value: int) -> bytes:
        return struct.pack(">i", value)

    def char(text: str) -> bytes:
        return number(0x00040009) + number(len(text)) + text.encode()

    def strings(found: Texts) -> bytes:
        return number(16) + number(len(found)) + b"".join(map(char, found))

    def symbol(name: str) -> bytes:
        return number(1) + char(name)

    head = b"X\n" + number(3) + number(0x40300) + number(0x30500) + number(5) + b"UTF-8"
    end = number(254)
    names = number(0x402) + symbol("names") + strings([f"x{n}" for n in range(len(texts))]) + end
    inner = b"".join(strings([text]) for text in texts)
    variables = b"".join(number(0x402) + symbol(f"v{n}") + strings([t]) for n, t in enumerate(texts)) + end
    comment = number(0x402) + symbol("comment") + strings(texts) + end
    data = "\n".join(texts).encode()
    made = {
        "list.rds": head + number(0x213) + number(len(texts)) + inner + names,
        "names.rds": head
        + number(0x20D)
        + number(1)
        + number(7)
        + number(0x402)
        + symbol("names")
        + strings(texts)
        + end,
        "attribute.rds": head + number(0x20E) + number(1) + bytes(8) + comment,
        "raw.rds": head + number(24) + number(len(data)) + data,
        "variables.RData": b"RDX3\n" + head + variables,
    }
    for name, found in made.items():
        (folder / name).write_bytes(gzip.compress(found))
        (folder / f"plain_{name}").write_bytes(found)


def lmdb(folder: Path, texts: Texts) -> None:
    import lmdb

    def write(name: str, fill: Callable[[Any], object], **more: Any) -> None:
        with lmdb.open(str(folder / "made"), map_size=1 << 26, **more) as made:
            fill(made)
        (folder / "made" / "data.mdb").rename(folder / f"{name}.lmdb")
        shutil.rmtree(folder / "made")

    def put(made: Any, pairs: list[tuple[bytes, bytes]], **more: Any) -> None:
        with made.begin(write=True, **more) as transaction:
            for key, value in pairs:
                transaction.put(key, value)

    def deleted(made: Any) -> None:
        put(made, [(b"%05d" % n, text.encode()) for n, text in enumerate(texts)])
        with made.begin(write=True) as transaction:
            for number in range(len(texts)):
                transaction.delete(b"%05d" % number)

    many = [(b"%06d" % n, b"plain words %d" % n) for n in range(3000)]
    write("many", lambda made: put(made, [*many, *((b"x%d" % n, t.encode()) for n, t in enumerate(texts))]))
    write("long", lambda made: put(made, [(b"x", "\n".join(texts).encode() + b" words" * 4000)]))
    write("keys", lambda made: put(made, [(text.encode(), b"\0\1") for text in texts]))
    write("pickled", lambda made: put(made, [(b"x", pickle.dumps(texts)), (b"image", PICTURE)]))
    write(
        "binary", lambda made: put(made, [(b"\0\0\0\1", b"\0\xff\1" * 9 + b"\0" + "\0".join(texts).encode() + b"\0")])
    )
    write("deleted", deleted)
    write(
        "lists",
        lambda made: put(made, [(b"k", t.encode()) for t in texts], db=made.open_db(b"d", dupsort=True)),
        max_dbs=2,
    )


def unknown(folder: Path, texts: Texts) -> None:
    """Formats that nobody knows, whose texts are delimited in the ways that there are."""
    dice = random.Random(5)

    def noise(size: int) -> bytes:
        return dice.randbytes(size).translate(None, b"\0")

    def varint(value: int) -> bytes:
        return bytes([value]) if value < 128 else bytes([value & 127 | 128, value >> 7])

    ways: dict[str, Callable[[str], bytes]] = {
        "zero": lambda t: t.encode() + b"\0",
        "u8": lambda t: b"\x81" + bytes([len(t)]) + t.encode(),
        "u32": lambda t: struct.pack("<I", len(t)) + t.encode(),
        "u64": lambda t: struct.pack("<Q", len(t)) + t.encode() + b"ab",
        "big32": lambda t: struct.pack(">I", len(t)) + t.encode(),
        "big64": lambda t: b"SL" + struct.pack(">Q", len(t)) + t.encode() + b"L",
        "marked": lambda t: b"\0\4\0\t" + struct.pack(">I", len(t)) + t.encode(),
        "varint": lambda t: b"\x12" + varint(len(t)) + t.encode(),
        "fixed": lambda t: t.encode().ljust(200, b"\0"),
        "wide": lambda t: t.encode("utf-16-le") + b"\0\0",
    }
    for name, way in ways.items():
        (folder / f"{name}.xyz").write_bytes(
            b"\x9c\xfe" + noise(300) + b"\xff".join(map(way, texts)) + b"\xff" + noise(200)
        )
    (folder / "far.engine").write_bytes(
        noise(9 << 20) + b"\xff" + b"\0".join(t.encode() for t in texts) + b"\0" + noise(99)
    )
    over = (8 << 20) - 30
    (folder / "border.weights").write_bytes(b"\x9c" * over + "\n".join(texts).encode() + b"\xff")


def chunks(folder: Path, texts: Texts) -> None:
    """Chunks of Zarr arrays, as its codecs write them."""
    import numcodecs

    strings = numcodecs.VLenUTF8().encode(numpy.array(texts * 9, dtype=object))
    fixed = numpy.array(texts * 9, dtype="S200")
    for name in ("lz4", "zlib", "zstd"):
        (folder / f"{name}.0").write_bytes(numcodecs.Blosc(name).encode(strings))
        (folder / f"{name}.0.0").write_bytes(numcodecs.Blosc(name, 5, numcodecs.Blosc.SHUFFLE).encode(fixed))


def checkpoints(folder: Path, texts: Texts) -> None:
    import torch
    from torch.distributed import checkpoint

    state = {"w": torch.zeros(1000)} | {f"x{n}": [text] for n, text in enumerate(texts)}
    checkpoint.save(state, checkpoint_id=folder / "checkpoint", no_dist=True)
    (folder / "checkpoint" / "__0_0.distcp").rename(folder / "__0_0.distcp")


def logs(folder: Path, texts: Texts) -> None:
    for name, column in {"text": "t", "key": "t primary key"}.items():
        for size in (512, 4096, 65536):
            path = folder / f"{name}{size}.db"
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute(f"pragma page_size={size}")
            connection.execute("pragma journal_mode=wal")
            connection.execute(f"create table x ({column}, n)")
            connection.executemany("insert into x values (?, ?)", [(text, n) for n, text in enumerate(texts)])
            log = path.with_name(path.name + "-wal").read_bytes()
            connection.close()
            path.unlink()
            path.with_name(path.name + "-wal").write_bytes(log)


WRITERS = (frames, records, avro, matlab, r, lmdb, unknown, chunks, checkpoints, logs)
