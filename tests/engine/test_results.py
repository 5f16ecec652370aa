"""Outcomes that are remembered and replayed, budgets of a blob, and values that a confidant is told."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from hubseal import engine
from hubseal.engine.result_cache import CachedResult, ResultCache, SecretSink
from hubseal.policy import DEFAULT, Policy
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.suppression import Waiver
from hubseal.types import Blob, Report, Unreadable


def blob(path: str, data: bytes, oid: str = "1", budget: int | None = None) -> Blob:
    return Blob(path, path, len(data), oid, lambda: io.BytesIO(data), None, budget)


def scan(*blobs: Blob | str, policy: Policy = DEFAULT, **settings: object) -> Report:
    return engine.scan(blobs, RULES, reader_for, policy, engine.Settings(**settings))  # type: ignore[arg-type]


def unreadable() -> io.BytesIO:
    raise Unreadable("it must not be opened")


def test_a_remembered_blob_is_not_opened_and_reports_the_same(sample: Callable[[str], str]) -> None:
    kept: dict[str, CachedResult] = {}
    memory = ResultCache(lambda b: kept.get(b.path), lambda b, k: kept.__setitem__(b.path, k))
    waiver = Waiver("home-path", "b.json", "", "meant", "", 1)
    policy = DEFAULT._replace(waivers=(waiver,))
    files = (
        blob("a.py", f"# hubseal: allow npm-token\nt = '{sample('hf_{L34}')}'\n".encode()),
        blob("b.json", b'{"cache_dir": "/home/tnakamura/c"}'),
        blob("c.zip", b"PK\x03\x04 broken"),
    )
    first = scan(*files, policy=policy, memory=memory)
    assert [f.rule for f in first.findings] == ["hf-token", "nested-archive"]
    assert (len(first.waived), len(first.unread), len(first.notes)) == (1, 1, 1)
    again = scan(*(f._replace(open=unreadable) for f in files), policy=policy, memory=memory)
    assert again == first


@pytest.mark.parametrize(
    ("path", "head", "budget", "causes", "rules"),
    [
        pytest.param("a.csv", b"x,y\n", None, [], ["hf-token", "hf-token"], id="no budget: all is read"),
        pytest.param("a.csv", b"x,y\n", 600, ["budget"], ["hf-token"], id="text: the first part is read"),
        pytest.param("a.csv", b"x,y\n", 10**6, [], ["hf-token", "hf-token"], id="a budget larger than the file"),
        pytest.param("a.bin", b"\x93NUMPY", 600, ["budget"], [], id="a container that asks for more than it may take"),
    ],
)
def test_a_budget_is_kept_and_said(
    path: str, head: bytes, budget: int | None, causes: list[str], rules: list[str], sample: Callable[[str], str]
) -> None:
    first, last = sample("hf_{L34}").encode(), sample("hf_{a34}").encode()
    data = head + b"token," + first + b"\n" + b"1,2\n" * 1000 + b"token," + last + b"\n"
    report = scan(blob(path, data, budget=budget))
    assert [u.cause for u in report.unread] == causes
    assert [f.rule for f in report.findings] == rules[: len(report.findings)]
    assert sum(f.count for f in report.findings) == len(rules)


def test_a_stream_that_breaks_says_why_in_the_words_of_its_source() -> None:
    report = scan(blob("a.txt", b"x")._replace(open=unreadable))
    assert [(u.cause, "it must not be opened" in u.hint) for u in report.unread] == [("io", True)]


def test_a_confidant_is_told_values_of_its_rules_alone_and_the_report_holds_none(sample: Callable[[str], str]) -> None:
    told: dict[str, bytes] = {}
    mine, other = sample("hf_{L34}"), sample("{github:ghp_}")
    data = f"a = '{mine}'\nb = '{other}'\nc = '{sample('hf_{a34}')}'  # hubseal: allow hf-token\n".encode()
    report = scan(blob("a.py", data), confidant=SecretSink(frozenset(("hf-token",)), told.__setitem__))
    (finding,) = [f for f in report.findings if f.rule == "hf-token"]
    assert told == {finding.fingerprint: mine.encode()}
    assert mine not in repr(report)


def test_notes_of_a_source_are_masked(sample: Callable[[str], str]) -> None:
    assert scan(f"{sample('hf_{L34}')}.txt: a link").notes == ("hf_… 37.txt: a link",)
