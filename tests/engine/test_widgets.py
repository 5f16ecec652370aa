"""What was typed into widgets: ipywidgets' saved state, workflows of ComfyUI."""

from __future__ import annotations

import json
from typing import Any

from scanned import VALUE, each_file, findings, rules

GENERIC = "generic-secret"


def state(model: str, **values: str) -> dict[str, Any]:
    inner = {"_dom_classes": [], "_model_name": model, "layout": "IPY_MODEL_ab12", **values}
    return {
        "model_module": "@jupyter-widgets/controls",
        "model_module_version": "1.5.0",
        "model_name": model,
        "state": inner,
    }


def saved(*models: dict[str, Any], **options: Any) -> str:
    states = {f"a{number}": model for number, model in enumerate(models)}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": states, "version_major": 2}}
    return json.dumps({"cells": [], "metadata": {"widgets": widgets}, "nbformat": 4, "nbformat_minor": 5}, **options)


def workflow(names: list[str], values: list[Any]) -> dict[str, Any]:
    inputs = [{"name": name, "type": "STRING", "widget": {"name": name}, "link": None} for name in names]
    plain = {"name": "image", "type": "IMAGE", "link": 3}
    node = {"id": 1, "type": "Ask", "inputs": [plain, *inputs], "outputs": [], "widgets_values": values}
    return {"nodes": [{"id": 0, "type": "Load", "inputs": [], "widgets_values": ["a.png"]}, node], "version": 0.4}


FOUND = [
    ("password", "a.ipynb", saved(state("PasswordModel", value=VALUE))),
    ("a weak password", "a.ipynb", saved(state("PasswordModel", value="rabbit22x"))),
    ("indented", "a.ipynb", saved(state("PasswordModel", description="Enter:", value=VALUE), indent=1)),
    ("text with a description", "a.ipynb", saved(state("TextModel", description="API key:", value=VALUE))),
    ("the second widget", "a.ipynb", saved(state("TextModel", value="a b"), state("PasswordModel", value=VALUE))),
    ("state in JSON", "widgets.json", json.dumps({"state": {"a": state("PasswordModel", value=VALUE)}})),
    ("state in a page", "a.html", f"<script>{json.dumps({'a': state('PasswordModel', value=VALUE)})}</script>"),
    ("workflow", "flow.json", json.dumps(workflow(["api_key"], [VALUE]))),
    ("second widget of a node", "flow.json", json.dumps(workflow(["prompt", "api_key"], ["a cat", VALUE, 5]), indent=2)),
    ("behind a number", "flow.json", json.dumps(workflow(["seed", "token"], [42, VALUE]))),
]  # fmt: skip
SILENT = [
    ("empty password", "a.ipynb", saved(state("PasswordModel", value=""))),
    ("text without a description", "a.ipynb", saved(state("TextModel", value=VALUE))),
    ("text of another sort", "a.ipynb", saved(state("TextModel", description="Run:", value=VALUE))),
    ("placeholder", "a.ipynb", saved(state("TextModel", description="API key:", value="YOUR_API_KEY"))),
    ("value of another widget", "a.ipynb", saved(state("PasswordModel"), state("HTMLModel", value=VALUE))),
    ("workflow without a key", "flow.json", json.dumps(workflow(["prompt"], [VALUE]))),
    ("empty key", "flow.json", json.dumps(workflow(["api_key"], [""]))),
    ("value of another name", "flow.json", json.dumps(workflow(["api_key", "prompt"], ["", VALUE]))),
    ("variable", "flow.json", json.dumps(workflow(["api_key"], ["${API_KEY}"]))),
    ("values without inputs", "flow.json", json.dumps({"widgets_values": [VALUE]})),
]


@each_file(FOUND)
def test_found(name: str, text: str) -> None:
    assert rules(name, text) == {GENERIC}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_it_is_told_where_it_stands() -> None:
    text = saved(state("PasswordModel", value=VALUE), indent=1)
    (finding,) = findings("a.ipynb", text)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if VALUE in line)
    assert (finding.at.start.line, finding.at.start.column) == (line, text.splitlines()[line - 1].index(VALUE) + 1)
