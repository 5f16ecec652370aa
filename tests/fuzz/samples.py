"""What the fuzzing begins with: a file of each format, small ones that are hostile already, and texts of other sorts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import hostile
from sample_generators import filled

MOST_BYTES = 96 << 10
"""Bytes of a sample, at most."""
POLICY = b"""repo_type: model
fail_on: error
rules: {email-address: warning, home-path: off}
exclude: ["tests/fixtures/**", "{a,b}/[!c]*.txt"]
allow: {emails: [team@lab.example], email_domains: [lab.example], paths: [/workspace]}
files: {allow: ["*.log"], forbid: ["*.pkl"], max_text_size: 10MB}
unread: {missing-extra: note}
waivers:
  - {rule: hf-token, path: docs/setup.md, reason: a sample, until: 2027-01-01}
repos: [{path: models/a, id: org/a, type: model}]
hub: {visibility: private, budget: 2GB}
detectors: []
"""
CARD = b"""---
license: mit
pipeline_tag: text-generation
tags: [a, b]
base_model: org/name
model-index:
- name: x
  results: [{task: {type: text}, metrics: [{type: wer, value: 1.5}]}]
---
# A card

Trained on [data](https://example.org/a?b=c), see `train.py`.
"""
TREE = [
    {"type": "file", "path": "a/b.txt", "size": 12, "oid": "0" * 40},
    {
        "type": "file",
        "path": "c.bin",
        "size": 9,
        "oid": "1" * 40,
        "lfs": {"oid": "2" * 64, "size": 9, "pointerSize": 1},
    },
    {"type": "directory", "path": "a", "size": 0, "oid": "3" * 40},
]
INFO = {"id": "a/b", "sha": "0" * 40, "private": False, "gated": "manual", "branches": [{"name": "main", "targetCommit": "1" * 40}], "pullRequests": [{"ref": "refs/pr/1", "targetCommit": "2" * 40}]}  # fmt: skip
WORDS = b"a/b.txt|d\xc3\xa9/c|cell 3 output 1|`x` <b>@a</b>|hf_\xe2\x80\xa6 37|::error::a|https://example.org/?a=b|\x1b[2J|\xff\xfe|![a](b)"


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of sample files; those of which the library that writes them is missing are left out."""
    leak = f"token = '{filled('hf_{L34}')}' # /home/tnakamura/runs\n"
    yield "a.txt", leak.encode()
    yield "a.json", json.dumps({"a": [leak, {"b": 1.5}], "c": None}).encode()
    yield "a.csv", f'name,mail\na,anna@lab.example\n"b\nc",{leak.strip()}\n'.encode()
    yield "a.jsonl", (json.dumps({"text": leak}) + "\n").encode() * 3
    yield "README.md", CARD
    yield from _written(folder)
    for about, file in hostile.FILES.items():
        if about.split(":")[0] in ("parquet", "arrow", "arrow stream", "orc", "npz", "docx", "xlsx"):
            continue  # they cost seconds to make
        data = file.build()
        if len(data) <= MOST_BYTES:
            yield file.name, data


def _written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What the readers' tests write with the libraries that people use."""
    names = ("hub_token", "ci_token", "output_dir", "author", "source_url")
    url = "https://lab-data.s3.amazonaws.com/x.bin?X-Amz-Expires=3600&X-Amz-Signature=" + filled("{h64}")
    tokens = filled("hf_{L34}"), filled("ghp_{a36}")
    texts = (*tokens, "/home/tnakamura/runs/ckpt-5", "anna.nowak@lab-zurich.org", url)
    values = dict(zip(names, texts, strict=True))
    readers = Path(__file__).parents[1] / "readers"
    for script, given in (("written.py", values), ("corners.py", list(values.values()))):
        own = folder / script
        own.mkdir()
        command = [sys.executable, "-W", "ignore", str(readers / script), str(own)]
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
        if done.returncode:  # samples less; the readers' tests say why
            sys.stderr.write(f"{script}: {done.stderr.strip().splitlines()[-1:]}\n")
        for path in sorted(own.rglob("*")):
            if path.is_file() and 0 < path.stat().st_size <= MOST_BYTES:
                yield path.name, path.read_bytes()


def others() -> Mapping[str, Sequence[tuple[str, bytes]]]:
    """The samples of the other targets."""
    answers = [json.dumps(value).encode() for value in (TREE, INFO, [], {}, [None, 1, "a"])]
    return {
        "policy": [("p.yaml", POLICY)],
        "card": [("README.md", CARD), *((f.name, f.build()) for n, f in hostile.FILES.items() if n.startswith("card"))],
        "hub": [("answer.json", answer) for answer in answers],
        "report": [("words", WORDS)],
    }
