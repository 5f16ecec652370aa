"""The walk of the disk: whatever is below what was named is read, unread or said."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from conftest import git
from hubseal.sources import walk
from hubseal.types import Blob, Unread
from sources.conftest import Scan

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes need a privilege, or are not there")
NOBODY = 65534


def keep(_path: str) -> bool:
    return False


def items(paths: Sequence[object], root: Path, **options: object) -> tuple[list[str], list[str], str]:
    """Paths of blobs, paths of what is unread, notes."""
    found = list(walk.walk([str(p) for p in paths], str(root), keep, **options))  # type: ignore[arg-type]
    blobs = [item.path for item in found if isinstance(item, Blob)]
    unread = [item.path for item in found if isinstance(item, Unread)]
    return blobs, unread, "\n".join(item for item in found if isinstance(item, str))


@pytest.fixture(params=["a plain folder", "a git work tree"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder that is walked with and without git."""
    folder = tmp_path / "tree"
    folder.mkdir()
    if request.param == "a git work tree":
        git(folder, "init", "-q", "-b", "main")
    return folder


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


def to_file(tree: Path, outside: Path) -> str:
    (outside / "x.py").write_text("x = 1\n", encoding="utf-8")
    return str(outside / "x.py")


def to_folder(tree: Path, outside: Path) -> str:
    return str(outside)


def to_nothing(tree: Path, outside: Path) -> str:
    return "gone"


def to_itself(tree: Path, outside: Path) -> str:
    return "link"


def to_parent(tree: Path, outside: Path) -> str:
    return "."


def to_device(tree: Path, outside: Path) -> str:
    return "/dev/zero"


def to_pipe(tree: Path, outside: Path) -> str:
    os.mkfifo(outside / "pipe")
    return str(outside / "pipe")


TARGETS = [to_file, to_folder, to_nothing, to_itself, to_parent, to_device, to_pipe]


@posix
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_links_are_text_unless_somebody_names_them(
    target: Callable[[Path, Path], str], tree: Path, scan: Scan, leak: str
) -> None:
    outside = tree.parent / "outside"
    outside.mkdir()
    (outside / "leak.py").write_text(leak, encoding="utf-8")
    (tree / "link").symlink_to(target(tree, outside))
    (tree / "a.txt").write_text("x\n", encoding="utf-8")
    done = scan(".", cwd=tree, timeout=20)
    assert (done.code, done.unread, "link" in done.notes) == (0, [], True)
    assert scan("--staged-if-empty", "link", cwd=tree, timeout=20).code == 0
    named = scan("link", cwd=tree, timeout=20)
    if target is to_folder:
        assert (named.paths, "followed" in named.notes) == (["link/leak.py"], True)
    elif target in (to_file, to_parent):
        assert (named.code, "followed" in named.notes) == (0, True)
    else:
        assert (named.code, named.unread) == (3, [("link", "io")])


@posix
def test_links_never_lead_out_of_the_workspace(tmp_path: Path, leak: str) -> None:
    outside, workspace = tmp_path / "outside", tmp_path / "work"
    (workspace / "in").mkdir(parents=True)
    (outside / "deep").mkdir(parents=True)
    for folder in (outside, outside / "deep", workspace / "in"):
        (folder / "a.py").write_text("x\n", encoding="utf-8")
    (workspace / "out").symlink_to(outside)
    (workspace / "alias").symlink_to("in")
    options = {"folder": str(workspace), "within": str(workspace)}
    assert items(["alias"], workspace, **options)[0] == ["alias", "alias/a.py"]
    for path in ("out", "out/deep", "out/a.py", "../outside"):
        assert items([path], workspace, **options)[:2] == ([], [os.path.relpath(workspace / path, workspace)])


def fifo(path: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


@posix
@pytest.mark.parametrize("make", [fifo, unix_socket], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["README.md", ".gitattributes", ".pre-commit-config.yaml", "model.safetensors", "x"])
def test_special_files_are_never_opened(
    make: Callable[[Path], None], name: str, tree: Path, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    make(tree / name)
    for args in (["."], [name], ["--staged-if-empty", name]):
        done = scan(*args, cwd=tree, timeout=20)
        assert (done.code, done.unread) == (3, [(name, "io")]), args


@posix
@pytest.mark.parametrize("name", [".hubseal.yaml", "pyproject.toml", ".hubseal-baseline.json", ".secrets.baseline"])
def test_side_files_that_are_pipes_are_refused(name: str, tree: Path, scan: Scan) -> None:
    (tree / "a.txt").write_text("x\n", encoding="utf-8")
    os.mkfifo(tree / name)
    done = scan("a.txt", cwd=tree, timeout=20)
    assert (done.code, done.said.count("\n"), "not a regular file" in done.said) == (2, 1, True)


@posix
@pytest.mark.skipif(not os.path.exists("/dev/stdin"), reason="no /dev/stdin")
@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/null", "/dev/zero", "/dev/tty", "/dev/fd/0"])
def test_devices_are_unread(name: str, tmp_path: Path, scan: Scan) -> None:
    done = scan(name, cwd=tmp_path, timeout=20)
    assert (done.code, [cause for _, cause in done.unread]) == (3, ["io"])


def test_a_file_that_grows_is_read_to_its_end(tmp_path: Path, leak: str) -> None:
    from hubseal import engine, policy
    from hubseal.app import scanner

    names = ["a.py", "b.md", "c.jsonl", "d.bin", "e.bin"]
    for name in names:
        (tmp_path / name).write_bytes(b"x = 1\n" if name != "e.bin" else b"\x80\x02\xff\0" * 9)
    found = list(walk.walk([str(tmp_path)], str(tmp_path), keep))
    for name in names:
        with open(tmp_path / name, "a", encoding="utf-8") as file:
            file.write("x = 2\n" * 5 + leak)
    report = scanner.scan(found, policy.DEFAULT, engine.Settings(families=("tokens",)))
    assert sorted({f.at.path for f in report.findings}) == names


@pytest.mark.skipif(os.scandir not in os.supports_fd, reason="paths have an end here")
@pytest.mark.parametrize("name", ["a"])
def test_a_chain_of_folders(name: str, tree: Path, scan: Scan, leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    for _ in range(3000):
        os.mkdir(name)
        os.chdir(name)
    Path("leak.py").write_text(leak, encoding="utf-8")
    os.symlink("x", "link")
    os.chdir(tree)
    try:
        done = scan(".", cwd=tree, timeout=60)
        assert (done.code, done.paths, done.unread) == (1, [f"{name}/" * 3000 + "leak.py"], [])
    finally:
        shutil.rmtree(tree / name, ignore_errors=True) if sys.version_info >= (3, 12) else _remove(tree)


def _remove(tree: Path) -> None:
    """Python's own rmtree was recursive once."""
    import subprocess

    subprocess.run(["rm", "-rf", str(tree)], check=True)


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
