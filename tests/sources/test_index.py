"""What is staged: of the index that a commit is made of, in every state that a repository can be in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from sources.conftest import Recorder, Scan
from sources.test_git import check

posix = pytest.mark.skipif(os.name == "nt", reason="the hook is a shell script, links need a privilege")
ME = ("-c", "user.name=t", "-c", "user.email=t@example.com")
HOOK = '#!/bin/sh\nexec "{python}" -m hubseal scan --staged-if-empty --format json {args}\n'


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with one clean commit of two files."""
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "test@example.com")
    for name in ("a.py", "b.py"):
        (folder / name).write_text("x = 1\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


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


Change = Callable[[Path, str], None]


def write(folder: Path, name: str, text: str, staged: bool = False) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    if staged:
        git(folder, "add", name)


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
