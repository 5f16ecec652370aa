"""The example workflows: of the action as it is, and such that what it remembers is kept when it finds something."""

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
def test_the_state_is_restored_before_and_saved_whatever_was_found(path: Path) -> None:
    for steps in jobs(path):
        for at, step in enumerate(steps):
            if not ours(step) or "state" not in step["with"]:
                continue
            caches = [(n, s) for n, s in enumerate(steps) if str(s.get("uses", "")).startswith("actions/cache")]
            (before, restored), (after, saved) = caches
            assert before < at < after
            assert restored["uses"].startswith("actions/cache/restore@")
            assert (saved["uses"].partition("@")[0], saved["if"]) == ("actions/cache/save", "always()")
            assert restored["with"]["path"] == saved["with"]["path"] == step["with"]["state"]
            assert restored["with"]["key"] == saved["with"]["key"]
            assert saved["with"]["key"].startswith(restored["with"]["restore-keys"])
