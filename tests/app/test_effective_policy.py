"""Which policy and which baseline hold for a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import git
from hubseal.app.policy import load_effective
from hubseal.app.request import UsageError
from hubseal.policy import DEFAULT
from hubseal.suppression.baseline import EMPTY

PRINT = "ab" * 32
ACCEPTED = f'{{"schema": 1, "fingerprints": ["{PRINT}"]}}\n'


def test_without_files_the_default_holds(tmp_path: Path) -> None:
    assert load_effective(str(tmp_path)) == (DEFAULT, EMPTY)


def test_the_policy_names_the_baseline(tmp_path: Path) -> None:
    (tmp_path / ".hubseal.yaml").write_text("fail_on: warning\nbaseline: mine.json\n", encoding="utf-8")
    (tmp_path / "mine.json").write_text(ACCEPTED, encoding="utf-8")
    policy, baseline = load_effective(str(tmp_path))
    assert (policy.fail_on, baseline.fingerprints) == ("warning", {PRINT})


def test_a_named_file_wins_and_the_baseline_is_the_folder_s(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / ".hubseal.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    (tmp_path / ".hubseal-baseline.json").write_text(ACCEPTED, encoding="utf-8")
    (tmp_path / "other" / "policy.yaml").write_text("repo_type: space\n", encoding="utf-8")
    policy, baseline = load_effective(str(tmp_path), str(tmp_path / "other" / "policy.yaml"))
    assert (policy.repo_type, baseline.fingerprints) == ("space", {PRINT})


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        pytest.param(".hubseal.yaml", "nonsense: 1\n", "nonsense", id="policy with an unknown key"),
        pytest.param(".hubseal-baseline.json", "{", "not JSON", id="baseline that is no JSON"),
        pytest.param(".secrets.baseline", "{}", "no `results`", id="baseline of detect-secrets without results"),
    ],
)
def test_what_cannot_be_used_is_a_usage_error(name: str, text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        load_effective(str(tmp_path))


def test_the_author_is_that_of_the_work_tree(tmp_path: Path, leaky: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    git(rules, "init", "-q")
    git(rules, "config", "user.email", "bot@lab-zurich.org")
    (rules / ".hubseal.yaml").write_text("allow: {git_author: true, emails: [a@b.org]}\n", encoding="utf-8")
    assert load_effective(str(rules))[0].allow.emails == ("a@b.org", "bot@lab-zurich.org")
    emails = load_effective(str(rules), work_tree=str(leaky))[0].allow.emails
    assert emails == ("a@b.org", "anna.nowak@lab-zurich.org")
