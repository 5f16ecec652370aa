"""Patterns that are found by their grams are found where a search finds them."""

from __future__ import annotations

import re

import pytest

from hubseal.re_matcher import INDEX_FROM, ReMatcher

PADDING = b"\n" * (INDEX_FROM + 1)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param(rb"hf_", b"hf_ a hf_", id="three bytes, at either end"),
        pytest.param(rb"hf_", b"HF_ hf", id="three bytes, no match"),
        pytest.param(rb"(?i)ssn", b"SSN ssn sSn", id="three bytes of any case"),
        pytest.param(rb"(?i)(?:open[_. -]ai|openaix)", b"OPEN-AI openaix openai Open.AI", id="alternatives"),
        pytest.param(rb"sk-[0-9A-Za-z]{8}", b"sk-sk-abcdefgh12 sk-a", id="a gram that repeats before a match"),
        pytest.param(
            rb"[0-9a-f]{4}:[0-9a-f]{4}", b"abcd:ef01:2345:6789 abcg:ef01", id="overlapping matches of classes"
        ),
        pytest.param(rb"[0-9]{9}[^0-9]", b"123456789 1234567890 12345678", id="digits with a border"),
        pytest.param(rb"[^0-9]\x00[0-9]{6}", b"a\x00123456 1\x00123456", id="a zero byte"),
        pytest.param(rb"://[^\s:/]{2}:", b"a://ab: ://a b: ://\xff\xfe:", id="a class without blanks"),
        pytest.param(rb"@github.com/", b"@github.com/ @githubxcom/ @github\ncom/", id="any byte but a newline"),
        pytest.param(rb"aaaa", b"aaaaaaa", id="at every byte of a run"),
        pytest.param(rb"[A-Z]{2}", b"AB CDE", id="two bytes, which have no gram"),
        pytest.param(rb"(?:a|b)[^a](?:c|d)e", b"abce bxde aace", id="a byte that must not stand there"),
    ],
)
@pytest.mark.parametrize("before", [b"", b" ", b"  ", b"   "], ids="0123")
def test_the_index_finds_what_a_search_finds(pattern: bytes, text: bytes, before: bytes) -> None:
    matcher, data = ReMatcher([pattern]), before + text
    one = re.compile(pattern)
    found = [(0, m.start(), m.end()) for at in range(len(data)) if (m := one.match(data, at))]
    if pattern != rb"[A-Z]{2}":  # a class some times over is found once in a longer run
        assert matcher.scan(data, 100).found == found
    assert matcher.scan(data, 100).found == ReMatcher([pattern]).scan(data, 100).found
    matcher.scan(PADDING, 100)
    assert matcher.scan(data, 100).found == ReMatcher([pattern]).scan(data, 100).found


def test_more_hits_than_the_budget_are_said() -> None:
    matcher = ReMatcher([b"abcd", b"efgh"])
    matcher.scan(PADDING, 100)
    hits = matcher.scan(b"abcd" * 5 + b"efgh", 3)
    assert hits.found == [(0, 0, 4), (0, 4, 8), (0, 8, 12), (1, 20, 24)]
    assert hits.over == {0}
