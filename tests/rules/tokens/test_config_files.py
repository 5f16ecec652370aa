"""Credentials in the shapes of configuration files."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("rule_id", "text", "level"),
    [
        pytest.param("netrc-password", "machine hf.co login me password {a20}", "error", id="netrc"),
        pytest.param("netrc-password", "machine hf.co login me password wonderland", "warning", id="netrc, a word"),
        pytest.param("password-hash", "u:$6${a16}${a86}:1", "warning", id="SHA-512 crypt"),
        pytest.param("gcp-service-account", '"private_key_id": "{h40}"', "note", id="id without its key"),
        pytest.param("kubernetes-secret", "kind: Secret\ndata:\n  k: {basic:svc}\n", "error", id="Secret, data after"),
    ],
)
def test_level(rule_id: str, text: str, level: str) -> None:
    assert [s.level for s in found(rule_id, filled(text))] == [level]


@pytest.mark.parametrize(
    ("rule_id", "text"),
    [
        pytest.param("kubernetes-secret", "kind: ConfigMap\ndata:\n  k: {basic:svc}\n", id="ConfigMap"),
        pytest.param(
            "npm-auth-token", "_authToken=0a0a0a0a-cd03-11ec-9d64-0242ac120002", id="UUID of time and machine"
        ),
        pytest.param("docker-config-auth", '"auth": "{a24}"', id="base64 of no password"),
    ],
)
def test_other_file_is_none(rule_id: str, text: str) -> None:
    assert not found(rule_id, filled(text))
