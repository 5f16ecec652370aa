"""Reports: the JSON contract, SARIF by its schema, and names that try to be more than names."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from conftest import Run
from reports import schemas

Sample = Callable[[str], str]
SARIF = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
TOP = ["schema", "tool", "target", "repo", "revision", "exit", "findings", "waived", "unread", "notes", "coverage"]
FINDING = [
    "rule", "family", "level", "path", "shown", "line", "column", "end_line", "end_column", "place", "key", "message",
    "reason", "masked", "count", "rows", "places", "fingerprint", "fix", "url", "commit",
]  # fmt: skip


@pytest.fixture
def leaky(model: Path, sample: Sample) -> Path:
    """A model repository with a leak of each family, one waived, and a file that cannot be read."""
    (model / "train.py").write_text(f"a = 1\nlogin('{sample('hf_{L34}')}')\n", encoding="utf-8")
    (model / "notes.md").write_text("# M\nI asked anna.nowak@lab-zurich.org about it.\n", encoding="utf-8")
    (model / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    (model / ".env").write_text("A=b\n", encoding="utf-8")
    (model / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    (model / ".hubseal.yaml").write_text(
        "waivers: [{rule: env-file, path: .env, reason: holds nothing}]\n", encoding="utf-8"
    )
    return model


def test_the_json_contract(leaky: Path, hubseal: Run) -> None:
    report = json.loads(hubseal("scan", "--format", "json", cwd=leaky).stdout)
    assert list(report) == TOP
    assert all(list(f) == FINDING for f in report["findings"])
    assert {f["family"] for f in report["findings"]} >= {"tokens", "pii", "paths"}
    assert [list(w) for w in report["waived"]] == [[*FINDING, "by", "why"]]
    assert [list(u) for u in report["unread"]] == [["path", "place", "cause", "bytes", "hint"]]
    assert list(report["repo"]) == ["id", "type", "type_from"]
    assert list(report["coverage"]) == [
        "files", "read", "partly", "unread", "bytes_read", "bytes_opaque", "bytes_total",
    ]  # fmt: skip


def test_sarif_is_valid_and_as_github_wants_it(leaky: Path, hubseal: Run) -> None:
    sarif = json.loads(hubseal("scan", "--format", "sarif", cwd=leaky).stdout)
    jsonschema.Draft4Validator(SARIF).validate(sarif)
    run = sarif["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert {r["ruleId"] for r in run["results"]} == {r["id"] for r in rules}
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
    for result in run["results"]:
        location = result["locations"][0]["physicalLocation"]
        assert not location["artifactLocation"]["uri"].startswith("/")
        assert location["region"]["startLine"] >= 1
        assert result["partialFingerprints"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [len(r.get("suppressions", [])) for r in run["results"]].count(1) == 1
    assert run["invocations"][0]["executionSuccessful"] is False


def test_every_rule_is_described_as_github_wants_it() -> None:
    from hubseal.reports.sarif import descriptor
    from hubseal.rules import RULES

    for entry in RULES.entries():
        made = descriptor(entry)
        assert all(made[k]["text"] for k in ("shortDescription", "fullDescription", "help")), entry.rule.id


HOSTILE = {
    "terminal": "a\x1b[31mred.py",
    "workflow command": "::error::x.py",
    "line": "a\n::set-output name=x::y.py",
    "html": "<img src=x onerror=alert(1)>.py",
    "markdown": "[x](https:evil) @octocat #1 ![a](b) |x|.py",
    "direction": "a\u202egpj.py",
    "zero width": "a\u200bb.py",
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "form", ["text", "concise", "github", "gitlab", "junit", "markdown", "html", "sarif", "json", "jsonl"]
)
def test_hostile_names_stay_text(form: str, name: str, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    (tmp_path / name).write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    done = hubseal("scan", ".", "--format", form, "--color", "never", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert not set(done.stdout) & set("\x1b\u202e\u200b")
    lines = done.stdout.splitlines()
    if form == "github":
        assert sum(line.startswith("::") for line in lines) == 1
        assert not any(line.startswith("::set-output") for line in lines)
    if form == "text":
        assert not any(line.startswith("::") for line in lines if "hf-token" not in line)
    if form == "html":
        assert "<img" not in done.stdout
    if form == "markdown":
        outside = "".join(part for n, part in enumerate(done.stdout.replace("\\|", "").split("`")) if n % 2 == 0)
        assert "@octocat" not in outside
        assert "<img" not in outside
    if form == "junit":
        schemas.junit(done.stdout)
    if form == "gitlab":
        schemas.gitlab(done.stdout)
    if form in ("json", "sarif"):
        json.loads(done.stdout)


def test_a_token_in_a_name_is_masked_everywhere(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    token = sample("hf_{L34}")
    (tmp_path / token).mkdir()
    (tmp_path / token / "a.py").write_text("# anna.nowak@lab-zurich.org wrote this\n", encoding="utf-8")
    for form in ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html"):
        done = hubseal("scan", ".", "--format", form, "-v", cwd=tmp_path)
        assert done.returncode == 1
        assert token not in done.stdout + done.stderr


def test_the_output_of_a_notebook_takes_no_comment(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": ["loaded /home/tnakamura/runs/x\n"]}
    source = [f"login('{sample('hf_{L34}')}')"]
    cell = {"cell_type": "code", "source": source, "outputs": [output], "metadata": {}, "execution_count": 1}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    lines = hubseal("scan", "a.ipynb", cwd=tmp_path).stdout.splitlines()
    allow = [line for line in lines if "    allow: " in line]
    assert ["hubseal: allow hf-token" in line for line in allow] == [True, False]
    assert "add to waivers in .hubseal.yaml: {rule: home-path" in allow[1]


def test_output_to_a_file(leaky: Path, hubseal: Run) -> None:
    done = hubseal("scan", "--format", "json", "--output", "report.json", cwd=leaky)
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((leaky / "report.json").read_text(encoding="utf-8"))["exit"] == 1


def test_colour_only_when_asked_or_on_a_terminal(leaky: Path, hubseal: Run) -> None:
    assert "\x1b" not in hubseal("scan", cwd=leaky).stdout
    assert "\x1b[" in hubseal("scan", "--color", "always", cwd=leaky).stdout
