"""The verdicts of one run in the Actions cache, and what the next run makes of them: through the real action.yml."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from action.cache import Cache, Done
from action.conftest import Act
from github_contract.contract import FakeGitHub
from hubseal.action.cache_key import line
from testhub import Fault, LocalHub

Sample = Callable[[str], str]
WHOLE = {".gitattributes", "README.md", "train.py"}
CARD = b"---\nlicense: mit\n---\n# Model\n\nTrained on public text.\n"


@pytest.fixture
def leaky(testhub: LocalHub, repo_id: str, sample: Sample) -> str:
    """A model repository with a token in its script."""
    testhub.publish(repo_id, {"README.md": CARD, "train.py": f"login(token='{sample('hf_{L34}')}')\n".encode()})
    return repo_id


@pytest.fixture
def run(act: Act, testhub: LocalHub, checkout: Path) -> Act:
    """A run in a new checkout, after a push unless told otherwise; the Hub's log then holds this run alone."""

    def one(event: str = "push", payload: dict[str, Any] | None = None, **more: Any) -> Any:
        testhub.log.clear()
        return act(event, payload, **{"state": "state.json", **more})

    def fresh(*args: Any, **more: Any) -> Any:
        (checkout / "state.json").unlink(missing_ok=True)
        return one(*args, **more)

    fresh.same_checkout = one  # type: ignore[attr-defined]
    return fresh


def read(hub: LocalHub) -> set[str]:
    """Names of the files whose content was served since the log was cleared."""
    return {answer.file.split("/", 3)[3] for answer in hub.log if answer.file}


def forge(file: Path) -> None:
    """Makes every verdict of a state a clean one."""
    data = json.loads(file.read_text(encoding="utf-8"))
    for entry in data["blobs"].values():
        entry["result"][:4] = [[], [], [], []]
    data["known"] = []
    file.write_text(json.dumps(data), encoding="utf-8")


def test_the_next_run_reads_what_changed_though_the_gate_failed(
    run: Act, cache: Cache, github: FakeGitHub, testhub: LocalHub, leaky: str
) -> None:
    first = run(repo_id=leaky)
    assert first.outcome == "failure"
    assert read(testhub) == WHOLE
    assert cache.saved() == [("refs/heads/main", f"hubseal-auto-{leaky}:main:all:1-1")]
    testhub.publish(leaky, {"config.json": b'{"dir": "/home/tnakamura/runs"}\n'})
    second = run(repo_id=leaky)
    assert (second.outcome, second.outputs["errors"]) == ("failure", "2")
    assert read(testhub) == {"config.json"}
    (comment,) = github.comments_on(7)
    assert "**1 new**, 1 still there, 0 gone" in comment["body"]
    testhub.publish(leaky, {"train.py": b"x = 1\n", "config.json": b"{}\n"})
    third = run(repo_id=leaky)
    assert third.outcome == "success", third.log
    assert read(testhub) == {"train.py", "config.json"}
    (comment,) = github.comments_on(7)
    assert "**0 new**, 0 still there, 2 gone" in comment["body"]
    assert len(cache.saved()) == 3


def test_nothing_is_kept_twice(run: Act, cache: Cache, testhub: LocalHub, leaky: str) -> None:
    for _ in range(3):
        assert run(repo_id=leaky).outputs["exit"] == "1"
    assert read(testhub) == set()
    assert len(cache.saved()) == 1


def test_another_revision_has_entries_of_its_own_and_begins_with_the_verdicts_of_the_others(
    run: Act, cache: Cache, github: FakeGitHub, testhub: LocalHub, leaky: str
) -> None:
    run(repo_id=leaky)
    testhub.publish(leaky, {"README.md": CARD, "new.py": b"x = 1\n"}, ref="refs/heads/dev")
    run(repo_id=leaky, revision="dev")
    assert read(testhub) == {"new.py"}
    run(repo_id=leaky)
    (comment,) = github.comments_on(7)
    assert "0 new**, 1 still there, 0 gone" in comment["body"]
    assert [key.split(":")[1] for _, key in cache.saved()] == ["main", "dev"]


