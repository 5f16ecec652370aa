"""What the tests share: templates of examples with all generators, and a small Hub repository on disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sample_generators import filled
from testhub.fixtures import repo_id, session_hub, testhub  # noqa: F401 - fixtures

Run = Callable[..., subprocess.CompletedProcess[str]]
Report = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def sample() -> Callable[[str], str]:
    """Expands an example template; the same template gives the same text."""
    return lambda template: filled(template, 11)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled databases go into a folder of this test run."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def hubseal() -> Run:
    """Runs the command line in a process of its own."""

    def run(*args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "hubseal", *map(str, args)]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)

    return run


@pytest.fixture
def report(hubseal: Run, tmp_path: Path) -> Report:
    """Writes files into a folder of its own and gives the JSON report of `hubseal scan ARGS` there."""

    def scan(files: Mapping[str, str | bytes], *args: object, policy: str = "") -> dict[str, Any]:
        named = {**files, ".hubseal.yaml": policy} if policy else files
        for name, content in named.items():
            place = tmp_path / "scanned" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        done = hubseal("scan", *(args or ["."]), "--format", "json", cwd=tmp_path / "scanned")
        assert done.stdout, done.stderr
        made: dict[str, Any] = json.loads(done.stdout)
        return made

    return scan


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A git repository made like a model repository, with one clean commit."""
    folder = tmp_path / "model"
    folder.mkdir()
    card = "---\nlicense: mit\nlibrary_name: transformers\n---\n# My model\n\nTrained on public text.\n"
    header = b'{"__metadata__":{"format":"pt"}}'
    (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / "config.json").write_text('{\n  "model_type": "bert",\n  "vocab_size": 30522\n}\n', encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"pad_token": "[PAD]", "model_max_length": 512}\n', encoding="utf-8")
    (folder / "train.py").write_text("import os\n\ntoken = os.environ['HF_TOKEN']\n", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header)
    (folder / ".gitattributes").write_text("*.safetensors filter=lfs diff=lfs merge=lfs -text\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "test@example.com")
    git(folder, "config", "filter.lfs.clean", "cat")
    git(folder, "config", "filter.lfs.smudge", "cat")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    return folder


def git(folder: Path, *args: str) -> str:
    """Runs git in `folder`; returns its output."""
    done = subprocess.run(["git", *args], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout
