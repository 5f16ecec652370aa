"""A checkout with one leak of each sort that the tests of requests ask about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git


@pytest.fixture
def leaky(tmp_path: Path, sample: Callable[[str], str]) -> Path:
    """A git repository: a token in `train.py`, a home directory in `sub/config.json`, an ignored log with a token."""
    folder = tmp_path / "leaky"
    (folder / "sub").mkdir(parents=True)
    token = sample("hf_{L34}")
    (folder / "train.py").write_text(f"login('{token}')\n", encoding="utf-8")
    (folder / "sub" / "config.json").write_text('{"dir": "/home/tnakamura/x"}\n', encoding="utf-8")
    (folder / "run.log").write_text(f"token={token}\n", encoding="utf-8")
    (folder / ".gitignore").write_text("*.log\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "anna.nowak@lab-zurich.org")
    return folder
