"""False errors on real repositories, judged by hand: errors per 1,000 files, precision, warnings per 1,000 files.

    python tests/benchmarks/false_alarms.py [--judgements FILE] [--lost FILE] [--list] [--unjudged FILE] FOLDER ...

Each folder is scanned as one repository, and each error is looked up in the judgements, JSON lines that anybody may
have: `{"place": HASH, "rule": ..., "verdict": "true" | "arguable" | "false", "why": ...}`. The hash is of the folder's
name, the rule, the path and the line (of the path alone, where a judgement holds for a whole file), so that nothing of
what was judged is kept here. The rule of judgement is in CONTRIBUTING.md. An error that nobody judged counts as false.

--lost compares: true judgements of FILE whose place has no finding any more, at no level. --unjudged writes rows to be
judged. The exit code is 1 when a target is missed: 1 false error and 12 warnings per 1,000 files, a precision of 0.95.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

JUDGEMENTS = Path(__file__).with_name("false_alarms.jsonl")
FALSE_PER_1000, PRECISION, WARNINGS_PER_1000 = 1.0, 0.95, 12.0


class Tally(NamedTuple):
    """What a scan of one repository gave."""

    name: str
    files: int
    warnings: int
    verdicts: Counter[str]
    """Errors by verdict: `true`, `arguable`, `false`, and `?` for those that nobody judged."""

    @property
    def false(self) -> int:
        return self.verdicts["false"] + self.verdicts["?"]

    @property
    def precision(self) -> float:
        told = self.verdicts["true"] + self.false
        return self.verdicts["true"] / told if told else 1.0

    def per_1000(self, count: int) -> float:
        return 1000 * count / self.files if self.files else 0.0

    def row(self) -> str:
        counts = [sum(self.verdicts.values()), self.verdicts["true"], self.verdicts["arguable"], self.false]
        cells = [f"{n:9}" for n in (self.files, *counts)]
        rates = f"{self.per_1000(self.false):9.2f} {self.precision:9.2f} {self.per_1000(self.warnings):9.1f}"
        return f"{self.name[:36]:36} " + " ".join(cells) + " " + rates


def digest(*parts: object) -> str:
    """The name of a place, which tells nothing of it."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]


def places(name: str, finding: dict[str, Any]) -> tuple[str, ...]:
    """The hashes of a finding's line, of its file, and of the other lines that it names."""
    rule, path, line = finding["rule"], finding["path"], finding["line"] or finding["place"] or ""
    others = [place.removeprefix("line ") for place in finding["places"]]
    return (
        *(digest(name, rule, path, *rest) for rest in ((line,), ())),
        *(digest(name, rule, path, n) for n in others),
    )


def scan(folder: Path) -> dict[str, Any]:
    """The JSON report of a scan that ignores nothing."""
    command = [sys.executable, "-m", "hubseal", "scan", ".", "--no-ignore", "--format", "json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{folder}: exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def judged(path: Path) -> dict[str, str]:
    """Hash of a place -> verdict."""
    if not path.exists():
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {row["place"]: row["verdict"] for row in rows}


def tally(folder: Path, report: dict[str, Any], verdicts: dict[str, str], listed: bool) -> tuple[Tally, list[Any]]:
    """The counts of a repository, and a row for each error that is to be judged."""
    name, counts, rows = folder.resolve().name, Counter[str](), []
    for finding in report["findings"]:
        if finding["level"] != "error":
            continue
        line, file = places(name, finding)[:2]
        verdict = verdicts.get(line) or verdicts.get(file) or "?"
        counts[verdict] += 1
        if verdict == "?":
            rows.append({"place": line, "rule": finding["rule"], "verdict": "?", "why": ""})
        if listed or verdict == "?":
            print(f"  {verdict:9} {finding['rule']:22} {finding['path']}:{finding['line']} {finding['key']}")
    warnings = sum(finding["level"] == "warning" for finding in report["findings"])
    return Tally(name, report["coverage"]["files"], warnings, counts), rows


def lost(names: Iterable[str], reports: Iterable[dict[str, Any]], judgements: Path) -> list[dict[str, Any]]:
    """The judgements `true` whose place nothing is found in any more."""
    found = {
        h for name, report in zip(names, reports, strict=True) for f in report["findings"] for h in places(name, f)
    }
    rows = [json.loads(line) for line in judgements.read_text(encoding="utf-8").splitlines() if line]
    return [row for row in rows if row["verdict"] == "true" and row["place"] not in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--judgements", type=Path, default=JUDGEMENTS)
    parser.add_argument("--lost", type=Path, metavar="FILE")
    parser.add_argument("--unjudged", type=Path, metavar="FILE")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    verdicts, rows, tallies, reports = judged(options.judgements), [], [], []
    for folder in options.folders:
        reports.append(scan(folder))
        one, unjudged = tally(folder, reports[-1], verdicts, options.list)
        tallies.append(one)
        rows += unjudged
    total = Tally("all", sum(t.files for t in tallies), sum(t.warnings for t in tallies), Counter())
    for one in tallies:
        total.verdicts.update(one.verdicts)
    columns = ("files", "errors", "true", "arguable", "false", "false/1k", "precision", "warn/1k")
    print(f"{'repository':36} " + " ".join(f"{c:>9}" for c in columns))
    for one in (*tallies, total):
        print(one.row())
    gone = lost([t.name for t in tallies], reports, options.lost) if options.lost else []
    print(*(f"lost: {row['rule']} {row['place']} {row['why']}" for row in gone), sep="\n")
    if options.unjudged:
        options.unjudged.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    missed = total.per_1000(total.false) > FALSE_PER_1000 or total.precision < PRECISION or bool(gone)
    return int(missed or total.per_1000(total.warnings) > WARNINGS_PER_1000)


if __name__ == "__main__":
    sys.exit(main())