class Broken(Cache):
    """The actions themselves fail."""

    def step(self, action: str, given: Mapping[str, str], github: Mapping[str, Any], workspace: Path) -> Done:
        return Done(False, {}, "::error::the process ended\n")


@pytest.mark.parametrize("service", [Cache, Broken], ids=["the service is down", "the actions fail"])
def test_a_cache_that_is_down_means_a_full_scan_and_the_same_exit(
    service: type[Cache], run: Act, testhub: LocalHub, leaky: str, tmp_path: Path
) -> None:
    (tmp_path / "down").touch()
    good = run(repo_id=leaky, comment="off")
    for _ in range(2):
        bad = run(repo_id=leaky, comment="off", service=service(tmp_path / "down"))
        assert read(testhub) == WHOLE
        assert bad.outcome == good.outcome == "failure"
        for name in ("findings", "errors", "exit", "scanned-commit"):
            assert bad.outputs[name] == good.outputs[name]
    testhub.publish(leaky, {"train.py": b"x = 1\n"})
    assert run(repo_id=leaky, service=service(tmp_path / "down")).outcome == "success"


def test_a_scan_that_ended_early_keeps_nothing_and_loses_nothing(
    run: Act, cache: Cache, testhub: LocalHub, leaky: str
) -> None:
    testhub.set_access(leaky, private=True)
    assert run(repo_id=leaky).outputs["exit"] == "2"
    assert cache.saved() == []
    testhub.set_access(leaky, private=False)
    run(repo_id=leaky)
    testhub.faults.add(Fault("/revision/", status=503, headers={"Retry-After": "0"}, times=None))
    assert run(repo_id=leaky).outputs["exit"] == "3"
    testhub.faults.clear()
    assert len(cache.saved()) == 1
    assert run(repo_id=leaky).outputs["exit"] == "1"
    assert read(testhub) == set()


def test_a_damaged_state_is_replaced(run: Act, cache: Cache, testhub: LocalHub, leaky: str, checkout: Path) -> None:
    (checkout / "state.json").write_text('{"schema": 2, "blobs": [1e999', encoding="utf-8")
    given = {"path": "state.json", "key": f"hubseal-auto-{leaky}:main:all:0-1"}
    cache.step("save", given, {"ref": "refs/heads/main"}, checkout)
    result = run(repo_id=leaky)
    assert (result.outcome, result.outputs["exit"]) == ("failure", "1")
    assert read(testhub) == WHOLE
    run(repo_id=leaky)
    assert read(testhub) == set()


def test_a_pull_request_takes_no_verdict_from_the_cache_and_keeps_none(
    run: Act, cache: Cache, testhub: LocalHub, leaky: str, checkout: Path
) -> None:
    """What runs in a pull request can write into its part of the cache, which is looked into first."""
    run(repo_id=leaky)
    forge(checkout / "state.json")
    given = {"path": "state.json", "key": f"hubseal-auto-{leaky}:main:all:9-9"}
    assert "saved" in cache.step("save", given, {"ref": "refs/pull/7/merge"}, checkout).log
    before = cache.saved()
    result = run("pull_request", repo_id=leaky)
    assert (result.outcome, result.outputs["exit"]) == ("failure", "1")
    assert read(testhub) == WHOLE
    assert cache.saved() == before
    assert run(repo_id=leaky).outputs["exit"] == "1", "nor does the base ever see it"


