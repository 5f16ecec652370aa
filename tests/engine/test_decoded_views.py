"""Tokens in base64, wherever its run begins and ends."""

from __future__ import annotations

import base64
from binascii import unhexlify
from collections.abc import Callable

import pytest

from hubseal.decode import coded
from hubseal.engine.searcher import Searcher
from hubseal.engine.span import TextContext
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Limits

SEARCHER = Searcher(RULES, FAMILIES, frozenset(), Limits(), "auto", None)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        pytest.param("auth: ", "\n", id="behind a key"),
        pytest.param("https://x.org/p/", "\n", id="last part of an address"),
        pytest.param("basic-", "\n", id="behind a dash"),
        pytest.param('"a\\n', '"', id="behind an escape"),
        pytest.param("auth: ", "\nserver: x\n", id="before a word"),
        pytest.param("data:text/plain;base64,", "'>", id="data URI"),
    ],
)
@pytest.mark.parametrize("user", ["user", "users", "userss"], ids=["padding 0", "padding 1", "padding 2"])
def test_base64(before: str, behind: str, user: str, sample: Callable[[str], str]) -> None:
    token = sample("hf_{L34}")
    coded = base64.b64encode(f"{user}:{token}".encode()).decode().rstrip("=")
    data = (before + coded + behind).encode()
    found = [s for s in SEARCHER.search(data, TextContext("a.txt", "", "", "config", "model", "text")).spans if s.how]
    assert [(s.rule.id, s.value) for s in found] == [("hf-token", token.encode())]
    assert len(before) <= found[0].start < found[0].end <= len(before + coded)


def test_a_long_run_of_hex_that_is_no_text_costs_its_length(
    monkeypatch: pytest.MonkeyPatch, sample: Callable[[str], str]
) -> None:
    decoded: list[int] = []

    def counted(digits: bytes) -> bytes:
        decoded.append(len(digits))
        return unhexlify(digits)

    monkeypatch.setattr(coded, "unhexlify", counted)
    zeros, token = b"0" * 20_000, sample("hf_{L34}")
    data = zeros + f"the token = {token}\nof the run\n".encode().hex().encode() + zeros
    found = SEARCHER.search(data, TextContext("a.txt", "", "", "config", "model", "text")).spans
    assert [(s.rule.id, s.value) for s in found if s.how == "hex"] == [("hf-token", token.encode())]
    assert sum(decoded) < 200 * len(data)
