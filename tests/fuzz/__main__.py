"""Fuzzing: `python -m tests.fuzz [--minutes 30] [--cases 9000] [--seed 1] [--found FOLDER]`, from the top of the repository.

Each case changes a sample and hands it to its target, in a process that is ended when a case takes longer than 10 s or
more than 600 MiB. Prints a line per failure, and writes its input to FOLDER; exits with 1 when there was one. The same
seed tries the same cases, on the same samples.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Timer

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from . import samples, worker  # noqa: E402 - they import the tests' own modules

HANGS = 120.0
"""Seconds without a word after which a process is ended; of computing, a case may take fewer."""


def collect(folder: Path) -> list[tuple[str, str, bytes]]:
    """All samples: (target, name, content)."""
    made = [("file", name, data) for name, data in samples.files(folder)]
    return made + [(target, name, data) for target, some in samples.others().items() for name, data in some]


class Watch:
    """Kills a process that says nothing for too long."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.late = process, False
        self._timer: Timer | None = None

    def begin(self) -> None:
        """A case begins."""
        self.end()
        self._timer = Timer(HANGS, self._kill)
        self._timer.start()

    def end(self) -> None:
        """The last case has ended."""
        if self._timer is not None:
            self._timer.cancel()

    def _kill(self) -> None:
        self.late = True
        self.process.kill()


def run(path: str, seed: int, first: int, last: int, seconds: float) -> tuple[int, str]:
    """(number of the last case, what was wrong with it)."""
    command = [sys.executable, "-m", "tests.fuzz.worker", path, str(seed), str(first), str(last), str(seconds)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])}
    number, fault = first, ""
    with subprocess.Popen(command, cwd=TESTS.parent, env=environment, stdout=subprocess.PIPE, text=True) as process:
        watch = Watch(process)
        watch.begin()
        for line in process.stdout or ():
            if line.startswith("failed "):
                fault = line[7:].strip()
            else:
                number = int(line)
                watch.begin()
        code = process.wait()
        watch.end()
    if watch.late:
        fault = f"more than {HANGS:.0f} s"
    return number, fault or ("" if code == 0 else f"the process ended with {code}")


def main(argv: Sequence[str] | None = None) -> int:
    """Tries cases until the time is up; 1 when one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--cases", type=int, default=sys.maxsize, help="no more than these, even in less time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir(), "hubseal-fuzz"))
    words = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        made = collect(Path(folder))
        kept = Path(folder, "samples")
        kept.write_bytes(pickle.dumps(made))
        end, number, failures = time.monotonic() + 60 * words.minutes, words.first, 0
        last = words.first + words.cases - 1
        while number <= last and (left := end - time.monotonic()) > 0:
            number, fault = run(str(kept), words.seed, number, last, left)
            if fault:
                failures += 1
                target, name, data = worker.case(made, words.seed, number)
                words.found.mkdir(parents=True, exist_ok=True)
                place = words.found / f"{words.seed}-{number}-{target}-{name}"
                place.write_bytes(data)
                print(f"case {number} ({target}, {name}): {fault}; {place}", flush=True)
            number += 1
    print(f"{number - words.first:,} cases of {len(made)} samples, {failures} failed")
    return min(failures, 1)


if __name__ == "__main__":
    raise SystemExit(main())
