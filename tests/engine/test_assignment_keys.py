"""The key that a finding in plain text stands under."""

from __future__ import annotations

import pytest

from hubseal.engine.assignment_keys import enclosing

LINK = "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Signature=@"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param('{"hub_token": "@"}', "hub_token", id="JSON"),
        pytest.param("hub_token: @", "hub_token", id="YAML"),
        pytest.param("export HF_TOKEN=@", "HF_TOKEN", id="shell"),
        pytest.param("A=1;HF_TOKEN=@", "HF_TOKEN", id="second on a line"),
        pytest.param('login(token="@")', "token", id="argument"),
        pytest.param("client.api_key = '@'", "client.api_key", id="attribute"),
        pytest.param('"tokens": [\n  "a",\n  "@"\n]', "tokens", id="item of a list"),
        pytest.param("tokens:\n  - a\n  - @", "tokens", id="item in YAML"),
        pytest.param("url = " + LINK, "url", id="query of an assigned URL"),
        pytest.param("see " + LINK, "", id="query of a bare URL"),
        pytest.param("https://user:@", "", id="scheme"),
        pytest.param("nothing but @", "", id="no key"),
    ],
)
def test_key(text: str, key: str) -> None:
    data = text.encode()
    assert enclosing(data, data.index(b"@")) == key
