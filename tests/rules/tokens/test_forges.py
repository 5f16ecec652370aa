"""Rules of forges, registries and builds: what decides their level."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("rule_id", "template"),
    [
        ("github-token", "{github:ghp_}"),
        ("github-token", "{github:ghr_}"),
        ("npm-token", "{github:npm_}"),
        ("gitlab-token", "{gitlab:glpat-}"),
        ("atlassian-token", "{atlassian:ATATT3xFfGF0}"),
        ("jfrog-key", "{reference:cmVmdGtuO}"),
    ],
)
def test_checksum_right_is_an_error_wrong_is_less(rule_id: str, template: str) -> None:
    rule, value = rule_id, filled(template)
    at = -9 if rule_id == "jfrog-key" else -1
    broken = value[:at] + ("0" if value[at] != "0" else "1") + (value[at + 1 :] if at != -1 else "")
    if rule_id == "jfrog-key":
        broken = value[:5] + "x" * 3 + value[8:]
    assert [s.level for s in found(rule, value)] == ["error"]
    assert [s.level for s in found(rule, "token = " + broken)] == ["warning"]
    assert found(rule, "token = " + broken, path="tests/data.txt") == []


@pytest.mark.parametrize(
    ("before", "levels"),
    [
        pytest.param("", ["note"], id="nothing but its shape"),
        pytest.param("see ", ["note"], id="in a sentence"),
        pytest.param('"tokens": 4, "id": "', ["note"], id="another key in between"),
        pytest.param("git clone https://", ["warning"], id="before a host"),
        pytest.param("https://x-access-token:", ["warning"], id="as a password"),
        pytest.param("GITHUB_TOKEN=", ["warning"], id="assigned"),
        pytest.param('"authToken": "', ["warning"], id="at a key"),
        pytest.param("Authorization: Bearer ", ["warning"], id="in a header"),
        pytest.param("git clone https://me:secret@x.io; login(token='", ["warning"], id="argument"),
    ],
)
def test_a_wrong_checksum_is_a_note_unless_the_text_says_it_is_a_token(before: str, levels: list[str]) -> None:
    value = filled("{github:ghp_}")
    broken = value[:-1] + ("0" if value[-1] != "0" else "1")
    assert [s.level for s in found("github-token", before + broken)] == levels


def test_text_glued_to_a_right_github_token_does_not_hide_it() -> None:
    value = filled("{github:ghp_}")
    assert [s.value.decode() for s in found("github-token", value + "extra")] == [value]
