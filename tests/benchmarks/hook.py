"""Wall time of a commit hook over five small files, beside a bare interpreter and the peers, in turn.

Run it with the interpreter of the environment that hubseal is installed in (not editable: a user's is not):

    python tests/benchmarks/hook.py [--runs N] [--peer NAME=EXECUTABLE ...]

Prints medians in milliseconds, and the two ratios that are promised: at most 5x a bare `python -c pass` and at most
0.35x `detect-secrets-hook`. Exits 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

FILES = {
    "README.md": "---\nlicense: apache-2.0\nlanguage: en\n---\n\n# Tiny BERT\n\nTrained on public text.\n\n"
    + "More text.\n" * 40,
    "config.json": json.dumps(
        {"model_type": "bert", "hidden_size": 128, "vocab_size": 30522, "layers": [1] * 60}, indent=2
    ),
    "train.py": "import os\nfrom transformers import Trainer\n\ntoken = os.environ['HF_TOKEN']\n"
    + "print('step')\n" * 60,
    "tokenizer_config.json": json.dumps(
        {"do_lower_case": True, "model_max_length": 512, "added": ["[PAD]"] * 30}, indent=2
    ),
    "requirements.txt": "transformers>=4.40\ntorch>=2.2\naccelerate\n",
}
POLICY = "repo_type: model\nallow: {paths: [/workspace]}\nrules: {private-ip: note}\n"
BARE, PEER = 5.0, 0.35


def executable(name: str) -> str:
    """The console script of this environment."""
    folder = Path(sysconfig.get_path("scripts"))
    return str(folder / (name + (".exe" if os.name == "nt" else "")))


def once(command: list[str], folder: str, environment: dict[str, str]) -> float:
    """Milliseconds of one run; raises when the command could not do its work."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    spent = (time.perf_counter() - start) * 1000
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")
    return spent


def commands(peers: list[str]) -> dict[str, list[str]]:
    """Name -> command; all over the same files."""
    names = list(FILES)
    table = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "hubseal scan": [executable("hubseal"), "scan", *names],
        "hubseal scan, with a policy": [executable("hubseal"), "scan", *names],
        "detect-secrets-hook": [executable("detect-secrets-hook"), *names],
    }
    for peer in peers:
        name, _, path = peer.partition("=")
        table[name] = [path, "scan", *names]
    return table


def main() -> int:
    """Measures, prints, and says whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=31)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=EXECUTABLE")
    options = parser.parse_args()
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    table = commands(options.peer)
    times: dict[str, list[float]] = {name: [] for name in table}
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as ruled:
        for folder in (plain, ruled):
            for name, text in FILES.items():
                Path(folder, name).write_text(text, encoding="utf-8")
        Path(ruled, ".hubseal.yaml").write_text(POLICY, encoding="utf-8")
        for turn in range(options.runs + 1):
            for name, command in table.items():
                spent = once(command, ruled if name.endswith("policy") else plain, environment)
                if turn:  # the first turn fills caches
                    times[name].append(spent)
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, value in medians.items():
        print(f"{name:32} {value:8.1f} ms")
    kept = True
    for name in ("hubseal scan", "hubseal scan, with a policy"):
        bare, peer = medians[name] / medians["python -c pass"], medians[name] / medians["detect-secrets-hook"]
        kept = kept and bare <= BARE and peer <= PEER
        print(f"{name}: {bare:.2f}x bare python (at most {BARE:g}), {peer:.2f}x detect-secrets-hook (at most {PEER:g})")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
