"""Every figure that is promised, with the peers, in one run: `python tests/benchmarks/all.py [--quick]`.

    pip install kingfisher-bin detect-secrets       in this environment, or name the programs:
    python tests/benchmarks/all.py --kingfisher EXECUTABLE --detect-secrets-hook EXECUTABLE --packages FOLDER

Prints the ratios of a hook, those of 100 MB of packages and notebooks with the planted tokens that each finds, the time
of `re` alone, and text that repeats a trigger; each with its limit and whether it holds. Exits 1 when one does not, or
when a peer is missing. A busy machine moves wall times more than CPU times. Not on Windows.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hook
import linear
import throughput
from bulk import WORDS
from measure import Figure, in_turn, show

FALLBACK = 1.0
"""Seconds that `re` alone may take for 1 MB of prose."""


def installed(name: str) -> str:
    """A program beside the interpreter, else on the path; of kingfisher the program itself, not the script before it."""
    beside = Path(sys.executable).with_name(name)
    program = str(beside) if beside.exists() else shutil.which(name) or ""
    folder = Path(program).resolve().parent.parent
    itself = sorted(folder.glob(f"lib/python*/site-packages/{name}/bin/{name}")) if program else []
    return str(itself[0]) if itself else program


def fallback(runs: int) -> Iterator[Figure]:
    """The time of a scan of 1 MB of prose without Hyperscan."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        lines = (" ".join(chance.choices(WORDS, k=14)) for _ in range(13_000))
        Path(name, "prose.txt").write_text("\n".join(lines)[:1_000_000], encoding="utf-8")
        program = str(Path(sys.executable).with_name("hubseal"))
        command = [program, "scan", "prose.txt", "--matcher", "re"]
        yield Figure(
            "1 MB of prose through re alone, CPU", in_turn({"re": (command, Path(name))}, runs)["re"].cpu, "s", FALLBACK
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kingfisher", default=installed("kingfisher"))
    parser.add_argument("--detect-secrets-hook", default=installed("detect-secrets-hook"))
    parser.add_argument("--packages", type=Path, default=Path(sysconfig.get_path("purelib")))
    parser.add_argument("--quick", action="store_true", help="few runs, 20 MB")
    options = parser.parse_args()
    quick = options.quick
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    missing = [
        n
        for n, p in (("kingfisher", options.kingfisher), ("detect-secrets-hook", options.detect_secrets_hook))
        if not p
    ]
    print("".join(f"{name} is not installed: its ratios are not measured\n" for name in missing), end="")
    print("-- a hook over five small files")
    kept = show(hook.figures(5 if quick else 31, options.detect_secrets_hook))
    print("-- packages and notebooks")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        planted = throughput.build(folder, (20 if quick else 100) * 1_000_000, 60, options.packages)
        kept = show(throughput.figures(folder, planted, 1 if quick else 5, options.kingfisher)) and kept
    print("-- without Hyperscan")
    kept = show(fallback(1 if quick else 3)) and kept
    print("-- text that repeats a trigger")
    kept = show(linear.figures()) and kept
    return 0 if kept and not missing else 1


if __name__ == "__main__":
    raise SystemExit(main())
