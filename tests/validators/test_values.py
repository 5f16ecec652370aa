"""Random or typed: what the value validators drop and what they keep."""

from __future__ import annotations

import random
import re
import string

import pytest

from hubseal import validators
from hubseal.rule_types import MatchContext, Validator, Verdict
from hubseal.validators import synthetic, values


def judge(check: Validator, value: str) -> Verdict | None:
    """What `check` says of `value`."""
    data = value.encode()
    match = re.compile(rb"(?P<leak>.*)", re.S).match(data)
    assert match is not None
    return check(match, MatchContext(data, 0, len(data), "a.txt", "", "", "other", "model", "text", None, "error"))


FILLERS = [
    pytest.param("x" * 32, id="x run"),
    pytest.param("your_api_key_goes_here_please", id="your key"),
    pytest.param("<your-token-goes-in-here>", id="angle brackets"),
    pytest.param("${HF_TOKEN_OF_THE_TEAM}", id="shell variable"),
    pytest.param("AKIAIOSFODNN7" + "EXAMPLE", id="example marker"),
    pytest.param("changeme-changeme-now", id="changeme"),
    pytest.param("a" * 40, id="one character"),
    pytest.param("abcabcabcabcabcabc", id="repeated piece"),
    pytest.param("abcdefghijklmnopqrstuvwxyz", id="alphabet"),
    pytest.param("0123456789", id="digits in order"),
    pytest.param("********************", id="stars"),
    pytest.param("tGzv3JOkF0XG" + "5Qx2TlKWIA", id="sample of RFC 6749"),
]


@pytest.mark.parametrize("value", FILLERS)
def test_filler_is_dropped(value: str) -> None:
    verdict = judge(validators.plausible, value)
    assert verdict is not None
    assert verdict.level == "off"


@pytest.mark.parametrize(
    ("alphabet", "length"),
    [
        pytest.param(string.ascii_letters, 34, id="letters of an hf token"),
        pytest.param(string.ascii_letters + string.digits, 40, id="letters and digits"),
        pytest.param("0123456789abcdef", 512, id="long hex, few different characters"),
    ],
)
def test_random_prefixed_value_is_kept(alphabet: str, length: int) -> None:
    rng = random.Random(5)
    drawn = ["".join(rng.choice(alphabet) for _ in range(length)) for _ in range(300)]
    assert sum(judge(validators.plausible, v) is not None for v in drawn) <= 1


@pytest.mark.parametrize("length", [32, 40, 64])
def test_random_hex_is_kept(length: int) -> None:
    rng = random.Random(6)
    drawn = ["".join(rng.choice("0123456789abcdef") for _ in range(length)) for _ in range(300)]
    assert all(judge(validators.random_hex, v) is None for v in drawn)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("0" * 32, id="zeros"),
        pytest.param("20240101120000202401011200002024", id="digits only"),
        pytest.param("deadbeefdeadbeefdeadbeefdeadbeef", id="hex words"),
    ],
)
def test_made_hex_is_dropped(value: str) -> None:
    verdict = judge(validators.random_hex, value)
    assert verdict is not None
    assert verdict.level == "off"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("sentimentClassification", id="camel case"),
        pytest.param("processor_for_language_model", id="snake case"),
        pytest.param("aaaaaaaabbbbbbbb1", id="two letters"),
        pytest.param("authentication", id="a word"),
    ],
)
def test_word_is_not_random(value: str) -> None:
    verdict = judge(validators.random_value, value)
    assert verdict is not None
    assert verdict.level == "off"


def test_random_value_is_kept() -> None:
    rng = random.Random(7)
    alphabet = string.ascii_letters + string.digits
    drawn = ["".join(rng.choice(alphabet) for _ in range(32)) for _ in range(500)]
    assert sum(judge(validators.random_value, v) is not None for v in drawn) <= 15


def test_entropy_is_bits_per_byte() -> None:
    assert values.shannon(b"abcd") == 2.0
    assert values.shannon(b"") == 0.0
    check = validators.entropy(3.5)
    assert judge(check, "abcdefghijklmnop") is None
    assert judge(check, "abababababababab") is not None


def test_typed_value_is_a_note() -> None:
    verdict = judge(synthetic.shaped, "qwertyuiop1234567890asdfghjkl")
    assert verdict is not None
    assert verdict.level in ("note", "off")
