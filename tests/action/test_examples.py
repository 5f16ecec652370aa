"""The example workflows: of the actions as they are, and as their page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from action import foreign
from action.conftest import ROOT
from action.workflow import OURS

ACTION = yaml.safe_load((ROOT / "github-action" / "action.yml").read_text(encoding="utf-8"))
FOLDER = ROOT / "github-action" / "examples"
NOT_GITHUB = {"zizmor", "gitlab-ci"}
EXAMPLES = sorted(p for p in FOLDER.glob("*.yml") if p.stem not in NOT_GITHUB)
SYNC = {
    "sync": ("model", "acme/tiny-bert"),
    "sync-dataset": ("dataset", "acme/reviews"),
    "sync-space": ("space", "acme/demo"),
}
INSTALL = re.compile(r"hubseal(?:\[[a-z,]+\])? @ git\+https://github\.com/hubseal/hubseal@(v[\d.]+)")


def blocks() -> Iterator[tuple[str, Any]]:
    """Every workflow that a user may copy or that runs for us: (name, what it says)."""
    for path in [*EXAMPLES, *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]:
        yield path.name, yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for number, text in enumerate(
            re.findall(r"^```ya?ml\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)
        ):
            if "uses:" in text:
                yield f"{path.name}-{number}", yaml.safe_load(text)


def steps(node: Any) -> Iterator[dict[str, Any]]:
    """Every step that uses an action, however much of a workflow there is."""
    if isinstance(node, dict):
        if isinstance(node.get("uses"), str):
            yield node
        node = list(node.values())
    for one in node if isinstance(node, list) else []:
        yield from steps(one)


WRITTEN = list(blocks())


@pytest.mark.parametrize("workflow", [w for _, w in WRITTEN], ids=[n for n, _ in WRITTEN])
def test_every_step_uses_an_action_as_its_action_yml_says(workflow: Any) -> None:
    for step in steps(workflow):
        uses, given = step["uses"], step.get("with", {})
        if uses.startswith("./github-action") or OURS.fullmatch(uses):
            assert set(given) <= set(ACTION["inputs"])
        else:
            assert list(foreign.faults(uses, given)) == []


def test_the_actions_that_our_action_uses() -> None:
    used = list(steps(ACTION))
    assert used
    for step in used:
        assert list(foreign.faults(step["uses"], step["with"])) == []


WRONG = [
    ("an input that is not there", "actions/checkout@v5", {"depth": 1}, "has no input depth"),
    ("dash for underscore", "huggingface/hub-sync@v0.2.1", {"repo-type": "model"}, "has no input repo-type"),
    ("required input left out", "huggingface/hub-sync@v0.2.1", {"github_repo_id": "a/b"}, "needs the input hf_token"),
    ("no key", "actions/cache/save@v5", {"path": "x"}, "needs the input key"),
    ("a type that is none", "huggingface/hub-sync@v0.2.1", {"repo_type": "models"}, "repo_type is one of"),
    ("node20 by tag", "actions/cache/restore@v4", {"path": "x", "key": "y"}, "node20, which has ended"),
    ("node20 by hash", "actions/cache/restore@0057852bfaa89a56745cba8c7296529d2fc39830", {}, "node20, which has ended"),
    ("upload-sarif that ends", "github/codeql-action/upload-sarif@v3", {}, "node20, which has ended"),
    ("a branch, which is no release", "huggingface/hub-sync@main", {}, "nothing is recorded"),
    ("an action nobody read", "someone/something@v1", {}, "nothing is recorded"),
]


@pytest.mark.parametrize(("uses", "given", "why"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_the_facts_refuse(uses: str, given: dict[str, Any], why: str) -> None:
    assert why in "; ".join(foreign.faults(uses, given))


def test_defaults_are_those_of_the_action() -> None:
    """Without `repo_type`, hub-sync makes a public Space."""
    given = {"github_repo_id": "a/b", "huggingface_repo_id": "c/d", "hf_token": "t"}
    filled = foreign.inputs("huggingface/hub-sync@v0.2.1", given)
    assert (filled["repo_type"], filled["private"]) == ("space", "false")


@pytest.mark.parametrize("stem", SYNC)
def test_upload_and_scan_name_one_repository(stem: str) -> None:
    kind, name = SYNC[stem]
    gate, upload, scan = (
        step["with"] for step in steps(yaml.safe_load((FOLDER / f"{stem}.yml").read_text(encoding="utf-8")))
        if not step["uses"].startswith("actions/checkout@")
    )  # fmt: skip
    assert (gate["path"], gate["repo-type"]) == (".", kind)
    assert (upload["huggingface_repo_id"], upload["repo_type"]) == (name, kind)
    assert (scan["repo-id"], scan["repo-type"]) == (name, kind)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_outputs_are_those_of_the_action(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"steps\.hubseal\.outputs\.([\w-]+)", text)) <= set(ACTION["outputs"])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_cache_is_left_to_the_action(path: Path) -> None:
    """Two entries a run, and the wrong one restored, if a workflow did it, too."""
    used = [str(step["uses"]) for step in steps(yaml.safe_load(path.read_text(encoding="utf-8")))]
    assert not (any(map(OURS.fullmatch, used)) and any("actions/cache" in uses for uses in used))


@pytest.mark.parametrize("path", sorted(p for p in FOLDER.iterdir() if p.stem != "zizmor"), ids=lambda path: path.name)
def test_what_is_installed_exists(path: Path) -> None:
    """Until it is on PyPI, hubseal comes from its repository at a tag; and all examples name the same one."""
    text = path.read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    if version is None:
        from hubseal import __version__ as named
    else:
        named = version[1]
    tags = {*INSTALL.findall(text), *re.findall(r"hubseal/hubseal/github-action@(\S+)", text)}
    assert tags == {f"v{named}"}
    assert len(re.findall(r"pip[\w/\"$]* install|-m pip install", text)) == len(INSTALL.findall(text))


def test_the_page_shows_the_example_that_is_tested() -> None:
    (shown,) = re.findall(
        r"```yaml\n# \.github/workflows/sync\.yml\n(.*?)```",
        (ROOT / "docs" / "how-to" / "action.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert shown == (FOLDER / "sync.yml").read_text(encoding="utf-8")
