"""The example workflows: of the action as it is, and as README shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from action.conftest import ROOT

ACTION = yaml.safe_load((ROOT / "github-action" / "action.yml").read_text(encoding="utf-8"))
EXAMPLES = sorted(p for p in (ROOT / "github-action" / "examples").glob("*.yml") if p.stem != "zizmor")


def jobs(path: Path) -> Iterator[list[dict[str, Any]]]:
    """The steps of each job."""
    for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values():
        yield job["steps"]


def ours(step: dict[str, Any]) -> bool:
    return str(step.get("uses", "")).startswith("hubseal/hubseal/github-action@")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_inputs_and_outputs_are_those_of_the_action(path: Path) -> None:
    used = [step for steps in jobs(path) for step in steps if ours(step)]
    assert used
    for step in used:
        assert set(step["with"]) <= set(ACTION["inputs"])
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"steps\.hubseal\.outputs\.([\w-]+)", text)) <= set(ACTION["outputs"])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_cache_is_left_to_the_action(path: Path) -> None:
    """Two entries a run, and the wrong one restored, if a workflow did it, too."""
    assert not [step for steps in jobs(path) for step in steps if "actions/cache" in str(step.get("uses", ""))]


def test_readme_shows_the_example_that_is_tested() -> None:
    (shown,) = re.findall(
        r"```yaml\n# \.github/workflows/sync\.yml\n(.*?)```",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert shown == (ROOT / "github-action" / "examples" / "sync.yml").read_text(encoding="utf-8")
