"""Name and value as neighbours in a sequence: lists of arguments, pairs, logins."""

from __future__ import annotations

import json
import pickle

import pytest

from scanned import VALUE, each_file, rules

OPTION, PAIR, LOGIN = {"command-line-secret"}, {"generic-secret"}, {"login-call"}
INDENTED = json.dumps({"args": ["--user", "bob", "--password", VALUE]}, indent=2)
FOUND = [
    ("JSON", "a.json", json.dumps({"args": ["--user", "bob", "--password", VALUE]}), OPTION),
    ("indented JSON", "wandb-metadata.json", INDENTED, OPTION),
    ("JSON in JSON", "launch.json", json.dumps({"m": json.dumps({"args": ["--user", "x", "--password", VALUE]})}), OPTION),
    ("YAML", "a.yaml", f"args:\n  - --user\n  - bob\n  - --password\n  - {VALUE}\n", OPTION),
    ("quoted YAML", "a.yaml", f'args:\n- "--api-key"\n- "{VALUE}"\n', OPTION),
    ("Python", "a.py", f"subprocess.run(['x', '--password', '{VALUE}'])\n", OPTION),
    ("Python, a line each", "a.py", f"subprocess.run([\n    'x',\n    '--token',\n    '{VALUE}',\n])\n", OPTION),
    ("Dockerfile", "Dockerfile", f'CMD ["serve", "--api-key", "{VALUE}"]\n', OPTION),
    ("YAML on one line", "a.yaml", f"args: [--password, {VALUE}]\n", OPTION),
    ("Rust", "a.rs", f'.arg("--password").arg("{VALUE}")\n', OPTION),
    ("pickle", "a.pkl", pickle.dumps(["--password", VALUE]), OPTION),
    ("line that goes on", "a.sh", f"deploy --password \\\n   {VALUE}\n", OPTION),
    ("pair of a list", "a.json", json.dumps([["api_key", VALUE]]), PAIR),
    ("pair of a variable", "a.json", json.dumps({"env": [["DB_PASSWORD", VALUE]]}), PAIR),
    ("login", "a.py", f'demo.launch(auth=("bob", "{VALUE}"))\n', LOGIN),
    ("list of logins", "a.py", f'demo.launch(auth=[("bob", "{VALUE}"), ("eve", "x")])\n', LOGIN),
]  # fmt: skip
SILENT = [
    ("options of a sentence", "a.md", "Give --password, --user and --token, explained below.\n"),
    ("two options", "a.json", json.dumps({"args": ["--password", "--user", "bob"]})),
    ("variable", "a.json", json.dumps({"args": ["--password", "$PASSWORD"]})),
    ("names of an option", "a.py", "parser.add_argument('--token', '-t', help='x')\n"),
    ("help of an option", "a.py", "parser.add_argument('--api-key', \"API key of the server\")\n"),
    ("name of a variable", "a.py", "option('--api-key', 'openai_api_key')\n"),
    ("template in YAML", "a.yaml", "args:\n  - --token\n  - ${TOKEN}\n"),
    ("name of a secret", "a.yaml", "args:\n  - --no-password\n  - --secret-name\n  - my-app-secret\n"),
    ("pair of words", "a.json", json.dumps(["password", "username123"])),
    ("words of a vocabulary", "a.json", json.dumps(["token", "tokenizer2"])),
    ("list of names", "a.json", json.dumps(["api_key", "model", "secret_key"])),
    ("value among others", "a.json", json.dumps(["api_key", VALUE, "secret_key"])),
    ("manual", "a.txt", "--password\n    The password of the user\n--token\nTOKEN\n"),
]


@pytest.mark.parametrize(("name", "text", "rule"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(name: str, text: str | bytes, rule: set[str]) -> None:
    assert rules(name, text) == rule


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()
