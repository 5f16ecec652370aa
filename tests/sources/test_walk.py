"""The walk of the disk: whatever is below what was named is read, unread or said."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import git
from sources.conftest import Scan, items

NOBODY = 65534


def nothing(folder: Path) -> None:
    """An empty folder."""


def only_folders(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)


def only_git(folder: Path) -> None:
    git(folder, "init", "-q", "-b", "main")


def all_excluded(folder: Path) -> None:
    (folder / "skip.txt").write_text("x\n", encoding="utf-8")


def all_ignored(folder: Path) -> None:
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")


EMPTY = [nothing, only_folders, only_git, all_excluded]


@pytest.mark.parametrize("make", EMPTY, ids=lambda make: make.__name__)
def test_a_folder_that_yields_no_file_is_unread(make: Callable[[Path], None], tree: Path, scan: Scan) -> None:
    (tree / "named").mkdir()
    make(tree / "named")
    (tree / "a.txt").write_text("x\n", encoding="utf-8")
    (tree / ".hubseal.yaml").write_text("exclude: ['skip.txt']\n", encoding="utf-8")
    done = scan("named", cwd=tree)
    assert (done.code, [cause for _, cause in done.unread]) == (3, ["io"])
    assert scan("named", "a.txt", cwd=tree).code == 3
    assert scan(".", cwd=tree).code == 0


def test_an_empty_current_folder_is_unread(tmp_path: Path, scan: Scan) -> None:
    assert (scan(cwd=tmp_path).code, scan(".", cwd=tmp_path).code) == (3, 3)


def test_what_git_ignores_is_scanned_when_it_is_named(tmp_path: Path, scan: Scan, leak: str) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("out/\n*.tmp\n", encoding="utf-8")
    (tmp_path / "out" / "deep").mkdir(parents=True)
    for name in ("out/a.py", "out/deep/b.py", "c.tmp"):
        (tmp_path / name).write_text(leak, encoding="utf-8")
    assert scan(".", cwd=tmp_path).paths == []
    assert scan("out", cwd=tmp_path).paths == ["out/a.py", "out/deep/b.py"]
    assert scan("out/deep", cwd=tmp_path).paths == ["out/deep/b.py"]
    assert scan(".", cwd=tmp_path / "out").paths == ["out/a.py", "out/deep/b.py"]
    assert scan("c.tmp", cwd=tmp_path).paths == ["c.tmp"]


def test_a_file_that_the_policy_excludes_is_said(tmp_path: Path, scan: Scan, leak: str) -> None:
    (tmp_path / ".hubseal.yaml").write_text("exclude: [skip.py, 'more/**']\n", encoding="utf-8")
    (tmp_path / "skip.py").write_text(leak, encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.py").write_text(leak, encoding="utf-8")
    done = scan(".", cwd=tmp_path)
    assert (done.code, "the policy excludes it: skip.py, more/ (2 entries)" in done.notes) == (0, True)
    assert (scan("skip.py", cwd=tmp_path).code, scan("more", cwd=tmp_path).code) == (0, 3)
    hook = scan("--staged-if-empty", "skip.py", cwd=tmp_path)
    assert (hook.code, hook.notes) == (0, "")


def test_a_policy_of_what_is_scanned_is_said(tmp_path: Path, scan: Scan, leak: str) -> None:
    """Whoever stands elsewhere may not know it: a folder from the net can exclude its own leak."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "leak.py").write_text(leak, encoding="utf-8")
    (folder / "a.py").write_text("x = 1\n", encoding="utf-8")
    (folder / ".hubseal.yaml").write_text("exclude: [leak.py]\n", encoding="utf-8")
    done = scan("unpacked", cwd=tmp_path)
    assert (done.code, "the policy is .hubseal.yaml of the scanned folder" in done.notes) == (0, True)
    assert "of the scanned folder" not in scan(".", cwd=folder).notes
    git(tmp_path, "init", "-q")
    assert scan("unpacked", cwd=tmp_path).paths == ["unpacked/leak.py"]


