"""Recall, false positives and seconds of token scanners over labelled texts, a file each.

    python tests/benchmarks/tokens.py [--rows FILE.jsonl] [--peer NAME=EXECUTABLE ...]
        NAME: kingfisher, detect-secrets, credsweeper

A row is {"text": ..., "expect": true or false}. Without --rows the texts are made: 60 lines of installed packages each,
every second one with the example of a rule of ours in it, which favours hubseal: bring rows of others to compare.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
Row = tuple[str, bool]
Found = Callable[[str, Path], set[str]]
"""(executable, folder) -> names of the files in which it finds something."""


def output(command: list[str], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout.decode("utf-8", "replace")


def hubseal(program: str, folder: Path) -> set[str]:
    report = json.loads(output([program, "scan", ".", "--only", "tokens", "--no-ignore", "--format", "json"], folder))
    return {Path(f["path"].split("!/")[0]).name for f in report["findings"]}


def kingfisher(program: str, folder: Path) -> set[str]:
    text = output(
        [
            program,
            "scan",
            ".",
            "--no-validate",
            "--no-update-check",
            "--no-dedup",
            "--confidence",
            "low",
            "--format",
            "jsonl",
        ],
        folder,
    )
    names = {path.name for path in folder.iterdir()}
    return {word.rsplit("/", 1)[-1] for word in text.replace('"', "\n").split("\n")} & names


def detect_secrets(program: str, folder: Path) -> set[str]:
    report = json.loads(output([program, "scan", "--all-files", "--no-verify", "."], folder))
    return {Path(name).name for name in report["results"]}


def credsweeper(program: str, folder: Path) -> set[str]:
    target = folder.parent / "credsweeper.json"
    output([program, "--path", ".", "--save-json", str(target)], folder)
    found = json.loads(target.read_text(encoding="utf-8"))
    return {Path(line["path"]).name for item in found for line in item["line_data_list"]}


FOUND: dict[str, Found] = {
    "hubseal": hubseal,
    "kingfisher": kingfisher,
    "detect-secrets": detect_secrets,
    "credsweeper": credsweeper,
}


def made() -> list[Row]:
    """Texts of installed packages, every second one with a token."""
    from hubseal.rules import RULES
    from sample_generators import filled

    chance = random.Random(3)
    files = [p for p in sorted(Path(sysconfig.get_path("purelib")).rglob("*.py")) if p.stat().st_size > 4000]
    leaks = [t for entry in RULES.entries() if entry.rule.family == "tokens" for e in entry.examples for t in e.leaks]
    rows = []
    for number, leak in enumerate(leaks):
        for planted in (True, False):
            lines = chance.choice(files).read_text(encoding="utf-8", errors="replace").split("\n")
            start = chance.randrange(max(len(lines) - 60, 1))
            text = "\n".join(
                [
                    *lines[start : start + 30],
                    *([filled(leak, number)] if planted else []),
                    *lines[start + 30 : start + 60],
                ]
            )
            rows.append((text, planted))
    return rows


def main() -> int:
    """Writes the files, runs each scanner over all of them, prints a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=EXECUTABLE")
    options = parser.parse_args()
    if options.rows:
        read = [json.loads(line) for line in options.rows.read_text(encoding="utf-8").splitlines()]
        rows = [(str(r["text"]), bool(r["expect"])) for r in read]
    else:
        rows = made()
    programs = {
        "hubseal": str(Path(sys.executable).with_name("hubseal")),
        **dict(p.split("=", 1) for p in options.peer),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "rows")
        folder.mkdir()
        for number, (text, _) in enumerate(rows):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8", errors="surrogatepass")
        leaky = {f"{n}.txt" for n, (_, expect) in enumerate(rows) if expect}
        clean = {f"{n}.txt" for n in range(len(rows))} - leaky
        print(
            f"{'':16} {'recall':>8} {'false':>8} {'seconds':>8}    of {len(leaky)} with a token, {len(clean)} without"
        )
        for scanner, program in programs.items():
            start = time.perf_counter()
            found = FOUND[scanner](program, folder)
            spent = time.perf_counter() - start
            print(
                f"{scanner:16} {len(found & leaky) / len(leaky):8.3f} {len(found & clean) / max(len(clean), 1):8.3f} {spent:8.1f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
