"""`--statistics`, `--exit-zero`, `--quiet`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run

Sample = Callable[[str], str]


@pytest.fixture
def leaky(model: Path, sample: Sample) -> Path:
    """A model repository with three errors of two rules and a warning."""
    (model / "train.py").write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    (model / "eval.py").write_text(f"login('{sample('hf_{a34}')}')\n", encoding="utf-8")
    (model / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    (model / "README.md").write_text("# M\nI asked anna.nowak@lab-zurich.org about it.\n", encoding="utf-8")
    (model / ".hubseal.yaml").write_text("rules: {email-address: warning}\n", encoding="utf-8")
    return model


def test_statistics_are_a_line_per_rule(leaky: Path, hubseal: Run) -> None:
    done = hubseal("scan", "--statistics", cwd=leaky)
    assert done.returncode == 1
    *rules, summary = done.stdout.splitlines()
    assert [line.split()[:3] for line in rules] == [
        ["2", "error", "hf-token"], ["1", "error", "home-path"], ["1", "warning", "email-address"],
    ]  # fmt: skip
    assert summary.startswith("hubseal: 3 errors, 1 warning; ")
    assert hubseal("scan", "--statistics", "-q", cwd=leaky).stdout.splitlines() == rules


def test_statistics_as_json(leaky: Path, hubseal: Run) -> None:
    made = json.loads(hubseal("scan", "--statistics", "--format", "json", cwd=leaky).stdout)
    assert [(row["rule"], row["level"], row["findings"], row["files"]) for row in made] == [
        ("hf-token", "error", 2, 2), ("home-path", "error", 1, 1), ("email-address", "warning", 1, 1),
    ]  # fmt: skip


def test_statistics_of_nothing(model: Path, hubseal: Run) -> None:
    (line,) = hubseal("scan", "--statistics", cwd=model).stdout.splitlines()
    assert line.startswith("hubseal: clean; ")


@pytest.mark.parametrize("form", ["jsonl", "sarif", "github", "gitlab", "junit", "markdown", "html"])
def test_statistics_are_no_part_of_other_formats(form: str, leaky: Path, hubseal: Run) -> None:
    done = hubseal("scan", "--statistics", "--format", form, cwd=leaky)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"hubseal: --statistics takes --format text, concise, json, not {form}\n"


@pytest.mark.parametrize(
    ("change", "args", "code"),
    [
        pytest.param("", [], 0, id="findings"),
        pytest.param("", ["--fail-on", "warning"], 0, id="findings that a flag makes fail"),
        pytest.param("broken.zip", [], 3, id="something was not read, behind findings"),
        pytest.param("policy", [], 2, id="a policy that is none"),
        pytest.param("", ["--statistics", "--format", "html"], 2, id="words that do not go together"),
    ],
)
def test_exit_zero_is_for_findings_alone(change: str, args: list[str], code: int, leaky: Path, hubseal: Run) -> None:
    if change == "broken.zip":
        (leaky / change).write_bytes(b"PK\x03\x04 broken")
    if change == "policy":
        (leaky / ".hubseal.yaml").write_text("ruless: {}\n", encoding="utf-8")
    done = hubseal("scan", "--exit-zero", *args, cwd=leaky)
    assert done.returncode == code
    assert ("hf-token" in done.stdout) == (code != 2)


def test_exit_zero_leaves_the_report_as_it_is(leaky: Path, hubseal: Run) -> None:
    with_it, without = (hubseal("scan", "--format", "json", *args, cwd=leaky).stdout for args in (["--exit-zero"], []))
    assert with_it == without


def test_quiet_is_a_line_per_finding_and_per_file_that_fails_unread(leaky: Path, hubseal: Run) -> None:
    (leaky / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    done = hubseal("scan", "-q", "--color", "never", cwd=leaky)
    found = [line.split(": ")[1] for line in done.stdout.splitlines()]
    assert sorted(found) == sorted(
        [
            "error hf-token", "error hf-token", "error home-path", "warning email-address", "warning nested-archive",
            "not read (damaged)",
        ]
    )  # fmt: skip
    assert "    fix:" not in done.stdout


def test_exit_zero_is_for_commands_that_do_nothing_but_scan(leaky: Path, hubseal: Run) -> None:
    done = hubseal("upload", "acme/tiny-bert", ".", "--dry-run", "--exit-zero", cwd=leaky)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--exit-zero" in done.stderr
