"""Text that repeats a trigger costs its length: how much patterns are searched in, not how long it takes."""

from __future__ import annotations

import pytest

from hubseal.engine.searcher import Searcher
from hubseal.engine.span import TextContext
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Limits, Surface

SEARCHER = Searcher(RULES, FAMILIES, frozenset(), Limits(), "auto", None)
SIZE = 60_000
PER_BYTE = 100
"""Bytes that all patterns together are searched in, at most, for a byte of text; when each candidate has its window
searched anew, it is over 1,000 for the head of a JWT."""

REPEATED = [
    pytest.param(b"eyJ", id="head of a JWT"),
    pytest.param(b"eyJhbGciOiJI.", id="head of a JWT and a dot"),
    pytest.param(b"C:\\Users\\", id="home of Windows"),
    pytest.param(b"/home/", id="home of Linux"),
    pytest.param(b"\\\\server\\", id="share"),
    pytest.param(b"password: ", id="password without quotes"),
    pytest.param(b'password = "', id="password that a quote opens"),
    pytest.param(b"api_key: ", id="key of an API"),
    pytest.param(b"passport no: A1234567 ", id="passport"),
    pytest.param(b"4111 1111 ", id="digits of a card"),
    pytest.param(b"DE89 3704 ", id="head of an IBAN"),
    pytest.param(b"a@", id="at signs"),
    pytest.param(b"abc@d.", id="address whose domain never ends"),
    pytest.param(b"https://u:p@", id="user in a URL"),
    pytest.param(b"-----BEGIN RSA " + b"PRIVATE KEY-----\n", id="head of a key"),
    pytest.param(b"AKIA", id="prefix of AWS"),
    pytest.param(b"10.0.0.1 ", id="private addresses"),
    pytest.param(b"Bearer ", id="header"),
    pytest.param(b"server=a;", id="connection string"),
    pytest.param(b'"key": "', id="key of JSON"),
    pytest.param(b"%41", id="percent signs"),
    pytest.param(b"\\u0041", id="escapes of JSON"),
    pytest.param(b"&amp;", id="entities"),
]


def searched(data: bytes, on: Surface = "text") -> int:
    """The bytes that patterns are searched in."""
    return SEARCHER.search(data, TextContext("a.txt", "", "", "other", "model", on)).searched


@pytest.mark.parametrize("text", REPEATED)
def test_a_trigger_that_repeats_has_no_window_searched_again(text: bytes) -> None:
    once, twice = (searched(text * (size // len(text))) for size in (SIZE, 2 * SIZE))
    assert twice <= PER_BYTE * 2 * SIZE
    assert twice <= 2.2 * once + 8 * 4096
