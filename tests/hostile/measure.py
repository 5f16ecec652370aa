"""Runs `hubseal scan` on a hostile file in a process of its own, and says what it took. Not on Windows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from . import FILES, launch

SECONDS, MIB = 3.0, 300
"""What a scan may take."""


class Measured(NamedTuple):
    """What a scan took."""

    seconds: float
    """Of computing, the process and those it waited for."""
    mib: int
    """Peak of the largest of them."""
    code: int
    out: str


def measure(about: str, timeout: float = 60) -> Measured:
    """Scans the file as the only one in a folder. Another process builds it: a child counts the memory of its parent
    as its own until it begins."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, FILES[about].name))
        code = "import sys; sys.path.insert(0, sys.argv[1]); import hostile; hostile.write(*sys.argv[2:])"
        tests = str(Path(__file__).parents[1])
        subprocess.run([sys.executable, "-c", code, tests, about, path], check=True)
        return run([path, "--format", "json"], folder, timeout)


def run(args: list[str], folder: str, timeout: float = 120) -> Measured:
    """Runs `hubseal scan ARGS` in a folder."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "out")
        scan = [sys.executable, "-m", "hubseal", "scan", *args]
        command = [sys.executable, "-I", launch.__file__, str(out), str(timeout), *scan]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        seconds, kib, code = json.loads(done.stdout)
        with out.open("rb") as file:
            said = file.read(20_000_000).decode("utf-8", "replace")
    return Measured(seconds, kib >> 10, code, said)
