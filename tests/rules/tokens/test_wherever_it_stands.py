"""A secret that is plainly random is an error in every kind of file; what texts of data sets make up is a warning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Run
from hubseal.rules.samples import expand

ROWS = [
    ("a note", "notes.txt", "secret_key = {a40}\n", "error"),
    ("a table", "users.csv", "user,password\nsvc,{a14}!7\n", "error"),
    ("lines of JSON", "a.jsonl", '{{"text": "export API_KEY={a40}"}}\n', "error"),
    ("a command in a note", "notes.txt", "deploy --token {h40} --prod\n", "error"),
    ("a short one in a column of its own", "users.csv", "user,password\nsvc,{a8}!7k\n", "error"),
    ("a short one with its user", "notes.txt", 'user = "svc.prod", password = "{a8}!7k"\n', "error"),
    ("a short one in a dialogue", "a.jsonl", '{{"output": "Here it is: password: {a8}!7k"}}\n', "warning"),
    ("a short one in a note", "notes.txt", "password: {a8}!7k\n", "error"),
    ("a word", "notes.txt", "password: hunterhunter1\n", "warning"),
]


@pytest.mark.parametrize(("name", "template", "level"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_level_of_a_secret(name: str, template: str, level: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / name).write_text(expand(template, 11), encoding="utf-8")
    made = json.loads(hubseal("scan", name, "--only", "tokens", "--format", "json", cwd=tmp_path).stdout)
    assert {f["level"] for f in made["findings"]} == {level}
