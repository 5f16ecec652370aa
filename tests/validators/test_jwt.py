"""JSON Web Tokens: what their content says of them."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode

import pytest

from hubseal.rule_types import MatchContext, Verdict
from hubseal.validators.jwt import decodes, parts, undecodable

FAR = 32_000_000_000


def token(payload: object, header: object = {"alg": "HS256", "typ": "JWT"}) -> str:
    """A token with that content and a signature of zeros."""
    pieces = [urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in (header, payload)]
    return ".".join([*pieces, "A" * 43])


def judge(value: str) -> Verdict | None:
    """What `decodes` says of it."""
    data = value.encode()
    match = re.compile(rb"(?P<leak>.*)").match(data)
    assert match is not None
    return decodes(match, MatchContext(data, 0, len(data), "a.txt", "", "", "other", "model", "text", None, "error"))


@pytest.mark.parametrize(
    ("value", "level"),
    [
        pytest.param(token({"sub": "u77", "exp": FAR}), None, id="valid"),
        pytest.param(token({"sub": "u77", "exp": 1_500_000_000}), "warning", id="expired"),
        pytest.param(token({"sub": "1234567890", "name": "John Doe", "iat": 1516239022}), "off", id="sample"),
        pytest.param(token({"role": "anon", "iss": "supabase", "exp": FAR}), "note", id="public role"),
        pytest.param(token({"role": "service_role", "iss": "supabase", "exp": FAR}), None, id="service role"),
        pytest.param(token({"sub": "u77"}, {"alg": "none"}), "warning", id="not signed"),
        pytest.param(token({"sub": "u77"}, {"typ": "JWT"}), "off", id="no algorithm"),
        pytest.param(token([1, 2]), "off", id="payload is a list"),
        pytest.param("eyJhbGciOi!!.eyJzdWIi.AAAA", "off", id="no base64"),
    ],
)
def test_level(value: str, level: str | None) -> None:
    verdict = judge(value)
    assert (verdict.level if verdict else None) == level


def test_prefix_before_the_token_is_skipped() -> None:
    assert parts(b"hf_oauth_" + token({"sub": "a"}).encode()) is not None


def test_undecodable_is_the_other_half() -> None:
    match = re.compile(rb"(?P<leak>.*)").match(token({"sub": "a"}).encode())
    assert match is not None
    verdict = undecodable(match, MatchContext(b"", 0, 0, "", "", "", "other", "model", "text", None, "note"))
    assert verdict is not None
    assert verdict.level == "off"
