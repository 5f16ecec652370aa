"""The command line over real files: findings, places, exit codes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, git

FORMATS = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html")
LEAKS = {
    "tokens in code": ("train.py", "login(token='{}')\n", "hf_{L34}", "hf-token"),
    "personal data in a card": (
        "README.md",
        "# Model\nI asked {} about it.\n",
        "anna.nowak@lab-zurich.org",
        "email-address",
    ),
    "machine path in a config": (
        "config.json",
        '{{"best_model_checkpoint": "{}"}}\n',
        "/home/tnakamura/runs/ckpt-5",
        "home-path",
    ),
    "stray file": (".env", "A={}\n", "bcd", "env-file"),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_leak_is_found_and_its_value_never_shown(
    leak: tuple[str, str, str, str], form: str, model: Path, hubseal: Run, sample: Callable[[str], str]
) -> None:
    name, text, template, rule = leak
    value = sample(template)
    (model / name).write_text(text.format(value), encoding="utf-8")
    done = hubseal("scan", ".", "--format", form, "-v" if form == "text" else "-q", cwd=model)
    assert done.returncode == 1, done.stderr
    assert rule in done.stdout or form in ("markdown",)
    if len(value) > 3:
        assert value not in done.stdout + done.stderr


def test_a_clean_repository_is_clean(model: Path, hubseal: Run) -> None:
    done = hubseal("scan", cwd=model)
    assert (done.returncode, done.stderr) == (0, "")
    assert "clean; 6 files scanned" in done.stdout


def test_the_place_is_exact(model: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    (model / "a.py").write_text(f"é = 1\nöö = '{sample('hf_{L34}')}'\n", encoding="utf-8")
    finding = json.loads(hubseal("scan", "a.py", "--format", "json", cwd=model).stdout)["findings"][0]
    assert (finding["line"], finding["column"], finding["end_line"], finding["end_column"]) == (2, 7, 2, 44)
    assert finding["masked"] == "hf_… 37"


def test_members_of_archives(model: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    with zipfile.ZipFile(model / "data.zip", "w") as archive:
        archive.writestr("inner/notes.txt", f"line\nkey {sample('hf_{L34}')}\n")
    report = json.loads(hubseal("scan", "data.zip", "--only", "tokens", "--format", "json", cwd=model).stdout)
    assert [(f["path"], f["line"]) for f in report["findings"]] == [("data.zip!/inner/notes.txt", 2)]


def test_an_inline_comment_allows_with_its_reason(model: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    (model / "a.py").write_text(f"t = '{sample('hf_{L34}')}'  # hubseal: allow hf-token -- revoked\n", encoding="utf-8")
    done = hubseal("scan", "a.py", "--format", "json", cwd=model)
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert [(w["rule"], w["by"], w["why"]) for w in report["waived"]] == [("hf-token", "inline", "revoked")]


def test_a_policy_mistake_names_file_line_and_nearest(model: Path, hubseal: Run) -> None:
    (model / ".hubseal.yaml").write_text("fail_on: error\nrules:\n  hf-tokn: off\n", encoding="utf-8")
    done = hubseal("scan", cwd=model)
    assert done.returncode == 2
    assert ".hubseal.yaml:3: no rule is called 'hf-tokn'; did you mean 'hf-token'?" in done.stderr


def test_staged_content_counts_and_not_the_work_tree(model: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    leak = f"t = '{sample('hf_{L34}')}'\n"
    (model / "train.py").write_text(leak, encoding="utf-8")
    assert hubseal("scan", "--staged", cwd=model).returncode == 0
    git(model, "add", "train.py")
    (model / "train.py").write_text("clean = 1\n", encoding="utf-8")
    assert hubseal("scan", "--staged", cwd=model).returncode == 1


def test_a_path_that_does_not_exist_is_a_usage_error(model: Path, hubseal: Run) -> None:
    done = hubseal("scan", "nowhere", cwd=model)
    assert done.returncode == 2
    assert "nowhere: no such file or folder" in done.stderr
