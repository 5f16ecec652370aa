"""Strings of JSON end at a quote that no backslash takes away, however many backslashes stand before it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import Report
from hubseal.readers.core.json_walk import unescape

Sample = Callable[[str], str]


def notebook(*lines: str) -> dict[str, object]:
    cell = {"cell_type": "code", "source": list(lines), "outputs": [], "metadata": {}, "execution_count": 1}
    return {"cells": [cell, {**cell, "source": ["x = 1\n"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize("count", range(7))
@pytest.mark.parametrize("tail", ["", '"'], ids=["then the end", "then a quote"])
def test_backslashes_before_a_quote(count: int, tail: str, report: Report, sample: Sample) -> None:
    """`count` backslashes at the end of a line of a cell, with or without a quote of the line's own behind them."""
    lines = ["a = 1\n", "p = '" + "\\" * count + tail, f"\nlogin('{sample('hf_{L34}')}')\n"]
    text = json.dumps(notebook(*lines), indent=1)
    made = report({"a.ipynb": text}, "a.ipynb")
    assert made["unread"] == []
    (finding,) = made["findings"]
    row = next(n for n, line in enumerate(text.split("\n"), 1) if "login" in line)
    column = text.split("\n")[row - 1].index("hf_") + 1
    assert (finding["place"], finding["line"], finding["column"]) == ("cell 1", row, column)


@pytest.mark.parametrize("count", range(5))
def test_backslashes_at_the_end_of_a_key(count: int, report: Report, sample: Sample) -> None:
    made = report({"a.ipynb": json.dumps({**notebook("x = 1\n"), "metadata": {"\\" * count: "C:\\", "hub_token": sample("hf_{L34}")}})})  # fmt: skip
    assert made["unread"] == []
    assert [(f["rule"], f["key"]) for f in made["findings"]] == [("hf-token", "hub_token")]


def test_a_string_that_does_not_end_is_damage(report: Report, sample: Sample) -> None:
    text = json.dumps(notebook(f"login('{sample('hf_{L34}')}')\n", "p = 'C:\\"))
    cut = text[: text.index("C:") + 5]  # after two backslashes and the quote: as if that ended the string
    assert cut.endswith('\\\\"')
    made = report({"a.ipynb": cut[:-1], "b.ipynb": cut[:-2] + '"'})
    assert {u["path"]: u["cause"] for u in made["unread"]} == {"a.ipynb": "damaged", "b.ipynb": "damaged"}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(rb"a\n", b"a\n", id="an escape"),
        pytest.param(rb"a\"b\n", b'a"b\n', id="an escaped quote"),
        pytest.param(rb'a"b\n', rb'a"b\n', id="a quote that ends it early"),
        pytest.param(rb'\n"', rb'\n"', id="a quote at the end"),
        pytest.param(rb"a\q", rb"a\q", id="no escape of JSON"),
        pytest.param(b"a\\", b"a\\", id="half an escape"),
        pytest.param(b"\xff\\n", b"\xff\\n", id="no UTF-8"),
    ],
)
def test_unescape_keeps_what_is_no_string(raw: bytes, text: bytes) -> None:
    assert unescape(raw) == text
