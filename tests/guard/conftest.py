"""Environments with the guard, of the newest client and of the oldest that is held, and a child in them that uploads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from guard.recording_hub import RecordingHub

OLDEST = "HUBSEAL_TEST_OLDEST_CLIENT"
"""Names a folder that `pip install --target` filled with the oldest client that is held; see .ci/run."""
HERE = Path(__file__).parent
CARD = "---\nlicense: mit\n---\n# Model\n\n"


def environment(folder: Path, *before: str) -> Path:
    """The Python of a new virtual environment that has the packages of `before`, then ours."""
    venv.create(folder, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    ours = [entry for entry in sys.path if entry and Path(entry).is_dir() and "site-packages" in entry]
    packages = [*before, str(HERE.parents[1] / "hooks"), *ours]
    (Path(paths["purelib"]) / "packages.pth").write_text("\n".join(packages) + "\n", encoding="utf-8")
    return Path(paths["scripts"]) / ("python.exe" if os.name == "nt" else "python")


def guard_command(python: Path, action: str) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-m", "hubseal", "guard", action]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The Python of a guarded environment with the `newest` or the `oldest` client; made once."""
    made: dict[str, Path] = {}

    def python(client: str) -> Path:
        if client not in made:
            before = [os.path.abspath(os.environ[OLDEST])] if client == "oldest" else []
            made[client] = environment(tmp_path_factory.mktemp(client), *before)
            done = guard_command(made[client], "enable")
            assert done.returncode == 0, done.stderr
        return made[client]

    return python


@pytest.fixture(scope="session")
def unguarded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The Python of an environment without the guard, likewise."""
    made: dict[str, Path] = {}

    def python(client: str) -> Path:
        if client not in made:
            before = [os.path.abspath(os.environ[OLDEST])] if client == "oldest" else []
            made[client] = environment(tmp_path_factory.mktemp(f"plain-{client}"), *before)
        return made[client]

    return python


class Ran(NamedTuple):
    """How a way ended: `sent`, `refused`, `absent` or `error`; what was said; the requests that held the leak."""

    end: str
    said: str
    leaks: tuple[str, ...]


class Uploader:
    """A child process that goes the ways that it is told, against a Hub that records."""

    def __init__(self, python: Path, hub: RecordingHub, folder: Path, *flags: str, xet: bool) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "HUBSEAL", "PYTHONPATH"))}
        plain = {**kept, **hub.client_environment(folder / "home", xet=xet), "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
        private = {f"HUBSEAL_TEST_PRIVATE_{word}": f"user/private-{word.lower()}" for word in ("DIRTY", "CLEAN")}
        self.hub, self.folder = hub, folder
        (folder / "cwd").mkdir(parents=True, exist_ok=True)
        self.errors = (folder / "stderr").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [str(python), str(HERE / "ways.py"), *flags], cwd=folder / "cwd", env={**plain, **private},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True, encoding="utf-8",
        )  # fmt: skip

    def go(self, way: str, dirty: bool, leak: bytes) -> Ran:
        if way in ("publication", "hf_settings"):
            word = "dirty" if dirty else "clean"
            text = f'key = "{leak.decode()}"\n' if dirty else "fine\n"
            self.hub.publish(f"user/private-{word}", {"train.py": text.encode(), "README.md": CARD.encode()})
            self.hub.set_access(f"user/private-{word}", private=True)
        self.hub.requests.clear()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{way} {'dirty' if dirty else 'clean'}\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("ANSWER "):
                end, said = json.loads(line.removeprefix("ANSWER "))
                return Ran(end, said, tuple(sorted(set(self.hub.holding(leak)))))
        raise AssertionError((self.folder / "stderr").read_text()[-3000:])

    def __enter__(self) -> Uploader:
        return self

    def __exit__(self, *error: object) -> None:
        with self.errors, self.process:  # closes its pipes, and waits
            pass


@pytest.fixture
def recording_hub(tmp_path: Path) -> Iterator[RecordingHub]:
    with RecordingHub(tmp_path / "hub") as hub:
        yield hub


@pytest.fixture
def script(recording_hub: RecordingHub, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a Python program in a folder of its own, against the recording Hub."""

    def run(
        python: Path | str, *words: str, more: Mapping[str, str] = {}, xet: bool = True
    ) -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "HUBSEAL"))}
        environ = {**kept, **recording_hub.client_environment(tmp_path / "home", xet=xet), **more}
        (tmp_path / "work").mkdir(exist_ok=True)
        return subprocess.run(
            [str(python), *words], cwd=tmp_path / "work", env=environ, capture_output=True, text=True, encoding="utf-8",
            check=False, timeout=300,
        )  # fmt: skip

    return run
