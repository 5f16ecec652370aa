"""Protocol buffers under any name, ONNX by its first bytes, arrays of arrays in GGUF."""

from __future__ import annotations

import struct

import pytest

from hubseal import kinds
from scanned import findings, rules

BASE = "/home/jkowalski/"
LETTERS = "abcdefghij" * 12


def varint(number: int) -> bytes:
    low = number & 0x7F
    return bytes([low]) if number < 0x80 else bytes([low | 0x80]) + varint(number >> 7)


def field(number: int, value: str | bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def message(path: str) -> bytes:
    return field(1, "name") + field(2, path) + b"\x18\x05" + field(4, field(1, path + "z"))


def onnx(path: str) -> bytes:
    return b"\x08\x07" + field(2, "pytorch") + field(3, "2.1.0") + field(7, field(2, "g") + field(10, path))


def gguf(*pairs: bytes) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + b"".join(pairs)


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def array(kind: int, items: list[bytes]) -> bytes:
    return struct.pack("<IQ", kind, len(items)) + b"".join(items)


NESTED = text("x.nested") + struct.pack("<I", 9) + array(9, [array(8, [text("a"), text("b")]), array(8, [text("c")])])
SOURCE = text("general.source.file") + struct.pack("<I", 8) + text(BASE + "x.bin")


@pytest.mark.parametrize("length", range(1, 116, 3))
@pytest.mark.parametrize("name", ["x.foo", "weights.dat", "graph.bin"])
def test_a_path_of_any_length_under_any_name(name: str, length: int) -> None:
    assert rules(name, message(BASE + LETTERS[:length])) == {"home-path"}


@pytest.mark.parametrize("length", [1, 17, 33, 65, 97])
def test_onnx_under_another_name(length: int) -> None:
    data = onnx(BASE + LETTERS[:length])
    assert kinds.sniff("model.dat", data, len(data)) == "onnx"
    assert rules("model.dat", data) == {"home-path"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.txt", b"\nplain text of a file with a bell \x07 and more\n", id="bell in a text"),
        pytest.param("a.txt", b"\n" + b"x" * 200 + b"\x01 y\n", id="control character in a text"),
        pytest.param("a.txt", b"# title\n\nsome text\n" * 9, id="text that begins with a mark"),
        pytest.param("a.log", b"\x1b[1mstep\x1b[0m 5\n" * 9, id="colours"),
    ],
)
def test_text_stays_text(name: str, data: bytes) -> None:
    assert kinds.sniff(name, data, len(data)) == "text"


def test_arrays_of_arrays() -> None:
    (finding,) = findings("a.gguf", gguf(NESTED, SOURCE))
    assert (finding.rule, finding.at.place) == ("home-path", "general.source.file")
