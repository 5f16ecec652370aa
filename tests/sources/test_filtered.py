"""A clean filter makes what is committed differ from what lies on the disk: a hook judges what is committed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import Run, git

HOOK = ("scan", "--staged-if-empty", "--format", "json", "--only", "tokens")
Sample = Callable[[str], str]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with filters: `strip` takes tokens out, `reveal` makes them, `crypt` packs everything."""
    folder = tmp_path / "repo"
    (folder / "sub").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "filter.strip.clean", "sed s/hf_[A-Za-z]*/none/")
    git(folder, "config", "filter.reveal.clean", "sed s/hidden_/hf_/")
    git(folder, "config", "filter.crypt.clean", "gzip -n -c | base64")
    git(folder, "config", "filter.crypt.smudge", "base64 -d | gunzip")
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "test@example.com")
    return folder


def found(hubseal: Run, repo: Path, *names: str, cwd: str = ".") -> list[str]:
    """The files in which a hook that is given names finds something."""
    done = hubseal(*HOOK, *names, cwd=repo / cwd)
    assert done.returncode in (0, 1), done.stderr
    return [finding["path"] for finding in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize(
    ("attribute", "text", "leaks"),
    [
        pytest.param("filter=strip", "t = 'hf_LEAK'\n", False, id="taken out by the filter"),
        pytest.param("filter=reveal", "t = 'hidden_LEAK'\n", True, id="put in by the filter"),
        pytest.param("filter=crypt", "t = 'hf_LEAK'\n", False, id="encrypted by the filter"),
        pytest.param("text", "t = 'hf_LEAK'\n", True, id="no filter"),
        pytest.param("-filter", "t = 'hf_LEAK'\n", True, id="filter unset"),
        pytest.param("filter=unknown", "t = 'hf_LEAK'\n", True, id="a filter that is nowhere defined"),
    ],
)
@pytest.mark.parametrize("where", [".gitattributes", "sub/.gitattributes", ".git/info/attributes"])
def test_a_hook_judges_what_is_committed(
    where: str, attribute: str, text: str, leaks: bool, repo: Path, hubseal: Run, sample: Sample
) -> None:
    (repo / where).write_text(f"*.py {attribute}\n", encoding="utf-8")
    (repo / "sub/a.py").write_text(text.replace("LEAK", sample("{L34}")), encoding="utf-8")
    (repo / "sub/b.txt").write_text("x\n", encoding="utf-8")
    git(repo, "add", "-A")
    assert found(hubseal, repo, "sub/a.py", "sub/b.txt") == ["sub/a.py"] * leaks
    assert found(hubseal, repo, "a.py", cwd="sub") == ["sub/a.py"] * leaks


def test_what_is_not_in_the_index_is_that_of_the_disk(repo: Path, hubseal: Run, sample: Sample) -> None:
    (repo / ".gitattributes").write_text("*.py filter=strip\n", encoding="utf-8")
    (repo / "a.py").write_text(f"t = '{sample('hf_{L34}')}'\n", encoding="utf-8")
    assert found(hubseal, repo, "a.py") == ["a.py"]


def test_a_scan_by_hand_judges_the_disk(repo: Path, hubseal: Run, sample: Sample) -> None:
    (repo / ".gitattributes").write_text("*.py filter=strip\n", encoding="utf-8")
    (repo / "a.py").write_text(f"t = '{sample('hf_{L34}')}'\n", encoding="utf-8")
    git(repo, "add", "-A")
    assert hubseal("scan", "a.py", "--only", "tokens", cwd=repo).returncode == 1


def test_it_is_said_and_no_filter_runs(repo: Path, hubseal: Run, sample: Sample) -> None:
    (repo / ".gitattributes").write_text("*.py filter=strip\n", encoding="utf-8")
    (repo / "a.py").write_text(f"t = '{sample('hf_{L34}')}'\n", encoding="utf-8")
    git(repo, "add", "-A")
    for name in ("clean", "smudge", "process"):
        git(repo, "config", f"filter.strip.{name}", f"touch {repo}/ran")
    git(repo, "config", "core.fsmonitor", f"touch {repo}/ran")
    (repo / "a.py").touch()
    done = hubseal("scan", "--staged-if-empty", "a.py", cwd=repo)
    assert "judged as git commits it, through its filter" in done.stdout
    assert not (repo / "ran").exists()


def test_the_index_of_a_commit_that_names_its_files(repo: Path, hubseal: Run, sample: Sample) -> None:
    (repo / ".gitattributes").write_text("*.py filter=reveal\n", encoding="utf-8")
    (repo / "a.py").write_text("t = 1\n", encoding="utf-8")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "base")
    hook = repo / ".git/hooks/pre-commit"
    import sys

    hook.write_text(f"#!/bin/sh\nexec {sys.executable} -m hubseal scan --staged-if-empty a.py\n", encoding="utf-8")
    hook.chmod(0o755)
    (repo / "a.py").write_text(f"t = 'hidden_{sample('{L34}')}'\n", encoding="utf-8")
    done = subprocess.run(["git", "commit", "-qm", "leak", "a.py"], cwd=repo, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"hf-token" in done.stdout + done.stderr


@pytest.mark.parametrize("storage", ["", "store", "absolute"])
@pytest.mark.parametrize("linked", [False, True], ids=["main work tree", "linked work tree"])
def test_lfs_objects_are_found_where_git_keeps_them(
    storage: str, linked: bool, repo: Path, hubseal: Run, sample: Sample, tmp_path: Path
) -> None:
    content = f"token = {sample('hf_{L34}')}\n".encode()
    oid = sha256(content).hexdigest()
    folder = repo / ".git" / "lfs"
    if storage:
        folder = tmp_path / "elsewhere" if storage == "absolute" else repo / ".git" / "store"
        git(repo, "config", "lfs.storage", folder.as_posix() if storage == "absolute" else "store")
    stored = folder / "objects" / oid[:2] / oid[2:4] / oid
    stored.parent.mkdir(parents=True)
    stored.write_bytes(content)
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(content)}\n"
    git(repo, "commit", "-q", "--allow-empty", "-m", "base")
    place = repo
    if linked:
        place = tmp_path / "linked"
        git(repo, "worktree", "add", "-q", str(place), "-b", "other")
    (place / "w.txt").write_text(pointer, encoding="utf-8", newline="\n")
    git(place, "add", "w.txt")
    made = json.loads(hubseal("scan", "--staged", "--format", "json", cwd=place).stdout)
    assert [f["rule"] for f in made["findings"]] == ["hf-token"]
    assert made["unread"] == []
