"""Rules of clouds and hosting: what decides their level."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled

AWS_ID = "aws-access-key"
SAS = "https://a.blob.core.windows.net/c?sv=2022-11-02&se={end}&sp=r&sig={{a43}}%3D"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("id = AKIA{t16}", "warning", id="id alone"),
        pytest.param("id = AKIA{t16}\nsecret = {a20}7/aB{a16}", "error", id="id and secret"),
        pytest.param("secret = {a20}7/aB{a16}\nid = AKIA{t16}", "error", id="secret before id"),
        pytest.param("id = AKIA{t16}\ncommit = {h40}", "warning", id="a git hash is no secret key"),
        pytest.param("id = AKIA19{t14}\nsecret = {a20}7/aB{a16}", "error", id="no base 32 but a secret"),
        pytest.param("id = AKIA19{t14}", None, id="no base 32 and alone"),
        pytest.param("id = AKIA{|}IOSFODNN7EXAMPLE", None, id="documented sample"),
    ],
)
def test_aws_pair_is_one_finding_of_the_right_level(text: str, level: str | None) -> None:
    assert [s.level for s in found(AWS_ID, filled(text))] == ([level] if level else [])


@pytest.mark.parametrize(
    ("end", "level"),
    [pytest.param("2099-01-01", "error", id="valid"), pytest.param("2020-01-01", "note", id="expired")],
)
def test_shared_access_signature_by_expiry(end: str, level: str) -> None:
    spans = found("azure-sas-token", filled(SAS.format(end=end)))
    assert [s.level for s in spans] == [level]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("recaptcha_secret = 6L{a6}AAAAA{b27}", "error", id="secret"),
        pytest.param("data-sitekey: 6L{a6}AAAAA{b27}", "note", id="site key"),
        pytest.param("key 6L{a6}AAAAA{b27}", "warning", id="unsaid"),
    ],
)
def test_recaptcha_key_by_its_side(text: str, level: str) -> None:
    assert [s.level for s in found("recaptcha-key", filled(text))] == [level]
