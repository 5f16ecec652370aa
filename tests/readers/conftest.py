"""Files written once per session by the libraries that people write them with."""

from __future__ import annotations

import faulthandler
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

NAMES = ("hub_token", "ci_token", "output_dir", "author", "source_url")
"""The name under which each leak is written."""
SIGNED = "https://lab-data.s3.amazonaws.com/x.bin?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Signature="
HANGS = 120


@pytest.fixture(scope="session")
def planted(sample: Callable[[str], str]) -> dict[str, str]:
    """Name -> leak."""
    path, address = "/home/tnakamura/runs/ckpt-5", "anna.nowak@lab-zurich.org"
    leaks = (sample("hf_{L34}"), sample("ghp_{a36}"), path, address, SIGNED + sample("{h64}"))
    return dict(zip(NAMES, leaks, strict=True))


@pytest.fixture(scope="session")
def written(planted: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all that `written.py` writes."""
    folder = tmp_path_factory.mktemp("written")
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("written.py")), str(folder)]
    done = subprocess.run(command, input=json.dumps(planted), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def watchdog() -> Iterator[None]:
    """Ends the process when a test hangs, and says where."""
    faulthandler.dump_traceback_later(HANGS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()
