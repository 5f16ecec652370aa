"""Runs our programs in a folder of their own, and looks for values in all that they print and write."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PART = 8
"""Characters of a value that nothing repeats in a row."""


class Watch:
    """Runs programs in a folder of their own and looks at all that they print and write."""

    def __init__(self, folder: Path, values: Iterable[str]) -> None:
        self.folder = folder
        secrets = [value.removeprefix("hf_") for value in values]
        self.parts = tuple(s[n : n + PART] for s in secrets for n in range(len(s) - PART + 1))
        for name in ("here", "tmp", "cache", "home"):
            (folder / name).mkdir()
        self.planted: set[Path] = set()
        self.runs = 0

    @property
    def here(self) -> Path:
        """The folder where programs run; `plant` puts files there."""
        return self.folder / "here"

    def plant(self, files: Mapping[str, str | bytes]) -> None:
        """Writes files that may hold values, and are not looked at."""
        for name, content in files.items():
            path = self.here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            self.planted.add(path)

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a module of ours."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "RUNNER_", "HUBSEAL_"))}
        own = {"TMPDIR": "tmp", "XDG_CACHE_HOME": "cache", "HOME": "home"}
        env |= {name: str(self.folder / place) for name, place in own.items()}
        words = [sys.executable, "-X", "utf8", "-m", *command]
        done = subprocess.run(
            words, cwd=self.here, env={**env, **variables}, capture_output=True, text=True, encoding="utf-8",
            errors="replace", check=False, timeout=200,
        )  # fmt: skip
        self.runs += 1
        assert "fault of hubseal" not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        self.silent(" ".join(command[:3]), done.stdout, done.stderr)
        return done

    def silent(self, what: str, *texts: str) -> None:
        """Raises AssertionError when a text holds a part of a value."""
        for text in texts:
            told = [part for part in self.parts if part in text]
            assert not told, f"{what}: {told[:3]} in {text[:2000]}"

    def written(self) -> Iterator[Path]:
        """Files that were written, but for compiled databases and what git keeps."""
        for path in self.folder.rglob("*"):
            if path.is_file() and path not in self.planted and ".git" not in path.parts:
                yield path

    def finish(self) -> None:
        """Looks at names and contents of all that was written."""
        assert self.runs
        for path in self.written():
            self.silent(str(path), path.relative_to(self.folder).as_posix())
            if not path.name.endswith((".hsdb", ".db")):
                self.silent(str(path), path.read_bytes().decode("latin-1"))