def test_tracked_files_are_never_ignored(tmp_path: Path, scan: Scan, leak: str) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "out").mkdir()
    for name in ("out/tracked.py", "out/other.py"):
        (tmp_path / name).write_text(leak, encoding="utf-8")
    git(tmp_path, "add", "out/tracked.py")
    (tmp_path / ".gitignore").write_text("out/\n", encoding="utf-8")
    done = scan(".", cwd=tmp_path)
    assert (done.paths, "out/other.py (1 entries" in done.notes) == (["out/tracked.py"], True)


@pytest.fixture
def nobodys(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which this process has no more rights than an ordinary user, also when root runs the tests."""
    if os.name == "nt":
        pytest.skip("modes say nothing here")
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setenv("HOME", str(folder))
    pytest.importorskip("resource")  # an ordinary user may not be able to load it from root's interpreter
    root = os.geteuid() == 0
    if root:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for place, _, _ in os.walk(folder):
            os.chmod(place, 0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize("git_tree", [False, True], ids=["a plain folder", "a git work tree"])
@pytest.mark.parametrize("mode", [0o000, 0o400, 0o100], ids=["none", "list only", "enter only"])
def test_a_folder_that_may_not_be_read(mode: int, git_tree: bool, nobodys: Path) -> None:
    locked = nobodys / "a" / "locked"
    locked.mkdir(parents=True)
    for path in (nobodys / "b.txt", locked / "c.txt"):
        path.write_text("x\n", encoding="utf-8")
    if git_tree:
        git(nobodys, "init", "-q")
        git(nobodys, "add", "a/locked/c.txt")
    locked.chmod(mode)
    blobs, unread, _ = items(["."], nobodys, folder=str(nobodys))
    assert blobs == ["b.txt"]
    assert unread == (["a/locked/c.txt"] if mode == 0o400 else ["a/locked/"])
    assert items(["a/locked"], nobodys, folder=str(nobodys))[1]
    blobs, unread, _ = items(["a/locked/c.txt"], nobodys, folder=str(nobodys))
    assert (blobs, unread) == ((["a/locked/c.txt"], []) if mode == 0o100 else ([], ["a/locked/c.txt"]))


def nested_repository(folder: Path) -> None:
    git(folder, "init", "-q")


def nested_with_commit(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--allow-empty", "-qm", "x")


def committed_as_link(folder: Path) -> None:
    """A repository inside that was added, so that the outer index holds it as a submodule without .gitmodules."""
    nested_with_commit(folder)
    git(folder.parent, "add", folder.name)


def submodule_not_there(folder: Path) -> None:
    """A submodule whose repository is gone, with files in its folder."""
    committed_as_link(folder)
    shutil.rmtree(folder / ".git", onerror=lambda *_: None)


NESTED = [nested_repository, nested_with_commit, committed_as_link, submodule_not_there]


@pytest.mark.filterwarnings("ignore:.*onerror.*:DeprecationWarning")
@pytest.mark.parametrize("make", NESTED, ids=lambda make: make.__name__)
def test_repositories_inside_are_scanned(make: Callable[[Path], None], tmp_path: Path, scan: Scan, leak: str) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("*.log\n", encoding="utf-8")
    inside = tmp_path / "inside"
    (inside / "deep").mkdir(parents=True)
    make(inside)
    for name in ("a.py", "deep/b.py", "deep/c.log"):
        (inside / name).write_text(leak, encoding="utf-8")
    want = ["inside/a.py", "inside/deep/b.py"]
    if make is submodule_not_there:
        want.append("inside/deep/c.log")
    done = scan(".", cwd=tmp_path)
    assert done.paths == want
    assert make is submodule_not_there or "inside" in done.notes
    assert scan("inside", cwd=tmp_path).paths == want
    assert scan("inside/deep", cwd=tmp_path).paths == want[1:]
    assert scan("--no-ignore", cwd=tmp_path).paths == ["inside/a.py", "inside/deep/b.py", "inside/deep/c.log"]


def test_a_repository_in_a_repository_inside(tmp_path: Path, scan: Scan, leak: str) -> None:
    git(tmp_path, "init", "-q")
    deepest = tmp_path / "a" / "b"
    deepest.mkdir(parents=True)
    for folder in (deepest.parent, deepest):
        git(folder, "init", "-q")
        (folder / "leak.py").write_text(leak, encoding="utf-8")
    assert scan(".", cwd=tmp_path).paths == ["a/b/leak.py", "a/leak.py"]


def test_files_outside_a_sparse_checkout_are_said(tmp_path: Path, scan: Scan, leak: str) -> None:
    git(tmp_path, "init", "-q")
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text(leak, encoding="utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "x")
    git(tmp_path, "sparse-checkout", "set", "in")
    done = scan(".", cwd=tmp_path)
    assert (done.paths, "sparse checkout leaves it out: out/a.py (1 files" in done.notes) == (["in/a.py"], True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.py").write_text(leak, encoding="utf-8")
    done = scan(".", cwd=tmp_path)
    assert (done.paths, "sparse" in done.notes) == (["in/a.py", "out/a.py"], False)
    git(tmp_path, "sparse-checkout", "disable")
    git(tmp_path, "update-index", "--skip-worktree", "in/a.py")
    (tmp_path / "in" / "a.py").unlink()
    assert "in/a.py (1 files" in scan(".", cwd=tmp_path).notes


def test_many_folders_side_by_side(tmp_path: Path, scan: Scan, leak: str) -> None:
    git(tmp_path, "init", "-q")
    for number in range(300):
        folder = tmp_path / f"m{number}"
        folder.mkdir()
        (folder / ".git").mkdir()
        for name in ("objects", "refs"):
            (folder / ".git" / name).mkdir()
        (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
        (folder / "leak.py").write_text(leak, encoding="utf-8")
    done = scan(".", cwd=tmp_path, timeout=20)
    assert len(done.paths) == 300


def test_the_order_is_that_of_git(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "a-b", "a.txt", "A"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x\n", encoding="utf-8")
    plain = items(["."], tmp_path, folder=str(tmp_path))[0]
    assert plain == ["A", "a-b", "a.txt", "b.txt", "a/c.txt"]
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    tracked = git(tmp_path, "ls-files").splitlines()
    assert items(["."], tmp_path, folder=str(tmp_path))[0] == tracked


NAMES = ["a", "b", "c.log", "d.py", "e f", ".hid", "Z"]
RULES = [
    "*.log",
    "a/",
    "/b",
    "**/c.log",
    "!c.log",
    "a/b",
    "*",
    "!d.py",
    "e f",
    "Z/",
    "!*/",
    ".hid",
    "a/**",
    "# c",
    "b/*",
]


@pytest.mark.parametrize("seed", range(12))
def test_the_walk_finds_what_git_would_commit(seed: int, tmp_path: Path) -> None:
    """Trees, rules and tracked files by chance: the walk leaves out what git ignores, and nothing else."""
    chance = random.Random(seed)
    git(tmp_path, "init", "-q")
    folders = [tmp_path]
    for _ in range(14):
        place = chance.choice(folders) / chance.choice(NAMES)
        if place.exists():
            continue
        if chance.random() < 0.45:
            place.mkdir()
            folders.append(place)
        else:
            place.write_text("x\n", encoding="utf-8")
    for _ in range(3):
        rules = "\n".join(chance.sample(RULES, 3))
        (chance.choice(folders) / ".gitignore").write_text(rules, encoding="utf-8")
    for name in git(tmp_path, "ls-files", "-z", "--others").split("\0")[:-1]:
        if chance.random() < 0.3:
            git(tmp_path, "add", "-f", "--", name)
    known = git(tmp_path, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")[:-1]
    assert items(["."], tmp_path, folder=str(tmp_path))[0] == sorted(known)
