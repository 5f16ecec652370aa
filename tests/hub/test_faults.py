"""A Hub that errs, waits, breaks off or crawls: the answer is right all the same, or the scan says it is incomplete."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from hub.conftest import CARD, QUICK, Scan
from hubseal.app.outcome import Outcome
from hubseal.sources.hub import Client, HubFile, RepoRevision, blobs, inspect
from hubseal.types import Unreadable
from testhub import Fault, LocalHub

Examine = Callable[..., Outcome]
HEADER = b"\x13\0\0\0\0\0\0\0" + b'{"__metadata__":{}}'
NOW = {"Retry-After": "0"}


def publish(hub: LocalHub, repo_id: str, sample: Callable[[str], str]) -> None:
    filler = b"nothing to see on this line\n" * 40_000
    leak = f"token = '{sample('hf_{L34}')}'\n".encode()
    files = {
        "README.md": CARD.encode(),
        "train.py": leak,
        "log.py": filler + leak,
        "m.safetensors": HEADER,
    }
    hub.publish(repo_id, files)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault("train.py", status=429, headers=NOW), id="429 with Retry-After"),
        pytest.param(
            Fault("train.py", status=429, headers={"RateLimit": '"resolvers";r=0;t=0'}), id="429 with RateLimit"
        ),
        pytest.param(
            Fault("train.py", status=503, headers={"Retry-After": "Mon, 05 Jan 2026 10:00:00 GMT"}),
            id="a date that has passed",
        ),
        pytest.param(Fault("train.py", status=500), id="500 once"),
        pytest.param(Fault("/resolve/", status=502, times=2), id="502 twice"),
        pytest.param(Fault("train.py", drop_after=7), id="dropped in the middle"),
        pytest.param(Fault("train.py", drop_after=0), id="dropped before the first byte"),
        pytest.param(Fault("log.py", drop_after=100_000, times=2), id="dropped twice"),
        pytest.param(Fault("log.py", chunk=100_000, pause=0.01), id="slow"),
        pytest.param(Fault("/_lfs/", status=500), id="the store of large files errs once"),
        pytest.param(Fault("/tree/", status=500), id="listing errs once"),
        pytest.param(Fault("/tree/", drop_after=10), id="listing dropped"),
        pytest.param(Fault("/revision/", status=429, headers=NOW, times=2), id="first question refused twice"),
    ],
)
def test_a_fault_that_passes_changes_nothing(
    fault: Fault, testhub: LocalHub, repo_id: str, examine: Examine, sample: Callable[[str], str]
) -> None:
    publish(testhub, repo_id, sample)
    right = examine(repo_id).report
    testhub.faults.add(fault)
    report = examine(repo_id).report
    assert not testhub.faults.take(fault.method or "GET", "/x" + fault.path), "the fault did not happen"
    assert {(f.rule, f.at.path, f.at.start.line) for f in right.findings} == {
        ("hf-token", "train.py", 1),
        ("hf-token", "log.py", 40_001),
    }
    assert (report.findings, report.unread, report.coverage) == (right.findings, right.unread, right.coverage)


def test_a_stalled_body_is_given_up_and_asked_for_again(
    testhub: LocalHub, repo_id: str, examine: Examine, sample: Any
) -> None:
    publish(testhub, repo_id, sample)
    testhub.faults.add(Fault("train.py", chunk=5, pause=120.0))
    # Of many attempts one stalls by design; on a busy machine more may.
    report = examine(repo_id, patience=QUICK._replace(attempts=20, silence=0.5)).report
    assert {f.at.path for f in report.findings} == {"train.py", "log.py"}
    assert not report.unread


def test_a_dropped_body_goes_on_where_it_broke(testhub: LocalHub, repo_id: str, examine: Examine, sample: Any) -> None:
    publish(testhub, repo_id, sample)
    testhub.faults.add(Fault("log.py", drop_after=300_000))
    examine(repo_id)
    ranges = [answer.range for answer in testhub.log if answer.file == f"models/{repo_id}/log.py"]
    assert ranges[0] is None
    assert len(ranges) == 2
    assert 0 < int((ranges[1] or "").removeprefix("bytes=").split("-")[0]) <= 300_000


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(
            Fault("config.json", status=500, headers=NOW, times=None), "the Hub answered 500", id="500 for ever"
        ),
        pytest.param(
            Fault("config.json", status=429, headers=NOW, times=None), "the Hub answered 429", id="429 for ever"
        ),
        pytest.param(Fault("config.json", status=404, times=None), "the Hub answered 404", id="listed and not there"),
        pytest.param(Fault("config.json", status=403, times=None), "the Hub answered 403", id="forbidden"),
    ],
)
def test_a_file_that_stays_unreadable_is_exit_3_and_never_clean(
    fault: Fault,
    words: str,
    testhub: LocalHub,
    repo_id: str,
    scan: Scan,
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    testhub.publish(repo_id, {"README.md": CARD.encode(), "config.json": b"{}", "a.py": b"import os\n"})
    testhub.faults.add(fault)
    code, report = scan(repo_id, "--state", "state.json")
    assert code == 3
    (unread,) = report["unread"]
    assert (unread["path"], unread["cause"]) == ("config.json", "io")
    assert words in unread["hint"]
    assert report["coverage"]["unread"] == 1
    text = run(repo_id, "--state", "state.json", "--format", "markdown")
    assert text.returncode == 3
    assert "incomplete" in text.stdout
    testhub.faults.clear()
    assert scan(repo_id, "--state", "state.json")[0] == 0


def test_dropped_for_ever(testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {"README.md": CARD.encode(), "config.json": b"{}"})
    testhub.faults.add(Fault("config.json", drop_after=0, times=None))
    (unread,) = examine(repo_id).report.unread
    assert "the connection broke" in unread.hint
    assert "3 times in a row" in unread.hint


@pytest.mark.parametrize("path", ["/revision/", "/tree/"])
def test_a_hub_that_is_down_is_exit_3(path: str, testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {"README.md": CARD.encode()})
    testhub.faults.add(Fault(path, status=503, headers=NOW, times=None))
    code, report = scan(repo_id)
    assert code == 3
    assert [(u["path"], u["cause"]) for u in report["unread"]] == [(repo_id, "io")]


def place_of(hub: LocalHub, repo_id: str, name: str) -> tuple[Client, RepoRevision, HubFile]:
    client = Client(patience=QUICK)
    size, oid = hub.publish_sparse(repo_id, name, 10_000_000, b"head", b"tail"), "0" * 64
    assert size
    return client, inspect(client, repo_id, "model"), HubFile(name, 10_000_000, oid, True)


def test_an_address_that_expired_is_asked_for_anew(testhub: LocalHub, repo_id: str) -> None:
    client, place, entry = place_of(testhub, repo_id, "a.bin")
    (blob,) = blobs(client, place, [entry], lambda b: False, {})
    with blob.open() as stream:
        assert stream.read(4) == b"head"
        testhub.faults.add(Fault("/_lfs/", status=403))
        stream.seek(-4, 2)
        assert stream.read() == b"tail"
    # The second range went to the store at once, was refused, and came by way of the Hub again.
    assert [a.status for a in testhub.log if "a.bin" in (a.path + a.query)][-3:] == [403, 302, 206]


def test_the_token_stays_with_the_hub(testhub: LocalHub, repo_id: str) -> None:
    client, place, entry = place_of(testhub, repo_id, "a.bin")
    (blob,) = blobs(client, place, [entry], lambda b: False, {})
    with blob.open() as stream:
        stream.read(4)
        stream.seek(5_000_000)
        stream.read(4)
    users = {
        ("/_lfs/" in answer.path, answer.user) for answer in testhub.log if "a.bin" in (answer.path + answer.query)
    }
    assert users == {(True, None), (False, "user")}


def test_a_file_that_is_shorter_than_the_tree_says(testhub: LocalHub, repo_id: str) -> None:
    client, place, entry = place_of(testhub, repo_id, "a.bin")
    (blob,) = blobs(client, place, [entry._replace(size=20_000_000)], lambda b: False, {})
    with blob.open() as stream:
        stream.seek(15_000_000)
        with pytest.raises(Unreadable):
            stream.read(4)


def test_a_long_wait_is_told(testhub: LocalHub, repo_id: str) -> None:
    said: list[str] = []
    testhub.publish(repo_id, {"a.py": b"x"})
    testhub.faults.add(Fault("/revision/", status=429, headers={"Retry-After": "120"}))
    inspect(Client(patience=QUICK._replace(longest=0.01), say=said.append), repo_id, "model")
    assert said == ["the Hub asks to wait 120 seconds"]


def test_many_faults_at_once(testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    chance = random.Random(5)
    leak = b'{"cache_dir": "/home/tnakamura/c"}'
    files = {f"f/{n}.json": leak + b" " * chance.randrange(200_000) for n in range(40)}
    files |= {f"f/{n}.csv": b"a,b\n" * chance.randrange(300_000) for n in range(4)}
    testhub.publish(repo_id, files)
    right = examine(repo_id).report
    for path in files:
        faults = (
            Fault(f"{path}$", status=500, times=chance.randrange(1, 3)),
            Fault(f"{path}$", status=429, headers=NOW, times=2),
            Fault(f"{path}$", drop_after=chance.randrange(60_000), times=2),
            Fault(f"{path}$", chunk=30_000, pause=0.005),
        )
        testhub.faults.add(chance.choice(faults))
    report = examine(repo_id).report
    assert len(right.findings) == 40
    assert (report.findings, report.unread, report.coverage) == (right.findings, right.unread, right.coverage)
