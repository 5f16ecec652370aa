"""Only the sources of code cells are code: outputs are logs, Markdown cells are cards, `%%writefile` is its file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scanned import HOME, VALUE, findings, rules

Cell = dict[str, Any]


def notebook(*cells: Cell) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def code(source: str, *outputs: dict[str, Any]) -> Cell:
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": outputs, "source": source}


def other(what: str, source: str) -> Cell:
    return {"cell_type": what, "metadata": {}, "source": source.splitlines(keepends=True)}


def printed(text: str) -> Cell:
    return code("run()", {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)})


def shown(kind: str, text: str) -> Cell:
    return code("run()", {"data": {kind: text}, "metadata": {}, "output_type": "execute_result"})


def raised(value: str, *traceback: str) -> Cell:
    return code("run()", {"ename": "E", "evalue": value, "output_type": "error", "traceback": traceback})


BEHIND = {"source": [f"Password: {VALUE}\n"], "metadata": {}, "cell_type": "markdown"}
FOUND = [
    ("cat .env", notebook(printed(f"DB_PASSWORD={VALUE}\nX=1\n"))),
    ("dump of YAML", notebook(printed(f"db:\n  password: {VALUE}\n"))),
    ("text of an exception", notebook(raised(f"could not connect to host=db user=bob password={VALUE}"))),
    ("repr of a mapping", notebook(shown("text/plain", f"environ{{'API_KEY': '{VALUE}'}}"))),
    ("repr of an object", notebook(shown("text/plain", f"Config(api_key={VALUE}, n=1)"))),
    ("Markdown that was shown", notebook(shown("text/markdown", f"Password: {VALUE}\n"))),
    ("Markdown cell", notebook(other("markdown", f"# Login\nPassword: {VALUE}\n"))),
    ("settings in a Markdown cell", notebook(other("markdown", f"```yaml\napi_key: {VALUE}\n```\n"))),
    ("raw cell", notebook(other("raw", f"password: {VALUE}\n"))),
    ("file that a cell writes", notebook(code(f"%%writefile .env\nAPI_KEY={VALUE}\n"))),
    ("settings that a cell writes", notebook(code(f"%%writefile conf/x.yaml\napi_key: {VALUE}\n"))),
    ("script of a shell", notebook(code(f"%%bash\nAPI_KEY={VALUE}\n"))),
    ("type behind the source", json.dumps({"cells": [BEHIND], "nbformat": 4})),
    ("version 3", json.dumps({"worksheets": [{"cells": [BEHIND]}], "nbformat": 3})),
]
SILENT = [
    ("call in a source", notebook(code("password=get_password()\nlogin(password=password)\n"))),
    ("attribute in a source", notebook(code("api_key=config.api_key2x9\n"))),
    ("type behind a source of code", json.dumps({"cells": [{"source": ["api_key=c4.k9x1\n"], "cell_type": "code"}]})),
    ("file of code", notebook(code("%%writefile a.py\nconnect(api_key=settings4.key9x1y2)\n"))),
    ("frame of a traceback", notebook(raised("'x'", "----> 5 login(password=credentials4.value_x2)"))),
    ("placeholder in a Markdown cell", notebook(other("markdown", "Password: your-password\n"))),
    ("variable in a Markdown cell", notebook(other("markdown", "password: ${DB_PASSWORD}\n"))),
    ("help of a program", notebook(printed("usage: --password PASSWORD  the password\ntoken: <token>\n"))),
    ("counts", notebook(printed("loss: 0.123 token: 123456\ntokens=1024\n"))),
    ("settings of a model", notebook(shown("text/plain", "GenerationConfig(eos_token_id=2, pad_token='<pad>')"))),
]


@pytest.mark.parametrize("text", [row[1] for row in FOUND], ids=[row[0] for row in FOUND])
def test_found(text: str) -> None:
    assert rules("a.ipynb", text) == {"generic-secret"}


@pytest.mark.parametrize("text", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(text: str) -> None:
    assert rules("a.ipynb", text) == set()


def test_levels_are_those_of_a_notebook() -> None:
    (finding,) = findings("a.ipynb", notebook(printed(f"loading {HOME}\n")))
    assert (finding.rule, finding.level, finding.at.place) == ("home-path", "error", "cell 1 output 1")
