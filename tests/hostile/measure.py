"""Runs `hubseal scan` on a hostile file in a process of its own, and says what it took. Not on Windows."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from . import FILES

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
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, "-m", "hubseal", "scan", *args]
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.DEVNULL, start_new_session=True)
        killer = None
        if timeout:
            from threading import Timer

            killer = Timer(timeout, lambda: os.killpg(process.pid, 9))
            killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        if killer is not None:
            killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read(20_000_000).decode("utf-8", "replace")
    return Measured(usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10, process.returncode, said)
