"""What stands before, between and behind what a format knows is searched, and files in it are opened."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from hubseal import engine, policy
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.types import Blob, Report
from readers import leftovers

pytestmark = pytest.mark.xdist_group("leftovers")


def scan(name: str, data: bytes) -> Report:
    blob = Blob(name, name, len(data), None, lambda: io.BytesIO(data))
    return engine.scan([blob], RULES, reader_for, policy.DEFAULT, engine.Settings())


@pytest.mark.parametrize("case", leftovers.LEAKS)
def test_leaks_in_leftovers(case: str, sample: Callable[[str], str]) -> None:
    name, make = leftovers.LEAKS[case]
    report = scan(name, make(f"token = {sample('hf_{L34}')}\n".encode()))
    found = [finding for finding in report.findings if finding.rule == "hf-token"]
    assert len(found) == 1
    assert found[0].count <= (200 if "page" in case else 9)


@pytest.mark.parametrize("case", leftovers.LEAKS)
def test_leftovers_without_a_leak(case: str) -> None:
    name, make = leftovers.LEAKS[case]
    report = scan(name, make(b"some words that mean no harm to anybody, really\n"))
    assert [f.rule for f in report.findings if f.family == "tokens"] == []


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        pytest.param("a.a", b"!<arch>\n" + leftovers.NOISE, "damaged", id="ar"),
        pytest.param("a.deb", leftovers.deb(b"x")[:-60], "damaged", id="package that was cut"),
        pytest.param("a.cpio", leftovers.cpio(b"x" * 400)[:200], "damaged", id="cpio that was cut"),
        pytest.param("a.rpm", b"\xed\xab\xee\xdb\3\0" + bytes(90), "damaged", id="rpm"),
        pytest.param("a.img", bytes(32769) + b"CD001" + bytes(90), "unsupported", id="ISO image"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, data: bytes, cause: str) -> None:
    assert {item.cause for item in scan(name, data).unread} == {cause}
