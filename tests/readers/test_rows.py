"""Records and tables that lie, formats that are packed, and numbers that must not be taken for texts."""

from __future__ import annotations

import io
import random
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import numpy
import pytest

from hubseal import engine, kinds, policy
from hubseal.kinds import signatures
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.types import Blob, Limits, Opaque, Report, Segment, Unread

LIMITS = Limits()


def blob(path: str, data: bytes) -> Blob:
    return Blob(path, path, len(data), None, lambda: io.BytesIO(data))


def read(path: str, data: bytes) -> list[Segment | Blob | Unread | Opaque]:
    return list(reader_for(path, kinds.sniff(path, data[: kinds.HEAD], len(data)))(blob(path, data), LIMITS))


def scan(path: str, data: bytes) -> Report:
    return engine.scan([blob(path, data)], RULES, reader_for, policy.DEFAULT, engine.Settings())


def record(data: bytes) -> bytes:
    """A TFRecord, as its definition has it: with a CRC-32C made bit by bit."""

    def crc(part: bytes) -> bytes:
        value = 0xFFFFFFFF
        for byte in part:
            value ^= byte
            for _ in range(8):
                value = value >> 1 ^ 0x82F63B78 * (value & 1)
        value ^= 0xFFFFFFFF
        return struct.pack("<I", ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF)

    size = struct.pack("<Q", len(data))
    return size + crc(size) + data + crc(data)


def test_records_are_known_by_their_sums_alone() -> None:
    dice = random.Random(1)
    for size in (1, 20, 300, 70_000):
        data = record(bytes(size))
        assert kinds.sniff("train-00000-of-00010", data[: kinds.HEAD], len(data)) == "tfrecord"
        damaged = bytearray(data[:40])
        damaged[dice.randrange(12)] ^= 4
        assert not signatures.begins_record(bytes(damaged))
    header = b'{"__metadata__":{"format":"pt"}}'
    assert kinds.sniff("m", len(header).to_bytes(8, "little") + header, 40) == "safetensors"
    brace = next(n for n in range(4000) if record(bytes(n))[8:9] == b"{")
    assert kinds.sniff("m", record(bytes(brace)), None) == "tfrecord"


def number(value: int) -> bytes:
    """An Avro number."""
    value, out = value << 1, b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def container(schema: str, block: bytes, count: int = 1, codec: str = "null") -> bytes:
    pairs = {"avro.schema": schema, "avro.codec": codec}
    head = b"".join(number(len(part)) + part.encode() for pair in pairs.items() for part in pair)
    return b"Obj\1" + number(2) + head + b"\0" + b"s" * 16 + number(count) + number(len(block)) + block + b"s" * 16


ROW = '{"type": "record", "name": "R", "fields": [{"name": "x", "type": %s}]}'
NULLS = '{"type": "array", "items": "null"}'
LYING = {
    "2^50 records of nothing": container(ROW % '"null"', b"", 1 << 50),
    "an array of 2^50 nulls": container(ROW % NULLS, number(1 << 50) + b"\0"),
    "a record that holds itself": container(ROW % '"R"', bytes(400)),
    "a string longer than its block": container(ROW % '"string"', number(900) + b"abc"),
    "a branch that is none": container(ROW % '["null"]', number(5)),
    "a type that is none": container(ROW % '"lizard"', b"abc"),
    "a schema that is no JSON": container("{", b"abc"),
    "a schema nested deeper than the stack": container("[" * 50_000, b"abc"),
    "a block that is not packed as it says": container(ROW % '"string"', b"abc", codec="deflate"),
    "a block that unpacks to a gigabyte": container(
        ROW % '"bytes"', zlib.compress(bytes(300 << 20), 9, -15), codec="deflate"
    ),
    "a codec that nobody knows": container(ROW % '"string"', b"abc", codec="lizard"),
}


@pytest.mark.parametrize("data", LYING.values(), ids=LYING)
def test_records_that_lie_are_unread(data: bytes) -> None:
    found = [item for item in read("x.avro", data) if isinstance(item, Unread)]
    assert [item.cause for item in found] in (["damaged"], ["limit"])


SNAPPY = {
    "a size of 4 GiB": (b"\xff\xff\xff\xff\x0f" + b"\x10hello", "limit"),
    "more than its size": (b"\x05\x20hello" + bytes(8), "damaged"),
    "nothing": (b"", "damaged"),
}


@pytest.mark.parametrize(("packed", "cause"), SNAPPY.values(), ids=SNAPPY)
def test_snappy_that_lies_is_unread(packed: bytes, cause: str) -> None:
    found = read("x.avro", container(ROW % '"string"', packed + bytes(4), codec="snappy"))
    assert [item.cause for item in found if isinstance(item, Unread)] == [cause]


HEADS = {
    "duckdb": ("x.duckdb", bytes(8) + b"DUCK" + bytes(60)),
    "vortex": ("x.vortex", b"VTXF" + bytes(60)),
    "riegeli": ("x.array_record", b"\x83\xaf\x70\xd1\x0d\x88\x4a\x3f" + bytes(8) + b"\x40" + bytes(60)),
    "lance": ("x.lance", bytes(60)),
    "spss": ("x.sav", b"$FL2@(#) SPSS DATA FILE" + bytes(60)),
}


@pytest.mark.parametrize(("path", "head"), HEADS.values(), ids=HEADS)
def test_what_is_packed_is_searched_and_not_called_clean(path: str, head: bytes, sample: Callable[[str], str]) -> None:
    report = scan(path, head + sample("hf_{L34}").encode() + bytes(9) + b"/home/tnakamura/run\0")
    assert {f.rule for f in report.findings} == {"hf-token", "home-path"}
    assert [u.cause for u in report.unread] == ["limit"]


