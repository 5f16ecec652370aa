"""Secrets known by the name before them; most of the work is what is none."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled

CLEAN = [
    pytest.param("password = getpass.getpass()", id="call"),
    pytest.param('password = os.environ["DB_PASSWORD"]', id="environment"),
    pytest.param("api_key: ${API_KEY}", id="shell variable"),
    pytest.param("secret: {{ .Values.secret }}", id="template"),
    pytest.param('password: "Enter your password to continue"', id="sentence"),
    pytest.param('"tokenizer_class": "LlamaTokenizerFast2"', id="tokenizer class"),
    pytest.param('eos_token="<|end_of_text_2048|>"', id="special token"),
    pytest.param("max_tokens=4096, num_token=128000000", id="counts"),
    pytest.param("token: str = None", id="annotation"),
    pytest.param('token_file = "/run/secrets/db1"', id="path"),
    pytest.param('public_key = "{a40}"', id="public"),
    pytest.param('csrf_token = "{a32}"', id="csrf"),
    pytest.param('["user_password2", "ssh2_auth_pubkey_file"]', id="list of names"),
    pytest.param('"password", "https://acme.io/login2"', id="pair outside a call"),
    pytest.param("api_key = config.api_key_v2", id="attribute"),
    pytest.param('password = "changeme123"', id="weak word is at most a note"),
    pytest.param('api_key = "sk-your-key-here-0000"', id="placeholder"),
    pytest.param('"client_secret": "<client_secret_of_app_1>"', id="angle brackets"),
    pytest.param("    Next page token: {a25}", id="words before the name"),
]


@pytest.mark.parametrize("template", CLEAN)
def test_no_finding_that_fails(template: str) -> None:
    text = filled(template) if "{a" in template or "{h" in template else template
    spans = found("generic-secret", text)
    assert all(s.level == "note" for s in spans)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param('DB_PASSWORD = "{a14}#7"', "error", id="random password"),
        pytest.param('client_secret: "{h40}"', "error", id="hex secret"),
        pytest.param('cursor_api_key = "key_{h31}"', "warning", id="another shape than a known provider's"),
        pytest.param("<password>{a14}7</password>", "error", id="XML element"),
        pytest.param('<add name="password" value="{a14}7" />', "error", id="XML attribute"),
        pytest.param('os.getenv("API_TOKEN", "{h39}7")', "error", id="default of a call"),
        pytest.param('password = "Sunny7day"', "warning", id="chosen password"),
        pytest.param('stream_key = "{a30}"', "warning", id="name that is not sure"),
        pytest.param('username = "jane.doe"\npassword = "wonderland"', "warning", id="word beside a user"),
    ],
)
def test_level(text: str, level: str) -> None:
    assert [s.level for s in found("generic-secret", filled(text))] == [level]


def test_random_in_tests_is_a_warning() -> None:
    text = filled('client_secret = "{h40}"')
    assert [s.level for s in found("generic-secret", text, "tests/test_app.py")] == ["warning"]
