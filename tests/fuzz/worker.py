"""One process of the fuzzing: it tries case after case, says which it begins, and ends at the first that fails.

Arguments: a file of samples, the seed, the numbers of the first and of the last case, seconds to go on. Each line of
standard output is the number of the case that begins; the last one may be `failed TEXT`.
"""

from __future__ import annotations

import pickle
import random
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from .mutators import mutated
from .targets import TARGETS

MOST_MIB, MOST_SECONDS = 600, 10
"""What a case may take; seconds of computing, whatever else the machine does."""
Samples = Sequence[tuple[str, str, bytes]]
"""(target, name, content)"""


def case(samples: Samples, seed: int, number: int) -> tuple[str, str, bytes]:
    """(target, name, content) of a case: the same for the same seed and samples."""
    dice = random.Random(seed * 1_000_003 + number)
    target = dice.choices(list(TARGETS), (80, 5, 4, 5, 6))[0]
    some = [(name, data) for of, name, data in samples if of == target]
    name, data = dice.choice(some)
    return target, name, mutated(data, dice, [data for _, data in some])


def peak() -> int:
    """MiB that the process has held at most; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most >> 20 if sys.platform == "darwin" else most >> 10)


def judged(target: str, name: str, data: bytes) -> str | None:
    """What is wrong with a case; None when nothing is."""
    begin = time.process_time()
    try:
        fault = TARGETS[target](name, data)
    except BaseException as error:  # an exit, too, is a fault here
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {where.filename}:{where.lineno}"
    took = time.process_time() - begin
    if took > MOST_SECONDS:
        return f"{took:.0f} s"
    return fault or (f"{peak()} MiB" if peak() > MOST_MIB else None)


def main(path: str, seed: str, first: str, last: str, seconds: str) -> int:
    """Tries cases until they are all tried or the time is up. 1: the last one failed."""
    samples: Samples = pickle.loads(Path(path).read_bytes())  # noqa: S301 - written by the process that started this one
    number, end = int(first), time.monotonic() + float(seconds)
    while number <= int(last) and time.monotonic() < end:
        print(number, flush=True)
        fault = judged(*case(samples, int(seed), number))
        if fault:
            print(f"failed {fault}", flush=True)
            return 1
        number += 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