BLOSC = {
    "numbers": (b"\2\1\1\x08", set(), []),
    "texts that are copied": (b"\2\1\2\x64", {"hf-token"}, ["limit"]),
    "texts that are packed": (b"\2\1\x21\x01", {"hf-token"}, ["limit"]),
}


@pytest.mark.parametrize(("head", "rules", "causes"), BLOSC.values(), ids=BLOSC)
def test_chunks_of_blosc(head: bytes, rules: set[str], causes: list[str], sample: Callable[[str], str]) -> None:
    texts = bytes(9) + sample("hf_{L34}").encode() + bytes(9)
    data = head + struct.pack("<3I", 800, 800, 16 + len(texts)) + texts
    assert kinds.sniff("0.0", data, len(data)) == "blosc"
    report = scan("0.0", data)
    assert ({f.rule for f in report.findings}, [u.cause for u in report.unread]) == (rules, causes)
    assert bool(report.coverage.bytes_opaque) == (not rules)


def test_numbers_are_no_texts() -> None:
    dice = numpy.random.default_rng(1)
    weights = dice.standard_normal(1 << 20) * 0.02
    made = {
        "random": dice.bytes(8 << 20),
        "float16": weights.astype("f2").tobytes(),
        "float32": weights.astype("f4").tobytes(),
        "int8": (weights * 1500).clip(-127, 127).astype("i1").tobytes(),
        "tokens": dice.zipf(1.3, 1 << 20).clip(0, 65535).astype("u2").tobytes(),
    }
    for name, data in made.items():
        report = scan(f"{name}.weights", b"\x9c\xfe" + data)
        assert (report.findings, report.unread) == ((), ()), name


def test_pictures_and_numbers_are_counted_and_not_read(tmp_path: Path) -> None:
    from scipy.io import savemat

    savemat(tmp_path / "x.mat", {"w": numpy.zeros(100_000), "note": "plain"})
    read_ = read("x.mat", (tmp_path / "x.mat").read_bytes())
    assert sum(item.bytes for item in read_ if isinstance(item, Opaque)) >= 800_000
    picture = b"\x89PNG\r\n\x1a\n" + bytes(5000)
    bytes_list = field(1, field(1, picture))
    example = field(1, field(1, field(1, b"image") + field(2, bytes_list)))
    read_ = read("x.tfrecord", record(example))
    assert [item for item in read_ if isinstance(item, Opaque)] == [Opaque(len(picture), "png")]
    assert [item.place for item in read_ if isinstance(item, Segment)] == ["features"]


def field(number_: int, data: bytes) -> bytes:
    """A field of a protocol buffer."""
    size, width = len(data), b""
    while size > 127:
        width, size = width + bytes([size & 127 | 128]), size >> 7
    return bytes([number_ << 3 | 2]) + width + bytes([size]) + data


AS_TEXT = {
    "matrices of MATLAB 4": ("x.mat", struct.pack("<5i", 51, 1, 38, 0, 5) + b"note\0"),
    "a log of SQLite": ("x.db-wal", b"\x37\x7f\x06\x82" + bytes(80)),
    "pages of LMDB": ("data.mdb", bytes(16) + b"\xde\xc0\xef\xbe\1\0\0\0" + bytes(80)),
    "objects of R": ("x.rds", b"X\n\0\0\0\3\0\4\3\0\0\3\5\0\0\0\0\5UTF-8" + bytes(20)),
}


@pytest.mark.parametrize(("path", "head"), AS_TEXT.values(), ids=AS_TEXT)
def test_what_is_not_interpreted_is_searched_as_text(path: str, head: bytes, sample: Callable[[str], str]) -> None:
    report = scan(path, head + b"\0" + sample("hf_{L34}").encode() + b"\0" + bytes(40))
    assert "hf-token" in {f.rule for f in report.findings}
    assert [u.cause for u in report.unread] == ["limit"]
    assert "not interpreted" in report.unread[0].hint


MISSING = {
    "fastavro": ("null.avro", {"hf-token"}),
    "cramjam": ("snappy.avro", set()),
    "lz4": ("x.txt.lz4", set()),
}


@pytest.mark.parametrize(("library", "path", "rules"), [(n, *row) for n, row in MISSING.items()], ids=MISSING)
def test_without_a_library_it_is_said(
    library: str, path: str, rules: set[str], sample: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"see " + sample("hf_{L34}").encode()
    avro = container(ROW % '"string"', number(len(text)) + text, codec=path.split(".")[0])
    for module in (library, f"{library}.frame", f"{library}.snappy"):
        monkeypatch.setitem(sys.modules, module, None)
    report = scan(path, avro if path.endswith(".avro") else lz4.frame.compress(text))
    assert [u.cause for u in report.unread] == ["missing-extra"]
    assert "hubseal[data]" in report.unread[0].hint
    assert {f.rule for f in report.findings} == rules


@pytest.mark.parametrize("length", range(20, 126))
def test_a_first_letter_is_not_only_a_length(length: int) -> None:
    path = b"/home/tnakamura/".ljust(length, b"x")
    for before in (b"\xff\0\0\0", b"\xff", b"\x09\0\0\0", b"\x09" + bytes(7), bytes([length])):
        for text in (path, b"at " + path):
            report = scan("x.weights", b"\x9c\xfe\1" + before + text + b"\0\xff")
            assert {f.rule for f in report.findings} == {"home-path"}


def test_a_block_that_ends_within_a_text_cuts_nothing(sample: Callable[[str], str]) -> None:
    token = sample("hf_{L34}").encode()
    for before in range((8 << 20) - 40, (8 << 20) + 4, 11):
        report = scan("x.weights", b"\x9c" * before + token + b"\0" + b"\x9c" * 100)
        assert [(f.rule, f.count) for f in report.findings] == [("hf-token", 1)]
