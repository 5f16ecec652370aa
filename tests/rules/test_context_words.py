"""Words that say what a number is: whole words and parts of names, never letters inside other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Run

SILENT = [
    ("training tokens", "a.md", "Training tokens: 20155564032"),
    ("a log of a training run", "a.log", "consumed samples: 9841584 | consumed tokens: 20155564032 | elapsed: 105.22"),
    ("single_turn above a count", "a.md", "---\nconfig_name: single_turn\nsplits:\n- num_bytes: 507483378\n---\n"),
    ("using", "a.py", "# using the split\nnum_examples = 507483378\n"),
    ("a size in camel case", "a.json", '{"sin": "no", "fileSize": 507483378}'),
    ("revenue near `training`", "a.json", '{"note": "training", "revenue": 23329000000}'),
    ("fluid and liquid", "a.txt", "fluid, liquid: 130692544"),
]
FOUND = [
    ("the word itself", "a.csv", "name,sin\nx,130692544\n", "ca-sin"),
    ("part of a name", "a.json", '{"customer_sin": "130692544"}', "ca-sin"),
    ("camel case", "a.json", '{"customerSin": "130692544"}', "ca-sin"),
    ("a stem that goes on", "a.txt", "Canadian citizen 130 692 544", "ca-sin"),
    ("capitals", "a.txt", "TFN 876 543 210", "au-tfn"),
    ("a sentence", "a.txt", "His NHS number: 9434765919", "uk-nhs-number"),
]


@pytest.mark.parametrize(("name", "text"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_letters_inside_other_words_say_nothing(name: str, text: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = hubseal("scan", name, "--only", "pii", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert ": error " not in done.stdout
    assert ": warning " not in done.stdout


@pytest.mark.parametrize(("name", "text", "rule"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_words_and_parts_of_names_do(name: str, text: str, rule: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert f" {rule}: " in hubseal("scan", name, "--only", "pii", cwd=tmp_path).stdout
