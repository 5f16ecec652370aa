"""Every token rule in every place where people leave tokens."""

from __future__ import annotations

import base64
import json
import pickle
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest

from hubseal.engine.searcher import Searcher
from hubseal.engine.span import TextContext
from hubseal.rule_types import Detector, Examples
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Kind, Limits, Surface

SEARCHER = Searcher(RULES, FAMILIES, frozenset(), Limits(), "auto", None)
Put = Callable[[str, str], str]
"""(name of the key, value) -> the text."""


def notebook(name: str, value: str) -> str:
    """A notebook whose cell assigns the value, and printed it, as nbformat writes it."""
    output = {"output_type": "stream", "name": "stdout", "text": [f"loading\n{name} {value}\n", "done\n"]}
    cell = {"cell_type": "code", "source": ["import os\n", f"\n{name} = '{value}'\n"], "outputs": [output]}
    return json.dumps({"cells": [cell], "nbformat": 4}, indent=1)


CONTEXTS: dict[str, tuple[Kind, Put]] = {
    "env line": ("config", lambda name, value: f"A=1\n{name}={value}\nB=2\n"),
    "export line": ("code", lambda name, value: f"export {name}={value}\n"),
    "Python assignment": ("code", lambda name, value: f'{name} = "{value}"\n'),
    "call argument": ("code", lambda name, value: f"login({name.lower()}='{value}')\n"),
    "YAML": ("config", lambda name, value: f"train:\n  {name.lower()}: {value}\n"),
    "JSON": ("config", lambda name, value: json.dumps({name: value, "b": 1})),
    "escaped JSON in a notebook": ("notebook", notebook),
    "notebook output": ("notebook", lambda name, value: json.dumps({"text": [f"{name}: {value}\n"]})),
    "CSV cell": ("data", lambda name, value: f"id,{name},c\n1,2,3\nx,{name}={value},y\n"),
    "in brackets": ("card", lambda name, value: f"our {name} ({value}) is set\n"),
    "in angles": ("card", lambda name, value: f"our {name} <{value}> is set\n"),
    "query": ("code", lambda name, value: f"https://api.site.io/v1?{name.lower()}={quote(value, safe='')}&page=2\n"),
    "declared type": ("code", lambda name, value: f'    {name.lower()}: Optional[str] = "{value}"\n'),
    "field of a model": ("code", lambda name, value: f'    {name.lower()}: str = Field(default="{value}")\n'),
    "default of an argument": (
        "code",
        lambda name, value: f"add_argument('--{name.lower()}', type=str, default='{value}')\n",
    ),
    "Terraform variable": (
        "config",
        lambda name, value: f'variable "{name.lower()}" {{\n  type = string\n  default = "{value}"\n}}\n',
    ),
    "Kubernetes": ("config", lambda name, value: f'env:\n  - name: {name}\n    value: "{value}"\n'),
    "folded YAML": ("config", lambda name, value: f"{name.lower()}: >-\n  {value}\n"),
    "fallback": ("code", lambda name, value: f"const key = process.env.{name} || '{value}'\n"),
    "Markdown table": ("card", lambda name, value: f"| name | value |\n|---|---|\n| {name} | {value} |\n"),
    "code span": ("card", lambda name, value: f"Set `{name}={value}` and run.\n"),
    "terminal codes": ("log", lambda name, value: f"\x1b[33m{name}\x1b[0m=\x1b[35m{value}\x1b[0m\n"),
    "end of a sentence": ("card", lambda name, value: f"We set {name}={value}. Then we ran it.\n"),
    "emphasis": ("card", lambda name, value: f"The {name}: _{value}_ is set.\n"),
    "list of arguments": ("config", lambda name, value: json.dumps({"args": ["--n", "1", f"--{name.lower()}", value]})),
    "column of a table": ("card", lambda name, value: f"| user | {name} |\n|---|---|\n| bob | {value} |\n"),
    "front matter": ("card", lambda name, value: f"---\nlicense: mit\n{name.lower()}: {value}\n---\n# x\n"),
    "HTML table": (
        "card",
        lambda name, value: (
            f"<table><tr><th>user</th><th>{name}</th></tr>\n<tr><td>bob</td><td>{escape(value)}</td></tr></table>"
        ),
    ),
    "row of an HTML table": (
        "code",
        lambda name, value: f"<table>\n<tr><td>{name}</td><td>{escape(value)}</td></tr>\n</table>\n",
    ),
    "bold name": ("card", lambda name, value: f"- **{name}**: {value}\n"),
    "bold name and code": ("card", lambda name, value: f"- **{name}:** `{value}`\n"),
    "field of reStructuredText": ("card", lambda name, value: f"Setup\n=====\n\n:{name.lower()}: {value}\n"),
    "JSON in YAML": ("config", lambda name, value: f"config: '{json.dumps({name: value})}'\n"),
    "JSON in JSON": ("config", lambda name, value: json.dumps({"a": json.dumps({name: value})})),
    "heredoc": ("code", lambda name, value: f"cat > .env <<EOF\n{name}={value}\nEOF\n"),
    "PowerShell": ("code", lambda name, value: f'$env:{name} = "{value}"\n'),
    "INI": ("config", lambda name, value: f"[auth]\n{name.lower()} = {value}\n"),
    "docstring": ("code", lambda name, value: f'def f():\n    """>>> os.environ["{name}"] = "{value}"\n    """\n'),
    "SQL": ("code", lambda name, value: f"INSERT INTO settings (name, value) VALUES ('{name}', '{value}');\n"),
    "XML attribute": ("config", lambda name, value: f'<config {name.lower()}="{escape(value)}" />\n'),
    "XML element": ("config", lambda name, value: f"<c><{name.lower()}>{escape(value)}</{name.lower()}></c>\n"),
    "CSV cell with quotes": ("data", lambda name, value: f'id,text\n1,"say ""{name}={value}"" ok"\n'),
    "unit of systemd": ("config", lambda name, value: f'[Service]\nEnvironment="{name}={value}"\n'),
    "Makefile": ("code", lambda name, value: f"{name} := {value}\nexport {name}\n"),
    "variables of Terraform": ("config", lambda name, value: f'{name.lower()} = "{value}"\n'),
    "R": ("code", lambda name, value: f'Sys.setenv({name} = "{value}")\n'),
    "Julia": ("code", lambda name, value: f'ENV["{name}"] = "{value}"\n'),
    "template string": ("code", lambda name, value: f"const {name.lower()} = `{value}`;\n"),
    "log line": ("log", lambda name, value: f"2024-05-01 10:11:12,345 INFO main: using {name}={value}\n"),
    "table of a run": ("data", lambda name, value: json.dumps({"columns": ["user", name], "data": [["bob", value]]})),
    "series of pandas": ("log", lambda name, value: f"user     bob\n{name}    {value}\nage    3\n"),
    "added line": ("log", lambda name, value: f"@@ -1 +1 @@\n-A=1\n+{name}={value}\n"),
    "quoted line": ("card", lambda name, value: f"> {name}={value}\n> thanks\n"),
    "JSONL": ("data", lambda name, value: json.dumps({"text": f"my {name} is\n{name}={value}\nthanks"}) + "\n"),
}
ENDS = {"end of a sentence": ".", "emphasis": "_"}
"""What a value whose alphabet holds it may take in."""
BARE: dict[str, tuple[Surface, Callable[[str], bytes]]] = {
    "URL userinfo": ("text", lambda value: f"git clone https://user:{quote(value, safe='')}@git.host.io/a.git\n".encode()),
    "pickle string": ("bytes", lambda value: pickle.dumps({"token": value, "n": 1})),
    "file name": ("name", lambda value: f"logs/{value}.txt\0text".encode()),
    "base64": ("text", lambda value: b"auth: " + base64.b64encode(f"user:{value}\n".encode()) + b"\n"),
}  # fmt: skip
TOKENS = [
    pytest.param(detector, examples, id=detector.rule)
    for entry in RULES.entries()
    for detector, examples in zip(entry.detectors, entry.examples, strict=True)
    if entry.rule.family == "tokens" and examples.example_key is not None
]
PREFIXED = [
    case
    for case in TOKENS
    if case.values[1].example_key == "" and case.values[0].prefixes and case.values[0].bits >= 80  # type: ignore[union-attr]
]


