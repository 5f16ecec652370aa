"""Token scan of a large folder: wall and CPU seconds and planted tokens found, beside a peer, in turn.

    python tests/benchmarks/throughput.py [--megabytes N] [--runs N] [--kinds N] [--peer NAME=EXECUTABLE ...]
        NAME: kingfisher

The texts are those of the interpreter's packages; every twentieth file gets a line with the example of a token rule of
ours, which favours hubseal's count, not its speed; of `--kinds` rules, spread over all, or of every one. CPU is user and system time of all processes. Prints medians, and
what loading the compiled patterns takes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
TEXTS = (".py", ".pyi", ".json", ".md", ".rst", ".txt", ".h", ".js", ".yaml", ".toml", ".csv", ".html")
EVERY, NOTEBOOKS = 20, 7
"""One file in so many gets a token; one program in so many is a notebook."""


def notebook(lines: list[str]) -> str:
    """A notebook whose cells are the paragraphs of a text, each run once: what it printed are its first lines."""
    cells, start = [], 0
    for end in range(40, len(lines) + 40, 40):
        part, start = [line + "\n" for line in lines[start:end]], end
        stream = {"name": "stdout", "output_type": "stream", "text": part[:5]}
        cells.append({"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [stream], "source": part})
    return json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1, ensure_ascii=False
    )


def build(folder: Path, size: int, kinds: int, packages: Path) -> dict[str, str]:
    """Fills `folder` with about `size` bytes, every fifth program as a notebook; returns {file with a planted token:
    rule}."""
    from hubseal.rules import RULES
    from sample_generators import filled

    plain = [
        (entry.rule.id, entry.examples[0].leaks[0])
        for entry in RULES.entries()
        if entry.rule.family == "tokens"
        and entry.rule.levels.default == "error"
        and entry.examples
        and entry.examples[0].example_key == ""
    ]
    plain = plain[:: max(len(plain) // kinds, 1)][:kinds]
    planted: dict[str, str] = {}
    total = number = 0
    sources = (p for p in sorted(packages.rglob("*")) if p.suffix in TEXTS and p.is_file())
    for source in sources:
        data = source.read_bytes()
        if not 200 < len(data) < 2_000_000:
            continue
        name = f"{number // 400}/{number}{source.suffix}"
        if number % EVERY == 0:
            rule_id, leak = plain[number // EVERY % len(plain)]
            lines = data.split(b"\n")
            lines.insert(len(lines) // 2, b"KEY = '" + filled(leak, number).encode() + b"'")
            data = b"\n".join(lines)
            planted[name] = rule_id
        if source.suffix == ".py" and number % NOTEBOOKS == 0:
            data = notebook(data.decode("utf-8", "replace").split("\n")).encode()
            renamed = name.removesuffix(".py") + ".ipynb"
            planted = {renamed if n == name else n: rule for n, rule in planted.items()}
            name = renamed
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        total += len(data)
        number += 1
        if total >= size:
            break
    print(
        f"{total / 1e6:.1f} MB in {number} files, {len(planted)} planted tokens of {len(plain)} kinds; {os.cpu_count()} cores"
    )
    return planted


def hubseal(program: str) -> list[str]:
    return [program, "scan", ".", "--only", "tokens", "--no-ignore", "--format", "json"]


def kingfisher(program: str) -> list[str]:
    options = ["--no-validate", "--no-update-check", "--git-history", "none", "--no-dedup", "--confidence", "medium"]
    return [program, "scan", ".", *options, "-q", "--format", "json"]


COMMANDS = {"hubseal": hubseal, "kingfisher": kingfisher}


def files(output: bytes) -> set[str]:
    """The files that a report names, hubseal's or kingfisher's."""
    report = json.loads(output)
    found = {f["path"] if "path" in f else f["finding"]["path"] for f in report["findings"]}
    return {os.path.normpath(name).replace(os.sep, "/") for name in found}


def once(command: list[str], folder: Path) -> tuple[float, float, bytes]:
    """(wall seconds, CPU seconds, output)."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def loading() -> float:
    """Milliseconds to load the compiled patterns of all rules from the cache, median of 20."""
    from hubseal import matcher
    from hubseal.rules import RULES

    spent = []
    for _ in range(21):
        start = time.perf_counter()
        matcher.compile(RULES.plan.patterns, "hyperscan")
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent[1:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--kinds", type=int, default=60)
    parser.add_argument("--packages", type=Path, default=Path(sysconfig.get_path("purelib")))
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=EXECUTABLE")
    options = parser.parse_args()
    programs = {"hubseal": str(Path(sys.executable).with_name("hubseal"))}
    programs.update(dict(p.split("=", 1) for p in options.peer))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        planted = build(folder, options.megabytes * 1_000_000, options.kinds, options.packages)
        times: dict[str, list[tuple[float, float]]] = {peer: [] for peer in programs}
        found: dict[str, set[str]] = {}
        for run in range(options.runs + 1):
            for peer, program in programs.items():
                wall, cpu, output = once(COMMANDS[peer](program), folder)
                found[peer] = files(output) & planted.keys()
                if run:  # the first fills the caches of the file system and of the patterns
                    times[peer].append((wall, cpu))
        for peer, some in times.items():
            wall, cpu = (statistics.median(t[n] for t in some) for n in (0, 1))
            print(f"{peer:12} {wall:6.2f} s wall {cpu:6.2f} s CPU   {len(found[peer])} of {len(planted)} planted found")
    print(f"loading the compiled patterns of all rules: {loading():.2f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
