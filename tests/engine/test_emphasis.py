"""Values in the underscores of Markdown; names with underscores are no emphasis."""

from __future__ import annotations

import pytest

from scanned import TOKEN, VALUE, findings, rules

FOUND = [
    ("one", f"The token is _{TOKEN}_.\n", "hf-token"),
    ("two", f"The token: __{TOKEN}__\n", "hf-token"),
    ("three", f"The token: ___{TOKEN}___ is set\n", "hf-token"),
    ("in brackets", f"The token (_{TOKEN}_) is set\n", "hf-token"),
    ("end of a line", f"_{TOKEN}_\n", "hf-token"),
    ("behind its name", f"api_key: _{VALUE}_\n", "generic-secret"),
]
SILENT = [
    ("dunder", "The method `__init_subclass__` and __class_getitem__ are called.\n"),
    ("placeholder", "The token is _hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_.\n"),
    ("words", "token: _the_token_of_your_own_account_ here\n"),
    ("blank of a form", "password: ________________ (fill in)\n"),
    ("name of a variable", "set _some_private_token_value_ first\n"),
    ("path", "see docs/_static_files_and_tokens_ there\n"),
]


@pytest.mark.parametrize(("text", "rule"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(text: str, rule: str) -> None:
    assert rules("README.md", text) == {rule}


@pytest.mark.parametrize("text", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(text: str) -> None:
    assert rules("README.md", text) == set()


def test_the_marks_are_no_part_of_it() -> None:
    (finding,) = findings("README.md", f"The token: _{TOKEN}_ is set\n")
    assert (finding.at.start.column, finding.at.end.column) == (13, 13 + len(TOKEN))
