"""Context words: what is a word beside a value, and what are letters inside other words."""

from __future__ import annotations

import pytest

from hubseal.engine import keywords

VALUE = b"00" + b"q7" * 20
STANDS = [
    ("a word", b"okta token: ", ""),
    ("capitals with an underscore", b"OKTA_TOKEN=", ""),
    ("camel case", b"myOktaToken = ", ""),
    ("behind capitals", b"APIOktaKey = ", ""),
    ("a longer word goes on", b"oktatoken=", ""),
    ("behind the letter of an escape", rb"x\nokta=", ""),
    ("in the key", b"", "okta_token"),
    ("a digit before it", b"v2okta: ", ""),
    ("with a hyphen", b"x-okta-token: ", ""),
    ("a short one by itself", b"the lob key ", ""),
]
NONE = [
    ("inside a name", b'"rookTable": ', ""),
    ("inside a word of small letters", b"brookta: ", ""),
    ("inside a key", b"", "rookTable"),
    ("inside capitals", b"ROOKTABLE=", ""),
    ("a short one that goes on", b"a lobster: ", ""),
    ("a short one that ends a word", b"the blob: ", ""),
    ("a short one within", b"globals: ", ""),
    ("too far away", b"okta" + b" " * 120, ""),
    ("no word", b"token: ", ""),
    ("no text", b"", ""),
]


def beside(before: bytes, key: str) -> bool:
    return keywords.beside(("okta", "lob"), before + VALUE, len(before), len(before + VALUE), key)


@pytest.mark.parametrize(("before", "key"), [row[1:] for row in STANDS], ids=[row[0] for row in STANDS])
def test_words_have_borders(before: bytes, key: str) -> None:
    assert beside(before, key)


@pytest.mark.parametrize(("before", "key"), [row[1:] for row in NONE], ids=[row[0] for row in NONE])
def test_letters_inside_other_words_are_none(before: bytes, key: str) -> None:
    assert not beside(before, key)
