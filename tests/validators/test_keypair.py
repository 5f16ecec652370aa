"""P-256 by its published vectors, and VAPID keys by the public key beside them."""

from __future__ import annotations

import random
import re

import pytest

from hubseal.rule_types import MatchContext, Verdict
from hubseal.validators import keypair
from sample_generators.checksummed import GENERATORS


@pytest.mark.parametrize(
    ("number", "x"),
    [
        pytest.param(1, keypair.X, id="the base point"),
        pytest.param(2, 0x7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978, id="doubled"),
        pytest.param(3, 0x5ECBE4D1A6330A44C8F7EF951D4BF165E6C6B721EFADA985FB41661BC6E7FD6C, id="doubled and added"),
        pytest.param(
            112233445566778899,
            0x339150844EC15234807FE862A86BE77977DBFB3AE3D96F4C22795513AEAAB82F,
            id="a longer number (NIST, mathematical routines, P-256)",
        ),
        pytest.param(keypair.ORDER - 1, keypair.X, id="the last one: -G"),
    ],
)
def test_multiples_of_the_base_point(number: int, x: int) -> None:
    assert keypair.public_of(number)[:33] == b"\x04" + x.to_bytes(32, "big")


@pytest.mark.parametrize("number", [0, keypair.ORDER, keypair.ORDER + 5])
def test_no_private_key(number: int) -> None:
    assert keypair.public_of(number) == b""


def judge(text: str) -> Verdict | None:
    match = re.search(rb"private=(?P<leak>[^ ]+)", text.encode())
    assert match is not None
    start, end = match.span("leak")
    return keypair.vapid(
        match, MatchContext(text.encode(), start, end, "a", "", "", "other", "model", "text", None, "error")
    )


def pair(seed: int) -> tuple[str, str]:
    private, public = GENERATORS["vapid"](random.Random(seed), ":").split(":")
    return private, public


def test_alone_it_is_neither_proven_nor_refuted() -> None:
    assert judge("private=" + pair(1)[0]) is None


def test_proven_by_its_own_public_key() -> None:
    (private, public), (_, other) = pair(1), pair(2)
    verdict = judge(f"a={other} private={private} public={public}")
    assert verdict is not None
    assert verdict.level == "error"


def test_dropped_beside_those_of_others() -> None:
    verdict = judge(f"private={pair(1)[0]} public={pair(2)[1]}")
    assert verdict is not None
    assert verdict.level == "off"
