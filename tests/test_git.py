"""What is staged, in every state a git repository can be in."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, git

Sample = Callable[[str], str]


@pytest.fixture
def leak(sample: Sample) -> str:
    return f"login('{sample('hf_{L34}')}')\n"


def staged(hubseal: Run, folder: Path) -> tuple[int, list[str], str]:
    """Exit code, paths with findings, and notes of a scan of what is staged."""
    done = hubseal("scan", "--staged", "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    return done.returncode, sorted({f["path"] for f in report["findings"]}), " ".join(report["notes"])


def test_only_in_the_index(model: Path, hubseal: Run, leak: str) -> None:
    (model / "a.py").write_text(leak, encoding="utf-8")
    git(model, "add", "a.py")
    (model / "a.py").unlink()
    assert staged(hubseal, model)[:2] == (1, ["a.py"])


def test_only_in_the_work_tree(model: Path, hubseal: Run, leak: str) -> None:
    (model / "train.py").write_text("x = 1\n", encoding="utf-8")
    git(model, "add", "train.py")
    (model / "train.py").write_text(leak, encoding="utf-8")
    assert staged(hubseal, model)[:2] == (0, [])


def test_deleted_renamed_and_unchanged(model: Path, hubseal: Run, leak: str) -> None:
    (model / "old.py").write_text(leak, encoding="utf-8")
    (model / "gone.py").write_text(leak, encoding="utf-8")
    git(model, "add", "-A")
    git(model, "commit", "-qm", "leaks")
    git(model, "rm", "-q", "gone.py")
    git(model, "mv", "old.py", "new.py")
    assert staged(hubseal, model)[:2] == (1, ["new.py"])


def test_an_empty_repository(tmp_path: Path, hubseal: Run, leak: str) -> None:
    git(tmp_path, "init", "-q")
    code, paths, notes = staged(hubseal, tmp_path)
    assert (code, paths) == (0, [])
    assert "nothing is staged" in notes
    (tmp_path / "a.py").write_text(leak, encoding="utf-8")
    git(tmp_path, "add", "a.py")
    assert staged(hubseal, tmp_path)[:2] == (1, ["a.py"])


ODD = ["with space.py", "quo'te\".py", "-rf.py", "ünïcode.py", ".hidden.py", "semi;colon&.py"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", [*ODD, "new\nline.py", "tab\t.py"])
def test_odd_names(name: str, model: Path, hubseal: Run, leak: str) -> None:
    (model / name).write_text(leak, encoding="utf-8")
    git(model, "add", "-A")
    code, paths, _ = staged(hubseal, model)
    assert (code, len(paths)) == (1, 1)
    done = hubseal("scan", "./" + name, cwd=model)
    assert done.returncode == 1
    assert sum("hf-token" in line and ".py:1:" in line for line in done.stdout.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text(model: Path, hubseal: Run, leak: str) -> None:
    name = os.fsdecode(b"\xff\xfe.py")
    (model / name).write_text(leak, encoding="utf-8")
    git(model, "add", "-A")
    assert staged(hubseal, model)[0] == 1
    assert hubseal("scan", ".", cwd=model).returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_that_nobody_names_are_never_followed(model: Path, tmp_path: Path, hubseal: Run, leak: str) -> None:
    (tmp_path / "outside.py").write_text(leak, encoding="utf-8")
    (model / "link.py").symlink_to(tmp_path / "outside.py")
    (model / "folder").symlink_to(tmp_path)
    git(model, "add", "-A")
    code, paths, notes = staged(hubseal, model)
    assert (code, paths) == (0, [])
    assert "link.py" in notes
    done = hubseal("scan", ".", cwd=model)
    assert done.returncode == 0
    assert "link.py" in done.stdout
    done = hubseal("scan", ".", "link.py", cwd=model)
    assert (done.returncode, "followed because it was named" in done.stdout) == (1, True)


def test_submodules_are_left_alone(model: Path, tmp_path: Path, hubseal: Run, leak: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "a.py").write_text(leak, encoding="utf-8")
    git(other, "add", "-A")
    git(other, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "first")
    git(model, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "sub")
    assert staged(hubseal, model)[:2] == (0, [])


def pointer(data: bytes) -> bytes:
    oid = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(data)}\n".encode()


@pytest.mark.parametrize("where", ["store", "work tree", "nowhere"])
def test_lfs_pointers(where: str, model: Path, hubseal: Run, leak: str) -> None:
    data = leak.encode() + b"# " + b"x" * 2000
    (model / ".gitattributes").write_text("", encoding="utf-8")
    (model / "big.txt").write_bytes(pointer(data))
    git(model, "add", "-A")
    if where == "store":
        oid = hashlib.sha256(data).hexdigest()
        folder = model / ".git" / "lfs" / "objects" / oid[:2] / oid[2:4]
        folder.mkdir(parents=True)
        (folder / oid).write_bytes(data)
    if where == "work tree":
        (model / "big.txt").write_bytes(data)
    done = hubseal("scan", "--staged", "--format", "json", cwd=model)
    report = json.loads(done.stdout)
    if where == "nowhere":
        assert (done.returncode, [u["cause"] for u in report["unread"]]) == (0, ["pointer"])
    else:
        assert (done.returncode, [f["path"] for f in report["findings"]]) == (1, ["big.txt"])


def test_conflicts_are_named(model: Path, hubseal: Run) -> None:
    git(model, "checkout", "-q", "-b", "other")
    (model / "train.py").write_text("a = 1\n", encoding="utf-8")
    git(model, "commit", "-qam", "other")
    git(model, "checkout", "-q", "main")
    (model / "train.py").write_text("b = 1\n", encoding="utf-8")
    git(model, "commit", "-qam", "main")
    with pytest.raises(Exception, match="merge"):
        git(model, "merge", "other")
    done = hubseal("scan", "--staged", cwd=model)
    assert (done.returncode, "conflict" in done.stderr) == (2, True)


def test_staged_outside_git(tmp_path: Path, hubseal: Run) -> None:
    done = hubseal("scan", "--staged", cwd=tmp_path)
    assert (done.returncode, "git repository" in done.stderr) == (2, True)


def test_what_git_ignores_is_said(model: Path, hubseal: Run, leak: str) -> None:
    (model / ".gitignore").write_text("scratch/\n", encoding="utf-8")
    (model / "scratch").mkdir()
    (model / "scratch" / "a.py").write_text(leak, encoding="utf-8")
    done = hubseal("scan", cwd=model)
    assert done.returncode == 0
    assert "not scanned because git ignores it: scratch/" in done.stdout
    assert hubseal("scan", "--no-ignore", cwd=model).returncode == 1


def test_the_author_may_be_allowed(model: Path, hubseal: Run) -> None:
    git(model, "config", "user.email", "anna.nowak@lab-zurich.org")
    (model / "notes.md").write_text("I asked anna.nowak@lab-zurich.org about it.\n", encoding="utf-8")
    assert hubseal("scan", cwd=model).returncode == 1
    (model / ".hubseal.yaml").write_text("allow: {git_author: true}\n", encoding="utf-8")
    assert hubseal("scan", cwd=model).returncode == 0
