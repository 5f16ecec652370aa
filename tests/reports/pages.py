"""Folders with leaks of every family, few and many, whose reports a test looks at."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Sample = Callable[[str], str]


def leaky(folder: Path, number: int, sample: Sample) -> Path:
    """A model repository with about `number` findings: of one rule when it is one, else of all families, names long and
    odd among them, a table, an archive that cannot be read, a waiver."""
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("---\nlicense: mit\nlibrary_name: x\n---\n# Model\n", encoding="utf-8")
    token = sample("hf_{L34}")
    if number == 1:
        (folder / "train.py").write_text(f"import os\nlogin('{token}')\n", encoding="utf-8")
        return folder
    (folder / ".env").write_text("A=b\n", encoding="utf-8")
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    (folder / "README.md").write_text(
        "---\nlicense: mit\nlibrary_name: x\n---\n# Model\n\nI asked anna.nowak@lab-zurich.org about it.\n",
        encoding="utf-8",
    )
    people = [f"p{n}.nowak@lab-zurich.org" for n in range(40)]
    table = io.BytesIO()
    pq.write_table(pa.table({"id": list(range(40)), "contact_email": people}), table)
    (folder / "data").mkdir()
    (folder / "data" / "train-00000-of-00001.parquet").write_bytes(table.getvalue())
    (folder / ".hubseal.yaml").write_text(
        "waivers: [{rule: env-file, path: .env, reason: it holds nothing}]\nrules: {machine-path: note}\n",
        encoding="utf-8",
    )
    for n in range((number - 6) // 4 + 1):
        inside = folder / "experiments" / f"run-{n:03}"
        inside.mkdir(parents=True)
        value = f"{token[:-3]}{chr(65 + n % 26)}{chr(97 + n // 26 % 26)}x"
        (inside / f"finetune_with_a_rather_long_name_{n}.py").write_text(f"login('{value}')\n", encoding="utf-8")
        (inside / "config.json").write_text(
            f'{{"output_dir": "/home/tnakamura/runs/{n}", "cache": "/scratch/lab{n}/hub"}}\n', encoding="utf-8"
        )
        (inside / "notes.md").write_text(f"Ask anna{n}.nowak@lab-zurich.org.\n", encoding="utf-8")
    return folder
