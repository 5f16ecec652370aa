"""One discussion on the Hub: opened when something is found, updated in place, closed when all is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hub.conftest import CARD, KINDS, Scan
from hubseal.sources.hub.discussions import MOST_ALIKE
from testhub import Fault, LocalHub

if TYPE_CHECKING:
    from huggingface_hub import HfApi

LEAK = b'{"cache_dir": "/home/tnakamura/c"}'


@pytest.fixture
def api(testhub: LocalHub) -> HfApi:
    from huggingface_hub import HfApi

    return HfApi(endpoint=testhub.url)


@pytest.mark.parametrize("kind", KINDS)
def test_its_life(kind: str, testhub: LocalHub, repo_id: str, api: HfApi, scan: Scan) -> None:
    def step(files: dict[str, bytes | None]) -> tuple[str, list[Any], str]:
        testhub.publish(repo_id, files, kind=KINDS[kind])
        note = scan(repo_id, "--type", kind, "--discussion")[1]["notes"][-1]
        found = list(api.get_repo_discussions(repo_id, repo_type=kind))
        text = api.get_discussion_details(repo_id, found[0].num, repo_type=kind).events[0].content if found else ""
        return note, found, text

    assert step({"README.md": CARD.encode()})[:2] == ("no discussion was opened: there is nothing to say", [])
    note, (one,), text = step({"config.json": LEAK})
    assert (note, one.status) == ("discussion 1 was opened", "open")
    assert "config.json" in text
    assert "tnakamura" not in text
    note, (one,), text = step({".env": b"A=bcd\n"})
    assert (note, one.status) == ("discussion 1 was updated", "open")
    assert ".env" in text
    note, (one,), text = step({"config.json": None, ".env": None})
    assert (note, one.status) == ("discussion 1 was updated and closed", "closed")
    assert ".env" not in text
    note, (one,), _ = step({"config.json": LEAK})
    assert (note, one.status) == ("discussion 1 was updated", "open")


def test_an_incomplete_scan_does_not_close_it(testhub: LocalHub, repo_id: str, api: HfApi, scan: Scan) -> None:
    testhub.publish(repo_id, {"config.json": LEAK})
    scan(repo_id, "--discussion")
    testhub.publish(repo_id, {"config.json": b"{}"})
    testhub.faults.add(Fault("config.json", status=500, headers={"Retry-After": "0"}, times=None))
    code, _ = scan(repo_id, "--discussion")
    (one,) = api.get_repo_discussions(repo_id)
    assert (code, one.status) == (3, "open")
    assert "incomplete" in api.get_discussion_details(repo_id, one.num).events[0].content


def test_what_somebody_else_wrote_is_left_alone(testhub: LocalHub, repo_id: str, api: HfApi, scan: Scan) -> None:
    testhub.publish(repo_id, {"config.json": LEAK})
    api.create_discussion(repo_id, "hubseal: leaks found in this repository", description="a question about it")
    assert scan(repo_id, "--discussion")[1]["notes"][-1] == "discussion 2 was opened"


def test_of_very_many_alike_few_are_opened(testhub: LocalHub, repo_id: str, api: HfApi, scan: Scan) -> None:
    testhub.publish(repo_id, {"config.json": LEAK})
    for _ in range(MOST_ALIKE + 1):
        api.create_discussion(repo_id, "hubseal: leaks found in this repository", description="a question about it")
    assert "could not be posted (ValueError)" in scan(repo_id, "--discussion")[1]["notes"][-1]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        pytest.param(Fault("/discussions", method="POST", status=403), "the Hub answered 403", id="may not write"),
        pytest.param(Fault("/discussions", method="POST", drop_after=0), "RemoteProtocolError", id="broken off"),
        pytest.param(Fault("/discussions", drop_after=0, times=None), "RemoteProtocolError", id="never answers"),
        pytest.param(Fault("/discussions", method="GET", body=b"<html>"), "JSONDecodeError", id="no answer of the API"),
        pytest.param(Fault("/discussions", method="GET", body=b"{}"), "KeyError", id="an answer of another API"),
        pytest.param(Fault("/whoami", status=401, times=None), "the Hub answered 401", id="a token of nobody"),
    ],
)
def test_a_discussion_that_cannot_be_posted_changes_no_exit(
    fault: Fault, why: str, testhub: LocalHub, repo_id: str, scan: Scan
) -> None:
    testhub.publish(repo_id, {"config.json": LEAK})
    testhub.faults.add(fault)
    code, report = scan(repo_id, "--discussion")
    assert code == 1
    assert f"could not be posted ({why})" in report["notes"][-1]


def test_what_stands_in_another_branch_is_linked_there(testhub: LocalHub, repo_id: str, api: HfApi, scan: Scan) -> None:
    testhub.publish(repo_id, {"README.md": CARD.encode()})
    sha = testhub.publish(repo_id, {"config.json": LEAK}, ref="refs/heads/dev")
    scan(repo_id, "--all-refs", "--discussion")
    text = api.get_discussion_details(repo_id, 1).events[0].content
    assert f"{testhub.url}/{repo_id}/blob/{sha}/config.json#L1" in text
    assert f"in commit `{sha[:12]}`" in text


ODD_ANSWERS = [
    b"[]",
    b"7",
    b'"text"',
    b"[" * 50_000,
    b'{"name": 7}',
    b'{"discussions": 7}',
    b'{"discussions": [{}]}',
    b"x",
    b"null",
]


@pytest.mark.parametrize("path", ["/whoami-v2", "/discussions"])
@pytest.mark.parametrize("body", ODD_ANSWERS, ids=lambda body: body[:30].decode())
def test_an_answer_that_is_none_is_a_note(
    body: bytes, path: str, testhub: LocalHub, repo_id: str, run: Any, sample: Any
) -> None:
    value = sample("hf_{L34}")
    testhub.publish(repo_id, {"config.json": LEAK})
    testhub.faults.add(Fault(path, body=body, headers={"X-HF-Warning": f"t; {value}"}, times=None))
    done = run(repo_id, "--discussion", "--format", "json")
    assert done.returncode == 1
    assert "discussion" in done.stdout
    assert (done.stderr, value[5:20] in done.stdout) == ("", False)
