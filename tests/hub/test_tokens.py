"""Found Hugging Face tokens: asked about and revoked only when the user says so, and never shown."""

from __future__ import annotations

import copy
import json
import os
import pickle
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.conftest import QUICK, Scan
from hubseal.app import hub
from hubseal.app.hub_request import HubRequest
from hubseal.app.hub_tokens import HeldSecrets, check
from hubseal.app.outcome import Outcome
from hubseal.sources.hub import Client, HubError
from testhub import Account, Fault, LocalHub

Sample = Callable[[str], str]
Examine = Callable[..., Outcome]


@pytest.fixture
def leaked(testhub: LocalHub, repo_id: str, sample: Sample) -> tuple[str, str, str]:
    """(repository, live token, dead token); the repository holds a token of somebody else's service, too."""
    live, dead, other = sample("hf_{L34}"), sample("hf_{a34}"), sample("ghp_{a36}")
    testhub.accounts[live] = Account("owner", role="write")
    text = f"A = '{live}'\nB = '{dead}'\nC = '{other}'\n"
    testhub.publish(repo_id, {"train.py": text.encode(), "again.py": f"A = '{live}'\n".encode()})
    return repo_id, live, dead


def test_nothing_is_asked_unless_asked_for(testhub: LocalHub, leaked: tuple[str, str, str], scan: Scan) -> None:
    scan(leaked[0])
    assert not [call for call in testhub.log if "whoami" in call.path or call.method == "POST"]


def test_live_and_dead_tokens_are_told_apart(testhub: LocalHub, leaked: tuple[str, str, str], scan: Scan) -> None:
    repo, live, dead = leaked
    code, report = scan(repo, "--verify")
    assert code == 1
    reasons = {(f["path"], f["line"]): f["reason"] for f in report["findings"]}
    assert reasons["train.py", 1] == "the Hub accepts it today (role: write): revoke it now"
    assert reasons["again.py", 1] == reasons["train.py", 1]
    assert reasons["train.py", 2].startswith("the Hub does not accept it any more")
    assert "Hub" not in reasons["train.py", 3]
    asked = [call for call in testhub.log if call.path == "/api/whoami-v2"]
    assert len(asked) == 2, "each token is asked about once, other providers' never"
    assert live not in json.dumps(report) + str(list(testhub.log))
    assert dead not in json.dumps(report)
    assert any("1 dead" in note and "live" in note for note in report["notes"])


def test_an_unchanged_file_is_read_again_when_its_tokens_are_asked_about(
    leaked: tuple[str, str, str], scan: Scan
) -> None:
    scan(leaked[0], "--state", "state.json")
    report = scan(leaked[0], "--state", "state.json", "--verify")[1]
    assert sum("accepts it today" in f["reason"] for f in report["findings"]) == 2
    again = scan(leaked[0], "--state", "state.json")[1]
    assert not any("accepts it today" in f["reason"] for f in again["findings"]), "what was true once is not replayed"


def test_a_hub_that_does_not_say(testhub: LocalHub, leaked: tuple[str, str, str], examine: Examine) -> None:
    testhub.faults.add(Fault("whoami", status=503, headers={"Retry-After": "0"}, times=None))
    reasons = {f.reason for f in examine(leaked[0], "--verify").report.findings if f.rule == "hf-token"}
    assert reasons == {"the Hub did not say whether it still lives"}


@pytest.mark.parametrize(
    ("endpoint", "ours"),
    [
        ("https://huggingface.co", True),
        ("https://hub-ci.huggingface.co", True),
        ("http://127.0.0.1:8080", True),
        ("http://huggingface.co", False),
        ("https://hf-mirror.com", False),
        ("https://huggingface.co.example.org", False),
        ("https://nothuggingface.co", False),
    ],
)
def test_tokens_go_to_hugging_face_only(endpoint: str, ours: bool, testhub: LocalHub) -> None:
    client = Client(patience=QUICK)
    client.endpoint = endpoint
    if ours:
        check(client)
    else:
        with pytest.raises(HubError, match=r"sent to huggingface\.co only"):
            check(client)


def test_a_held_shows_nothing(sample: Sample) -> None:
    held = HeldSecrets()
    value = sample("hf_{L34}")
    held.sink.receive("print", value.encode())
    assert repr(held) == f"{held}" == "<HeldSecrets of 1>"
    for how in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be copied"):
            how(held)


@pytest.mark.parametrize(("typed", "revoked"), [("{repo}", True), ("no", False), ("", False)])
def test_revoking_asks_first(
    typed: str, revoked: bool, testhub: LocalHub, leaked: tuple[str, str, str], tmp_path: Path
) -> None:
    repo, live, _ = leaked
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "hubseal", "hub", repo, "--revoke", "--format", "json"]
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    os.write(ours, (typed.format(repo=repo) + "\n").encode())
    done = subprocess.run(command, cwd=tmp_path, env=env, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 1
    assert testhub.revoked == ([live] if revoked else [])
    reasons = {(f["path"], f["line"]): f["reason"] for f in json.loads(done.stdout)["findings"]}
    assert ("has been revoked" in reasons["train.py", 1]) == revoked
    assert f"1 live token will be revoked for good. Type {repo} to go on" in done.stderr
    assert live not in done.stderr + done.stdout


def test_revoking_is_refused_in_ci_even_on_a_terminal(
    testhub: LocalHub, leaked: tuple[str, str, str], tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{leaked[0]}\n".encode())
    command = [sys.executable, "-m", "hubseal", "hub", leaked[0], "--revoke"]
    env = {**os.environ, "CI": "true"}
    done = subprocess.run(command, cwd=tmp_path, env=env, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, done.stdout, testhub.revoked) == (2, "", [])
    assert "never in CI" in done.stderr


def test_nothing_is_revoked_where_nobody_confirms(
    testhub: LocalHub, leaked: tuple[str, str, str], tmp_path: Path
) -> None:
    request = HubRequest(leaked[0], revoke=True, policy_folder=str(tmp_path))
    report = hub.scan(request, patience=QUICK).report
    assert testhub.revoked == []
    assert sum("accepts it today" in f.reason for f in report.findings) == 2
