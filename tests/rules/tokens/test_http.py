"""HTTP headers, cookies, curl, and calls that log in."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("rule_id", "text"),
    [
        pytest.param("curl-credentials", "curl -k https://x.acme.io \\\n  -u svc:{a15}7", id="curl over two lines"),
        pytest.param("curl-credentials", "curl --user svc:'{a15}7' https://x", id="quoted password only"),
        pytest.param("authorization-header", "'Authorization': 'token {h40}'", id="token scheme"),
        pytest.param("bearer-token", '\\"Authorization\\": \\"Bearer {a40}\\"', id="escaped JSON"),
        pytest.param("api-key-header", "X-Api-Key: {a39}7", id="plain header"),
        pytest.param("login-call", "requests.get(u, auth=('svc', '{a13}7'))", id="requests auth pair"),
    ],
)
def test_header_is_found(rule_id: str, text: str) -> None:
    assert found(rule_id, filled(text))


@pytest.mark.parametrize(
    ("rule_id", "text"),
    [
        pytest.param("bearer-token", "Bearer https://tools.ietf.org/html/rfc6750", id="a link"),
        pytest.param("bearer-token", 'f"Bearer {self.access_token_for_this_user}"', id="format string"),
        pytest.param("bearer-token", "bearer eyJhbGciOiJIUzI1NiJ9", id="JWT header alone"),
        pytest.param("authorization-header", "Authorization: AWS4-HMAC-SHA256 Credential=x", id="signature scheme"),
        pytest.param("authorization-header", '"EndpointAuthorization": "e72be424d109da1d"', id="part of a longer name"),
        pytest.param("basic-auth-header", "Basic understanding1", id="prose"),
        pytest.param("login-call", 'session.login("admin", "password")', id="words of documentation"),
    ],
)
def test_other_text_is_none(rule_id: str, text: str) -> None:
    assert not found(rule_id, text)
