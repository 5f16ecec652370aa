"""`hubseal init`: one policy, at the top, of what is known; what it writes works."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Run, git
from hubseal import __version__
from hubseal.app import scaffold

ROOT = Path(__file__).parents[2]


def policy(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((folder / ".hubseal.yaml").read_text(encoding="utf-8"))
    return made


ELSEWHERE = {
    "pyproject.toml": "[tool.hubseal]\nfail_on = 'warning'\n",
    ".hubseal.yml": "fail_on: warning\n",
    ".hubseal.yaml": "fail_on: warning\n",
}


@pytest.mark.parametrize(("name", "text"), ELSEWHERE.items(), ids=ELSEWHERE)
def test_no_second_policy_beside_one(name: str, text: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    said = hubseal("init", cwd=tmp_path).stdout
    assert f"{name}: left as it is; it holds the policy" in said
    assert hubseal("scan", cwd=tmp_path).returncode == 0
    assert (tmp_path / name).read_text(encoding="utf-8") == text
    assert (name == ".hubseal.yaml") == (tmp_path / ".hubseal.yaml").exists()


def test_a_pyproject_without_a_policy_is_none(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nexclude = ['hubseal']\n", encoding="utf-8")
    assert hubseal("init", cwd=tmp_path).returncode == 0
    assert policy(tmp_path)["fail_on"] == "error"


def test_two_policies_are_told(tmp_path: Path, hubseal: Run) -> None:
    for name in (".hubseal.yaml", ".hubseal.yml"):
        (tmp_path / name).write_text("fail_on: warning\n", encoding="utf-8")
    done = hubseal("init", cwd=tmp_path)
    assert (done.returncode, "there are two policies" in done.stderr) == (2, True)


def test_in_a_subfolder_all_is_written_at_the_top(tmp_path: Path, hubseal: Run) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", "https://github.com/acme/models")
    (tmp_path / "models" / "a").mkdir(parents=True)
    said = hubseal("init", cwd=tmp_path / "models" / "a").stdout
    assert f"lies in the repository {tmp_path}: what hubseal reads stands at its top" in said
    assert not list((tmp_path / "models").rglob(".*"))
    assert (tmp_path / ".hubseal.yaml").exists()
    assert (tmp_path / ".github" / "workflows" / "hubseal.yml").exists()


CONFIGS = {
    "a comment that names it": ("repos:\n- repo: local\n  hooks: [] # not hubseal\n", False),
    "a hook of another name": (
        "repos:\n- repo: https://github.com/x/not-hubseal\n  rev: v1\n  hooks: [{id: a}]\n",
        False,
    ),
    "an exclude that names it": ("exclude: ^hubseal/\nrepos: []\n", False),
    "the hook": ("repos:\n- repo: https://github.com/hubseal/hubseal\n  rev: v0.1.0\n  hooks: [{id: hubseal}]\n", True),
    "a local hook": (
        "repos:\n- repo: local\n  hooks: [{id: x, name: x, entry: hubseal-all, language: system}]\n",
        True,
    ),
    "no YAML": ("repos: [\n", False),
}


@pytest.mark.parametrize(("text", "there"), CONFIGS.values(), ids=CONFIGS)
def test_the_hook_is_known_by_what_the_config_says(text: str, there: bool, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    said = hubseal("init", cwd=tmp_path).stdout
    assert ("it has hubseal already" in said) == there
    assert ("add below `repos:`" in said) == (not there)
    assert (tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8") == text


EVIDENCE = {
    "nothing": ({}, "", None),
    "a README without front matter": ({"README.md": "# Data\n"}, "", None),
    "a data set's card": ({"README.md": "---\ntask_categories: [x]\n---\n"}, "", "dataset"),
    "a Space's card": ({"README.md": "---\nsdk: gradio\n---\n"}, "", "space"),
    "a model's card": ({"README.md": "---\nlibrary_name: x\n---\n"}, "", "model"),
    "a remote on the Hub": ({}, "https://huggingface.co/datasets/acme/reviews", "dataset"),
    "a remote elsewhere": ({}, "https://git.acme.org/datasets/reviews", None),
}


@pytest.mark.parametrize(("files", "remote", "kind"), EVIDENCE.values(), ids=EVIDENCE)
def test_the_type_is_written_only_when_something_says_it(
    files: dict[str, str], remote: str, kind: str | None, tmp_path: Path, hubseal: Run
) -> None:
    git(tmp_path, "init", "-q")
    if remote:
        git(tmp_path, "remote", "add", "origin", remote)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert hubseal("init", cwd=tmp_path).returncode == 0
    assert policy(tmp_path).get("repo_type") == kind


def test_the_policy_names_a_schema_that_is_there_and_fits(tmp_path: Path, hubseal: Run) -> None:
    assert hubseal("init", cwd=tmp_path).returncode == 0
    text = (tmp_path / ".hubseal.yaml").read_text(encoding="utf-8")
    found = re.match(
        r"# yaml-language-server: \$schema=https://raw\.githubusercontent\.com/hubseal/hubseal/v([^/]+)/(\S+)\n", text
    )
    assert found is not None
    assert found[1] == __version__
    schema = ROOT / found[2]
    assert schema.exists()
    scripts = Path(sysconfig.get_path("scripts"))
    command = [scripts / "check-jsonschema", "--schemafile", schema, tmp_path / ".hubseal.yaml"]
    assert subprocess.run(command, capture_output=True).returncode == 0
    every = re.sub(r"^# (?=\w+:)", "", text, flags=re.M)
    (tmp_path / ".hubseal.yaml").write_text(every, encoding="utf-8")
    done = hubseal("scan", cwd=tmp_path)
    assert "no rule is called 'RULE-ID'" in done.stderr, "each line that is commented out is a key"


def test_the_workflow_installs_what_exists() -> None:
    made = yaml.safe_load(scaffold.WORKFLOW.format(source=scaffold.SOURCE))
    text = str(made)
    assert f"hubseal @ git+https://github.com/hubseal/hubseal@v{__version__}" in text
    assert "hubseal==" not in text
    from action import foreign

    (checkout,) = (step for step in made["jobs"]["scan"]["steps"] if "uses" in step)
    assert list(foreign.faults(checkout["uses"], checkout["with"])) == []
