"""What is staged: of the index that a commit is made of, in every state that a repository can be in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from sources.conftest import ME, Scan, posix, write

HOOK = '#!/bin/sh\nexec "{python}" -m hubseal scan --staged-if-empty --format json {args}\n'


def guard(repo: Path, args: str = "") -> None:
    """Lets git run hubseal before each commit, with no names, as `pass_filenames: false` does."""
    hook = repo / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK.format(python=sys.executable, args=args), encoding="utf-8")
    hook.chmod(0o755)


def commit(repo: Path, *args: str) -> tuple[bool, str]:
    """Whether the commit was made, and all that was said."""
    command = ["git", *ME, "commit", "-m", "change", *args]
    done = subprocess.run(command, cwd=repo, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode == 0, done.stdout + done.stderr


COMMITS: dict[str, tuple[dict[str, bool], tuple[str, ...], bool]] = {
    "what is staged leaks": ({"a.py": True}, (), False),
    "only the work tree leaks": ({"a.py": False}, ("--allow-empty",), True),
    "-a takes the work tree": ({"a.py": False}, ("-a",), False),
    "a named file leaks": ({"a.py": False}, ("a.py",), False),
    "-o leaves out what is staged": ({"a.py": True}, ("-o", "b.py"), True),
    "a named file beside a staged leak": ({"a.py": True}, ("b.py",), True),
    "-i adds to what is staged": ({"a.py": False}, ("-i", "a.py"), False),
    "--amend": ({"a.py": True}, ("--amend",), False),
}
"""Name -> (file that leaks: whether that is staged), arguments of the commit, whether it is made."""


@posix
@pytest.mark.parametrize("linked", [False, True], ids=["main work tree", "linked work tree"])
@pytest.mark.parametrize("kind", COMMITS)
def test_the_index_of_the_commit_counts(kind: str, linked: bool, repo: Path, leak: str) -> None:
    leaks, args, made = COMMITS[kind]
    guard(repo)
    folder = repo
    if linked:
        folder = repo.parent / "linked"
        git(repo, "worktree", "add", "-q", str(folder))
    write(folder, "b.py", "x = 2\n")
    for name, staged in leaks.items():
        write(folder, name, leak, staged)
    ok, said = commit(folder, *args)
    assert ok == made, said
    assert made or "a.py" in said


@posix
def test_the_hook_of_one_repository_asks_about_another(repo: Path, leak: str, scan: Scan, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    write(other, "leak.py", leak, staged=True)
    guard(repo)
    hook = repo / ".git" / "hooks" / "pre-commit"
    hook.write_text(hook.read_text(encoding="utf-8").replace("exec", f"cd {other}\nexec"), encoding="utf-8")
    for args in ((), ("-a",), ("b.py",)):
        write(repo, "b.py", f"x = '{args}'\n", staged=not args)
        ok, said = commit(repo, *args)
        assert (ok, "leak.py" in said) == (False, True), said


@posix
def test_an_index_of_ones_own(repo: Path, leak: str, scan: Scan, tmp_path: Path) -> None:
    """`GIT_INDEX_FILE=FILE git commit` commits that file, wherever it lies."""
    guard(repo)
    write(repo, "a.py", leak)
    env = {**os.environ, "GIT_INDEX_FILE": str(tmp_path / "own-index")}
    subprocess.run(["git", "add", "a.py"], cwd=repo, env=env, check=True)
    done = subprocess.run(["git", *ME, "commit", "-m", "x"], cwd=repo, env=env, capture_output=True, check=False)
    assert (done.returncode, b"a.py" in done.stdout + done.stderr) == (1, True)


def test_an_index_that_is_no_file(repo: Path, scan: Scan, tmp_path: Path) -> None:
    done = scan("--staged", cwd=repo, env={"GIT_INDEX_FILE": str(tmp_path)})
    assert (done.code, done.said.count("\n")) == (2, 1)


@posix
@pytest.mark.parametrize("args", [["--all-files"], ["--all-files", "--hook-stage", "pre-push"]], ids=" ".join)
def test_a_hook_without_names_scans_the_tracked_tree(args: list[str], repo: Path, leak: str, tmp_path: Path) -> None:
    write(repo, "old.py", leak, staged=True)
    git(repo, "commit", "-qm", "a leak that is in already")
    entry = f"{sys.executable} -m hubseal scan --staged-if-empty"
    text = (
        "repos:\n  - repo: local\n    hooks:\n      - {id: hubseal, name: hubseal, language: system, pass_filenames: false, "
        f"always_run: true, stages: [pre-commit, pre-push], entry: '{entry}'}}\n"
    )
    write(repo, ".pre-commit-config.yaml", text, staged=True)
    git(repo, "commit", "-qm", "the hook")
    for runner in ("pre_commit", "prek"):
        command = [sys.executable, "-m", runner, "run", *args]
        done = subprocess.run(
            command, cwd=repo, capture_output=True, text=True, check=False,
            env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PREK_HOME": str(tmp_path / "home2")},
        )  # fmt: skip
        assert (done.returncode, "old.py" in done.stdout) == (1, True), done.stdout + done.stderr


def test_a_hook_without_names_says_what_it_scanned(repo: Path, scan: Scan, leak: str) -> None:
    done = scan("--staged-if-empty", cwd=repo)
    assert (done.code, "all of the index was scanned, 2 entries" in done.notes) == (0, True)
    write(repo, "old.py", leak, staged=True)
    git(repo, "commit", "-qm", "a leak that is in already")
    assert scan("--staged-if-empty", cwd=repo).paths == ["old.py"]
    assert scan("--staged-if-empty", cwd=repo, env={"GIT_INDEX_FILE": ".git/index"}).paths == ["old.py"]
    assert scan("--staged", cwd=repo).paths == []


LINKS = {
    "a path in a home": ("/home/tnakamura/runs/ckpt-5", 1),
    "a neighbour": ("b.py", 0),
    "nowhere": ("gone/b.py", 0),
    "out of the repository": ("../../x.py", 0),
}


@posix
@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.parametrize("name", ["link", "link.ipynb", "link.safetensors", "link.csv", "link.zip", ".env"])
def test_the_target_of_a_link_is_what_git_commits(name: str, kind: str, repo: Path, scan: Scan) -> None:
    target, code = LINKS[kind]
    (repo / name).symlink_to(target)
    assert scan(name, "--staged-if-empty", cwd=repo).code == code
    assert scan(".", cwd=repo).code == code
    git(repo, "add", "-A")
    done = scan("--staged", cwd=repo)
    assert (done.code, done.unread) == (code, [])
    assert name in done.notes


@posix
def test_a_token_in_the_target_of_a_link(repo: Path, scan: Scan, sample: Callable[[str], str]) -> None:
    (repo / "link").symlink_to(f"/mnt/x?token={sample('hf_{L34}')}")
    git(repo, "add", "-A")
    for args in (["--staged"], ["."], ["link"], ["--staged-if-empty", "link"]):
        done = scan(*args, cwd=repo)
        assert (done.code, done.paths) == (1, ["link"]), args
        assert sample("hf_{L34}") not in done.said


def test_a_submodule_is_said(repo: Path, scan: Scan, leak: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    write(other, "a.py", leak, staged=True)
    git(other, *ME, "commit", "-qm", "first")
    git(repo, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "sub")
    done = scan("--staged", cwd=repo)
    assert (done.code, "sub: a submodule" in done.notes) == (0, True)
    assert scan(".", cwd=repo).paths == ["sub/a.py"]
    assert scan("sub", cwd=repo).paths == ["sub/a.py"]
