"""Raw bytes that begin like a pickle, and pickles that are damaged."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from typing import Any

import pytest

Report = Callable[..., dict[str, Any]]
FRAME = struct.pack("<II", 640, 480) + struct.pack("<480H", *range(30000, 30480))
NONE = {
    "a frame of depth": b"\x80\x02\0\0" + FRAME,
    "a frame whose third byte is an opcode": b"\x80\x03N\0" + FRAME,
    "a frame of protocol 4": b"\x80\x04\x01\0" + FRAME,
    "numbers of two bytes": struct.pack("<600H", *([640] * 600)),
    "a frame that ends in a digit": b"\x80\x05]\xff" + FRAME + b"5",
}
DAMAGED = {
    "cut within a text": pickle.dumps({"a": "x" * 400}, 4)[:-40],
    "cut before its end": pickle.dumps({"a": "x" * 400}, 2)[:-1],
    "bytes in its midst": pickle.dumps({"a": "x" * 40}, 2)[:-3] + b"\xff\xfe\xfd" * 40,
    "senseless, but with an end": b"\x80\x02]\xff\xff\xff" + b"\xfe" * 60 + b".",
}


@pytest.mark.parametrize("name", NONE)
def test_bytes_that_are_no_pickle_are_searched(name: str, report: Report) -> None:
    made = report({"frame.bin": NONE[name]}, "--only", "tokens")
    assert made["unread"] == []
    assert made["exit"] == 0


@pytest.mark.parametrize("name", NONE)
def test_a_token_in_them_is_found(name: str, report: Report, sample: Callable[[str], str]) -> None:
    made = report(
        {"frame.bin": NONE[name][:-1] + b"\0\0" + sample("hf_{L34}").encode() + b"\0\0\0"}, "--only", "tokens"
    )
    assert [f["rule"] for f in made["findings"]] == ["hf-token"]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_pickle_is_said_to_be(name: str, report: Report) -> None:
    made = report({"model.bin": DAMAGED[name]}, "--only", "tokens")
    assert [item["cause"] for item in made["unread"]] == ["damaged"]
    assert made["exit"] == 3
