"""Hubs behind mirrors and proxies, repositories that moved, answers that are not what the API gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.conftest import CARD, QUICK, Scan, found
from hubseal.sources.hub import Client, HubError, inspect, tree
from hubseal.sources.hub.response import next_page
from hubseal.types import Unreadable
from testhub import Fault, LocalHub

LEAK = b'{"cache_dir": "/home/tnakamura/c"}'
FILES = {"README.md": CARD.encode(), "config.json": LEAK}
Command = Callable[..., subprocess.CompletedProcess[str]]


def test_a_listing_goes_on_whatever_the_hub_calls_itself(testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {**{f"a/{n}.txt": b"" for n in range(1000)}, "z.json": LEAK})
    testhub.calls_itself = "https://hub.internal:8080/below"
    code, report = scan(repo_id)
    assert (code, found(report), report["coverage"]["files"]) == (1, {("home-path", "z.json")}, 1002)


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        pytest.param("", "", id="the last page"),
        pytest.param("https://hub/api/models/a/b/tree/c?cursor=d", "https://mirror/hf/api/models/a/b/tree/c?cursor=d", id="of the Hub"),
        pytest.param("/api/models/a/b/tree/c?cursor=d", "https://mirror/hf/api/models/a/b/tree/c?cursor=d", id="relative"),
        pytest.param("https://evil/steal?cursor=d", None, id="no address of the API"),
    ],
)  # fmt: skip
def test_the_next_page_is_asked_of_this_hub(link: str, asked: str | None) -> None:
    if asked is None:
        with pytest.raises(Unreadable, match="next page"):
            next_page(link, "https://mirror/hf")
    else:
        assert next_page(link, "https://mirror/hf") == asked


@pytest.mark.parametrize("end", ["", "/"], ids=["as it is", "with a slash at its end"])
def test_an_endpoint_with_a_path(end: str, testhub: LocalHub, repo_id: str, tmp_path: Path) -> None:
    testhub.publish(repo_id, {"z.json": LEAK, "w.safetensors": b"{" * 9})
    testhub.prefix = "/hf/hub"
    env = {**os.environ, "HF_ENDPOINT": testhub.url + testhub.prefix + end}
    command = [sys.executable, "-m", "hubseal", "hub", repo_id, "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert ("home-path", "z.json") in found(report)
    assert not [u for u in report["unread"] if u["cause"] == "io"]


def test_a_repository_that_moved_is_followed_to_its_new_name(testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, FILES)
    there = f"/api/models/{repo_id}/revision/main?expand=sha&expand=private&expand=gated"
    testhub.faults.add(Fault("/api/models/user/old/", status=307, headers={"Location": there}))
    code, report = scan("user/old")
    assert (code, report["repo"]["id"], report["unread"]) == (1, repo_id, [])


def test_a_repository_without_a_commit_is_told(testhub: LocalHub, repo_id: str, run: Command) -> None:
    testhub.publish(repo_id, FILES)
    testhub.faults.add(Fault("/revision/", body=json.dumps({"id": repo_id, "private": False}).encode()))
    done = run(repo_id)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no commit at 'main' yet" in done.stderr


ODD = [
    b"[]",
    b'["a"]',
    b'[{"type": "file"}]',
    b'[{"type": "file", "path": "a", "size": "large"}]',
    b"7",
    b'{"error": 1}',
]


@pytest.mark.parametrize("body", ODD, ids=lambda body: body.decode())
def test_a_listing_that_is_none_is_never_clean(body: bytes, testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, FILES)
    testhub.faults.add(Fault("/tree/", body=body, times=None))
    code, report = scan(repo_id)
    assert report["coverage"]["files"] <= 1
    assert code == (0 if body == b"[]" else 3)


@pytest.mark.parametrize(
    "body", [b"[]", b"7", b'{"branches": {"a": 1}}', b'{"tags": ["v1"]}'], ids=lambda body: body.decode()
)
def test_a_list_of_branches_that_is_none_is_never_clean(
    body: bytes, testhub: LocalHub, repo_id: str, scan: Scan
) -> None:
    testhub.publish(repo_id, {"a.txt": b"a"})
    testhub.faults.add(Fault("/refs", body=body, times=None))
    code, report = scan(repo_id, "--all-refs")
    assert (code, [u["cause"] for u in report["unread"]]) == (3, ["io"])


@pytest.mark.parametrize("body", [b"[]", b"7", b'"text"'])
def test_an_answer_about_the_repository_that_is_none(body: bytes, testhub: LocalHub, repo_id: str) -> None:
    testhub.publish(repo_id, FILES)
    testhub.faults.add(Fault("/revision/", body=body, times=None))
    with pytest.raises((Unreadable, HubError)):
        inspect(Client(patience=QUICK), repo_id, "model")


def test_files_of_which_the_hub_says_no_content_id_are_read_each_time(
    testhub: LocalHub, repo_id: str, scan: Scan
) -> None:
    testhub.publish(repo_id, FILES)
    rows = [{"type": "file", "path": path, "size": len(data)} for path, data in FILES.items()]
    testhub.faults.add(Fault("/tree/", body=json.dumps(rows).encode(), times=None))
    assert [e.oid for e in tree(Client(), inspect(Client(), repo_id, "model"))] == ["", ""]
    for _ in range(2):
        code, report = scan(repo_id, "--state", "state.json", "--all-refs")
        assert (code, found(report)) == (1, {("home-path", "config.json")})
        assert {answer.file for answer in testhub.log if answer.file} == {f"models/{repo_id}/{name}" for name in FILES}