def value_of(detector: Detector, examples: Examples, sample: Callable[[str], str]) -> str:
    """The value of the detector's first example, cut out of what stands around it."""
    text = sample(examples.leaks[0])
    spans = SEARCHER.search(text.encode(), TextContext("a.py", "", "", "config", "model", "text")).spans
    span = next(s for s in spans if s.detector == detector)
    return span.value.decode()


def found(data: bytes, kind: Kind, on: Surface = "text") -> list[tuple[Detector | None, bytes]]:
    return [(s.detector, s.value) for s in SEARCHER.search(data, TextContext("a", "", "", kind, "model", on)).spans]


@pytest.mark.parametrize(("detector", "examples"), TOKENS)
def test_contexts(detector: Detector, examples: Examples, sample: Callable[[str], str]) -> None:
    value = value_of(detector, examples, sample)
    missed = [
        name
        for name, (kind, put) in CONTEXTS.items()
        if not {(detector, v.encode()) for v in (value, quote(value, safe=""), value + ENDS.get(name, ""))}
        & set(found(put(examples.example_key or "ACCESS", value).encode(), kind))
    ]
    assert missed == []


@pytest.mark.parametrize(("detector", "examples"), PREFIXED)
def test_contexts_without_a_name(detector: Detector, examples: Examples, sample: Callable[[str], str]) -> None:
    value = value_of(detector, examples, sample)
    missed = [
        name
        for name, (on, put) in BARE.items()
        if detector not in [d for d, _ in found(put(value), "config", on)]
        and not (on == "name" and set(value) & {"/", "."})
    ]
    assert missed == []
