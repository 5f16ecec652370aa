"""What the benchmarks share: the time of a command, and figures with their limits."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """What a command took, in seconds, of all its processes together, and what it wrote."""

    wall: float
    cpu: float
    output: bytes


class Figure(NamedTuple):
    """A measured value and what it may be at most; None: whatever it is."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def holds(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:g}: {'holds' if self.holds else 'DOES NOT HOLD'}"
        return f"{self.name:58} {self.value:9.2f} {self.unit:4} {limit}".rstrip()


def run(command: Sequence[str], folder: Path, codes: tuple[int, ...] = (0, 1)) -> Run:
    """Runs a command in a folder, without variables that change what Python loads. Raises SystemExit when it fails."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if codes and done.returncode not in codes:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")
    return Run(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout)


def in_turn(
    commands: Mapping[str, tuple[Sequence[str], Path]], runs: int, codes: tuple[int, ...] = (0, 1)
) -> dict[str, Run]:
    """The least wall and CPU time of each command and its last output. All run in turn; the first turn, which fills
    caches, does not count. Minima, since nothing else makes a program faster than it is."""
    best: dict[str, Run] = {}
    for turn in range(runs + 1):
        for name, (command, folder) in commands.items():
            this = run(command, folder, codes)
            least = best.get(name, this) if turn > 1 else this
            best[name] = Run(min(this.wall, least.wall), min(this.cpu, least.cpu), this.output)
    return best


def show(figures: Iterable[Figure]) -> bool:
    """Prints figures as they come; whether all limits hold."""
    kept = True
    for figure in figures:
        print(figure, flush=True)
        kept = kept and figure.holds
    return kept
