"""Candidates that repeat are judged once: what is found is what is found when each is judged."""

from __future__ import annotations

from typing import Any

import pytest

from hubseal.engine import repeats
from hubseal.engine.confirmer import Confirmer
from hubseal.engine.searcher import Searcher, SearchResult
from hubseal.engine.span import TextContext
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Kind, Limits
from sample_generators import filled

SEARCHER = Searcher(RULES, FAMILIES, frozenset(), Limits(), "auto", None)
KEY = b"AKIA" + b"QYLPMN5HHHFPZAM2"
TOKEN = filled("hf_{a34}", 7).encode()
SIZE = 40_000
TEXTS = [
    pytest.param(b"C:\\Users\\", id="home of Windows"),
    pytest.param(b"/home/mueller/data ", id="home with a name"),
    pytest.param(b"api_key: ", id="key of an API"),
    pytest.param(b"password: ", id="password without quotes"),
    pytest.param(b'password = "', id="password that a quote opens"),
    pytest.param(b'password = "k3J!x9Lq2"\n', id="one password on each line"),
    pytest.param(b"user: bob\npassword: Tr0ub4dor&3\n", id="a user beside"),
    pytest.param(b"passport no: A1234567 ", id="passport"),
    pytest.param(b"a@b.co, ", id="addresses"),
    pytest.param(b"10.1.7.9 ", id="private addresses"),
    pytest.param(b"DE89 3704 0044 0532 0130 00 ", id="account numbers"),
    pytest.param(KEY + b" wJalrXUtnFEMIK7MDENGbPxRfiCYzz1234567890 ", id="pairs"),
    pytest.param(TOKEN + b" ", id="tokens"),
    pytest.param(b"[\n'" + b"x" * 30 + b"',\n", id="items of lists"),
]


def found(data: bytes, kind: Kind) -> SearchResult:
    return SEARCHER.search(data, TextContext("a.txt", "", "", kind, "model", "text"))


def varied(text: bytes) -> bytes:
    """The text over and over: as it is, then with its number, then in turns with two others, then broken off."""
    times = SIZE // len(text)
    numbered = b"".join(b"%d " % number + text for number in range(times // 4))
    turns = b"".join((text, text.swapcase(), b"\n" + text)[number % 3] for number in range(times))
    return text * times + numbered + turns + b"\n\nother text " + text[: len(text) // 2]


@pytest.mark.parametrize("kind", ["other", "code", "data"])
@pytest.mark.parametrize("text", TEXTS)
def test_finds_what_is_found_when_each_is_judged(text: bytes, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    data = varied(text)
    repeated = found(data, kind)
    monkeypatch.setattr(repeats, "MANY", 1 << 60)
    assert repeated.spans == found(data, kind).spans


@pytest.mark.parametrize("text", TEXTS[:6])
def test_text_that_repeats_is_judged_a_bounded_number_of_times(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []
    judge = Confirmer._judge

    def counted(self: Confirmer, *given: Any) -> Any:
        judged.append(1)
        return judge(self, *given)

    monkeypatch.setattr(Confirmer, "_judge", counted)
    found(text * (200_000 // len(text)), "other")
    at_ends = (repeats.BACK + repeats.AHEAD + 4096) // len(text)
    assert 0 < len(judged) <= 3 * (repeats.MANY + at_ends)


def test_what_stands_at_the_end_is_judged_by_itself() -> None:
    data = b"password: " * 4000 + b"password: Tr0ub4dor!3x\n"
    assert [s.value for s in found(data, "config").spans][-1:] == [b"Tr0ub4dor!3x"]
