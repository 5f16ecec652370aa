"""Values in pieces: literals side by side, lines that go on, underscores that Markdown escapes."""

from __future__ import annotations

import json

import pytest

from scanned import TOKEN, VALUE, each_file, findings, rules

A, B, C = TOKEN[:3], TOKEN[3:20], TOKEN[20:]
CELL = {"cell_type": "code", "source": [f'token = "{A}" "{B}{C}"\n'], "outputs": [], "metadata": {}}
HF, GENERIC = "hf-token", "generic-secret"
FOUND = [
    ("side by side", "a.py", f'token = "{A}" "{B}{C}"\n', HF),
    ("f-strings", "a.py", f'token = f"{A}{B}" f"{C}"\n', HF),
    ("literals of a shell", "a.sh", f'T="{A}""{B}{C}"\n', HF),
    ("plus", "a.py", f"token = '{A}' + '{B}{C}'\n", HF),
    ("plus without blanks", "a.js", f"const t = '{A}'+'{B}{C}';\n", HF),
    ("lines in brackets", "a.py", f'token = ("{A}{B}"\n         "{C}")\n', HF),
    ("three lines", "a.js", f"const t = '{A}' +\n  '{B}' +\n  '{C}';\n", HF),
    ("dot", "a.php", f"$t = '{A}' . '{B}{C}';\n", HF),
    ("backslash between", "a.py", f'token = "{A}{B}" \\\n    "{C}"\n', HF),
    ("behind its name", "a.py", f'api_key = "{VALUE[:9]}" + "{VALUE[9:]}a2b4c6"\n', GENERIC),
    ("notebook", "a.ipynb", json.dumps({"cells": [CELL], "nbformat": 4}), HF),
    ("line of a shell", "a.sh", f"export HF={A}{B}\\\n{C}\n", HF),
    ("line of YAML", "a.yaml", f'token: "{A}{B}\\\n  {C}"\n', HF),
    ("line of a literal", "a.py", f'token = "{A}{B}\\\n{C}"\n', HF),
    ("Markdown", "README.md", f"My token: hf\\_{B}{C}\n", HF),
]
SILENT = [
    ("words", "a.py", 'x = "hf_" "model_name_of_the_thing"\n'),
    ("doubled quotes of CSV", "a.csv", f'a,b\n1,"the ""{A}""{B[:9]} x"\n'),
    ("variable", "a.py", 'x = "hf_" + name\n'),
    ("words of a password", "a.py", 'password = "correct" + "horse_battery_staple"\n'),
    ("items of a list", "a.json", json.dumps([A, B + C])),
    ("items on lines", "a.json", json.dumps([A, B + C], indent=1)),
    ("arguments", "a.py", f'x("{A}", "{B}{C}")\n'),
    ("parts of an address", "a.py", 'url = "https://x.org/" + "path/to/aaaaaaa/b1"\n'),
    ("names in Markdown", "README.md", "the prefix hf\\_ and the name hf\\_hub\\_download\n"),
    ("variable on the next line", "a.sh", "export HF_TOKEN=hf_\\\n$REST\n"),
    ("macro", "a.c", "#define A \\\n  foo\\\n  bar\n"),
]


@pytest.mark.parametrize(("name", "text", "rule"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(name: str, text: str, rule: str) -> None:
    assert rules(name, text) == {rule}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_it_is_told_from_the_first_piece_to_the_last() -> None:
    (finding,) = findings("a.py", f'token = "{A}" "{B}{C}"\n')
    assert (finding.at.start.column, finding.at.end.column) == (10, 10 + len(TOKEN) + 3)
