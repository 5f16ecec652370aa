"""What a pull request accepts by itself is said and counted apart; its policy judges nothing; `strict` fails it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from action.conftest import HEAD, Act
from conftest import git
from github_contract.contract import FakeGitHub

Sample = Callable[[str], str]
Files = dict[str, str]
ALLOW = "  # hubseal: allow hf-token -- a sample"


def commit(checkout: Path, files: Files) -> str:
    for name, text in files.items():
        path = checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "more", "--allow-empty")
    return git(checkout, "rev-parse", "HEAD").strip()


def pull(base: str) -> dict[str, object]:
    return {"pull_request": {"number": 7, "head": {"sha": HEAD}, "base": {"sha": base}}}


LINE, OTHER = "t = '{one}'", "t = '{two}'"
OWN: dict[str, tuple[Files, Files, int]] = {
    "a new file": ({}, {"a.py": LINE + ALLOW}, 1),
    "a comment beside what was there": ({"a.py": LINE}, {"a.py": LINE + ALLOW}, 1),
    "a comment on the line above": ({"a.py": LINE}, {"a.py": "# hubseal: allow hf-token\n" + LINE}, 1),
    "a mark of detect-secrets": ({}, {"a.py": LINE + "  # pragma: allowlist secret"}, 1),
    "a mark of gitleaks": ({}, {"a.py": LINE + "  # gitleaks:allow"}, 1),
    "another value below an old comment": ({"a.py": LINE + ALLOW}, {"a.py": OTHER + ALLOW}, 1),
    "one more value": ({"a.py": LINE + ALLOW}, {"a.py": f"{LINE}{ALLOW}\nu = '{{two}}'{ALLOW}"}, 1),
    "a file of a folder": ({"m/a.py": LINE}, {"m/a.py": LINE + ALLOW}, 1),
    "a card": ({}, {"README.md": "# Model\n<!-- hubseal: allow hf-token -->\n{one}\n"}, 1),
    "one of two values of a key": (
        {"a.py": f"{LINE}{ALLOW}"}, {"a.py": "# hubseal: allow hf-token\nx = ['{one}', '{two}']"}, 2
    ),
    "a comment of the base": ({"a.py": LINE + ALLOW}, {"b.py": "x = 1"}, 0),
    "a comment of the base, moved down": ({"a.py": LINE + ALLOW}, {"a.py": f"x = 1\n\n{LINE}{ALLOW}"}, 0),
    "another reason": ({"a.py": LINE + ALLOW}, {"a.py": LINE + ALLOW + " of ours"}, 0),
    "a comment that allows nothing": ({}, {"a.py": "x = 1" + ALLOW}, 0),
}  # fmt: skip


@pytest.mark.parametrize("case", OWN)
def test_a_comment_that_the_branch_adds(
    case: str, act: Act, github: FakeGitHub, checkout: Path, sample: Sample
) -> None:
    before, after, own = OWN[case]
    values = {"{one}": sample("hf_{L34}"), "{two}": sample("hf_{L34}")[:-4] + "Zyxw"}

    def filled(files: Files) -> Files:
        return {
            n: t.replace("{one}", values["{one}"]).replace("{two}", values["{two}"]) + "\n" for n, t in files.items()
        }

    base = commit(checkout, filled(before))
    commit(checkout, filled(after))
    result = act("pull_request", pull(base), path=".")
    assert (result.outputs["exit"], result.outputs["accepted"]) == ("0", str(own)), result.log
    said = "".join(c["body"] for c in github.comments_on(7))
    assert ("accepted by this pull request itself" in said) == (own > 0)
    strict = act("pull_request", pull(base), path=".", strict="true")
    assert (strict.outputs["exit"], strict.outputs["findings"]) == (("1", str(own)) if own else ("0", "0"))
    texts = [said, result.log, result.summary, strict.log, strict.summary]
    assert not [text for text in texts if values["{one}"][3:11] in text or values["{two}"][3:11] in text]


def test_after_the_merge_it_is_the_base_that_accepts(act: Act, checkout: Path, sample: Sample) -> None:
    commit(checkout, {"a.py": f"t = '{sample('hf_{L34}')}'{ALLOW}\n"})
    for strict in ("true", "false"):
        result = act("push", path=".", comment="off", strict=strict)
        assert (result.outputs["exit"], result.outputs["accepted"]) == ("0", "0")


LEAK = '{"dir": "/home/tnakamura/runs"}\n'
POLICIES: dict[str, Files] = {
    "a waiver": {".hubseal.yaml": "waivers: [{rule: home-path, path: config.json, reason: ours}]\n"},
    "an exclude": {".hubseal.yaml": "exclude: ['**']\n"},
    "a level": {".hubseal.yaml": "rules: {home-path: off}\n"},
    "a lower level": {".hubseal.yaml": "rules: {home-path: note}\n"},
    "an allowed path": {".hubseal.yaml": "allow: {paths: [/home]}\n"},
    "another type": {".hubseal.yaml": "repo_type: space\n"},
    "a repository": {".hubseal.yaml": "repos: [{path: ., id: a/b, type: space}]\n"},
    "a table": {"pyproject.toml": "[tool.hubseal]\nexclude = ['**']\n"},
    "a policy that is none": {".hubseal.yaml": "broken: [\n"},
    "a baseline of another tool": {".secrets.baseline": json.dumps({"results": {"config.json": []}})},
    "a baseline that is none": {".hubseal-baseline.json": "[]\n"},
}  # fmt: skip


@pytest.mark.parametrize("strict", ["false", "true"])
@pytest.mark.parametrize("case", POLICIES)
def test_a_policy_that_the_branch_changes(case: str, strict: str, act: Act, github: FakeGitHub, checkout: Path) -> None:
    base = git(checkout, "rev-parse", "HEAD").strip()
    commit(checkout, {"config.json": LEAK, **POLICIES[case]})
    result = act("pull_request", pull(base), path=".", strict=strict)
    assert (result.outputs["exit"], result.outputs["findings"]) == ("1", "1")
    assert "This branch changes " in github.comments_on(7)[0]["body"]


def test_without_the_base_every_comment_is_of_the_branch(act: Act, checkout: Path, sample: Sample) -> None:
    commit(checkout, {"a.py": f"t = '{sample('hf_{L34}')}'{ALLOW}\n"})
    result = act("pull_request", pull("d" * 40), path=".", strict="true", comment="off")
    assert (result.outputs["exit"], result.outputs["accepted"]) == ("1", "1")


def test_a_state_that_is_committed_is_only_compared_with(act: Act, checkout: Path, testhub: object) -> None:
    from testhub import LocalHub

    assert isinstance(testhub, LocalHub)
    testhub.publish("user/judged", {"config.json": LEAK.encode()})
    first = act("push", repo_id="user/judged", state="state.json", cache="false", comment="off")
    assert first.outputs["exit"] == "1"
    state = json.loads((checkout / "state.json").read_text(encoding="utf-8"))
    for entry in state["blobs"].values():
        entry["result"][:4] = [[], [], [], []]
    (checkout / "state.json").write_text(json.dumps(state), encoding="utf-8")
    assert act("push", repo_id="user/judged", state="state.json", cache="false", comment="off").outputs["exit"] == "0"
    (checkout / "state.json").write_text(json.dumps(state), encoding="utf-8")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "verdicts")
    assert act("push", repo_id="user/judged", state="state.json", cache="false", comment="off").outputs["exit"] == "1"


def test_code_of_the_branch_is_not_imported(act: Act, checkout: Path) -> None:
    planted = "open({path!r}, 'w').close()\n".format(path=str(checkout / "RAN"))
    names = ["sitecustomize", "usercustomize", "json", "hubseal", "yaml", "hyperscan", "os", "argparse", "git"]
    commit(checkout, {f"{name}.py": planted for name in names} | {"hubseal/__init__.py": planted, "git": planted})
    for name in names:
        (checkout / f"{name}.pth").write_text("import json\n", encoding="utf-8")
    result = act("pull_request", pull(git(checkout, "rev-parse", "HEAD~1").strip()), path=".", families="tokens")
    assert result.outputs["exit"] == "0"
    assert not (checkout / "RAN").exists()
