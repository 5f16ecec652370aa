"""A policy that is refused names its first mistake as the loader sees it, and the others from the JSON Schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Run
from hubseal.policy.model import PolicyError
from hubseal.policy.store import parse
from hubseal.rules import RULES
from sample_generators import filled

IDS = RULES.plan.ids
FIRST = "wrong: 1\n"
"""The loader looks at the keys first."""
OTHERS = {
    "unknown key": ("exlude: [a]\n", ":2: unknown key 'exlude'; did you mean 'exclude'?"),
    "unknown key inside": ("allow:\n  email: [a@b.io]\n", ":3: unknown key 'email' in allow; did you mean 'emails'?"),
    "unknown cause": ("unread: {broken: note}\n", ":2: unknown key 'broken' in unread"),
    "text for a list": ("exclude: a\n", ":2: exclude must be a list"),
    "list for a mapping": ("allow: [a]\n", ":2: allow must be a mapping"),
    "number for text": ("exclude:\n  - a\n  - 3\n", ":4: exclude[1] must be text"),
    "wrong choice": ("repo_type: modle\n", ":2: repo_type cannot be 'modle'; did you mean 'model'?"),
    "number for a choice": ("repo_type: 3\n", ":2: repo_type must be one of model, dataset, space"),
    "wrong level": ("rules:\n  hf-token: critical\n", ":3: rules.hf-token cannot be 'critical'; it can be error"),
    "waiver without two things": ("waivers:\n  - {rule: hf-token}\n", ":3: waivers[0] needs path and reason"),
    "value for a digest": ("allow:\n  values: [abc]\n", ":3: allow.values[0] is not of the form"),
    "own rule without a pattern": ("own_rules:\n  - {id: a-b, title: A}\n", ":3: own_rules[0] needs pattern"),
}


def refused(text: str, source: str = ".hubseal.yaml") -> list[str]:
    with pytest.raises(PolicyError) as caught:
        parse(text, source, IDS)
    return caught.value.text(str).splitlines()


@pytest.mark.parametrize(("more", "says"), OTHERS.values(), ids=OTHERS)
def test_another_mistake_is_named_with_its_line(more: str, says: str) -> None:
    first, *others = refused(FIRST + more)
    assert first.startswith(".hubseal.yaml:1: unknown key 'wrong'")
    assert [line.startswith(f".hubseal.yaml{says}") for line in others] == [True], others


ALONE = {
    "one mistake": FIRST,
    "keys that say nothing": FIRST + "allow:\nrules: ~\nexclude: null\n",
    "levels that are off": FIRST + "rules: {home-path: off}\n",
    "all other keys right": FIRST + "files: {max_text_size: 10MB}\nhub: {budget: 2GB}\nunread: {limit: note}\n",
    "no YAML": "rules: [\n",
    "too large to look twice": FIRST + "exclude:\n" + "  - 3\n" * 3_000,
}


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE)
def test_nothing_else_is_wrong(text: str) -> None:
    assert len(refused(text)) == 1


def test_off_in_toml_is_no_mistake() -> None:
    assert len(refused("[tool.hubseal]\nwrong = 1\nrules = {home-path = false}\n", "pyproject.toml")) == 1


def test_at_most_ten_more() -> None:
    assert len(refused(FIRST + "".join(f"wrong{n}: 1\n" for n in range(40)))) == 11


@pytest.mark.parametrize("place", ["rules: {%s: critical}\n", "%s: 1\n", "repo_type: %s\n", "paths: {a: {%s: x}}\n"])
def test_no_value_is_told(place: str, hubseal: Run, tmp_path: Path) -> None:
    """A token that somebody put into the policy by mistake."""
    token = filled("hf_{L34}", 3)
    (tmp_path / ".hubseal.yaml").write_text(FIRST + place % token, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    done = hubseal("scan", ".", cwd=tmp_path)
    assert (done.returncode, token in done.stderr, ".hubseal.yaml:2:" in done.stderr) == (2, False, True), done.stderr
