"""Runs of Weights & Biases: what is in a record, in pieces of records, and in damaged ones."""

from __future__ import annotations

import io
import json

import pytest

from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.types import Blob, Report
from sample_generators.tensorflow_files import field
from scanned import HOME, TOKEN, VALUE, findings

BLOCK, HEADER = 32 << 10, b":W&B\xe1\xbe\0"


def log(*records: bytes) -> bytes:
    """Records in the blocks of a log of LevelDB, with zeros for sums, which nobody checks."""
    out = bytearray(HEADER)
    for record in records:
        first = True
        while first or record:
            room = BLOCK - len(out) % BLOCK
            if room < 7:
                out += bytes(room)
                continue
            piece, record = record[: room - 7], record[room - 7 :]
            kind = (1 if not record else 2) if first else (4 if not record else 3)
            out += bytes(4) + len(piece).to_bytes(2, "little") + bytes((kind,)) + piece
            first = False
    return bytes(out)


def config(*names: str, value: object) -> bytes:
    keys = field(1, names[0].encode()) if len(names) == 1 else b"".join(field(2, n.encode()) for n in names)
    return field(5, field(1, keys + field(16, json.dumps(value).encode())))


def history(**values: object) -> bytes:
    items = (field(1, field(2, k.encode()) + field(16, json.dumps(v).encode())) for k, v in values.items())
    return field(2, b"".join(items))


def environment(*arguments: str, **fields: str) -> bytes:
    numbers = {"email": 10, "root": 11, "username": 13, "executable": 14}
    texts = b"".join(field(5, a.encode()) for a in arguments)
    return field(26, texts + b"".join(field(numbers[k], v.encode()) for k, v in fields.items()))


def output(line: str) -> bytes:
    return field(13, field(3, line.encode()))


def scan(data: bytes) -> Report:
    blob = Blob("run.wandb", "run.wandb", len(data), None, lambda: io.BytesIO(data))
    return engine.scan([blob], RULES, reader_for, policy.DEFAULT, engine.Settings())


FOUND = [
    ("a setting", config("hub_token", value=TOKEN), ("hf-token", "config.hub_token", "hub_token")),
    (
        "a nested setting",
        config("db", "password", value=VALUE),
        ("generic-secret", "config.db.password", "db.password"),
    ),
    ("a list in a setting", config("args", value=["--token", TOKEN]), ("hf-token", "config.args", "")),
    ("a step", history(note="saved to " + HOME), ("home-path", "history", "note")),
    ("an argument", environment("--password", VALUE), ("generic-secret", "environment", "password")),
    ("an argument with its value", environment("--out=" + HOME), ("home-path", "environment", "")),
    ("the program's folder", environment(root=HOME), ("home-path", "environment", "root")),
    ("what was printed", output(f"password={VALUE}\n"), ("generic-secret", "output", "password")),
    ("in colours", output(f"\x1b[33mpassword\x1b[0m=\x1b[35m{VALUE}\x1b[0m"), ("generic-secret", "output", "password")),
    ("a request of which nothing is known", field(100, field(1, TOKEN.encode())), None),
]
SILENT = [
    ("numbers", history(loss=0.5, token=20155564032)),
    ("a placeholder", config("password", value="changeme")),
    ("a flag", environment("--token", "--verbose")),
    ("another name", config("build", value=VALUE)),
    ("a variable", config("api_key", value="$API_KEY")),
]


@pytest.mark.parametrize(("record", "where"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(record: bytes, where: tuple[str, str, str] | None) -> None:
    found = [(f.rule, f.at.place, f.at.key) for f in findings("run.wandb", log(field(19, b"id"), record))]
    assert found == [where] if where else [rule for rule, _, _ in found] == ["hf-token"]


@pytest.mark.parametrize("record", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(record: bytes) -> None:
    assert findings("run.wandb", log(record)) == ()


@pytest.mark.parametrize("size", [BLOCK - 60, BLOCK - 14, BLOCK - 13, BLOCK, 3 * BLOCK])
def test_records_in_pieces(size: int) -> None:
    data = log(output("x" * size), config("hub_token", value=TOKEN), history(note="at " + HOME))
    assert scan(data).unread == ()
    found = {(f.rule, f.at.place): f.at.start.raw for f in findings("run.wandb", data)}
    assert set(found) == {("hf-token", "config.hub_token"), ("home-path", "history")}
    for span in found.values():
        assert span is None or data[slice(*span)].decode() in (TOKEN, HOME)


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_run_that_was_broken_off(cut: int) -> None:
    report = scan(log(config("hub_token", value=TOKEN), output("y" * 90))[:-cut])
    assert [u.cause for u in report.unread] == ["damaged"]
    assert [f.rule for f in report.findings if f.family == "tokens"] == ["hf-token"]


def test_pieces_out_of_order() -> None:
    data = bytearray(log(output("z" * 90), config("hub_token", value=TOKEN)))
    data[13] = 3
    report = scan(bytes(data))
    assert [u.cause for u in report.unread] == ["damaged"]
    assert [f.rule for f in report.findings if f.family == "tokens"] == ["hf-token"]
