"""Accepted is accepted, new is new: in every format, wherever lines and rows move to."""

from __future__ import annotations

import csv
import io
import json
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubseal import engine
from hubseal.policy import DEFAULT
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.suppression.baseline import EMPTY, Baseline, Entry
from hubseal.types import Blob, Finding, Report
from sample_generators import filled

Write = Callable[[list[str]], bytes]


def scan(name: str, data: bytes, baseline: Baseline = EMPTY) -> Report:
    blob = Blob(name, name, len(data), None, lambda: io.BytesIO(data))
    return engine.scan([blob], RULES, reader_for, DEFAULT, engine.Settings(baseline=baseline))


def accepted(*reports: Report) -> Baseline:
    """A baseline of all that reports hold."""
    counts: Counter[str] = Counter()
    for report in reports:
        for finding in (*report.findings, *(w.finding for w in report.waived)):
            counts.update({i.id: i.values for i in finding.identities})
    return EMPTY._replace(accepted={name: Entry(name, "", "", values=n) for name, n in counts.items()})


def number(findings: Iterable[Finding]) -> int:
    """How many different values findings stand for."""
    told = (finding for finding in findings if finding.family != "files")
    return sum(identity.values for finding in told for identity in finding.identities)


def lines(template: str, newline: str = "\n") -> Write:
    return lambda values: newline.join([*(template.format(v) for v in values), ""]).encode()


def columns(delimiter: str, newline: str) -> Write:
    def write(values: list[str]) -> bytes:
        text = io.StringIO()
        table = csv.writer(text, delimiter=delimiter, lineterminator=newline)
        table.writerows([["id", "note"], *([n, f"see {value}"] for n, value in enumerate(values))])
        return text.getvalue().encode()

    return write


def notebook(values: list[str]) -> bytes:
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": [], "source": [f"print('{v}')\n", "x"]}
        for v in values
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}, indent=1).encode()


def database(values: list[str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sqlite"
        connection = sqlite3.connect(path)
        connection.execute("create table t (id integer, note text)")
        connection.executemany("insert into t values (?, ?)", enumerate(values))
        connection.commit()
        connection.close()
        return path.read_bytes()


def parquet(values: list[str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"note": values, "n": list(range(len(values)))}), out)
    return out.getvalue()


FORMATS: dict[str, tuple[str, Write]] = {
    "txt": ("data.txt", lines("see {}")),
    "txt, Windows": ("data.txt", lines("see {}", "\r\n")),
    "csv": ("data.csv", columns(",", "\n")),
    "tsv, Windows": ("data.tsv", columns("\t", "\r\n")),
    "jsonl": ("data.jsonl", lambda values: b"".join(json.dumps({"note": v}).encode() + b"\n" for v in values)),
    "json": ("data/a.json", lambda values: json.dumps([{"note": v} for v in values]).encode()),
    "json list": ("conf.json", lambda values: json.dumps({"notes": values}, indent=1).encode()),
    "python": ("a.py", lambda values: ("X = [\n" + ",\n".join(f"    '{v}'" for v in values) + "\n]\n").encode()),
    "python calls": ("b.py", lines("login('{}')")),
    "yaml": ("a.yaml", lambda values: ("notes:\n" + "".join(f"  - {v}\n" for v in values)).encode()),
    "markdown": ("README.md", lines("I asked {} about it.\n")),
    "notebook": ("a.ipynb", notebook),
    "sqlite": ("a.sqlite", database),
    "parquet": ("a.parquet", parquet),
}
VALUES = {
    "tokens": lambda n: filled("hf_{L34}", n),
    "addresses": lambda n: f"{('anna', 'ben', 'carla', 'dmitri', 'eva')[n % 5]}.n{n}@lab-zurich.org",
}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(old=st.integers(0, 12), new=st.integers(0, 8), kept=st.integers(0, 12), seed=st.integers(0, 10**6))
@pytest.mark.parametrize("sort", VALUES)
@pytest.mark.parametrize("name", FORMATS)
def test_exactly_the_new_values_are_reported(name: str, sort: str, old: int, new: int, kept: int, seed: int) -> None:
    path, write = FORMATS[name]
    chance = random.Random(seed)
    values = [VALUES[sort](number) for number in chance.sample(range(10_000), old + new)]
    before = scan(path, write(values[:old]))
    assert number(before.findings) == old, "the format holds what was written"
    now = [*chance.sample(values[:old], min(kept, old)), *values[old:]]
    chance.shuffle(now)
    report = scan(path, write(now), accepted(before))
    removed = old - min(kept, old)
    slipped = removed if sort == "addresses" else 0  # one in a thousand, for each value that is gone
    assert number(report.findings) <= new
    assert number(report.findings) >= new - (slipped > 0)
    assert number(w.finding for w in report.waived) == min(kept, old) + new - number(report.findings)
