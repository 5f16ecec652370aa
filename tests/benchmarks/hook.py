"""Time of a commit hook over five small files, beside a bare interpreter and the peers, in turn.

Run it with the interpreter of the environment that hubseal is installed in (not editable: a user's is not):

    python tests/benchmarks/hook.py [--runs N] [--peer NAME=EXECUTABLE ...]      NAME: detect-secrets-hook

Prints minima in milliseconds, and the two ratios that are promised: at most 4x a bare `python -c pass` and at most
0.28x `detect-secrets-hook`, in CPU time and by the clock. Exits 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from measure import Figure, in_turn, show

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
BARE, PEER = 4.0, 0.28


def executable(name: str) -> str:
    """The console script of this environment."""
    folder = Path(sysconfig.get_path("scripts"))
    return str(folder / (name + (".exe" if os.name == "nt" else "")))


def figures(runs: int, detect_secrets: str) -> Iterator[Figure]:
    """The times of a hook without and with a policy, and their ratios. Empty `detect_secrets`: without that peer."""
    hook, names = executable("hubseal-all"), list(FILES)
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as ruled:
        for folder in (plain, ruled):
            for name, text in FILES.items():
                Path(folder, name).write_text(text, encoding="utf-8")
        Path(ruled, ".hubseal.yaml").write_text(POLICY, encoding="utf-8")
        bare = [sys.executable, "-c", "pass"]
        table: dict[str, tuple[Sequence[str], Path]] = {
            "python -c pass": (bare, Path(plain)),
            "hook": ([hook, *names], Path(plain)),
            "hook with a policy": ([hook, *names], Path(ruled)),
        }
        if detect_secrets:
            table["detect-secrets-hook"] = ([detect_secrets, *names], Path(plain))
        best = in_turn(table, runs)
    for name, least in best.items():
        yield Figure(f"{name}, CPU", least.cpu * 1000, "ms")
        yield Figure(f"{name}, wall", least.wall * 1000, "ms")
    for name in ("hook", "hook with a policy"):
        for other, most in (("python -c pass", BARE), ("detect-secrets-hook", PEER)):
            if other in best:
                yield Figure(f"{name} / {other}, CPU", best[name].cpu / best[other].cpu, "x", most)
                yield Figure(f"{name} / {other}, wall", best[name].wall / best[other].wall, "x", most)


def main() -> int:
    """Measures, prints, and says whether the promises hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=31)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=EXECUTABLE")
    options = parser.parse_args()
    peers = dict(peer.split("=", 1) for peer in options.peer)
    return 0 if show(figures(options.runs, peers.get("detect-secrets-hook", ""))) else 1


if __name__ == "__main__":
    raise SystemExit(main())
