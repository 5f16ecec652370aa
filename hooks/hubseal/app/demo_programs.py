"""The programs that `hubseal demo` runs in the folder that it made: git, and pre-commit or prek."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from ..sources import git
from ..typed import NamedTuple
from .request import UsageError

RUNNERS = ("pre-commit", "prek")
DROPPED = ("GIT_", "PRE_COMMIT", "PREK", "SKIP")
"""How variables begin that would change what git and the runner do."""
HOOK = """\
repos:
  - repo: local
    hooks:
      - id: hubseal
        name: hubseal
        entry: {entry}
        language: system
        types: []
        types_or: [file, symlink]
        require_serial: true
"""
"""The hook of this installation: the one of README stands in a repository, which a runner fetches."""


GIT_CONFIG = """\
[user]
	name = Demo
	email = demo@example.com
[init]
	defaultBranch = main
[core]
	excludesFile = {nothing}
	attributesFile = {nothing}
"""
"""The user's own would sign, ignore `.env`, or keep hooks elsewhere."""


class Programs(NamedTuple):
    """How to start them, and in what environment."""

    git: str
    runner: tuple[str, ...]
    runner_name: str
    environment: dict[str, str]


class Done(NamedTuple):
    """A program that ended."""

    code: int
    said: str
    """Standard output and standard error."""


def find(private: Path) -> Programs:
    """git and a runner of hooks; what they keep goes into `private`. Raises UsageError when one is missing."""
    try:
        program = git.executable()
    except git.GitError:
        raise UsageError("the demo makes a commit, and git is not on PATH; install git (https://git-scm.com)") from None
    kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED)}
    config = private / "gitconfig"
    config.write_text(GIT_CONFIG.format(nothing=(private / "nothing").as_posix()), encoding="utf-8")
    own = {
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(private / "pre-commit"),
        "PREK_HOME": str(private / "prek"),
        "NO_COLOR": "1",
        "PRE_COMMIT_COLOR": "never",
        "PYTHONIOENCODING": "utf-8",
    }
    if importlib.util.find_spec("pre_commit") is not None:
        return Programs(program, (sys.executable, "-m", "pre_commit"), "pre-commit", {**kept, **own})
    for name in RUNNERS:
        found = shutil.which(name, path=f"{scripts()}{os.pathsep}{os.environ.get('PATH', '')}")
        if found and os.path.isabs(found):
            return Programs(program, (found,), name, {**kept, **own})
    raise UsageError("the demo installs a real hook, and pre-commit is missing; `pip install pre-commit` (or prek)")


def scripts() -> str:
    """The folder of the programs of this Python."""
    return os.path.dirname(os.path.abspath(sys.executable))


def hook_config() -> str:
    """.pre-commit-config.yaml, with the hook executable of this installation."""
    program = shutil.which("hubseal-all", path=scripts())
    start = "from hubseal.hooks import all_families; all_families()"
    command = [program] if program else [sys.executable, "-c", start]
    entry = shlex.join([part.replace("\\", "/") for part in command])
    return HOOK.format(entry=json.dumps(entry))


def run(programs: Programs, folder: Path, command: tuple[str, ...]) -> Done:
    """Runs git or the runner in `folder`, without input. Raises UsageError when it cannot be started."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=programs.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise UsageError(f"{command[0]} cannot be started: {error.strerror}") from None
    return Done(done.returncode, done.stdout)
