"""Who may read what, which revision is meant, and what a user is told when it does not work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.conftest import CARD, QUICK, Scan, found
from hubseal.app import wait
from hubseal.app.outcome import Outcome
from hubseal.app.request import UsageError
from hubseal.sources.hub import Client, HubError, blobs, inspect, tree
from testhub import Account, Fault, LocalHub

Command = Callable[..., subprocess.CompletedProcess[str]]
LEAK = b'{"cache_dir": "/home/tnakamura/c"}'


@pytest.fixture
def repo(testhub: LocalHub, repo_id: str) -> str:
    testhub.publish(repo_id, {"README.md": CARD.encode(), "config.json": LEAK})
    return repo_id


@pytest.fixture
def anonymous(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "")


@pytest.fixture
def stranger(testhub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    testhub.accounts["stranger"] = Account("stranger")
    monkeypatch.setenv("HF_TOKEN", "stranger")


@pytest.mark.usefixtures("anonymous")
def test_a_private_repo_without_a_token_is_exit_2_with_the_next_step(
    testhub: LocalHub, repo: str, run: Command
) -> None:
    testhub.set_access(repo, private=True)
    done = run(repo)
    assert (done.returncode, done.stdout) == (2, "")
    assert "if it is private, no token is set: set HF_TOKEN" in done.stderr
    assert "--type dataset" in done.stderr


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize(
    ("access", "words"),
    [
        pytest.param({"private": True}, "the token in HF_TOKEN may not read it", id="private"),
        pytest.param({"gated": "manual"}, "is gated; ask for access at", id="gated"),
    ],
)
def test_a_token_that_may_not_read(
    access: dict[str, object], words: str, testhub: LocalHub, repo: str, run: Command
) -> None:
    testhub.set_access(repo, **access)  # type: ignore[arg-type]
    done = run(repo)
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.usefixtures("stranger")
def test_a_token_that_was_let_through_the_gate(testhub: LocalHub, repo: str, scan: Scan) -> None:
    testhub.set_access(repo, gated="auto", readers=["stranger"])
    code, report = scan(repo)
    assert (code, found(report)) == (1, {("home-path", "config.json")})
    assert any("everybody whom the gate lets in can read" in note for note in report["notes"])


@pytest.mark.parametrize(
    ("args", "words"),
    [
        pytest.param(["user/none"], "no model user/none is visible", id="no such repository"),
        pytest.param(["{repo}", "--type", "space"], "no space {repo} is visible", id="another type"),
        pytest.param(["{repo}", "--revision", "v9"], "has no revision 'v9'", id="no such revision"),
        pytest.param(["a/b/c/d"], "is no repository id", id="no repository id"),
        pytest.param(["{repo}", "--budget", "much"], "--budget takes a size", id="no size"),
        pytest.param(["{repo}", "--policy", "none.yaml"], "none.yaml", id="no such policy"),
        pytest.param(["{repo}", "--state", "no/folder/state"], "--state no/folder/state", id="no folder for the state"),
        pytest.param(["{repo}", "--only", "secrets"], "--only takes a list", id="no such family"),
        pytest.param(["{repo}", "--revoke"], "run it on a terminal, never in CI", id="revoke without a terminal"),
    ],
)
def test_a_command_that_cannot_be_carried_out(args: list[str], words: str, repo: str, run: Command) -> None:
    done = run(*(arg.format(repo=repo) for arg in args))
    assert (done.returncode, done.stdout) == (2, "")
    assert words.format(repo=repo) in done.stderr


def test_a_token_that_is_refused(repo: str, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "nonsense")
    done = run(repo)
    assert done.returncode == 2
    assert "does not accept the token in HF_TOKEN" in done.stderr
    assert "nonsense" not in done.stderr


def test_offline_mode(repo: str, run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    done = run(repo)
    assert done.returncode == 2
    assert "HF_HUB_OFFLINE is set" in done.stderr


def test_without_huggingface_hub_the_extra_is_named(tmp_path: Path) -> None:
    probe = (
        "import sys; sys.modules['huggingface_hub'] = None; from hubseal import cli; sys.exit(cli.main(['hub', 'a/b']))"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'pip install "hubseal[hub]"' in done.stderr


def test_a_trusted_publisher_needs_no_token(
    testhub: LocalHub, repo: str, examine: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    testhub.set_access(repo, private=True)
    testhub.publishers["identity", repo] = Account("user", role="read")
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setenv("HF_OIDC_RESOURCE", repo)
    monkeypatch.setenv("HF_OIDC_ID_TOKEN", "identity")
    assert [f.rule for f in examine(repo).report.findings] == ["home-path"]
    monkeypatch.setenv("HF_OIDC_RESOURCE", "user/other")
    with pytest.raises(UsageError, match="check HF_OIDC_RESOURCE"):
        examine(repo)


def test_a_token_that_expires_meanwhile_is_replaced(
    testhub: LocalHub, repo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    testhub.set_access(repo, private=True)
    testhub.publishers["identity", repo] = Account("user", role="read")
    testhub.lifetime = 0
    monkeypatch.setenv("HF_OIDC_RESOURCE", repo)
    monkeypatch.setenv("HF_OIDC_ID_TOKEN", "identity")
    client = Client(patience=QUICK)
    testhub.accounts["jwt-1-is-over"] = testhub.accounts.pop("jwt-1")
    place = inspect(client, repo, "model")
    testhub.accounts["jwt-2-is-over"] = testhub.accounts.pop("jwt-2")
    read = {}
    for blob in blobs(client, place, tree(client, place), lambda b: False, {}):
        with blob.open() as stream:
            read[blob.path] = stream.read()
    assert read["config.json"] == LEAK


@pytest.mark.parametrize("prefix", ["models/", "datasets/", "spaces/"])
def test_the_type_may_stand_in_the_id(prefix: str, testhub: LocalHub, repo_id: str, scan: Scan) -> None:
    testhub.publish(repo_id, {"a.py": b"import os\n"}, kind=prefix.strip("/"))
    code, report = scan(prefix + repo_id)
    assert (code, report["repo"]["id"], report["repo"]["type"] + "s/") == (0, repo_id, prefix)


@pytest.fixture
def revisions(testhub: LocalHub, repo: str) -> str:
    """A clean main; leaks on a branch, at a tag and in a pull request."""
    from huggingface_hub import CommitOperationAdd, HfApi

    api = HfApi(endpoint=testhub.url)
    api.create_tag(repo, tag="v1")
    testhub.publish(repo, {"config.json": b"{}"})
    api.create_branch(repo, branch="dev")
    testhub.publish(repo, {".env": b"A=bcd\n"}, ref="refs/heads/dev")
    add = [CommitOperationAdd("id_rsa", b"x")]
    api.create_commit(repo, add, commit_message="more", create_pr=True)
    return repo


@pytest.mark.parametrize(
    ("revision", "rules"),
    [
        ("main", set()),
        ("dev", {"env-file"}),
        ("v1", {"home-path"}),
        ("refs/pr/1", {"private-key-file"}),
    ],
)
def test_any_revision(revision: str, rules: set[str], revisions: str, scan: Scan) -> None:
    _, report = scan(revisions, "--revision", revision)
    assert {rule for rule, _ in found(report)} == rules


def test_all_refs_read_each_content_once(revisions: str, scan: Scan, testhub: LocalHub) -> None:
    code, report = scan(revisions, "--all-refs")
    assert code == 1
    assert {rule for rule, _ in found(report)} == {"env-file", "home-path", "private-key-file"}
    assert all(len(f["commit"]) == 40 for f in report["findings"])
    read = [answer.path.split("/", 5)[-1] for answer in testhub.log if answer.file]
    assert sorted(read) == [".env", ".gitattributes", "README.md", "config.json", "config.json", "id_rsa"]
    assert sum("is commit" in note for note in report["notes"]) == 3


def test_all_refs_with_a_state_are_replayed_with_their_commits(revisions: str, scan: Scan, testhub: LocalHub) -> None:
    first = scan(revisions, "--all-refs", "--state", "state.json")[1]
    again = scan(revisions, "--all-refs", "--state", "state.json")[1]
    assert not [answer for answer in testhub.log if answer.file]
    assert (again["findings"], again["coverage"]) == (first["findings"], first["coverage"])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(["--only", "tokens"], id="other families"),
        pytest.param(["--revision", "dev"], id="another branch"),
        pytest.param(["--all-refs"], id="all branches"),
    ],
)
def test_a_scan_of_less_or_more_calls_nothing_new_or_gone(other: list[str], revisions: str, scan: Scan) -> None:
    scan(revisions, "--revision", "v1", "--state", "state.json")
    for args in (other, ["--revision", "v1"]):
        notes = scan(revisions, *args, "--state", "state.json")[1]["notes"]
        assert "the last scan with this state file was of another revision or of other rule families" in notes
        assert not [note for note in notes if note.startswith("since the last scan")]
    again = scan(revisions, "--revision", "v1", "--state", "state.json")[1]["notes"]
    assert "since the last scan: 0 new, 1 still there, 0 gone" in again


def test_commits_given_by_their_ids_are_compared(testhub: LocalHub, repo: str, scan: Scan) -> None:
    old = scan(repo)[1]["revision"]
    new = testhub.publish(repo, {"config.json": b"{}"})
    scan(repo, "--revision", old, "--state", "state.json")
    notes = scan(repo, "--revision", new, "--state", "state.json")[1]["notes"]
    assert "since the last scan: 0 new, 0 still there, 1 gone" in notes


def test_a_revision_by_its_commit(testhub: LocalHub, repo: str, scan: Scan) -> None:
    old = scan(repo)[1]["revision"]
    testhub.publish(repo, {"config.json": b"{}"})
    assert scan(repo)[0] == 0
    code, report = scan(repo, "--revision", old)
    assert (code, report["revision"]) == (1, old)


def test_a_commit_that_comes_late_is_waited_for(testhub: LocalHub, repo: str) -> None:
    sha = testhub.publish(repo, {"a.txt": b"a"})
    testhub.faults.add(Fault(f"/revision/{sha}", status=404, times=3))
    said: list[str] = []
    client = Client(patience=QUICK, say=said.append)
    assert wait.revision(client, repo, "model", "main", sha, wait=60, poll=0.01).sha == sha
    assert said == [f"waiting for commit {sha[:12]} to come to the Hub, 60 seconds at most"]
    assert len([call for call in testhub.log if call.path.endswith(sha)]) == 4


def test_a_commit_that_does_not_come(testhub: LocalHub, repo: str) -> None:
    with pytest.raises(HubError, match="did not come to the Hub within"):
        wait.revision(Client(patience=QUICK), repo, "model", "main", "0" * 40, wait=0.05, poll=0.01)


def test_the_policy_is_that_of_the_folder_or_the_one_named(repo: str, scan: Scan, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("waivers: [{rule: home-path, path: config.json, reason: shown on purpose}]\n")
    assert scan(repo, "--policy", "other.yaml")[0] == 0
    (tmp_path / ".hubseal.yaml").write_text("exclude: [config.json]\n")
    code, report = scan(repo)
    assert (code, report["coverage"]["files"]) == (0, 2)
    assert scan(repo, "--policy", "other.yaml")[1]["waived"][0]["why"] == "shown on purpose"


def test_the_same_policy_in_another_file_keeps_the_state(
    repo: str, scan: Scan, tmp_path: Path, testhub: LocalHub
) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("rules: {email-address: note}\nwaivers: [{rule: home-path, path: a, reason: b}]\n")
        scan(repo, "--policy", name, "--state", "state.json")
    assert not [answer for answer in testhub.log if answer.file]
    (tmp_path / "two.yaml").write_text("rules: {email-address: error}\n")
    _, report = scan(repo, "--policy", "two.yaml", "--state", "state.json")
    assert "rules, policy or hubseal itself changed since the last scan; everything was scanned" in report["notes"]
    assert [answer for answer in testhub.log if answer.file]
