"""False alarms on public text: findings per 1,000 files, every error-level one listed.

    python tests/benchmarks/noise.py [--only FAMILY] [--text SUFFIX] [FOLDER ...]

Without folders the packages of the running interpreter are read. --text keeps the files of one suffix, flat in a
folder of their own, as model cards: `--text .md`. A finding counts once per rule and line, wherever its file is copied.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any


def scan(folder: Path, only: str) -> dict[str, Any]:
    """The JSON report of a scan that ignores nothing."""
    program = Path(sys.executable).with_name("hubseal")
    command = [str(program), "scan", ".", "--only", only, "--no-ignore", "--format", "json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{folder}: exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def flat(folders: list[Path], suffix: str, target: Path) -> None:
    """Every different file of a suffix, copied under a number."""
    seen = set()
    for folder in folders:
        for path in sorted(folder.rglob("*" + suffix)):
            data = path.read_bytes() if path.is_file() else b""
            if data and data not in seen:
                seen.add(data)
                card = target / f"{len(seen):05}" / "README.md"
                card.parent.mkdir()
                card.write_bytes(data)


def show(folder: Path, report: dict[str, Any]) -> None:
    files = report["coverage"]["files"]
    findings = report["findings"]
    levels = Counter(f["level"] for f in findings)
    errors = [f for f in findings if f["level"] == "error"]
    rate = 1000 * len(errors) / max(files, 1)
    print(
        f"{folder}: {files} files, {report['coverage']['unread']} unread; {dict(levels)}; {rate:.3f} errors per 1,000"
    )
    for f in errors:
        print(f"  error {f['rule']} {f['path']}:{f['line']} {f['masked']} ({f['reason']})")
    for (rule, level), count in Counter((f["rule"], f["level"]) for f in findings).most_common():
        if level != "error":
            print(f"  {level} {rule}: {count}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="tokens")
    parser.add_argument("--text", metavar="SUFFIX")
    parser.add_argument("folder", nargs="*", type=Path)
    options = parser.parse_args()
    folders: list[Path] = options.folder or [Path(sysconfig.get_path("purelib"))]
    if options.text:
        with tempfile.TemporaryDirectory() as name:
            cards = Path(name).resolve()
            flat(folders, options.text, cards)
            show(cards, scan(cards, options.only))
        return 0
    for folder in folders:
        show(folder, scan(folder, options.only))
    return 0


if __name__ == "__main__":
    sys.exit(main())
