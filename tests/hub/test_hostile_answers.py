"""Answers that flood, drip or are none, redirects to anywhere, and a Hub that fails: bounded, and one line of error."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from hub.conftest import QUICK, Scan
from hubseal.app.outcome import Outcome
from hubseal.app.request import UsageError
from hubseal.sources.hub import Client, HubError, inspect
from hubseal.sources.hub.retry import wait_of
from hubseal.types import Report, Unreadable
from testhub import Fault, LocalHub

Command = Callable[..., subprocess.CompletedProcess[str]]
Examine = Callable[..., Outcome]
LEAK = b'{"cache_dir": "/home/tnakamura/c"}'
EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


def tried(examine: Examine, repo_id: str) -> tuple[Report | None, str]:
    """The report, or the one line that says why there is none."""
    try:
        return examine(repo_id).report, ""
    except UsageError as error:
        return None, str(error)


BOMB = gzip.compress(bytes(64 << 20))
DEEP = b"[" * 100_000 + b"]" * 100_000
FLOODS: dict[str, Fault] = {
    "gzip of zeros": Fault("", body=BOMB, headers={"Content-Encoding": "gzip"}),
    "gzip of JSON": Fault("", body=gzip.compress(b"[" + b"{}," * (8 << 20) + b"{}]"), headers={"Content-Encoding": "gzip"}),
    "deflate of zeros": Fault("", body=zlib.compress(bytes(64 << 20)), headers={"Content-Encoding": "deflate"}),
    "gzip that ends": Fault("", body=BOMB[:500], headers={"Content-Encoding": "gzip"}),
    "gzip that is none": Fault("", body=b"[]", headers={"Content-Encoding": "gzip"}),
    "packed as nobody asked": Fault("", body=b"[]", headers={"Content-Encoding": "zstd"}),
    "packed twice": Fault("", body=gzip.compress(BOMB), headers={"Content-Encoding": "gzip, gzip"}),
    "no end": Fault("", body=b"[" * 65536, endless=True),
    "deep": Fault("", body=DEEP),
    "deep objects": Fault("", body=b'{"a":' * 100_000),
    "a huge number": Fault("", body=b"[" + b"9" * 5_000_000 + b"]"),
    "no JSON": Fault("", body=b"<html>"),
    "not UTF-8": Fault("", body=b'["\xff\xfe"]'),
    "an error that is a flood": Fault("", status=404, body=BOMB, headers={"Content-Encoding": "gzip"}),
    "an error without end": Fault("", status=400, body=b"[" * 65536, endless=True),
    "an error of another shape": Fault("", status=400, body=b'{"errors": 7}'),
    "an error that is a list": Fault("", status=403, body=b"[1]"),
    "an error that is deep": Fault("", status=400, body=DEEP),
}  # fmt: skip


@pytest.mark.parametrize("path", ["/revision/", "/tree/", "/scan", "/paths-info/", "/resolve/"])
@pytest.mark.parametrize("case", FLOODS)
def test_an_answer_that_floods_or_is_none(
    case: str, path: str, testhub: LocalHub, repo_id: str, examine: Examine
) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    testhub.set_security(repo_id, "a.json", "unsafe")
    testhub.faults.add(replace(FLOODS[case], path=path))
    before, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report, refused = tried(examine, repo_id)
    assert "\n" not in refused
    assert len(refused) < 400
    assert report.findings or report.unread if report else path in ("/revision/", "/tree/")
    assert time.monotonic() - before < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 200 << 10


@pytest.mark.parametrize(
    "sha", ["main\nx", "a" * 39, "A" * 40, "../..", 7, ["a"], {"a": 1}, "a" * 40 + "\n", "\0" * 40]
)
def test_a_commit_that_is_none(sha: object, testhub: LocalHub, repo_id: str) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    testhub.faults.add(Fault("/revision/", body=json.dumps({"id": repo_id, "sha": sha}).encode(), times=None))
    with pytest.raises((Unreadable, HubError)) as raised:
        inspect(Client(patience=QUICK), repo_id, "model")
    assert "\n" not in str(raised.value)


def test_another_commit_than_was_asked_for(testhub: LocalHub, repo_id: str) -> None:
    first = testhub.publish(repo_id, {"a.json": LEAK})
    sha = testhub.publish(repo_id, {"b.json": LEAK})
    client = Client(patience=QUICK)
    assert [inspect(client, repo_id, "model", name).sha for name in (first, sha, "main")] == [first, sha, sha]
    testhub.faults.add(Fault("/revision/", body=json.dumps({"id": repo_id, "sha": sha}).encode(), times=None))
    with pytest.raises(Unreadable, match="another commit"):
        inspect(client, repo_id, "model", first)


@pytest.mark.parametrize("name", ["a/b\n::error::x", "../..", "a/b/c/d", 7, None, ["a"], "a b/c", ""])
def test_a_name_of_the_repository_that_is_none(name: object, testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    sha = testhub.publish(repo_id, {"a.json": LEAK})
    testhub.faults.add(Fault("/revision/", body=json.dumps({"id": name, "sha": sha}).encode(), times=None))
    code, report = scan(repo_id)
    assert (code, report["repo"]["id"]) == (1, repo_id)


@pytest.mark.parametrize("gated", ["auto\n", 7, ["x"], {"a": 1}, "x" * 10_000])
def test_a_gate_that_is_none(gated: object, testhub: LocalHub, repo_id: str) -> None:
    sha = testhub.publish(repo_id, {"a.json": LEAK})
    testhub.faults.add(Fault("/revision/", body=json.dumps({"id": repo_id, "sha": sha, "gated": gated}).encode()))
    assert inspect(Client(patience=QUICK), repo_id, "model").gated is True


@pytest.mark.parametrize(
    "refs",
    [
        [{"name": "dev", "ref": "refs/heads/dev", "targetCommit": "a\nb"}],
        [{"name": "dev", "targetCommit": 7}],
        [{"name": 7, "targetCommit": "a" * 40}],
        [{"name": f"b{n}", "targetCommit": f"{n:040x}"} for n in range(3000)],
    ],
    ids=["a commit with a line break", "a number for a commit", "a number for a name", "more than anybody has"],
)
def test_branches_that_are_none(refs: object, testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {"a.txt": b"nothing\n"})
    testhub.faults.add(Fault("/refs", body=json.dumps({"branches": refs}).encode(), times=None))
    code, report = scan(repo_id, "--all-refs")
    assert (code, [u["path"] for u in report["unread"]]) == (3, [repo_id])


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("7", 7.0, id="a number"),
        pytest.param("0", 0.0, id="none"),
        pytest.param("\u00b2", None, id="a digit that is no number"),
        pytest.param("\u0665", None, id="a digit of another script"),
        pytest.param("-5", None, id="negative"),
        pytest.param("1.5", None, id="a fraction"),
        pytest.param("9" * 400, float("inf"), id="as good as never"),
        pytest.param("Mon, 05 Jan 2026 10:00:00 GMT", 0.0, id="a date that has passed"),
        pytest.param("Mon, 99 Jan 2026 10:00:00 GMT", None, id="no date"),
        pytest.param("Mon, 05 Jan 99999999999 10:00:00 GMT", None, id="a year beyond all"),
        pytest.param("nan", None, id="no number"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_how_long_to_wait(value: str, seconds: float | None) -> None:
    assert wait_of({"retry-after": value}) == seconds
    if value and (seconds is None or not value.startswith("Mon")):
        assert wait_of({"ratelimit": f'"api";r=0;t={value}'}) == seconds


RANGES = {
    "another part": {"Content-Range": "bytes 5-9/34"},
    "no range": {},
    "words": {"Content-Range": "bytes all"},
    "a total that is too large": {"Content-Range": "bytes 0-33/999999999999999999999"},
    "a digit that is none": {"Content-Range": "bytes 0-\u00b2/\u00b2"},
}


@pytest.mark.parametrize("case", RANGES)
def test_an_answer_with_another_part(case: str, testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    headers = {k: v.encode().decode("latin-1") for k, v in RANGES[case].items()}
    testhub.faults.add(Fault("/resolve/", status=206, body=LEAK, headers=headers, times=None))
    report = examine(repo_id).report
    assert "a.json" in [u.path for u in report.unread] or {f.at.path for f in report.findings} == {"a.json"}


@pytest.mark.parametrize("packed", ["gzip", "deflate"])
def test_a_file_that_comes_packed_is_unpacked(packed: str, testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    data = gzip.compress(LEAK) if packed == "gzip" else zlib.compress(LEAK)
    testhub.faults.add(Fault("/a.json", body=data, headers={"Content-Encoding": packed}, times=None))
    assert {f.at.path for f in examine(repo_id).report.findings} == {"a.json"}


def test_a_file_without_end(testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    testhub.faults.add(Fault("/a.json", body=LEAK * 1000, endless=True, times=None))
    report = examine(repo_id).report
    assert [(u.path, u.cause) for u in report.unread] == [("a.json", "io")]


def test_an_answer_that_drips(testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {"a.json": LEAK, "b.txt": b"nothing\n"})
    testhub.faults.add(Fault("a.json", body=b"x", endless=True, pause=0.05, times=None))
    report = examine(repo_id, patience=QUICK._replace(total=1.0, slowest=1 << 20)).report
    assert [(u.path, u.cause) for u in report.unread] == [("a.json", "io")]
    assert "too slowly" in report.unread[0].hint


ADDRESSES = [
    "http://[",
    "http://\x7f/",
    "ftp://a/b",
    "file:///etc/passwd",
    "//",
    "http://a:99999/",
    "x" * 70_000,
    "javascript:x",
]


@pytest.mark.parametrize("path", ["/revision/", "/tree/", "/resolve/"])
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: repr(address[:30]))
def test_a_redirect_to_no_address(address: str, path: str, testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {"a.txt": b"nothing\n"})
    testhub.faults.add(Fault(path, status=302, headers={"Location": address}, times=None))
    report, refused = tried(examine, repo_id)
    assert "\n" not in refused
    assert report is None or report.unread


@pytest.mark.parametrize("path", ["/revision/", "/tree/", "/resolve/", "/scan"])
def test_a_redirect_to_another_host_gets_no_token(path: str, testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {"a.json": LEAK})
    testhub.faults.add(Fault(path, status=302, headers={"Location": f"{testhub.cdn}/elsewhere"}, times=None))
    _, refused = tried(examine, repo_id)
    assert "\n" not in refused
    assert {(a.status, a.user) for a in testhub.log if a.path == "/elsewhere"} == {(404, None)}
