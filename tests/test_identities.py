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

from hubseal import engine, state
from hubseal.engine import identities
from hubseal.engine.span import Span, TextContext
from hubseal.policy import DEFAULT
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.state import Changes
from hubseal.suppression.baseline import EMPTY, Baseline, Entry
from hubseal.types import Blob, Finding, Report
from sample_generators import filled

SEARCHER = engine.make_context(RULES, reader_for, DEFAULT, engine.Settings()).searcher
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


def section_of(changes: Changes | None, report: Report) -> str:
    """What the comment says of the scan before."""
    from hubseal.app import comment_section
    from hubseal.app.outcome import Outcome
    from hubseal.reports import comment

    section = comment_section.section(Outcome(report, changes), "https://huggingface.co", "user/x")
    text = comment.render([section._replace(since=comment_section.since(changes))], "<!-- x -->")
    return next(line for line in text.splitlines() if line.startswith("Since the last scan: "))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(old=st.integers(0, 12), new=st.integers(0, 8), kept=st.integers(0, 12), seed=st.integers(0, 10**6))
@pytest.mark.parametrize("sort", VALUES)
@pytest.mark.parametrize("name", FORMATS)
def test_the_state_tells_new_from_still_there_and_gone(
    name: str, sort: str, old: int, new: int, kept: int, seed: int
) -> None:
    path, write = FORMATS[name]
    chance = random.Random(seed)
    values = [VALUES[sort](number) for number in chance.sample(range(10_000), old + new)]
    now = [*chance.sample(values[:old], min(kept, old)), *values[old:]]
    chance.shuffle(now)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "state.json")
        first = state.load(file, "t", "d")
        first.save(scan(path, write(values[:old])))
        again = state.load(file, "t", "d")
        report = scan(path, write(now))
        changes = again.changes(report)
    assert changes is not None
    others = sum(finding.family == "files" for finding in report.findings)
    still = min(kept, old) + others
    slipped = changes.values[1] - still
    assert changes.values == (new - slipped, still + slipped, old + others - still - slipped)
    assert slipped == 0 or (sort == "addresses" and slipped == 1 and old > min(kept, old))
    told = f"**{new - slipped} new**, {still + slipped} still there, {old + others - still - slipped} gone"
    assert told in section_of(changes, report)


@pytest.mark.parametrize("sort", VALUES)
def test_a_renamed_file_is_reported_anew_and_says_where_it_was_accepted(sort: str) -> None:
    write = columns(",", "\n")
    before = scan("old.csv", write([VALUES[sort](1)]))
    (finding,) = before.findings
    known = {i.id: Entry(i.id, finding.rule, "old.csv") for i in finding.identities}
    report = scan("new.csv", write([VALUES[sort](1)]), EMPTY._replace(accepted=known))
    assert number(report.findings) == 1
    assert report.findings[0].reason.endswith("; the baseline accepts it in old.csv")
    other = scan("new.csv", write([VALUES[sort](2)]), EMPTY._replace(accepted=known))
    assert "the baseline accepts" not in other.findings[0].reason


COLUMN = [VALUES["addresses"](n) for n in range(1_500)]
COLUMNS = {
    "reordered": (COLUMN[::-1], 0),
    "fewer": (COLUMN[:-9], 0),
    "few": (COLUMN[:20], 0),
    "repeated": (COLUMN + COLUMN[:90], 0),
    "grown by three": (COLUMN + [VALUES["addresses"](9_000 + n) for n in range(3)], 3),
    "as many, and others": ([*COLUMN[:-1], VALUES["addresses"](9_001)], 1_500),
}


