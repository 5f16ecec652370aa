"""Who finds a Hugging Face token inside the files that people publish: hubseal beside the peers, file by file.

    python tests/benchmarks/containers.py [--peer NAME=EXECUTABLE ...]     NAME: kingfisher, detect-secrets, modelaudit, picklescan

The files are written by their own libraries (tests/readers). A peer has found the token when its report holds it, its
hash, or names a secret in that file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import string
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "readers")]
SECRET = re.compile(r"(?i)hugging ?face|api[ _-]?key|token|secret|credential")


def output(command: list[str]) -> str:
    """Standard output and error of a command, whatever its exit code."""
    quiet = {**os.environ, "PROMPTFOO_DISABLE_TELEMETRY": "1"}  # modelaudit waits for a server else
    done = subprocess.run(command, capture_output=True, check=False, timeout=300, env=quiet)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def hubseal(program: str, path: Path, token: str) -> bool:
    report = json.loads(output([program, "scan", str(path), "--only", "tokens", "--format", "json"]))
    return any(f["rule"] == "hf-token" for f in report["findings"])


def kingfisher(program: str, path: Path, token: str) -> bool:
    return token in output([program, "scan", str(path), "--no-validate", "--no-update-check", "--format", "json"])


def detect_secrets(program: str, path: Path, token: str) -> bool:
    digest = hashlib.sha1(token.encode(), usedforsecurity=False).hexdigest()
    return digest in output([program, "scan", "--all-files", str(path)])


def modelaudit(program: str, path: Path, token: str) -> bool:
    text = output([program, "scan", "--format", "json", str(path)])
    start = text.find("{")
    try:
        issues = json.loads(text[start : text.rfind("}") + 1]).get("issues") or []
    except ValueError:
        issues = []
    return token in text or any(SECRET.search(str(i.get("message", ""))) for i in issues)


def picklescan(program: str, path: Path, token: str) -> bool:
    return token in output([program, "--path", str(path)])


FOUND: dict[str, Callable[[str, Path, str], bool]] = {
    "hubseal": hubseal,
    "kingfisher": kingfisher,
    "detect-secrets": detect_secrets,
    "modelaudit": modelaudit,
    "picklescan": picklescan,
}


def write(folder: Path, token: str) -> list[Path]:
    """All files, each with the token in it."""
    from test_data import MADE

    values = {"hub_token": token, "ci_token": token, "output_dir": token, "author": token, "source_url": token}
    script = [sys.executable, "-W", "ignore", str(ROOT / "readers" / "written.py"), str(folder)]
    subprocess.run(script, input=json.dumps(values), text=True, check=True, capture_output=True)
    for made in MADE:
        made.write(folder / made.name, [token])
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "lock.mdb")  # LMDB's lock holds no data


def main() -> int:
    """Writes, scans, prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=EXECUTABLE")
    programs = {"hubseal": str(Path(sys.executable).with_name("hubseal"))}
    programs |= dict(peer.split("=", 1) for peer in parser.parse_args().peer)
    chance = random.Random(7)
    token = "hf_" + "".join(chance.choices(string.ascii_letters, k=34))
    with tempfile.TemporaryDirectory() as name:
        files = write(Path(name), token)
        found = {peer: [FOUND[peer](program, path, token) for path in files] for peer, program in programs.items()}
        print("| file | " + " | ".join(found) + " |\n|---|" + "---|" * len(found))
        for number, path in enumerate(files):
            marks = " | ".join("yes" if row[number] else "-" for row in found.values())
            print(f"| {path.relative_to(name)} | {marks} |")
        print(f"| **of {len(files)}** | " + " | ".join(str(sum(row)) for row in found.values()) + " |")
    return 0 if all(found["hubseal"]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
