"""JSON Web Tokens: the ones that decode, and the ones that do not."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("template", "levels"),
    [
        pytest.param("{jwt:}", ["error"], id="whole"),
        pytest.param("eyJ{a30}.eyJ{a40}.{a43}", ["note"], id="damaged"),
    ],
)
def test_what_does_not_decode_is_a_note(template: str, levels: list[str]) -> None:
    assert [s.level for s in found("jwt", filled(template))] == levels


@pytest.mark.parametrize(
    ("algorithm", "payload", "levels"),
    [
        pytest.param(
            "HS256", {"iss": "https://x.io", "sub": "u7", "exp": 32_000_000_000}, ["error"], id="it opens something"
        ),
        pytest.param("HS256", {"iss": "https://x.io", "sub": "u7", "exp": 1_500_000_000}, ["warning"], id="expired"),
        pytest.param("HS256", {"iss": "supabase", "role": "anon", "exp": 32_000_000_000}, ["note"], id="Supabase anon"),
        pytest.param(
            "HS256",
            {"iss": "supabase", "role": "service_role", "exp": 32_000_000_000},
            ["error"],
            id="Supabase service",
        ),
        pytest.param("HS256", {"iss": "supabase-demo", "role": "service_role"}, ["note"], id="Supabase local"),
        pytest.param("EdDSA", {"hash": "0a8f", "version": 1}, [], id="verifyToken of a model card"),
        pytest.param("none", {"iss": "https://x.io", "sub": "u7", "aud": "x"}, ["warning"], id="not signed"),
    ],
)
def test_what_a_token_says_decides(algorithm: str, payload: dict[str, object], levels: list[str]) -> None:
    head, body = (
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": algorithm, "typ": "JWT"}, payload)
    )
    text = filled(f"verifyToken: {head}.{body}." + "{b43}")
    assert [s.level for s in found("jwt", text)] == levels
