"""What the Action reads of the base branch, by the rules of all calls of git; a fetch starts no command of a config."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import git
from hubseal.action import base_policy
from hubseal.sources import commits, work_tree
from hubseal.sources import git as ours
from sources.conftest import ME, Recorder, posix
from sources.hostile import config


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    folder = tmp_path / "origin"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    (folder / ".hubseal.yaml").write_text("fail_on: warning\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, *ME, "commit", "-qm", "first")
    return folder


@pytest.fixture
def checkout(origin: Path, tmp_path: Path) -> Path:
    """A checkout of a branch, without the newest commit of its base."""
    git(tmp_path, "clone", "-q", str(origin), "checkout")
    (origin / "more.txt").write_text("x\n", encoding="utf-8")
    git(origin, "add", "-A")
    git(origin, *ME, "commit", "-qm", "second")
    folder = tmp_path / "checkout"
    (folder / ".hubseal.yaml").write_text("exclude: ['**']\n", encoding="utf-8")
    git(folder, *ME, "commit", "-qam", "a branch that excludes everything")
    return folder


def tree(folder: Path) -> work_tree.WorkTree:
    found = work_tree.at(str(folder))
    assert found is not None
    return found


def test_a_file_as_a_commit_has_it(checkout: Path) -> None:
    place, head = tree(checkout), git(checkout, "rev-parse", "HEAD").strip()
    assert commits.has(place, head)
    assert not commits.has(place, "0" * 40)
    assert not commits.has(place, git(checkout, "rev-parse", "HEAD^{tree}").strip())
    assert commits.file_at(place, head, ".hubseal.yaml") == b"exclude: ['**']\n"
    assert commits.file_at(place, f"{head}~1", ".hubseal.yaml") == b"fail_on: warning\n"
    for name in ("gone", "gone/deep", "../x", "/etc/passwd", "-c", ""):
        assert name == "" or commits.file_at(place, head, name) is None
    assert commits.merge_base(place, f"{head}~1") == git(checkout, "rev-parse", "HEAD~1").strip()
    assert commits.merge_base(place, "0" * 40) is None


def test_the_policy_of_the_base_is_fetched(origin: Path, checkout: Path, tmp_path: Path) -> None:
    base = git(origin, "rev-parse", "HEAD").strip()
    found = base_policy.locate(str(checkout), base, str(tmp_path))
    assert (Path(found.folder) / ".hubseal.yaml").read_text(encoding="utf-8") == "fail_on: warning\n"
    assert "changes" in found.remarks[0]


REMOTES = {
    "an upload-pack of the config": ("[remote \"origin\"]", 'uploadpack = "{command};"'),
    "the ext transport": ("[remote \"origin\"]", 'url = "ext::sh -c {quoted}"', "[protocol]", "allow = always"),
    "another url by insteadOf": ('[url "ext::sh -c {quoted} "]', "insteadOf = /", "[protocol]", "allow = always"),
    "a remote helper": ("[remote \"origin\"]", "vcs = evil"),
    "ssh": ("[remote \"origin\"]", 'url = "ssh://127.0.0.1/x"', "[core]", 'sshCommand = "{command}"'),
    "git with a proxy": ("[remote \"origin\"]", 'url = "git://127.0.0.1/x"', "[core]", 'gitProxy = "{command}"'),
    "a credential helper": ('[credential]', 'helper = "!{command}"', "[core]", 'askPass = "{command}"'),
    "hooks": ("[core]", "hooksPath = hooks"),
}  # fmt: skip


@posix
@pytest.mark.parametrize("kind", REMOTES)
def test_a_fetch_starts_nothing_of_the_config(kind: str, origin: Path, checkout: Path, tmp_path: Path) -> None:
    marker = tmp_path / "RAN"
    command = f"touch {marker}"
    for name in ("reference-transaction", "post-checkout", "pre-auto-gc"):
        hook = checkout / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        hook.chmod(0o755)
    if "url" in REMOTES[kind][1]:
        git(checkout, "config", "--unset-all", "remote.origin.url")
    lines = [line.format(command=command, quoted=command.replace(" ", "% ")) for line in REMOTES[kind]]
    config(checkout / ".git", *lines)
    base = git(origin, "rev-parse", "HEAD").strip()
    found = base_policy.locate(str(checkout), base, str(tmp_path))
    assert found.remarks
    assert not marker.exists()


@posix
def test_the_calls_are_by_the_rules(
    origin: Path, checkout: Path, tmp_path: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", recorder.path())
    for name in ("GITHUB_TOKEN", "HF_TOKEN", "HUBSEAL_GITHUB_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"):
        monkeypatch.setenv(name, "x")
    base_policy.locate(str(checkout), git(origin, "rev-parse", "HEAD").strip(), str(tmp_path))
    calls = [(args, env) for args, env in recorder.calls() if "-c" in args]
    assert calls
    for args, env in calls:
        assert args[: len(ours.OPTIONS)] == list(ours.OPTIONS)
        assert f"--git-dir={checkout / '.git'}" in args
        assert not [name for name in env if "TOKEN" in name]


def test_no_work_tree_is_said(tmp_path: Path) -> None:
    found = base_policy.locate(str(tmp_path), "0" * 40, str(tmp_path))
    assert "no git work tree" in found.remarks[0]
    assert os.listdir(found.folder) == []


@posix
@pytest.mark.parametrize("kind", ["an upload-pack of the config", "the ext transport", "ssh", "hooks"])
def test_the_traps_are_set(kind: str, origin: Path, checkout: Path, tmp_path: Path) -> None:
    """`git fetch` as everybody calls it runs the command, so that the test above can fail."""
    marker = tmp_path / "RAN"
    command = f"touch {marker}"
    hook = checkout / "hooks" / "reference-transaction"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    hook.chmod(0o755)
    if "url" in REMOTES[kind][1]:
        git(checkout, "config", "--unset-all", "remote.origin.url")
    config(
        checkout / ".git", *(line.format(command=command, quoted=command.replace(" ", "% ")) for line in REMOTES[kind])
    )
    subprocess.run(["git", "fetch", "origin", "main"], cwd=checkout, capture_output=True, check=False)
    assert marker.exists()
