"""`hubseal doctor`: what is set up wrongly is told, with what to do about it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from conftest import Run, git
from hubseal import catalog
from hubseal.app import hook_config

ROOT = Path(__file__).parents[2]

CONFIG = "repos:\n- repo: https://github.com/hubseal/hubseal\n  rev: v0.1.0\n  hooks:\n  - id: hubseal\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With the hook in its config, and git's hook in place."""
    monkeypatch.delenv("SKIP", raising=False)
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".pre-commit-config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / ".git" / "hooks").mkdir(exist_ok=True)
    (tmp_path / ".git" / "hooks" / "pre-commit").write_text("#!/bin/sh\nexec pre-commit hook-impl\n")
    return tmp_path


def lines(hubseal: Run, folder: Path, code: int) -> str:
    done = hubseal("doctor", cwd=folder)
    assert (done.returncode, done.stderr) == (code, ""), done.stdout
    return done.stdout


def test_all_is_well(repository: Path, hubseal: Run) -> None:
    said = lines(hubseal, repository, 0)
    assert "ok      program: hubseal " in said
    assert "ok      matcher: " in said or "note    matcher: re: " in said
    assert "ok      hook hubseal: runs at pre-commit\n" in said
    assert "ok      policy: the default; a model, by default\n" in said
    assert "note    skipped: what git ignores" in said
    assert "WRONG" not in said


def test_without_git_nothing_is_wrong(tmp_path: Path, hubseal: Run) -> None:
    assert "note    repository: no git repository" in lines(hubseal, tmp_path, 0)


WRONG = {
    "no stage that is installed": ("default_stages: [commit-msg]\n" + CONFIG + "    stages: [post-commit]\n", "pre-commit",
        "hook hubseal: never runs: its stages are post-commit, and git runs pre-commit; `default_stages` does"),
    "stages of another hook": (CONFIG.replace("  - id: hubseal\n", "  - id: hubseal\n    stages: [pre-push]\n"), "pre-commit",
        "hook hubseal: never runs: its stages are pre-push, and git runs pre-commit"),
    "manual only": (CONFIG + "    stages: [manual]\n", "pre-commit", "hook hubseal: never runs: its stages are manual"),
    "not installed": (CONFIG, "", "git runs no hook of pre-commit or prek here"),
    "no YAML": ("repos: [\n", "pre-commit", ".pre-commit-config.yaml: it is no YAML"),
    "no list": ("hooks: hubseal\n", "pre-commit", "it has no list `repos`"),
}  # fmt: skip


@pytest.mark.parametrize(("config", "installed", "told"), WRONG.values(), ids=WRONG)
def test_a_hook_that_does_not_run_is_told(
    config: str, installed: str, told: str, repository: Path, hubseal: Run
) -> None:
    (repository / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    place = repository / ".git" / "hooks" / "pre-commit"
    if installed != "pre-commit":
        place.unlink() if not installed else place.rename(place.with_name(installed))
    said = lines(hubseal, repository, 1)
    assert told in said
    assert "WRONG" in said


RIGHT = {
    "before a push": "default_stages: [pre-push]\ndefault_install_hook_types: [pre-push]\n" + CONFIG,
    "stages of its own": CONFIG + "    stages: [pre-commit]\n",
    "the old name of a stage": CONFIG + "    stages: [commit]\n",
    "default_stages that count for others": "default_stages: [pre-push]\n" + CONFIG,
    "another of our hooks": CONFIG.replace("id: hubseal", "id: hubseal-tokens"),
    "a fork's address": CONFIG.replace("github.com/hubseal/hubseal", "git.acme.org/mirror/hubseal.git"),
}


@pytest.mark.parametrize("config", RIGHT.values(), ids=RIGHT)
def test_a_hook_that_runs_is_not_blamed(config: str, repository: Path, hubseal: Run) -> None:
    (repository / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    stage = "pre-push" if "default_install_hook_types" in config else "pre-commit"
    place = repository / ".git" / "hooks" / "pre-commit"
    place.rename(place.with_name(stage))
    assert f"runs at {stage}" in lines(hubseal, repository, 0)


def test_stages_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in manifest} == hook_config.IDS
    assert [hook["id"] for hook in manifest] == [name for name, _ in catalog.HOOKS]
    stages = {hook["id"]: frozenset(hook["stages"]) for hook in manifest}
    assert stages == {name: hook_config.OWN_STAGES.get(name, hook_config.STAGES) for name in hook_config.IDS}


def test_a_hook_that_is_not_ours_is_not_ours(repository: Path, hubseal: Run) -> None:
    text = "repos:\n- repo: local\n  hooks:\n  - {id: x, name: not hubseal, entry: true, language: system} # hubseal\n"
    (repository / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    assert "does not have hubseal" in lines(hubseal, repository, 0)


def test_skip_is_told(repository: Path, hubseal: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKIP", "ruff,hubseal")
    assert "SKIP switches off hubseal" in lines(hubseal, repository, 1)


def test_another_place_of_hooks_is_told(repository: Path, hubseal: Run) -> None:
    git(repository, "config", "core.hooksPath", "/opt/hooks")
    assert "core.hooksPath is /opt/hooks" in hubseal("doctor", cwd=repository).stdout


POLICIES = {
    "two of them": (
        {".hubseal.yaml": "fail_on: error\n", ".hubseal.yml": "fail_on: error\n"},
        "there are two policies",
    ),
    "one of a wrong name": ({"hubseal.yaml": "fail_on: error\n"}, "hubseal.yaml is not the policy in force"),
    "a wrong key": ({".hubseal.yaml": "fail_no: error\n"}, "did you mean 'fail_on'?"),
}


@pytest.mark.parametrize(("files", "told"), POLICIES.values(), ids=POLICIES)
def test_a_policy_that_does_not_hold_is_told(files: dict[str, str], told: str, repository: Path, hubseal: Run) -> None:
    for name, text in files.items():
        (repository / name).write_text(text, encoding="utf-8")
    assert told in lines(hubseal, repository, 1)


def test_what_is_skipped_is_told_with_its_reason(repository: Path, hubseal: Run) -> None:
    policy = "exclude: ['data/**']\nrules: {home-path: off}\npaths: {'docs/**': {tokens: off}}\n"
    (repository / ".hubseal.yaml").write_text(policy, encoding="utf-8")
    (repository / "sub").mkdir()
    said = lines(hubseal, repository / "sub", 0)
    for told in (
        "by `exclude` of .hubseal.yaml: data/**",
        "switched off by `rules` of .hubseal.yaml: home-path",
        "in docs/**",
    ):
        assert told in said
    assert "is not tracked by git" in said


def test_a_folder_that_is_not_there(tmp_path: Path, hubseal: Run) -> None:
    done = hubseal("doctor", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert os.sep not in done.stderr.split(":")[1]
