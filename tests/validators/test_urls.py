"""When a signed link ends."""

from __future__ import annotations

import re

import pytest

from hubseal.rule_types import MatchContext
from hubseal.validators.urls import expiry


@pytest.mark.parametrize(
    ("link", "level"),
    [
        pytest.param("?X-Amz-Date=20200101T000000Z&X-Amz-Expires=600&Signature=x", "note", id="ended"),
        pytest.param("?X-Goog-Date=20200101T000000Z&X-Goog-Expires=600&Signature=x", "note", id="ended, Google"),
        pytest.param("?Expires=1500000000&Signature=x", "note", id="ended, seconds since 1970"),
        pytest.param("?Expires=9900000000&Signature=x", None, id="lasts"),
        pytest.param("?X-Amz-Date=20990101T000000Z&X-Amz-Expires=600&Signature=x", None, id="lasts, dated"),
        pytest.param("?Signature=x", None, id="no end"),
    ],
)
def test_expiry(link: str, level: str | None) -> None:
    data = link.encode()
    match = re.compile(rb"(?P<leak>Signature=x)").search(data)
    assert match is not None
    start, end = match.span("leak")
    verdict = expiry(match, MatchContext(data, start, end, "a.md", "", "", "card", "model", "text", None, "error"))
    assert (verdict.level if verdict else None) == level
