"""The runners of hooks, and a repository of hooks made from the files under test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from hubseal import __version__

ROOT = Path(__file__).parents[2]
IGNORED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", "*.index", "*.hsdb", ".*_cache", "node_modules", "dist", "build"
)
Runner = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def hooks_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with this very work tree as its only commit, tagged v1."""
    folder = tmp_path_factory.mktemp("hooks") / "hubseal"
    shutil.copytree(ROOT, folder, ignore=IGNORED)
    git(folder, "init", "-q")
    git(folder, "add", "-A", "-f")
    git(folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "as it is")
    for tag in ("v1", f"v{__version__}"):  # the second is the one that README names
        git(folder, "tag", tag)
    return folder


RUNNERS = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ("pre-commit", "prek")]


@pytest.fixture(scope="session", params=RUNNERS)
def runner(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Runs pre-commit or prek, each with a store of hook environments of its own."""
    scripts = Path(sysconfig.get_path("scripts"))
    program = str(scripts / (request.param + (".exe" if os.name == "nt" else "")))
    home = str(tmp_path_factory.mktemp(request.param))
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT", "PREK"))}
    environment = {**clean, "PRE_COMMIT_HOME": home, "PREK_HOME": home}
    environment["PATH"] = os.pathsep.join([str(scripts), str(Path(sys.executable).parent), environment["PATH"]])

    def run(*args: str, cwd: Path, using: str = program) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [using, *args], cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return run


CONFIG = """\
repos:
  - repo: {repo}
    rev: v1
    hooks:
{hooks}"""


@pytest.fixture
def guarded(model: Path, hooks_repository: Path, runner: Runner) -> Callable[..., Path]:
    """Makes the model repository guarded by hooks: ids, or (id, extra YAML)."""

    def guard(*hooks: str) -> Path:
        lines = "".join(f"      - {{id: {hook}}}\n" for hook in hooks)
        text = CONFIG.format(repo=hooks_repository.as_posix(), hooks=lines)
        (model / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
        git(model, "add", ".pre-commit-config.yaml")
        done = runner("install", cwd=model)
        assert done.returncode == 0, done.stderr
        return model

    return guard
