"""Policies that build on others: files and installed packages, nothing else, and never out of somebody else's tree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run, git
from hubseal.policy import PolicyError, load, parse, read
from hubseal.rules import RULES

NAMES = RULES.plan.names
OWN = "{id: acme-key, title: Acme key, pattern: 'acme_[a-z0-9]{32}'}"


def write(folder: Path, **files: str) -> Path:
    """Files by their names, `__` for a slash and `_yaml` for the suffix."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_yaml", ".yaml") if name != "policy" else ".hubseal.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_policy_itself_says_the_last_word(tmp_path: Path) -> None:
    top = (
        write(
            tmp_path,
            org_yaml=f"fail_on: warning\nrules: {{pii: warning, home-path: off}}\nexclude: [a]\nown_rules: [{OWN}]\n"
            "allow: {emails: [a@b.org]}\nhub: {visibility: private, gated: true}\nfiles: {max_text_size: 5MB, allow: [a]}\n"
            "unread: {missing-extra: note}\npaths: {'docs/**': {tokens: note, pii: off}}\n",
            repo__policy="x",
        )
        / "repo"
    )
    policy = write(
        top,
        policy="extends: [../org.yaml]\nfail_on: error\nrules: {home-path: note, acme-key: note}\nexclude: [b]\n"
        "allow: {emails: [c@b.org]}\nhub: {gated: false}\nfiles: {forbid: [b]}\nunread: {limit: note}\n"
        "paths: {'docs/**': {pii: note}}\nwaivers: [{rule: acme-key, path: x, reason: y}]\n",
    )
    made = load(str(policy), NAMES)
    assert made.fail_on == "error"
    assert made.rules == {"pii": "warning", "home-path": "note", "acme-key": "note"}
    assert made.exclude == ("a", "b")
    assert made.allow.emails == ("a@b.org", "c@b.org")
    assert (made.hub.visibility, made.hub.gated) == ("private", False)
    assert (made.files.allow, made.files.forbid, made.files.max_text_size) == (("a",), ("b",), 5_000_000)
    assert (made.unread["missing-extra"], made.unread["limit"], made.unread["io"]) == ("note", "note", "error")
    assert made.paths == {"docs/**": {"tokens": "note", "pii": "note"}}
    assert [rule.id for rule in made.own_rules] == ["acme-key"]
    assert load(str(policy), NAMES) == made, "a second time, with a cache"


def test_a_policy_that_another_one_extends_may_change(tmp_path: Path) -> None:
    top = write(tmp_path, policy="extends: [org.yaml]\n", org_yaml="fail_on: warning\n")
    assert load(str(top), NAMES).fail_on == "warning"
    write(tmp_path, org_yaml="fail_on: error\n")
    assert load(str(top), NAMES).fail_on == "error"


def test_one_that_two_extend_counts_once(tmp_path: Path) -> None:
    top = write(
        tmp_path,
        policy="extends: [a.yaml, b.yaml]\n",
        a_yaml="extends: [base.yaml]\n",
        b_yaml="extends: [base.yaml]\n",
        base_yaml=f"own_rules: [{OWN}]\n",
    )
    assert [rule.id for rule in load(str(top), NAMES).own_rules] == ["acme-key"]


BAD = {
    "itself": ({"policy": "extends: [.hubseal.yaml]\n"}, "builds on itself"),
    "a circle": ({"policy": "extends: [a.yaml]\n", "a_yaml": "extends: [b.yaml]\n", "b_yaml": "extends: [a.yaml]\n"}, "builds on itself"),
    "a circle through the top": ({"policy": "extends: [a.yaml]\n", "a_yaml": "extends: [.hubseal.yaml]\n"}, "builds on itself"),
    "too deep": ({"policy": "extends: [a0.yaml]\n", **{f"a{n}_yaml": f"extends: [a{n + 1}.yaml]\n" for n in range(9)}}, "more than 5"),
    "too many": ({"policy": f"extends: [{', '.join(f'b{n}.yaml' for n in range(30))}]\n", **{f"b{n}_yaml": "fail_on: error\n" for n in range(30)}}, "20 in all"),
    "no such file": ({"policy": "extends: [nowhere.yaml]\n"}, "there is no such file"),
    "a folder": ({"policy": "extends: [a.yaml]\n", "a.yaml__x": ""}, "not a regular file"),
    "no policy": ({"policy": "extends: [a.py]\n", "a.py": ""}, "a policy is a .yaml"),
    "a web address": ({"policy": "extends: ['https://acme.org/p.yaml']\n"}, "never fetched"),
    "a repository": ({"policy": "extends: ['git@github.com:a/b.yaml']\n"}, "never fetched"),
    "no such package": ({"policy": "extends: ['package:no_such_pkg/p.yaml']\n"}, "no package no_such_pkg is installed"),
    "no such file in a package": ({"policy": "extends: ['package:yaml/p.yaml']\n"}, "has no such file"),
    "out of a package": ({"policy": "extends: ['package:yaml/../p.yaml']\n"}, "write it as package:NAME/FILE"),
    "a package alone": ({"policy": "extends: ['package:yaml']\n"}, "write it as package:NAME/FILE"),
    "an id taken twice": ({"policy": f"extends: [a.yaml]\nown_rules: [{OWN}]\n", "a_yaml": f"own_rules: [{OWN}]\n"}, "id of another rule"),
    "a fault in the other": ({"policy": "extends: [a.yaml]\n", "a_yaml": "fail_on: error\nrulez: {}\n"}, "a.yaml:2: unknown key"),
    "no list": ({"policy": "extends: org.yaml\n"}, "extends must be a list"),
    "no text": ({"policy": "extends: [1]\n"}, "must be text"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "why"), BAD.values(), ids=BAD)
