"""The Action's exit over several scans, and paths that lead out of the folder they belong to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from action.conftest import HEAD, Act
from conftest import Run, git
from github_contract.contract import FakeGitHub
from testhub import LocalHub

Sample = Callable[[str], str]
CARD = b"---\nlicense: mit\n---\n# Model\n\nTrained on public text.\n"
LEAK = '{"dir": "/home/tnakamura/runs"}\n'
PARTS = {"found": ("config.json", LEAK.encode()), "unread": ("a.zip", b"PK\x03\x04 broken"), "clean": ("a.txt", b"x\n")}


@pytest.mark.parametrize(
    ("on_hub", "in_checkout", "code"),
    [
        pytest.param("found", "unread", "1", id="1 before 3"),
        pytest.param("unread", "found", "1", id="3 before 1"),
        pytest.param("unread", "clean", "3", id="3 before 0"),
        pytest.param("clean", "unread", "3", id="0 before 3"),
        pytest.param("clean", "found", "1", id="0 before 1"),
        pytest.param("clean", "clean", "0", id="0 twice"),
    ],
)
def test_of_two_scans_a_leak_decides_before_what_was_not_read(
    on_hub: str, in_checkout: str, code: str, act: Act, checkout: Path, testhub: LocalHub, repo_id: str
) -> None:
    testhub.publish(repo_id, {"README.md": CARD, **dict([PARTS[on_hub]])})
    name, data = PARTS[in_checkout]
    (checkout / name).write_bytes(data)
    result = act("push", repo_id=repo_id, path=".", comment="off", families="tokens,pii,paths")
    assert result.outputs["exit"] == code, result.log
    assert result.outcome == ("success" if code == "0" else "failure")


OUTSIDE = {
    "above": "../policy.yaml",
    "above, by a way through a folder": "sub/../../policy.yaml",
    "beside, in a folder whose name begins so": "../checkout-2/policy.yaml",
    "absolute": "{outside}/policy.yaml",
}


@pytest.mark.parametrize("path", OUTSIDE.values(), ids=OUTSIDE)
def test_a_policy_outside_of_the_checkout_is_refused(path: str, act: Act, checkout: Path) -> None:
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    for folder in (checkout.parent, checkout.parent / "checkout-2"):
        folder.mkdir(exist_ok=True)
        (folder / "policy.yaml").write_text("rules: {home-path: off}\n", encoding="utf-8")
    result = act("push", path=".", comment="off", policy=path.format(outside=checkout.parent))
    assert (result.outcome, result.outputs["exit"]) == ("failure", "2")
    assert any("must name a file of the checkout" in a.message for a in result.annotations if a.level == "error")


def test_a_policy_inside_of_the_checkout_is_taken(act: Act, checkout: Path) -> None:
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    (checkout / "ci").mkdir()
    (checkout / "ci" / "policy.yaml").write_text("rules: {home-path: off}\n", encoding="utf-8")
    assert act("push", path=".", comment="off", policy="ci/../ci/policy.yaml").outputs["exit"] == "0"


@pytest.mark.parametrize("where", ["above", "absolute"])
def test_a_baseline_outside_of_the_checkout_is_none_of_the_branch(
    where: str, act: Act, github: FakeGitHub, checkout: Path, hubseal: Run
) -> None:
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    found = json.loads(hubseal("scan", "--format", "json", cwd=checkout).stdout)["findings"]
    outside = checkout.parent / "accepted.json"
    named = "../accepted.json" if where == "above" else outside.as_posix()
    (checkout / ".hubseal.yaml").write_text(f"baseline: {named}\n", encoding="utf-8")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "base")
    base = git(checkout, "rev-parse", "HEAD").strip()
    accepted = {"schema": 1, "fingerprints": [f["fingerprint"] for f in found]}
    outside.write_text(json.dumps(accepted), encoding="utf-8")
    payload = {"pull_request": {"number": 7, "head": {"sha": HEAD}, "base": {"sha": base}}}
    result = act("pull_request", payload, path=".")
    said = github.comments_on(7)[0]["body"] if github.comments_on(7) else ""
    assert "accepted.json" not in said + result.summary, "what lies outside is not the branch's to change"
    if where == "above":
        assert result.outputs["exit"] == "2", "the copy of the base's policy has no baseline above it"


@pytest.mark.parametrize("where", ["../org.yaml", "sub/../../org.yaml", "{outside}/org.yaml", "link.yaml"])
def test_a_policy_extends_nothing_outside_of_the_checkout(where: str, act: Act, checkout: Path) -> None:
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    outside = checkout.parent / "org.yaml"
    outside.write_text("rules: {home-path: off}\n", encoding="utf-8")
    (checkout / "sub").mkdir()
    (checkout / "link.yaml").symlink_to(outside)
    named = where.format(outside=checkout.parent.as_posix())
    (checkout / ".hubseal.yaml").write_text(f"extends: ['{named}']\n", encoding="utf-8")
    result = act("push", path=".", comment="off")
    assert result.outputs["exit"] == "2"
    assert any("outside of the repository" in a.message for a in result.annotations if a.level == "error")


def test_what_the_policy_extends_is_that_of_the_base_too(act: Act, github: FakeGitHub, checkout: Path) -> None:
    (checkout / ".hubseal.yaml").write_text("extends: [ci/org.yaml]\n", encoding="utf-8")
    (checkout / "ci").mkdir()
    (checkout / "ci/org.yaml").write_text("extends: [base.yaml]\n", encoding="utf-8")
    (checkout / "ci/base.yaml").write_text("rules: {machine-path: error}\n", encoding="utf-8")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "base")
    base = git(checkout, "rev-parse", "HEAD").strip()
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    (checkout / "ci/base.yaml").write_text("rules: {home-path: off}\n", encoding="utf-8")
    payload = {"pull_request": {"number": 7, "head": {"sha": HEAD}, "base": {"sha": base}}}
    result = act("pull_request", payload, path=".")
    assert result.outputs["exit"] == "1", result.log
    assert "ci/base.yaml" in github.comments_on(7)[0]["body"]


@pytest.mark.parametrize(
    "base", [None, {}, {"sha": None}, {"sha": ""}, {"sha": "main"}, {"sha": 7}, "main"], ids=lambda base: str(base)
)
def test_a_pull_request_without_a_base_is_not_judged_by_its_own_policy(
    base: object, act: Act, github: FakeGitHub, checkout: Path
) -> None:
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    (checkout / ".hubseal.yaml").write_text("rules: {home-path: off}\nexclude: ['**']\n", encoding="utf-8")
    payload = {"pull_request": {"number": 7, "head": {"sha": HEAD}, "base": base}}
    result = act("pull_request", payload, path=".")
    assert result.outputs["exit"] in ("1", "0")
    assert "home-path" in result.summary
    assert "names no base commit" in github.comments_on(7)[0]["body"]


def test_a_push_is_judged_by_the_policy_of_the_checkout(act: Act, checkout: Path) -> None:
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    (checkout / ".hubseal.yaml").write_text("rules: {home-path: off}\n", encoding="utf-8")
    assert act("push", path=".", comment="off", families="paths").outputs["exit"] == "0"