@pytest.mark.parametrize(("now", "told"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_thousands_is_accepted_with_its_count(now: list[str], told: int) -> None:
    write = columns(",", "\n")
    column = next(i for f in scan("a.csv", write(COLUMN)).findings for i in f.identities if i.total is not None)
    known = {column.id: Entry(column.id, "email-address", "a.csv", values=column.values, total=column.total)}
    report = scan("a.csv", write(now), EMPTY._replace(accepted=known))
    assert sum(f.count for f in report.findings) == told


CONTEXTS = {
    "pin": (
        ["url: postgres://anna:{}@db.lab.org/x\n", "curl -u anna:{} https://x.org\n", "sshpass -p {} ssh x\n"],
        "a{}.py",
    ),
    "address": (["ask {} please\n", "mail: {}\n", "author, {}, editor\n", "# by {} and others\n"], "README{}.md"),
    "home": (["cd {}/runs\n", "dir: {}/data\n", '{{"cache": "{}/x"}}\n'], "conf{}.yaml"),
}
"""Per sort of value the lines, and the names of files, that it stands in over ten commits."""


def places(sort: str) -> list[tuple[str, str]]:
    texts, path = CONTEXTS[sort]
    return [(path.format(n % 4 or ""), texts[n % len(texts)] + "x\n" * (n % 3)) for n in range(10)]


def published(sort: str, value: str) -> tuple[set[str], set[str]]:
    """All ids of baselines, and all that SARIF, JSON and comments print, of ten commits that hold the value."""
    ids: set[str] = set()
    prints: set[str] = set()
    for path, text in places(sort):
        for finding in scan(path, text.format(value).encode()).findings:
            ids.update(identity.id for identity in finding.identities)
            prints.add(finding.fingerprint)
    return ids, prints


ATTACKS = {
    "6-digit PINs": ("pin", [f"{n:06}" for n in range(482_000, 485_000)], 500 / 1_000_000),
    "addresses": ("address", [f"{a}.{n}@lab-zurich.org" for a in ("anna", "ben") for n in range(1_500)], 5 / 10_000),
    "users": ("home", [f"/home/{a}{n}" for a in ("tnakamura", "jkowalska") for n in range(1_500)], 2 / 1_000),
}


@pytest.mark.parametrize(("sort", "candidates", "least"), ATTACKS.values(), ids=ATTACKS)
def test_what_is_published_confirms_no_guess(sort: str, candidates: list[str], least: float) -> None:
    """The candidates that fit everything that ten commits published; three secrets, for luck has a share in it."""
    chance = random.Random(7)
    fits = 0
    for secret in chance.sample(candidates, 3):
        ids, prints = published(sort, secret)
        assert ids, "there is something to attack"
        others = [published(sort, candidate) for candidate in chance.sample(candidates, 40)]
        assert all(other[1] == prints for other in others), "a public fingerprint tells values apart"
        fits += sum(tag_of(sort, candidate) == tag_of(sort, secret) for candidate in candidates)
        same = next(c for c in candidates if tag_of(sort, c) == tag_of(sort, secret))
        assert published(sort, same) == (ids, prints), "10 bits in all, whatever is published"
    assert fits / 3 / len(candidates) >= least


def tag_of(sort: str, value: str) -> int:
    """The bits of a value that identities hold."""
    path, text = places(sort)[0]
    data = text.format(value).encode()
    found = collected(path, data)
    return identities.tag(found)


def collected(path: str, data: bytes) -> Span:
    text = TextContext(path, "", "", "other", "model", "text")
    (span,) = SEARCHER.search(data, text).spans
    return span


@pytest.mark.parametrize("sort", CONTEXTS)
def test_a_replaced_value_is_reported(sort: str) -> None:
    chance = random.Random(3)
    candidates = {"pin": ATTACKS["6-digit PINs"], "address": ATTACKS["addresses"], "home": ATTACKS["users"]}[sort][1]
    path, text = places(sort)[1]
    caught = 0
    for _ in range(1_000):
        first, second = chance.sample(candidates, 2)
        baseline = accepted(scan(path, text.format(first).encode()))
        caught += bool(scan(path, text.format(second).encode(), baseline).findings)
    assert caught >= 995