def test_what_cannot_be_built_on_is_one_line_and_exit_2(
    files: dict[str, str], why: str, tmp_path: Path, hubseal: Run
) -> None:
    git(write(tmp_path, **files), "init", "-q")
    done = hubseal("scan", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert why in done.stderr


def test_a_package_is_read_and_not_imported(tmp_path: Path) -> None:
    write(tmp_path, site__acme_policy__hubseal_yaml="fail_on: warning\n", repo__policy="x")
    (tmp_path / "site/acme_policy/__init__.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    repo = write(tmp_path / "repo", policy="extends: ['package:acme_policy/hubseal.yaml']\n")
    code = (
        f"import sys; sys.path.append({str(tmp_path / 'site')!r})\n"
        "from hubseal.policy import load\nfrom hubseal.rules import RULES\n"
        f"print(load({str(repo)!r}, RULES.plan.names).fail_on, 'acme_policy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.split() == ["warning", "False"], done.stderr


def test_a_package_of_the_scanned_repository_is_none(tmp_path: Path, hubseal: Run) -> None:
    top = write(tmp_path, policy="extends: ['package:evil/p.yaml']\n", evil__p_yaml="exclude: ['**']\n")
    (top / "evil/__init__.py").write_text("", encoding="utf-8")
    done = hubseal("scan", ".", cwd=top)
    assert (done.returncode, "no package evil is installed" in done.stderr) == (2, True)


OUTSIDE = ["../org.yaml", "sub/../../org.yaml", "link.yaml", "linked/org.yaml"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_repository_of_somebody_else_does_not_reach_out_of_itself(name: str, tmp_path: Path, hubseal: Run) -> None:
    write(tmp_path, org_yaml="exclude: ['**']\n", here__x="")
    top = write(tmp_path / "theirs", policy=f"extends: ['{name}']\n", sub__x="")
    (top / "link.yaml").symlink_to(tmp_path / "org.yaml")
    (top / "linked").symlink_to(tmp_path)
    git(top, "init", "-q")
    done = hubseal("scan", top, cwd=tmp_path / "here")
    assert (done.returncode, "outside of the repository" in done.stderr) == (2, True)
    with pytest.raises(PolicyError, match="outside of the repository"):
        load(str(top), NAMES, within=str(top))


def test_an_absolute_name_is_outside_too(tmp_path: Path) -> None:
    write(tmp_path, org_yaml="exclude: ['**']\n")
    top = write(tmp_path / "theirs", policy=f"extends: [{json.dumps((tmp_path / 'org.yaml').as_posix())}]\n")
    assert load(str(top), NAMES).exclude == ("**",)
    with pytest.raises(PolicyError, match="outside of the repository"):
        load(str(top), NAMES, within=str(top))


def test_a_text_without_a_place_builds_on_nothing() -> None:
    with pytest.raises(PolicyError, match="only a policy in a file"):
        parse("extends: [org.yaml]\n", ".hubseal.yaml", NAMES)


def test_a_policy_that_is_named_counts_from_its_own_folder(tmp_path: Path, hubseal: Run) -> None:
    write(tmp_path, shared__base_yaml="rules: {home-path: off}\n", shared__org_yaml="extends: [base.yaml]\n")
    repo = write(tmp_path / "repo", policy="fail_on: warning\n")
    (repo / "a.py").write_text("p = '/home/tnakamura/x'\n", encoding="utf-8")
    git(repo, "init", "-q")
    assert read(str(tmp_path / "shared/org.yaml"), NAMES).rules == {"home-path": "off"}
    assert hubseal("scan", ".", cwd=repo).returncode == 1
    for words in (["scan", "."], ["scan", "--staged-if-empty", "a.py"]):
        assert hubseal(*words, "--policy", "../shared/org.yaml", cwd=repo).returncode == 0
    assert hubseal("scan", ".", "--policy", "../shared/no.yaml", cwd=repo).returncode == 2


def test_it_is_shown_what_came_from_where(tmp_path: Path, hubseal: Run) -> None:
    top = write(
        tmp_path, policy="extends: [org.yaml]\nfail_on: error\n", org_yaml=f"fail_on: warning\nown_rules: [{OWN}]\n"
    )
    assert hubseal("rules", "--policy", cwd=top).stdout.splitlines() == [
        "org.yaml:1: fail_on: warning  (not in force: .hubseal.yaml:2)",
        "org.yaml:2: own_rules: acme-key",
        ".hubseal.yaml:1: extends: org.yaml",
        ".hubseal.yaml:2: fail_on: error",
    ]