def test_a_state_that_the_pull_request_brings_along_is_only_compared_with(
    run: Any, testhub: LocalHub, github: FakeGitHub, leaky: str, checkout: Path
) -> None:
    run(repo_id=leaky)
    run.same_checkout("pull_request", repo_id=leaky)
    assert read(testhub) == WHOLE
    assert "0 new**, 1 still there" in github.comments_on(7)[0]["body"]
    forge(checkout / "state.json")
    forged = run.same_checkout("pull_request", repo_id=leaky)
    assert (forged.outcome, forged.outputs["exit"]) == ("failure", "1")
    assert run.same_checkout("push", repo_id=leaky).outputs["exit"] == "1", "what a pull request left behind is true"


def test_a_workflow_may_keep_the_file_itself(run: Any, cache: Cache, testhub: LocalHub, leaky: str) -> None:
    run(repo_id=leaky, cache="false")
    run.same_checkout(repo_id=leaky, cache="false")
    assert read(testhub) == set()
    assert cache.saved() == []
    run.same_checkout(repo_id=leaky)
    assert read(testhub) == set(), "what it restored is used when the cache has nothing"


BASE = {"HUBSEAL_REPO_ID": "acme/bert", "HUBSEAL_STATE": "s.json", "GITHUB_RUN_ID": "12", "GITHUB_RUN_ATTEMPT": "3"}


def test_every_event_of_a_pull_request_is_without_verdicts(tmp_path: Path) -> None:
    assert line({**BASE, "GITHUB_EVENT_NAME": "push"})
    assert not line({**BASE, "GITHUB_EVENT_NAME": "pull_request"}), "though its payload cannot be read"
    payload = tmp_path / "event.json"
    payload.write_text('{"pull_request": {"number": 7}}', encoding="utf-8")
    assert not line({**BASE, "GITHUB_EVENT_NAME": "deployment_status", "GITHUB_EVENT_PATH": str(payload)})


@pytest.mark.parametrize(
    ("more", "key"),
    [
        pytest.param({}, "hubseal-auto-acme/bert:main:all:12-3", id="a repository"),
        pytest.param({"REPO_TYPE": "space"}, "hubseal-space-acme/bert:main:all:12-3", id="its type"),
        pytest.param({"REPO_ID": "datasets/acme/x"}, "hubseal-dataset-acme/x:main:all:12-3", id="its type in the id"),
        pytest.param({"REVISION": "refs/pr/1"}, "hubseal-auto-acme/bert:refs/pr/1:all:12-3", id="a revision"),
        pytest.param({"REVISION": "a" * 40}, "hubseal-auto-acme/bert:commit:all:12-3", id="any one commit"),
        pytest.param({"FAMILIES": "pii, tokens"}, "hubseal-auto-acme/bert:main:tokens+pii:12-3", id="no commas"),
        pytest.param({"REPO_ID": "", "PATH": "."}, None, id="no repository on the Hub"),
        pytest.param({"STATE": ""}, None, id="no state"),
        pytest.param({"CACHE": "false"}, None, id="no cache wanted"),
        pytest.param({"STATE": "*.json"}, None, id="a pattern would keep the whole checkout"),
        pytest.param({"REPO_ID": "acme/x\nkey=y"}, None, id="no name of the Hub"),
        pytest.param({"REVISION": "x,y"}, None, id="no revision of the Hub"),
        pytest.param({"FAMILIES": "x,y"}, None, id="no families"),
    ],
)
def test_the_key_of_a_repository(more: dict[str, str], key: str | None) -> None:
    made = line({**BASE, **{f"HUBSEAL_{name}": value for name, value in more.items()}})
    assert made.get("key") == key
    if key:
        scope, repository = made["restore-keys"].split("\n")
        assert key.startswith(scope)
        assert scope.startswith(repository)
        assert not f"{repository[:-1]}-large:main:all:1-1".startswith(repository), "of no other repository"


def test_an_answer_that_is_neither_is_a_usage_error(run: Act, leaky: str) -> None:
    result = run(repo_id=leaky, cache="perhaps")
    assert (result.outcome, result.outputs["exit"]) == ("failure", "2")
    assert any("input cache" in a.message for a in result.annotations if a.level == "error")
