"""Saying that a finding is meant: comments, the marks of other tools, baselines."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, git

Sample = Callable[[str], str]
ALLOWED = {
    "same line": ("a.py", "t = '{}'  # hubseal: allow hf-token -- revoked\n", True),
    "line above": ("a.py", "# hubseal: allow hf-token -- revoked\nt = '{}'\n", True),
    "among several rules": ("a.py", "t = '{}'  # hubseal: allow jwt, hf-token -- revoked\n", True),
    "slashes": ("a.js", "const t = '{}'; // hubseal: allow hf-token -- revoked\n", True),
    "HTML comment in a card": ("README.md", "`{}` <!-- hubseal: allow hf-token -- revoked -->\n", True),
    "YAML": ("a.yaml", "token: {}  # hubseal: allow hf-token -- revoked\n", True),
    "detect-secrets' mark": ("a.py", "t = '{}'  # pragma: allowlist secret\n", True),
    "detect-secrets' next line": ("a.py", "# pragma: allowlist nextline secret\nt = '{}'\n", True),
    "gitleaks' mark": ("a.py", "t = '{}'  # gitleaks:allow\n", True),
    "another rule": ("a.py", "t = '{}'  # hubseal: allow home-path -- revoked\n", False),
    "no rule": ("a.py", "t = '{}'  # hubseal: allow\n", False),
    "two lines above": ("a.py", "# hubseal: allow hf-token -- revoked\n\nt = '{}'\n", False),
    "code above with a mark": ("a.py", "u = 1  # hubseal: allow hf-token -- revoked\nt = '{}'\n", False),
    "in data, where it is content": ("a.csv", "t,{}  # hubseal: allow hf-token -- revoked\n", False),
    "in JSON, where it is content": ("a.json", '{{"t": "{}", "c": "# hubseal: allow hf-token -- x"}}\n', False),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "allowed"), ALLOWED.values(), ids=ALLOWED)
def test_comments(name: str, text: str, allowed: bool, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    (tmp_path / name).write_text(text.format(sample("hf_{L34}")), encoding="utf-8")
    done = hubseal("scan", name, "--only", "tokens", "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == (0 if allowed else 1)
    assert len(report["waived"]) == allowed


def test_a_comment_of_no_use_is_named(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "a.py").write_text("x = 1  # hubseal: allow hf-token -- old\n", encoding="utf-8")
    assert "a.py:1: the comment that allows hf-token matches nothing" in hubseal("scan", "a.py", cwd=tmp_path).stdout


def test_a_mark_of_tokens_waives_no_path(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "a.py").write_text("p = '/home/tnakamura/x'  # pragma: allowlist secret\n", encoding="utf-8")
    assert hubseal("scan", "a.py", cwd=tmp_path).returncode == 1


def test_a_baseline_accepts_what_is_there_and_nothing_new(model: Path, hubseal: Run, sample: Sample) -> None:
    (model / "a.py").write_text(f"t = '{sample('hf_{L34}')}'\n", encoding="utf-8")
    assert hubseal("baseline", cwd=model).returncode == 0
    kept = (model / ".hubseal-baseline.json").read_text(encoding="utf-8")
    assert sample("hf_{L34}") not in kept
    assert hubseal("scan", cwd=model).returncode == 0
    (model / "a.py").write_text(f"x = 1\n\n\nt = '{sample('hf_{L34}')}'\n", encoding="utf-8")
    assert hubseal("scan", cwd=model).returncode == 0, "a finding that moved is the same"
    (model / "b.py").write_text(f"t = '{sample('glpat-{a20}')}'\n", encoding="utf-8")
    assert hubseal("scan", cwd=model).returncode == 1


def test_the_baseline_of_detect_secrets(model: Path, hubseal: Run, sample: Sample) -> None:
    text = "machine a login b password c\n"
    (model / "a.py").write_text(f"t = '{sample('AKIA{U16}')}'\n{text}", encoding="utf-8")
    assert hubseal("scan", "a.py", "--only", "tokens", "--fail-on", "warning", cwd=model).returncode == 1
    program = Path(sysconfig.get_path("scripts")) / "detect-secrets"
    done = subprocess.run([program, "scan", "a.py"], cwd=model, capture_output=True, check=True)
    (model / ".secrets.baseline").write_bytes(done.stdout)
    assert json.loads(done.stdout)["results"]["a.py"]
    assert hubseal("scan", "a.py", "--only", "tokens", "--fail-on", "warning", cwd=model).returncode == 0


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"schema": 2, "fingerprints": []}'], ids=["no JSON", "list", "other schema"]
)
def test_a_baseline_that_cannot_be_read(text: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / ".hubseal-baseline.json").write_text(text, encoding="utf-8")
    done = hubseal("scan", cwd=tmp_path)
    assert (done.returncode, ".hubseal-baseline.json" in done.stderr) == (2, True)


def test_init_writes_what_works_and_overwrites_nothing(model: Path, hubseal: Run) -> None:
    import yaml

    git(model, "remote", "add", "origin", "https://github.com/org/model")
    done = hubseal("init", cwd=model)
    assert done.returncode == 0
    assert hubseal("scan", cwd=model).returncode == 0
    for name in (".hubseal.yaml", ".pre-commit-config.yaml", ".github/workflows/hubseal.yml"):
        assert yaml.safe_load((model / name).read_text(encoding="utf-8")), name
    scripts = Path(sysconfig.get_path("scripts"))
    subprocess.run([scripts / "pre-commit", "validate-config"], cwd=model, check=True)
    (model / ".hubseal.yaml").write_text("fail_on: warning\n", encoding="utf-8")
    assert "left as it is" in hubseal("init", cwd=model).stdout
    assert (model / ".hubseal.yaml").read_text(encoding="utf-8") == "fail_on: warning\n"


ACCEPTS = "waivers: [{rule: hf-token, path: b.py, reason: x}, {rule: home-path, path: '*.py', reason: x}]\n"
STALE = {
    "the whole with all families": (["."], {"hf-token", "home-path"}),
    "another file": (["a.py"], set()),
    "the very file": (["b.py"], {"hf-token"}),
    "another family": (["--only", "paths"], set()),
    "a family and its file": (["--only", "tokens", "b.py"], {"hf-token"}),
    "a part": (["sub"], set()),
    "nothing of which some was not read": ([".", "damaged"], set()),
}


@pytest.mark.parametrize(("words", "stale"), STALE.values(), ids=STALE)
def test_a_part_does_not_judge_the_whole(words: list[str], stale: set[str], tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.py", "b.py", "sub/c.py"):
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    (tmp_path / ".hubseal.yaml").write_text(ACCEPTS, encoding="utf-8")
    if "damaged" in words:
        text = ACCEPTS.replace("b.py", "z.zip!/b.py").replace("*.py", "*.zip")
        (tmp_path / ".hubseal.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "z.zip").write_bytes(b"PK\3\4 broken")
    args = [word for word in words if word != "damaged"]
    notes = json.loads(hubseal("scan", *args, "--format", "json", cwd=tmp_path).stdout)["notes"]
    assert {note.split()[2] for note in notes if "matches nothing" in note} == stale


def test_each_repository_of_a_command_has_its_own_policy(tmp_path: Path, hubseal: Run) -> None:
    for name, policy in (("one", "rules: {home-path: off}\n"), ("two", "fail_on: warning\n"), ("three", "")):
        folder = tmp_path / name
        folder.mkdir()
        git(folder, "init", "-q")
        (folder / "config.json").write_text('{"dir": "/home/tnakamura/x"}\n', encoding="utf-8")
        if policy:
            (folder / ".hubseal.yaml").write_text(policy, encoding="utf-8")
    assert hubseal("baseline", "three", cwd=tmp_path).returncode == 0
    assert hubseal("baseline", "one", "three", cwd=tmp_path).returncode == 2
    done = hubseal("scan", "one", "two", "three", "--format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == report["exit"] == 1
    assert [Path(f["shown"]).parts[0] for f in report["findings"]] == ["two"]
    assert [Path(w["shown"]).parts[0] for w in report["waived"]] == ["three"]
    assert hubseal("scan", "one", "three", cwd=tmp_path).returncode == 0


ELSEWHERE = ["sub/.hubseal.yaml", "hubseal.yaml", ".hubseal.json", "sub/hubseal.yml"]


@pytest.mark.parametrize("name", ELSEWHERE)
@pytest.mark.parametrize("policy", [True, False], ids=["beside a policy", "alone"])
def test_a_policy_that_is_not_in_force_is_named(name: str, policy: bool, model: Path, hubseal: Run) -> None:
    (model / "sub").mkdir()
    (model / name).write_text("fail_on: warning\n", encoding="utf-8")
    if policy:
        (model / ".hubseal.yaml").write_text("fail_on: error\n", encoding="utf-8")
        git(model, "add", "-A")
    notes = json.loads(hubseal("scan", "--format", "json", cwd=model).stdout)["notes"]
    said = [note for note in notes if "policy" in note]
    assert len(said) == 1
    assert said[0].startswith(f"{name} is not the policy in force")


def test_a_policy_that_git_does_not_track_is_named(model: Path, hubseal: Run) -> None:
    (model / ".hubseal.yaml").write_text("fail_on: error\n", encoding="utf-8")
    assert "the policy .hubseal.yaml is not tracked by git" in hubseal("scan", cwd=model).stdout
    git(model, "add", ".hubseal.yaml")
    assert "not tracked" not in hubseal("scan", cwd=model).stdout
