"""Repositories whose objects, index or format are not the usual ones: read file by file, or one line and the right code."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from sources.conftest import ME, Recorder, Scan, posix, write
from sources.test_git import check


def objects(repo: Path, name: str) -> Path:
    """The loose object of a staged file."""
    oid = git(repo, "rev-parse", f":{name}").strip()
    return repo / ".git" / "objects" / oid[:2] / oid[2:]


def missing(path: Path) -> None:
    path.unlink()


def garbage(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"garbage")


def empty(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 9 // 10])


DAMAGE = [missing, garbage, empty, cut]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("size", [20, 3_000_000], ids=["small", "large"])
def test_objects_that_cannot_be_read(
    damage: Callable[[Path], None], size: int, repo: Path, scan: Scan, leak: str
) -> None:
    (repo / "bad.bin").write_bytes(os.urandom(size))
    git(repo, "add", "bad.bin")
    write(repo, "leak.py", leak, staged=True)
    write(repo, "z.py", "x = 3\n", staged=True)
    damage(objects(repo, "bad.bin"))
    done = scan("--staged", cwd=repo, timeout=40)
    assert (done.code, done.paths) == (1, ["leak.py"])
    assert [path for path, _ in done.unread] == ["bad.bin"]
    git(repo, "reset", "-q", "--", "leak.py")
    assert scan("--staged", cwd=repo, timeout=40).code == 3


@posix
def test_an_object_that_is_a_pipe_holds_nothing_up(repo: Path, scan: Scan, leak: str) -> None:
    write(repo, "leak.py", leak, staged=True)
    objects(repo, "leak.py").unlink()
    os.mkfifo(objects(repo, "leak.py"))
    done = scan("--staged", cwd=repo, timeout=20)
    assert (done.code, done.said.count("\n"), "does not come to an end" in done.said) == (2, 1, True)


def test_the_tree_of_head_is_gone(repo: Path, scan: Scan, leak: str) -> None:
    """What differs is not known, so all of the index is scanned."""
    write(repo, "leak.py", leak, staged=True)
    git(repo, "commit", "-qm", "second")
    oid = git(repo, "rev-parse", "HEAD^{tree}").strip()
    (repo / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    assert scan("--staged", cwd=repo).paths == ["leak.py"]


@pytest.mark.parametrize("data", [b"", b"DIRC", b"garbage" * 100, b"DIRC\0\0\0\2\xff\xff\xff\xff" + b"\0" * 100])
def test_a_damaged_index(data: bytes, repo: Path, scan: Scan) -> None:
    (repo / ".git" / "index").write_bytes(data)
    done = scan("--staged", cwd=repo)
    if data:
        assert (done.code, done.said.count("\n"), "index cannot be read" in done.said) == (2, 1, True)
    assert scan(".", cwd=repo).code == 0


@pytest.mark.parametrize("options", [["--object-format=sha256"], ["--ref-format=reftable"], []], ids=" ".join)
def test_other_kinds_of_repositories(options: list[str], tmp_path: Path, scan: Scan, leak: str) -> None:
    done = subprocess.run(["git", "init", "-q", *options, "."], cwd=tmp_path, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this git does not know the format")
    write(tmp_path, "leak.py", leak, staged=True)
    write(tmp_path, ".gitignore", "*.log\n", staged=True)
    write(tmp_path, "x.log", leak)
    assert scan("--staged", cwd=tmp_path).paths == ["leak.py"]
    assert scan(".", cwd=tmp_path).paths == ["leak.py"]
    git(tmp_path, *ME, "commit", "-qm", "first")
    assert scan("--staged", cwd=tmp_path).code == 0
    write(tmp_path, "more.py", leak, staged=True)
    assert scan("--staged", cwd=tmp_path).paths == ["more.py"]


@pytest.mark.parametrize(
    "setting", ["index.version=4", "core.splitIndex=true", "feature.manyFiles=true", "index.sparse=true"]
)
def test_other_kinds_of_indexes(setting: str, repo: Path, scan: Scan, leak: str) -> None:
    git(repo, "config", *setting.split("="))
    write(repo, "leak.py", leak, staged=True)
    git(repo, "update-index", "--index-version", "4")
    assert scan("--staged", cwd=repo).paths == ["leak.py"]


def test_replaced_objects_are_not_believed(repo: Path, scan: Scan, leak: str) -> None:
    write(repo, "leak.py", leak, staged=True)
    git(repo, "replace", git(repo, "rev-parse", ":leak.py").strip(), git(repo, "rev-parse", ":a.py").strip())
    assert scan("--staged", cwd=repo).paths == ["leak.py"]


def test_objects_of_another_repository(repo: Path, scan: Scan, leak: str, tmp_path: Path) -> None:
    write(repo, "leak.py", leak, staged=True)
    git(repo, "commit", "-qm", "second")
    git(tmp_path, "clone", "-q", "--shared", str(repo), "clone")
    clone = tmp_path / "clone"
    git(clone, "rm", "-q", "--cached", "leak.py")
    git(clone, *ME, "commit", "-qm", "third")
    git(clone, "add", "leak.py")
    assert scan("--staged", cwd=clone).paths == ["leak.py"]


def test_a_bare_repository_has_no_index(repo: Path, scan: Scan, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repo), "bare.git")
    done = scan("--staged", cwd=tmp_path / "bare.git")
    assert (done.code, done.said.count("\n"), "git repository" in done.said) == (2, 1, True)


def test_git_is_called_by_the_rules(repo: Path, scan: Scan, leak: str, recorder: Recorder) -> None:
    if os.name == "nt":
        pytest.skip("the recorder is a script")
    write(repo, "leak.py", leak, staged=True)
    env = {"PATH": recorder.path(), "HF_TOKEN": "x1", "GITHUB_TOKEN": "x2"}
    assert scan("--staged", cwd=repo, env=env).paths == ["leak.py"]
    assert recorder.calls()
    check(recorder)
