"""`hubseal baseline`: what it accepts, merges, drops and refuses, and that git merges the file."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, git
from hubseal.suppression.baseline import Entry
from hubseal.suppression.baseline_file import parse_baseline, text_of

Sample = Callable[[str], str]
NAME = ".hubseal-baseline.json"


def entries(folder: Path, name: str = NAME) -> list[dict[str, Any]]:
    rows = json.loads((folder / name).read_text(encoding="utf-8"))["accepted"]
    return sorted((row for row in rows if isinstance(row, dict)), key=lambda row: (row["path"], row["id"]))


def token(n: int) -> str:
    from sample_generators import filled

    return filled("hf_{L34}", n)


@pytest.fixture
def repo(model: Path) -> Path:
    (model / "a.py").write_text(f"t = '{token(1)}'\n", encoding="utf-8")
    (model / "sub").mkdir()
    (model / "sub" / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    (model / "data.csv").write_text(f"id,note\n1,see {token(2)}\n", encoding="utf-8")
    return model


def test_a_second_value_in_a_column_is_new(repo: Path, hubseal: Run) -> None:
    assert hubseal("baseline", cwd=repo).returncode == 0
    assert hubseal("scan", cwd=repo).returncode == 0
    with (repo / "data.csv").open("a", encoding="utf-8") as file:
        file.write(f"2,new {token(3)}\n3,new {token(4)}\n")
    done = hubseal("scan", "--format", "json", cwd=repo)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(f["path"], f["count"], f["rows"]) for f in report["findings"]] == [("data.csv", 2, [2, 3])]
    assert len(report["waived"]) == 3


def test_an_entry_says_what_a_reviewer_asks(repo: Path, hubseal: Run) -> None:
    done = hubseal("baseline", "--reason", f"samples, not {token(9)}", "--by", "Anna", cwd=repo)
    assert done.returncode == 0, done.stderr
    text = (repo / NAME).read_text(encoding="utf-8")
    assert not any(token(n) in text for n in (1, 2, 9))
    assert "tnakamura" not in text
    by_path = {row["path"]: row for row in entries(repo)}
    row = by_path["sub/config.json"]
    assert (row["rule"], row["place"], row["by"]) == ("home-path", "dir", "Anna")
    assert row["reason"].startswith("samples, not ")
    assert row["date"].count("-") == 2


def test_a_scan_of_a_part_leaves_the_rest(repo: Path, hubseal: Run) -> None:
    hubseal("baseline", "--reason", "first", cwd=repo)
    before = entries(repo)
    (repo / "b.py").write_text(f"t = '{token(5)}'\n", encoding="utf-8")
    (repo / "a.py").write_text("t = None\n", encoding="utf-8")
    for words in (["b.py"], ["b.py", "--prune"], ["sub", "--prune"], ["--only", "paths", "--prune"]):
        assert hubseal("baseline", *words, cwd=repo).returncode == 0
        assert [row for row in entries(repo) if row["path"] != "b.py"] == before, words
    assert hubseal("baseline", "--prune", cwd=repo).returncode == 0
    assert {row["path"] for row in entries(repo)} == {"b.py", "data.csv", "sub/config.json"}
    assert [row for row in entries(repo) if row["path"] != "b.py"] == [r for r in before if r["path"] != "a.py"]


def test_what_stands_in_a_deleted_file_is_gone_where_somebody_looked(repo: Path, hubseal: Run) -> None:
    hubseal("baseline", cwd=repo)
    (repo / "sub" / "config.json").unlink()
    assert hubseal("baseline", "--check", "a.py", cwd=repo).returncode == 0
    done = hubseal("baseline", "--check", cwd=repo)
    assert (done.returncode, "sub/config.json: home-path" in done.stdout) == (1, True)
    assert hubseal("baseline", "--check", "sub", cwd=repo).returncode == 1
    assert len(entries(repo)) == 3, "a check writes nothing"


def test_the_name_of_the_policy_is_written_and_read(repo: Path, hubseal: Run) -> None:
    (repo / ".hubseal.yaml").write_text("baseline: accepted.json\n", encoding="utf-8")
    done = hubseal("scan", cwd=repo)
    assert (done.returncode, "accepted.json" in done.stderr) == (2, True)
    assert hubseal("baseline", cwd=repo).returncode == 0
    assert len(entries(repo, "accepted.json")) == 3
    assert not (repo / NAME).exists()
    assert hubseal("scan", cwd=repo).returncode == 0


REFUSED = {
    "format": ["--format", "json"],
    "output": ["--output", "x"],
    "fail on": ["--fail-on", "warning"],
    "quiet": ["-q"],
    "verbose": ["-v"],
    "colour": ["--color", "never"],
    "two at once": ["--prune", "--check"],
    "a reason for a check": ["--check", "--reason", "x"],
    "a name for a review": ["--review", "--by", "x"],
}


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED)
def test_options_that_do_nothing_are_refused(words: list[str], repo: Path, hubseal: Run) -> None:
    assert hubseal("baseline", *words, cwd=repo).returncode == 2
    assert not (repo / NAME).exists()


def test_a_review_shows_no_value_off_a_terminal(repo: Path, hubseal: Run) -> None:
    hubseal("baseline", "--reason", "samples", cwd=repo)
    done = hubseal("baseline", "--review", cwd=repo)
    assert done.returncode == 0
    assert "1/3 a.py:1: hf-token" in done.stdout
    assert "samples" in done.stdout
    assert token(1) not in done.stdout
    assert "tnakamura" not in done.stdout


def test_a_baseline_of_the_old_form_is_read_and_rewritten(repo: Path, hubseal: Run) -> None:
    old = json.loads(hubseal("scan", "--format", "json", cwd=repo).stdout)["findings"]
    prints = [f["fingerprint"] for f in old if f["rule"] == "hf-token"]
    (repo / NAME).write_text(json.dumps({"schema": 1, "fingerprints": prints}), encoding="utf-8")
    report = json.loads(hubseal("scan", "--format", "json", cwd=repo).stdout)
    assert [f["rule"] for f in report["findings"]] == ["home-path"]
    assert hubseal("baseline", cwd=repo).returncode == 0
    assert len(entries(repo)) == 3
    assert hubseal("scan", cwd=repo).returncode == 0


def entry(chance: random.Random) -> Entry:
    name = f"{chance.getrandbits(64):016x}"
    return Entry(name, "hf-token", f"src/{chance.choice('abc')}.py", "token", date="2026-11-28")


@pytest.mark.parametrize("size", [1, 3, 10, 40])
def test_two_branches_that_accept_one_more_each_merge(size: int, tmp_path: Path) -> None:
    chance, merged, tries = random.Random(size), 0, 20
    for number in range(tries):
        common = [entry(chance) for _ in range(size)]
        sides = [[*common, entry(chance)] for _ in range(2)]
        paths = [tmp_path / f"{number}-{name}" for name in ("ours", "base", "theirs")]
        for path, rows in zip(paths, (sides[0], common, sides[1]), strict=True):
            path.write_text(text_of(rows), encoding="utf-8")
        done = subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True, check=False)
        merged += done.returncode == 0
        if done.returncode == 0:
            known = parse_baseline(json.loads(done.stdout), None).accepted
            assert set(known.values()) == {*sides[0], *sides[1]}
            assert text_of(known.values()).encode() == done.stdout
    assert merged >= tries * 0.9


def test_git_merges_the_branches_of_two_people(repo: Path, hubseal: Run) -> None:
    hubseal("baseline", cwd=repo)
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "accepted")
    for n, branch in enumerate(("left", "right")):
        git(repo, "checkout", "-q", "-b", branch, "main")
        (repo / f"{branch}.py").write_text(f"t = '{token(20 + n)}'\n", encoding="utf-8")
        assert hubseal("baseline", cwd=repo).returncode == 0
        git(repo, "add", "-A")
        git(repo, "commit", "-qm", branch)
    git(repo, "merge", "-q", "left")
    assert hubseal("scan", cwd=repo).returncode == 0
    assert len(entries(repo)) == 5


def test_each_repository_of_a_monorepo_accepts_its_own(tmp_path: Path, hubseal: Run) -> None:
    names = ("models/a", "models/b")
    repos = ", ".join(f"{{path: {name}, id: o/{name[-1]}, type: model}}" for name in names)
    (tmp_path / ".hubseal.yaml").write_text(f"repos: [{repos}]\nbaseline: ci/accepted.json\n", encoding="utf-8")
    for name in names:
        (tmp_path / name).mkdir(parents=True)
    leak = '{"dir": "/home/tnakamura/x"}\n'
    (tmp_path / "models/a/config.json").write_text(leak, encoding="utf-8")
    git(tmp_path, "init", "-q")
    assert hubseal("baseline", cwd=tmp_path).returncode == 0
    assert [row["path"] for row in entries(tmp_path, "ci/accepted.json")] == ["models/a/config.json"]
    assert hubseal("scan", cwd=tmp_path).returncode == 0
    (tmp_path / "models/b/config.json").write_text(leak, encoding="utf-8")
    report = json.loads(hubseal("scan", "--format", "json", cwd=tmp_path).stdout)
    assert [f["shown"].replace("\\", "/") for f in report["findings"]] == ["models/b/config.json"]
    (tmp_path / "models/a/config.json").unlink()
    assert hubseal("baseline", "--check", "models/b", cwd=tmp_path).returncode == 0
    assert hubseal("baseline", "--check", cwd=tmp_path / "models" / "b").returncode == 0
    assert hubseal("baseline", "--check", cwd=tmp_path).returncode == 1
