"""What the tests of the Action share: the real action.yml through a runner, a GitHub that holds us to its contract."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import github_contract.contract as contract
from action import runner
from action.cache import Cache
from conftest import git
from testhub import LocalHub

ROOT = Path(__file__).parents[2]
HEAD = "a" * 40
Act = Callable[..., runner.Result]


@pytest.fixture(scope="session")
def description() -> contract.Description:
    """GitHub's own description of its API, parsed once."""
    return contract.Description()


@pytest.fixture
def github(description: contract.Description) -> Iterator[contract.FakeGitHub]:
    """A GitHub with one pull request, number 7, whose head is `HEAD`; every request must satisfy the description."""
    with contract.FakeGitHub(description=description) as fake:
        fake.add_pull(7, head_sha=HEAD, files=["README.md"])
        yield fake
        fake.assert_contract()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `uv` that gives the Action this very environment instead of a new one: hours of installs saved.

    The install step itself runs for real in `test_install`.
    """
    folder = tmp_path_factory.mktemp("bin")
    fake = folder / "uv"
    script = (
        "#!/bin/sh\n"
        'if [ "$1" = venv ]; then for last; do :; done; mkdir -p "$last/bin"; '
        f'printf \'#!/bin/sh\\ncase "$3" in *hubseal.pth*) exit 0;; esac\\nexec "{sys.executable}" "$@"\\n\' > "$last/bin/python"; chmod +x "$last/bin/python"; fi\n'
    )
    fake.write_text(script, encoding="utf-8")
    fake.chmod(0o755)
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The checkout of the repository that the workflow runs in."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "test@example.com")
    (folder / "README.md").write_text("# Model\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """The cache service of the workflow's repository."""
    return Cache(tmp_path / "cache")


@pytest.fixture
def act(github: contract.FakeGitHub, installed: Path, checkout: Path, testhub: LocalHub, cache: Cache) -> Act:
    """Runs the real action.yml in the checkout: `act(event="push", **inputs)`, dashes as underscores. Each call is the
    next attempt of the same run; `service` stands for another cache service."""
    attempts = itertools.count(1)

    def run(
        event: str = "pull_request",
        payload: dict[str, Any] | None = None,
        folder: Path = ROOT / "github-action",
        service: Cache = cache,
        **inputs: str,
    ) -> runner.Result:
        pull = {"pull_request": {"number": 7, "head": {"sha": HEAD}, "base": {}}} if event == "pull_request" else {}
        about = {
            "event_name": event,
            "repository": github.repository,
            "sha": HEAD,
            "api_url": github.url,
            "server_url": "https://github.com",
            "ref": "refs/pull/7/merge" if event == "pull_request" else "refs/heads/main",
            "base_ref": "main" if event == "pull_request" else "",
            "run_id": "1",
            "run_attempt": str(next(attempts)),
            "token": github.token,
            "event": pull if payload is None else payload,
        }
        keep = {
            k: os.environ[k] for k in ("HOME", "XDG_CACHE_HOME", "HF_HUB_DISABLE_XET", "HF_HOME") if k in os.environ
        }
        env = {**keep, "PATH": f"{installed}{os.pathsep}{os.environ['PATH']}", "HF_ENDPOINT": testhub.url}
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        return runner.run(folder, given, github=about, workspace=checkout, env=env, cache=service)

    return run


def copied_action(folder: Path) -> Path:
    """The action and the package as the runner's tarball holds them, without git."""
    shutil.copytree(ROOT / "github-action", folder / "github-action")
    shutil.copytree(ROOT / "hooks", folder / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "github-action"
