"""Scan of a large folder: wall and CPU seconds and planted tokens found, beside a peer, in turn.

    python tests/benchmarks/throughput.py [--megabytes N] [--runs N] [--kinds N] [--packages FOLDER]
        [--peer kingfisher=EXECUTABLE]

The texts are those of the interpreter's packages, every seventh program as a notebook; every twentieth file gets a line
with the example of a token rule of ours, which favours hubseal's count, not its speed; of `--kinds` rules, spread over
all, or of every one. CPU is user and system time of all processes. Prints minima, and what loading the compiled
patterns takes. Exits 1 when a promise is broken: tokens in at most 0.8x the peer's CPU and wall time with more of the
planted ones found, all families in at most 1.5x its wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measure import Figure, in_turn, show

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


def hubseal(program: str, *options: str) -> list[str]:
    return [program, "scan", ".", *options, "--no-ignore", "--format", "json"]


def kingfisher(program: str) -> list[str]:
    options = ["--no-validate", "--no-update-check", "--git-history", "none", "--no-dedup", "--confidence", "medium"]
    return [program, "scan", ".", *options, "-q", "--format", "json"]


TOKENS, ALL = 0.8, 1.5
"""Of the peer's time, at most."""


def files(output: bytes) -> set[str]:
    """The files that a report names, hubseal's or kingfisher's."""
    report = json.loads(output)
    found = {f["path"] if "path" in f else f["finding"]["path"] for f in report["findings"]}
    return {os.path.normpath(name).replace(os.sep, "/") for name in found}


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


def figures(folder: Path, planted: dict[str, str], runs: int, peer: str) -> Iterator[Figure]:
    """Times and finds of scans of a folder, and the ratios to a peer's. Empty `peer`: without one."""
    program = str(Path(sys.executable).with_name("hubseal"))
    table = {"tokens": hubseal(program, "--only", "tokens"), "all families": hubseal(program)}
    if peer:
        table["kingfisher"] = kingfisher(peer)
    best = in_turn({name: (command, folder) for name, command in table.items()}, runs, ())
    found = {name: len(files(least.output) & planted.keys()) for name, least in best.items()}
    for name, least in best.items():
        yield Figure(f"{name}, CPU", least.cpu, "s")
        yield Figure(f"{name}, wall", least.wall, "s")
        yield Figure(f"{name}, planted tokens of {len(planted)} found", found[name], "")
    if peer:
        ours, both, theirs = best["tokens"], best["all families"], best["kingfisher"]
        yield Figure("tokens / kingfisher, CPU", ours.cpu / theirs.cpu, "x", TOKENS)
        yield Figure("tokens / kingfisher, wall", ours.wall / theirs.wall, "x", TOKENS)
        yield Figure(
            "planted tokens found by kingfisher and not by tokens", found["kingfisher"] - found["tokens"], "", -1
        )
        yield Figure("all families / kingfisher, wall", both.wall / theirs.wall, "x", ALL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--kinds", type=int, default=60)
    parser.add_argument("--packages", type=Path, default=Path(sysconfig.get_path("purelib")))
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=EXECUTABLE")
    options = parser.parse_args()
    peers = dict(peer.split("=", 1) for peer in options.peer)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        planted = build(folder, options.megabytes * 1_000_000, options.kinds, options.packages)
        kept = show(figures(folder, planted, options.runs, peers.get("kingfisher", "")))
    print(f"loading the compiled patterns of all rules: {loading():.2f} ms")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
