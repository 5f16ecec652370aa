"""Repositories that would run something, hide something or hang, and a git that writes down how it is called."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import git
from hubseal.sources import walk
from hubseal.types import Blob, Unread

Scan = Callable[..., "Scanned"]
ME = ("-c", "user.name=t", "-c", "user.email=t@example.com")
posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and shell scripts need a privilege, or are not there")
RECORDER = """\
#!{python} -IS
import json, os, sys
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(json.dumps([sys.argv[1:], dict(os.environ)]) + "\\n")
os.execv({git!r}, [{git!r}, *sys.argv[1:]])
"""


class Scanned(NamedTuple):
    """What a scan in a process of its own said."""

    code: int
    paths: list[str]
    """Paths with findings."""
    unread: list[tuple[str, str]]
    """(path, cause)."""
    notes: str
    said: str
    """Everything on both streams."""


@pytest.fixture
def leak(sample: Callable[[str], str]) -> str:
    return f"login('{sample('hf_{L34}')}')\n"


@pytest.fixture
def scan() -> Scan:
    """Runs `hubseal scan` and reads its JSON report."""

    def run(*args: object, cwd: Path, env: Mapping[str, str | None] | None = None, timeout: float = 60) -> Scanned:
        command = [sys.executable, "-m", "hubseal", "scan", "--format", "json", *map(str, args)]
        whole = {**os.environ, **(env or {})}
        done = subprocess.run(
            command,
            cwd=cwd,
            env={name: value for name, value in whole.items() if value is not None},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=timeout,
        )
        said = done.stdout + done.stderr
        assert "Traceback" not in said
        if not done.stdout.startswith("{"):
            return Scanned(done.returncode, [], [], "", said)
        report = json.loads(done.stdout)
        paths = sorted({f["path"] for f in report["findings"]})
        unread = [(u["path"], u["cause"]) for u in report["unread"]]
        return Scanned(done.returncode, paths, unread, "\n".join(report["notes"]), said)

    return run


class Recorder(NamedTuple):
    """A git that writes down its arguments and its environment, and goes on as git."""

    folder: Path
    log: Path

    def calls(self) -> list[tuple[list[str], dict[str, str]]]:
        """(arguments, environment) of each call so far."""
        if not self.log.exists():
            return []
        return [(args, env) for args, env in map(json.loads, self.log.read_text(encoding="utf-8").splitlines())]

    def path(self) -> str:
        """A PATH with this git first."""
        return os.pathsep.join([str(self.folder), os.environ["PATH"]])


@pytest.fixture
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Recorder:
    if os.name == "nt":
        pytest.skip("the recorder is a script")
    folder = tmp_path_factory.mktemp("recorder")
    log = folder / "calls.jsonl"
    real = shutil.which("git")
    script = folder / "bin" / "git"
    script.parent.mkdir()
    script.write_text(RECORDER.format(python=sys.executable, log=str(log), git=real), encoding="utf-8")
    script.chmod(0o755)
    return Recorder(script.parent, log)


@pytest.fixture(params=["a plain folder", "a git work tree"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder that is walked with and without git."""
    folder = tmp_path / "tree"
    folder.mkdir()
    if request.param == "a git work tree":
        git(folder, "init", "-q", "-b", "main")
    return folder


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


def write(folder: Path, name: str, text: str, staged: bool = False) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    if staged:
        git(folder, "add", name)


def keep(_path: str) -> bool:
    return False


def items(paths: Sequence[object], root: Path, **options: object) -> tuple[list[str], list[str], str]:
    """Paths of blobs, paths of what is unread, notes."""
    found = list(walk.walk([str(p) for p in paths], str(root), keep, **options))  # type: ignore[arg-type]
    blobs = [item.path for item in found if isinstance(item, Blob)]
    unread = [item.path for item in found if isinstance(item, Unread)]
    return blobs, unread, "\n".join(item for item in found if isinstance(item, str))
