"""Formats that are known and not opened: named once each, with what to do, wherever they stand."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from hubseal import engine, kinds, policy
from hubseal.readers import reader_for
from hubseal.readers.archives.unsupported import AS_TEXT, NAMES
from hubseal.reports import exit_code
from hubseal.rules import RULES
from hubseal.types import Blob, Report
from readers.closed import ENCRYPTED, NEAR, UNSUPPORTED

ROWS = [
    *(pytest.param(name, data, "unsupported", 3, id=name) for name, data in UNSUPPORTED.items()),
    *(pytest.param(name, data, "encrypted", 0, id=name) for name, data in ENCRYPTED.items()),
]
TOKENS = engine.Settings(families=("tokens",))


def scan(name: str, data: bytes, rules: policy.Policy = policy.DEFAULT) -> Report:
    blob = Blob(name, name, len(data), None, lambda: io.BytesIO(data))
    return engine.scan([blob], RULES, reader_for, rules, TOKENS)


def in_zip(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def in_tar(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def test_every_format_has_words() -> None:
    assert set(NAMES) | set(AS_TEXT) >= kinds.CLOSED
    assert not set(NAMES) & set(AS_TEXT)


@pytest.mark.parametrize(("name", "data", "cause", "code"), ROWS)
def test_named_once(name: str, data: bytes, cause: str, code: int) -> None:
    report = scan(name, data)
    assert [(u.path, u.cause) for u in report.unread] == [(name, cause)]
    assert exit_code(report) == code
    assert report.unread[0].hint


@pytest.mark.parametrize(("name", "data", "cause", "code"), ROWS)
@pytest.mark.parametrize(
    ("outer", "pack", "inside"), [("a.zip", in_zip, "a.zip!/"), ("a.tgz", in_tar, "a.tgz!/a.tar!/")]
)
def test_named_in_archives(
    outer: str, pack: Callable[[str, bytes], bytes], inside: str, name: str, data: bytes, cause: str, code: int
) -> None:
    report = scan(outer, pack(name, data))
    assert [(u.path, u.cause) for u in report.unread] == [(inside + name, cause)]


@pytest.mark.parametrize(("name", "data", "cause", "code"), ROWS)
def test_what_stands_in_it_as_it_is(
    name: str, data: bytes, cause: str, code: int, sample: Callable[[str], str]
) -> None:
    report = scan(name, data + b"\0" + sample("hf_{L34}").encode() + b"\0")
    assert [f.rule for f in report.findings] == ["hf-token"]
    assert [u.cause for u in report.unread] == [cause]


def test_the_policy_decides() -> None:
    rules = policy.DEFAULT._replace(unread={**policy.DEFAULT.unread, "unsupported": "note", "encrypted": "error"})
    assert exit_code(scan("a.rar", UNSUPPORTED["a.rar"], rules)) == 0
    assert exit_code(scan("key.age", ENCRYPTED["key.age"], rules)) == 3


@pytest.mark.parametrize("name", NEAR)
def test_near_misses(name: str) -> None:
    report = scan(name, NEAR[name])
    assert (report.unread, report.findings, exit_code(report)) == ((), (), 0)


def test_a_policy_may_say_unsupported() -> None:
    assert policy.parse("unread: {unsupported: note}\n", ".hubseal.yaml", ()).unread["unsupported"] == "note"
