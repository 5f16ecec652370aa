"""Checksums and structure: values made from the published scheme pass, a change fails."""

from __future__ import annotations

import random
import re

import pytest

from hubseal.rule_types import MatchContext, Validator, Verdict
from hubseal.validators import checksums as sums
from sample_generators.checksummed import GENERATORS


def judge(proof: Validator, value: str, before: str = "key = ", path: str = "notes.txt") -> Verdict | None:
    """What `proof` says of `value` in a file at `path`."""
    data = f"{before}{value}\n".encode()
    match = re.compile(re.escape(before.encode()) + rb"(?P<leak>[^\n]+)").search(data)
    assert match is not None
    start, end = match.span("leak")
    return proof(match, MatchContext(data, start, end, path, "", "", "other", "model", "text", None, "error"))


def made(template: str) -> str:
    """A value of a maker: `github:ghp_`."""
    name, _, argument = template.partition(":")
    return GENERATORS[name](random.Random(7), argument)


PROOFS = [
    pytest.param(sums.github, "github:ghp_", id="github classic"),
    pytest.param(sums.github, "github:ghr_", id="github refresh, longer"),
    pytest.param(sums.github, "github:npm_", id="npm"),
    pytest.param(sums.gitlab, "gitlab:glpat-", id="gitlab versioned"),
    pytest.param(sums.grafana, "grafana:glsa_", id="grafana"),
    pytest.param(sums.confluent, "confluent:cflt", id="confluent"),
    pytest.param(sums.zuplo, "zuplo:zpka_", id="zuplo"),
    pytest.param(sums.atlassian, "atlassian:ATATT3xFfGF0", id="atlassian"),
    pytest.param(sums.atlassian, "bitbucket:ATBB", id="bitbucket app password"),
]


@pytest.mark.parametrize(("proof", "template"), PROOFS)
def test_right_checksum_proves(proof: Validator, template: str) -> None:
    assert judge(proof, made(template)) == sums.VALID


def test_an_elastic_key_is_proven_by_its_sum_or_by_what_it_decodes_to() -> None:
    value = made("elastic:essu_")
    assert judge(sums.elastic, value) == sums.VALID
    cut = judge(sums.elastic, value[:-12])
    assert cut is not None
    assert (cut.level, cut.reason) == ("error", "it decodes to the id and the key")


@pytest.mark.parametrize(("proof", "template"), PROOFS)
@pytest.mark.parametrize("place", [10, -1], ids=["in the body", "in the sum"])
def test_one_character_off_lowers_the_level(proof: Validator, template: str, place: int) -> None:
    value = list(made(template))
    value[place] = "0" if value[place] != "0" else "1"
    verdict = judge(proof, "".join(value))
    assert verdict is not None
    assert verdict.level == "warning"


@pytest.mark.parametrize(
    ("path", "level"),
    [
        pytest.param("src/train.py", "warning", id="code"),
        pytest.param("tests/data/a.txt", "off", id="below tests"),
        pytest.param("docs/setup.md", "off", id="below docs"),
        pytest.param("test_login.py", "off", id="a test file"),
        pytest.param("contest/results.csv", "warning", id="a word that ends in test"),
    ],
)
def test_failed_checksum_by_place(path: str, level: str) -> None:
    verdict = judge(sums.github, "ghp_{|}" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8", path=path)
    assert verdict is not None
    assert verdict.level == level


@pytest.mark.parametrize(
    ("number", "alphabet", "width", "text"),
    [
        pytest.param(0, sums.DIGITS, 6, "000000", id="zero is padded"),
        pytest.param(61, sums.DIGITS, 1, "z", id="last digit of base 62"),
        pytest.param(62, sums.DIGITS, 1, "10", id="most significant first"),
        pytest.param(2**32 - 1, sums.DIGITS, 6, "4gfFC3", id="greatest sum"),
    ],
)
def test_base(number: int, alphabet: str, width: int, text: str) -> None:
    assert sums.base(number, alphabet, width) == text


@pytest.mark.parametrize(
    ("proof", "value", "level"),
    [
        pytest.param(sums.gitlab, "glpat-" + "a1B2" * 5, None, id="the plain GitLab form has no checksum"),
        pytest.param(sums.gitlab, "glpat-" + "a1B2" * 7 + ".0r1234567", None, id="unversioned and wrong: says nothing"),
        pytest.param(sums.atlassian, made("atlassian:ATATT3xFfGF0").replace("=", "%3D"), "error", id="escaped ="),
        pytest.param(sums.jfrog, made("jfrog:AKCp"), "error", id="54 bytes in base 58"),
        pytest.param(sums.jfrog, "AKCp0" + made("jfrog:AKCp")[5:], "warning", id="0 is no digit of base 58"),
        pytest.param(sums.jfrog, made("reference:cmVmdGtuO"), "error", id="reference token"),
        pytest.param(sums.jfrog, "cmVmd" + "a1B2c3D4" * 7 + "a1B", "warning", id="no reference token"),
        pytest.param(sums.numbered, made("numbered:BBDC-"), "error", id="id and random bytes"),
        pytest.param(sums.numbered, "BBDC-" + "x1Y2" * 11, "warning", id="no id"),
        pytest.param(sums.discord, made("discord:"), "error", id="snowflake"),
        pytest.param(sums.discord, "MmZ5a3Bxd2V4cXdlcXdl.abc123.x", "warning", id="no number"),
        pytest.param(sums.no_example, "eyJrIjoiRVhBTVBMRSJ9", "off", id="says EXAMPLE in base64"),
    ],
)
def test_structure(proof: Validator, value: str, level: str | None) -> None:
    verdict = judge(proof, value)
    assert (verdict.level if verdict else None) == level


@pytest.mark.parametrize(
    "text", [pytest.param("a", id="cut"), pytest.param("!!!!", id="no base64"), pytest.param("é", id="no ASCII")]
)
def test_decoding_what_is_no_base64_gives_nothing(text: str) -> None:
    assert sums.decoded(text) == b""
