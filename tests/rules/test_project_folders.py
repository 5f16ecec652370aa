"""Folders of a project on a cluster: whom they name, and where they are written, makes the level."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Run

SHARED = "/gpfswork/rech/six/commun/code/run.sh"
LEVELS = [
    ("a script", "train.slurm", f"DATA={SHARED}\n", "note"),
    ("a program", "a.py", f'PATH = "{SHARED}"\n', "note"),
    ("a card", "README.md", f"The code lies in `{SHARED}`.\n", "note"),
    ("a config", "config.json", f'{{"data_path": "{SHARED}"}}\n', "error"),
    ("another cluster's", "a.py", 'PATH = "/p/project/acme-llm/run.sh"\n', "note"),
    ("a person in a script", "train.slurm", "DATA=/gpfsscratch/rech/six/tnakamura/code/run.sh\n", "error"),
    ("a person in a program", "a.py", 'PATH = "/scratch/tnakamura/code/run.sh"\n', "error"),
    ("a person in a card", "README.md", "It lies in `/scratch/tnakamura/code/run.sh`.\n", "error"),
]


@pytest.mark.parametrize(("name", "text", "level"), [r[1:] for r in LEVELS], ids=[r[0] for r in LEVELS])
def test_level_of_a_path_on_a_cluster(name: str, text: str, level: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    made = json.loads(hubseal("scan", name, "--only", "paths", "--format", "json", cwd=tmp_path).stdout)
    assert [(f["rule"], f["level"]) for f in made["findings"]] == [("cluster-path", level)]
