"""Texts of several encodings: leaks are found once, at their places; what a codec replaced is said."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.reports import exit_code
from hubseal.rules import RULES
from hubseal.types import Blob, Report
from readers.encodings import CLEAN, EIGHT, GLUED, MIXED, SHIFTED


def scan(name: str, data: bytes) -> Report:
    blob = Blob(name, name, len(data), None, lambda: io.BytesIO(data))
    return engine.scan([blob], RULES, reader_for, policy.DEFAULT, engine.Settings())


@pytest.mark.parametrize("name", ["notes.txt", "train.py", "config.json", "run.log"])
@pytest.mark.parametrize("case", MIXED)
def test_leaks_in_mixed_text(case: str, name: str, sample: Callable[[str], str]) -> None:
    make, line = MIXED[case]
    report = scan(name, make(f"token = {sample('hf_{L34}')}\n"))
    found = [finding for finding in report.findings if finding.family == "tokens"]
    assert [(f.rule, f.count) for f in found] == [("hf-token", 1)]
    if line is not None:
        assert found[0].at.start.line == line
        assert found[0].at.start.column in ((9, 10) if case in SHIFTED else (9,))
    assert report.unread == ()


@pytest.mark.parametrize("case", GLUED)
def test_letters_of_other_encodings_are_no_part_of_a_value(case: str, sample: Callable[[str], str]) -> None:
    report = scan("notes.txt", GLUED[case](f"token = {sample('hf_{L34}')}\n"))
    assert [(f.rule, f.count) for f in report.findings if f.family == "tokens"] == [("hf-token", 1)]


@pytest.mark.parametrize("case", CLEAN)
def test_whole_text_is_clean(case: str) -> None:
    report = scan("notes.txt", CLEAN[case])
    assert ([f.rule for f in report.findings if f.family == "tokens"], report.unread, report.notes) == ([], (), ())
    assert exit_code(report) in (0, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(EIGHT.encode("utf-16") + b"x", True, id="a byte too many"),
        pytest.param(b"\xff\xfe" + b"\x00\xd8" + EIGHT.encode("utf-16-le"), True, id="half a pair"),
        pytest.param((EIGHT + "\ufffd").encode("utf-16"), False, id="a replacement character of its own"),
        pytest.param(EIGHT.encode("utf-16"), False, id="whole"),
        pytest.param(EIGHT.encode("latin-1") + b"\xe4\n", False, id="no codec"),
    ],
)
def test_what_a_codec_replaced_is_said(data: bytes, said: bool) -> None:
    assert bool(scan("notes.txt", data).notes) == said


TABLE, NOTEBOOK = b"id,text\n1,nothing\n", b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12\n"


@pytest.mark.parametrize(
    ("name", "before"),
    [
        pytest.param("a.csv", TABLE, id="table"),
        pytest.param("long.csv", TABLE + b"2,nothing\n" * 9000, id="long table"),
        pytest.param("a.tsv", TABLE.replace(b",", b"\t"), id="table with tabs"),
        pytest.param("a.ipynb", NOTEBOOK, id="notebook"),
        pytest.param("a.jsonl", b'{"a": 1}\n' * 9, id="lines of JSON"),
        pytest.param("README.md", b"# Card\n\nWords\n" * 3, id="card"),
        pytest.param("index.html", b"<p>words</p>\n" * 9, id="HTML"),
        pytest.param("weights.bin", POINTER, id="pointer"),
        pytest.param("long.txt", EIGHT.encode() * 150_000, id="long text"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-8"])
def test_wide_text_appended(name: str, before: bytes, codec: str, sample: Callable[[str], str]) -> None:
    report = scan(name, before + f"token: {sample('hf_{L34}')}\n".encode(codec))
    assert [(f.rule, f.count) for f in report.findings if f.family == "tokens"] == [("hf-token", 1)]
    assert {u.cause for u in report.unread} <= {"damaged", "pointer"}
