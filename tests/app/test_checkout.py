"""A CheckoutRequest in, an Outcome out: no command line, no current folder, no environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from hubseal.app import baseline, checkout, parallel
from hubseal.app.request import CheckoutRequest, UsageError
from hubseal.types import Report

Sample = Callable[[str], str]
BOTH = {("hf-token", "train.py"), ("home-path", "sub/config.json")}


def found(report: Report) -> set[tuple[str, str]]:
    """(rule, path as the user knows it) of each finding."""
    return {(f.rule, f.at.shown) for f in report.findings}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(CheckoutRequest(), BOTH, id="all of the folder"),
        pytest.param(CheckoutRequest(paths=("sub",)), {("home-path", "sub/config.json")}, id="a folder in it"),
        pytest.param(CheckoutRequest(paths=("./train.py",)), {("hf-token", "train.py")}, id="a file in it"),
        pytest.param(CheckoutRequest(families=("tokens",)), {("hf-token", "train.py")}, id="one family"),
        pytest.param(CheckoutRequest(ignored=True, families=("tokens",)), {("hf-token", "train.py"), ("hf-token", "run.log")}, id="what git ignores"),
    ],
)  # fmt: skip
def test_paths_are_relative_to_the_folder_of_the_request(
    asked: CheckoutRequest, expected: set[tuple[str, str]], leaky: Path
) -> None:
    outcome = checkout.scan(asked._replace(folder=str(leaky)))
    assert found(outcome.report) == expected
    assert (outcome.changes, outcome.scanned) == (None, None)


def test_a_folder_in_the_request_is_a_folder_to_stand_in(leaky: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (leaky / "link").symlink_to("train.py")
    (leaky / ".git").rename(leaky.parent / "was.git")  # walked, not listed by git
    far = checkout.scan(CheckoutRequest(("sub", "."), str(leaky))).report
    monkeypatch.chdir(leaky)
    assert checkout.scan(CheckoutRequest(("sub", "."))).report == far
    assert list(dict.fromkeys(f.at.path for f in far.findings)) == ["sub/config.json", "run.log", "train.py"]
    assert "a symbolic link is read as the text of its target, and not followed: link" in far.notes


def test_several_processes_find_what_stands_in_another_folder(leaky: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(8):
        (leaky / f"{number}.py").write_bytes((leaky / "train.py").read_bytes())
    alone = checkout.scan(CheckoutRequest(folder=str(leaky))).report
    monkeypatch.setattr(parallel, "process_count", lambda items: 3)
    assert checkout.scan(CheckoutRequest(folder=str(leaky))).report == alone
    assert len(alone.findings) == 10


def test_what_is_staged(leaky: Path) -> None:
    git(leaky, "add", "sub")
    report = checkout.scan(CheckoutRequest(folder=str(leaky / "sub"), staged=True)).report
    assert found(report) == {("home-path", "config.json")}
    assert report.target == "staged"


def test_lfs_content_of_the_work_tree_is_shown_as_the_user_knows_it(leaky: Path, sample: Sample) -> None:
    from hashlib import sha256

    data = f"token = '{sample('hf_{L34}')}'\n".encode()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(data).hexdigest()}\nsize {len(data)}\n"
    (leaky / "a.py").write_text(pointer, encoding="utf-8", newline="\n")
    git(leaky, "add", "a.py")
    (leaky / "a.py").write_bytes(data)
    report = checkout.scan(CheckoutRequest(folder=str(leaky), staged=True)).report
    assert found(report) == {("hf-token", "a.py")}


POLICIES = [
    pytest.param("policy_folder", {".hubseal.yaml": "exclude: [train.py]\n"}, {("home-path", "sub/config.json")}, id="of another folder"),
    pytest.param("policy_file", {"mine.yaml": "rules: {home-path: off}\n"}, {("hf-token", "train.py")}, id="in a file that is named"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "files", "expected"), POLICIES)
def test_a_policy_that_stands_elsewhere(
    field: str, files: dict[str, str], expected: set[tuple[str, str]], leaky: Path, tmp_path: Path
) -> None:
    (leaky / ".hubseal.yaml").write_text("exclude: ['**']\n", encoding="utf-8")
    other = tmp_path / "other"
    other.mkdir()
    for name, text in files.items():
        (other / name).write_text(text, encoding="utf-8")
    where = str(other) if field == "policy_folder" else str(other / next(iter(files)))
    request = CheckoutRequest(paths=("train.py", "sub"), folder=str(leaky))._replace(**{field: where})
    assert found(checkout.scan(request).report) == expected


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        pytest.param("none.py", "", "none.py: no such file or folder", id="no such file"),
        pytest.param(".", "nonsense: 1\n", ".hubseal.yaml:1", id="a policy that is none"),
    ],
)
def test_a_request_that_cannot_be_carried_out(path: str, text: str, words: str, leaky: Path) -> None:
    if text:
        (leaky / ".hubseal.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        checkout.scan(CheckoutRequest(paths=(path,), folder=str(leaky)))


def test_a_monorepo_is_one_report(leaky: Path) -> None:
    (leaky / ".hubseal.yaml").write_text("repos: [{path: sub, id: org/a, type: dataset}]\n", encoding="utf-8")
    report = checkout.scan(CheckoutRequest(folder=str(leaky))).report
    assert {(f.rule, f.at.path) for f in report.findings} == {("hf-token", "train.py"), ("home-path", "config.json")}


def test_the_request_wins_over_the_policy(leaky: Path) -> None:
    (leaky / ".hubseal.yaml").write_text("repo_type: space\nfail_on: error\n", encoding="utf-8")
    request = CheckoutRequest(folder=str(leaky))
    said = checkout.scan(request).report
    assert (said.repo.type, said.repo.type_from, said.fail_on) == ("space", "policy", "error")
    asked = checkout.scan(request._replace(repo_type="dataset", fail_on="warning")).report
    assert (asked.repo.type, asked.repo.type_from, asked.fail_on) == ("dataset", "flag", "warning")


def test_what_is_accepted_is_found_no_more(leaky: Path) -> None:
    request = CheckoutRequest(folder=str(leaky))
    accepted = baseline.accept(request)
    assert (accepted.path, len(accepted.new)) == (os.path.join(str(leaky), ".hubseal-baseline.json"), 2)
    baseline.write(accepted.path, accepted.entries)
    report = checkout.scan(request).report
    assert (report.findings, {w.by for w in report.waived}) == ((), {"baseline"})
    assert baseline.accept(request).new == ()
    assert len(checkout.scan(request).report.waived) == 2, "what the old one covers stays covered"
