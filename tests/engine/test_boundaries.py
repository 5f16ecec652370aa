"""Where a value begins and ends in bytes that nobody separated."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubseal.engine.searcher import Searcher
from hubseal.engine.span import TextContext
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Limits

SEARCHER = Searcher(RULES, FAMILIES, frozenset(), Limits(), "auto", None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"", b"", id="alone"),
        pytest.param(b"\0\x25", b"\0", id="behind its length"),
        pytest.param(b"author", b"\0", id="right behind another string"),
        pytest.param(b"\xe9\x07token7", b"\xff", id="behind a digit"),
    ],
)
def test_tokens_in_binary(before: bytes, after: bytes, sample: Callable[[str], str]) -> None:
    for template, rule in (("hf_{L34}", "hf-token"), ("ghp_{a36}", "github-token")):
        value = sample(template).encode()
        found = SEARCHER.search(before + value + after, TextContext("a.bin", "", "", "weights", "model", "bytes")).spans
        assert [(s.rule.id, s.value, s.start) for s in found] == [(rule, value, len(before))]


def test_a_longer_word_is_no_token(sample: Callable[[str], str]) -> None:
    value = sample("hf_{L34}").encode() + b"more"
    assert SEARCHER.search(b"\0" + value + b"\0", TextContext("a.bin", "", "", "weights", "model", "bytes")).spans == []


def test_the_end_of_a_symbol_is_no_token(sample: Callable[[str], str]) -> None:
    value = b"_ZN7functhf_" + sample("{L34}").encode() + b"\0"
    assert SEARCHER.search(value, TextContext("a.so", "", "", "other", "model", "bytes")).spans == []
