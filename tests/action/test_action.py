"""The real action.yml, run as GitHub's runner runs it, against the local Hub and a GitHub that checks every request."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from action.cache import Cache
from action.conftest import HEAD, ROOT, Act, copied_action
from conftest import Run, git
from github_contract.contract import FakeGitHub, Limit, Token
from hubseal.action import __main__ as action
from hubseal.app import checkout as app_checkout
from hubseal.app.outcome import Outcome
from hubseal.app.request import CheckoutRequest
from hubseal.github import Answer, GitHub
from hubseal.json_fields import Fields
from hubseal.reports.comment import marker
from testhub import Fault, LocalHub
from testhub.fixtures import TOKEN

Sample = Callable[[str], str]
CARD = "---\nlicense: mit\n---\n# Model\n\nTrained on public text.\n"
CLEAN = {"README.md": CARD.encode(), "train.py": b"x = 1\n"}


@pytest.fixture
def leaky(testhub: LocalHub, repo_id: str, sample: Sample) -> str:
    """A model repository with a token in its script."""
    testhub.publish(repo_id, {**CLEAN, "train.py": f"login(token='{sample('hf_{L34}')}')\n".encode()})
    return repo_id


def bodies(github: FakeGitHub) -> list[str]:
    return [c["body"] for c in github.comments_on(7)]


def test_one_comment_is_made_then_updated_then_all_clear(
    act: Act, github: FakeGitHub, testhub: LocalHub, leaky: str, sample: Sample
) -> None:
    first = act(repo_id=leaky, state="state.json")
    assert first.outcome == "failure"
    assert (first.outputs["findings"], first.outputs["errors"], first.outputs["exit"]) == ("1", "1", "1")
    assert len(bodies(github)) == 1
    assert f"{testhub.url}/{leaky}/blob/{first.outputs['scanned-commit']}/train.py#L1" in bodies(github)[0]
    assert "hf_… 37" in bodies(github)[0]
    second = act(repo_id=leaky, state="state.json")
    assert second.outcome == "failure"
    assert len(bodies(github)) == 1
    assert "**0 new**, 1 still there, 0 gone" in bodies(github)[0]
    testhub.publish(leaky, CLEAN)
    third = act(repo_id=leaky, state="state.json")
    assert third.outcome == "success", third.log
    assert len(bodies(github)) == 1
    assert "all clear" in bodies(github)[0]
    assert "**0 new**, 0 still there, 1 gone" in bodies(github)[0]
    for result in (first, second, third):
        assert sample("hf_{L34}") not in result.log + result.summary + "".join(bodies(github))


def test_annotations_summary_and_files(act: Act, leaky: str, tmp_path: Path) -> None:
    result = act(repo_id=leaky, sarif="out.sarif")
    errors = [a for a in result.annotations if a.level == "error"]
    assert [(a.properties["file"], a.properties["title"]) for a in errors] == [("train.py", "hf-token")]
    assert "hf_… 37" in result.summary
    assert json.loads((tmp_path / "checkout" / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]


HOSTILE_NAMES = [
    "::error::x.json", "a\n::set-output name=exit::0.json", "##[error]x.json", "%0A::error::x.json", "@octocat.json",
    "a|`b`|c.json", "<img src=x onerror=alert(1)>.json", "[x](https:evil).json", "\x1b[31mred.json", "a\u202eb.json",
    "${{ github.token }}.json", "a\\|@octocat.json",
]  # fmt: skip


def test_names_and_keys_of_the_repository_stay_text(
    act: Act, github: FakeGitHub, testhub: LocalHub, repo_id: str
) -> None:
    testhub.publish(
        repo_id, {name: json.dumps({name: "/home/tnakamura/runs"}).encode() + b"\n" for name in HOSTILE_NAMES}
    )
    result = act(repo_id=repo_id)
    assert result.outputs["findings"] == str(len(HOSTILE_NAMES))
    told = [a for a in result.annotations if a.level == "error" and a.properties.get("title") == "home-path"]
    assert len(told) == min(len(HOSTILE_NAMES), 10)
    assert {a.level for a in result.annotations} <= {"error", "notice"}
    assert sum(a.level == "error" for a in result.annotations) == len(told) + 1, "and one that counts the rest"
    for text in (bodies(github)[0], result.summary, result.log):
        assert not set(text) & set("\x1b\u202e")
    for text in (bodies(github)[0], result.summary):
        rows = [line for line in text.splitlines() if line.startswith(("| [", "| `"))]
        assert len(rows) == len(HOSTILE_NAMES)
        for row in rows:
            assert len(re.findall(r"(?:\\.|[^|\n])+", row.strip("| "))) == 3
        outside = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", text.replace("\\`", ""))
        assert "octocat" not in re.sub(r"\(http[^)]*\)", "", outside)
        assert "<img" not in outside


def test_two_steps_of_one_job_keep_their_reports(
    act: Act, leaky: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {
        "GITHUB_WORKSPACE": str(checkout), "RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_OUTPUT": str(tmp_path / "out"),
        "HUBSEAL_COMMENT": "off",
    }  # fmt: skip
    (tmp_path / "temp").mkdir()
    before = os.getcwd(), dict(os.environ)
    for more in ({"HUBSEAL_REPO_ID": leaky, "HUBSEAL_HF_TOKEN": TOKEN}, {"HUBSEAL_PATH": "."}):
        assert action.main({**env, **more}) == 0
    assert (os.getcwd(), dict(os.environ)) == before, "folder and token go with the request"
    reports = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((tmp_path / "temp").glob("*.json"))]
    assert [len(r["findings"]) for r in reports] == [1, 0]
    assert len(list((tmp_path / "temp").glob("*.sarif"))) == 2


@pytest.mark.parametrize("gate", ["error", "never"])
def test_a_fault_of_ours_fails_the_step_and_tells_no_content(
    gate: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def scan(request: CheckoutRequest) -> Outcome:
        raise ValueError("content of /home/tnakamura/x")

    monkeypatch.setattr(app_checkout, "scan", scan)
    env = {"GITHUB_WORKSPACE": str(checkout), "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "out")}
    assert action.main({**env, "HUBSEAL_PATH": ".", "HUBSEAL_FAIL_ON": gate}) == 3
    said = capsys.readouterr()
    assert said.out.startswith("::error::ValueError at action/test_action.py:")
    assert (said.out.count("\n"), said.err) == (1, "")
    assert "tnakamura" not in said.out
    outputs = re.findall(r"^(exit|gate)<<.*\n(\d)$", (tmp_path / "out").read_text(encoding="utf-8"), re.M)
    assert outputs == [("exit", "3"), ("gate", "3")]


def test_a_clean_repository_gets_no_comment(act: Act, github: FakeGitHub, testhub: LocalHub, repo_id: str) -> None:
    testhub.publish(repo_id, CLEAN)
    assert act(repo_id=repo_id).outcome == "success"
    assert bodies(github) == []


def test_a_token_that_may_not_comment_changes_no_exit(act: Act, github: FakeGitHub, leaky: str) -> None:
    github.tokens[github.token] = Token(permissions={"pull_requests": "read", "contents": "read"})
    result = act(repo_id=leaky)
    assert (result.outcome, result.outputs["exit"]) == ("failure", "1")
    assert bodies(github) == []
    warnings = [a.message for a in result.annotations if a.level == "warning"]
    assert any("pull-requests: write" in w for w in warnings)
    assert "hf-token" in result.log
    assert "hf_… 37" in result.summary


def test_without_comments_a_check_run_is_made(act: Act, github: FakeGitHub, leaky: str) -> None:
    github.tokens[github.token] = Token(permissions={"checks": "write", "pull_requests": "read"})
    act(repo_id=leaky)
    assert [(c["name"], c["conclusion"]) for c in github.check_runs.values()] == [("hubseal", "failure")]
    act(repo_id=leaky, fail_on="never")
    last = list(github.check_runs.values())[-1]
    assert (last["conclusion"], last["output"]["title"]) == ("neutral", "hubseal: 1 error")


def test_a_check_run_of_warnings_is_not_called_clear(
    act: Act, github: FakeGitHub, testhub: LocalHub, repo_id: str, checkout: Path
) -> None:
    testhub.publish(repo_id, {"config.json": b'{"dir": "/home/tnakamura/runs"}', **CLEAN})
    github.tokens[github.token] = Token(permissions={"checks": "write", "pull_requests": "read"})
    (checkout / ".hubseal.yaml").write_text("rules: {home-path: warning}\n", encoding="utf-8")
    act("push", repo_id=repo_id)
    (made,) = github.check_runs.values()
    assert (made["conclusion"], made["output"]["title"]) == ("success", "hubseal: 1 warning")


def test_a_push_finds_its_pull_request_and_else_comments_on_the_commit(
    act: Act, github: FakeGitHub, leaky: str
) -> None:
    act("push", repo_id=leaky)
    assert len(bodies(github)) == 1
    github.pulls[7]["state"] = "closed"
    github.commits[HEAD] = []
    act("push", repo_id=leaky)
    assert len(github.commit_comments) == 1


def test_a_push_that_merges_a_pull_request_comments_there(act: Act, github: FakeGitHub, leaky: str) -> None:
    github.pulls[7] |= {"state": "closed", "merged_at": "2026-11-01T10:00:00Z"}
    act("push", repo_id=leaky)
    assert len(bodies(github)) == 1
    act("schedule", repo_id=leaky)
    assert len(github.commit_comments) == 1, "no merge, and no pull request that is open: the commit"


def test_a_model_and_a_dataset_of_one_name_have_a_comment_each(
    act: Act, github: FakeGitHub, testhub: LocalHub, leaky: str
) -> None:
    testhub.publish(leaky, {".env": b"A=bcd\n"}, kind="datasets")
    for _ in range(2):
        act(repo_id=leaky)
        act(repo_id=leaky, repo_type="dataset")
        act(repo_id=f"datasets/{leaky}")
    assert len(bodies(github)) == 2
    assert [f"in `{kind}{leaky}`" in body for kind, body in zip(("", "datasets/"), bodies(github), strict=True)]


def test_a_hub_that_does_not_answer_updates_the_same_comment(
    act: Act, github: FakeGitHub, testhub: LocalHub, repo_id: str
) -> None:
    testhub.publish(repo_id, {".env": b"A=bcd\n"}, kind="datasets")
    act(repo_id=f"datasets/{repo_id}")
    testhub.faults.add(Fault("/revision/", status=503, headers={"Retry-After": "0"}, times=None))
    result = act(repo_id=f"datasets/{repo_id}")
    assert result.outputs["exit"] == "3"
    (body,) = bodies(github)
    assert "The scan is incomplete" in body


def test_a_file_that_cannot_be_read_is_not_called_fixed(
    act: Act, github: FakeGitHub, testhub: LocalHub, leaky: str
) -> None:
    act(repo_id=leaky, state="state.json")
    testhub.publish(leaky, {"train.py": b"x = 1\n"})
    testhub.faults.add(Fault("train.py", status=500, headers={"Retry-After": "0"}, times=None))
    act(repo_id=leaky, state="state.json")
    (body,) = bodies(github)
    assert "0 gone, 1 where this scan could not look" in body
    assert "of the last scan, where this one could not look: `train.py`" in body
    testhub.faults.clear()
    act(repo_id=leaky, state="state.json")
    (body,) = bodies(github)
    assert "all clear" in body
    assert "gone since the last scan: `train.py`" in body


def test_findings_in_a_public_repository_are_urgent(
    act: Act, github: FakeGitHub, testhub: LocalHub, leaky: str
) -> None:
    act(repo_id=leaky)
    head = bodies(github)[0].split("####")[0].replace("\\", "").replace("&#58;", ":").replace("&#8203;", "")
    assert f"**{leaky} is public: everybody can read what was found; revoke the tokens before anything else.**" in head
    testhub.set_access(leaky, private=True)
    act(repo_id=leaky, hf_token=TOKEN)
    assert "everybody" not in bodies(github)[0]


@pytest.mark.parametrize("token", ["ghs_ofAnApp", "ghp_ofAPerson"])
def test_the_comment_of_another_token_is_known_again(token: str, act: Act, github: FakeGitHub, leaky: str) -> None:
    who = Token("acme-scanner[bot]", "Bot") if token.startswith("ghs_") else Token("octocat", "User")
    github.tokens[token] = who
    for _ in range(3):
        act(repo_id=leaky, github_token=token)
    (one,) = github.comments_on(7)
    assert one["user"]["login"] == who.login


def test_a_foreign_bot_with_our_marker_is_left_alone(act: Act, github: FakeGitHub, leaky: str) -> None:
    act(repo_id=leaky)
    text = bodies(github)[0]
    github.comments.clear()
    github.add_comment(7, text, Token("other[bot]", "Bot"))
    for _ in range(2):
        act(repo_id=leaky)
    assert sorted(c["user"]["login"] for c in github.comments_on(7)) == ["github-actions[bot]", "other[bot]"]


def test_somebody_elses_comment_with_our_marker_is_left_alone(act: Act, github: FakeGitHub, leaky: str) -> None:
    act(repo_id=leaky)
    text = bodies(github)[0]
    github.comments.clear()
    stranger = Token("octocat", "User")
    for _ in range(120):
        github.add_comment(7, "talk", stranger)
    github.add_comment(7, text, stranger)
    act(repo_id=leaky)
    act(repo_id=leaky)
    ours = [c for c in github.comments_on(7) if c["user"]["login"] == "github-actions[bot]"]
    assert len(ours) == 1
    assert len(github.comments_on(7)) == 122


def test_two_runs_at_once_leave_one_comment(github: FakeGitHub) -> None:
    class Slower(GitHub):
        """Another run posts in the moment before this one does."""

        def _call(self, method: str, path: str, body: Fields | None = None) -> Answer:
            if method == "POST":
                github.add_comment(7, f"{mark} quicker", Token())
            return super()._call(method, path, body)

    mark = marker("acme/model")
    assert Slower(github.token, github.repository, github.url).comment_on(7, mark, f"{mark} slower") == "updated"
    assert bodies(github) == [f"{mark} slower"]


def test_a_comment_that_somebody_edited_or_deleted_is_made_right(act: Act, github: FakeGitHub, leaky: str) -> None:
    act(repo_id=leaky)
    (one,) = github.comments_on(7)
    text = one["body"]
    one["body"] = text.replace("hf-token", "").replace("1 error", "all clear")
    act(repo_id=leaky)
    assert bodies(github) == [text]
    github.comments.clear()
    act(repo_id=leaky)
    assert bodies(github) == [text]


def test_limits_are_waited_for(act: Act, github: FakeGitHub, leaky: str) -> None:
    github.limit(Limit(status=403, retry_after=0, operation="issues/create-comment"))
    github.limit(Limit(status=502, operation="issues/list-comments"))
    act(repo_id=leaky)
    assert len(bodies(github)) == 1


def test_a_long_report_still_posts(act: Act, github: FakeGitHub, testhub: LocalHub, repo_id: str) -> None:
    paths = {f"{'deep-folder-name/' * 6}config_{n}.json": b'{"dir": "/home/tnakamura/runs"}\n' for n in range(400)}
    testhub.publish(repo_id, {**CLEAN, **paths})
    result = act(repo_id=repo_id)
    assert result.outputs["findings"] == "400"
    assert len(bodies(github)) == 1
    assert 40_000 < len(bodies(github)[0]) <= 65_536
    assert "more: the job summary" in bodies(github)[0]
    assert len(result.summary) > 70_000


def test_an_incomplete_scan_says_so(act: Act, github: FakeGitHub, testhub: LocalHub, repo_id: str) -> None:
    testhub.publish(repo_id, {**CLEAN, "broken.zip": b"PK\x03\x04 broken"})
    result = act(repo_id=repo_id, families="tokens")
    assert (result.outcome, result.outputs["exit"]) == ("failure", "3")
    assert "The scan is incomplete" in bodies(github)[0]


HOSTILE = {
    "shell": 'a/b"; touch PWNED; "',
    "substitution": "a/$(touch PWNED)`touch PWNED`",
    "expression": "a/${{ github.token }}",
    "workflow command": "a/b\n::set-output name=exit::0",
    "output": "a/b\nexit=0",
}
INPUTS = ["repo_id", "repo_type", "revision", "wait_for", "path", "policy", "families", "fail_on", "comment", "sarif", "state", "cache", "budget", "discussion", "hf_token", "github_token"]  # fmt: skip


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_inputs_are_data(name: str, text: str, act: Act, github: FakeGitHub, leaky: str, checkout: Path) -> None:
    given = {"repo_id": leaky, "comment": "off", name: text}
    result = act(**given)
    assert not list(checkout.parent.rglob("PWNED"))
    assert result.outputs["exit"] in ("1", "2", "3")
    assert result.outcome == "failure"
    assert github.token not in result.log.replace("job-tokens", "")


def test_inputs_that_are_wrong_are_named(act: Act) -> None:
    result = act()
    assert (result.outcome, result.outputs["exit"]) == ("failure", "2")
    assert any("repo-id" in a.message for a in result.annotations if a.level == "error")


def test_never_fails_when_told_so(act: Act, leaky: str) -> None:
    result = act(repo_id=leaky, fail_on="never")
    assert (result.outcome, result.outputs["exit"]) == ("success", "1")


def test_the_checkout_is_scanned_by_the_policy_of_the_base(act: Act, github: FakeGitHub, checkout: Path) -> None:
    base = git(checkout, "rev-parse", "HEAD").strip()
    git(checkout, "checkout", "-q", "-b", "topic")
    (checkout / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    (checkout / ".hubseal.yaml").write_text("rules: {home-path: off}\n", encoding="utf-8")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "topic")
    payload = {"pull_request": {"number": 7, "head": {"sha": HEAD}, "base": {"sha": base}}}
    result = act("pull_request", payload, path=".")
    assert result.outputs["exit"] == "1"
    assert "This branch changes `.hubseal.yaml`" in bodies(github)[0]
    assert act("push", path=".", comment="off").outputs["exit"] == "0"


def test_the_baseline_that_the_policy_names_is_that_of_the_base(act: Act, checkout: Path, hubseal: Run) -> None:
    leak, policy = checkout / "config.json", checkout / ".hubseal.yaml"
    leak.write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    found = json.loads(hubseal("scan", "--format", "json", cwd=checkout).stdout)["findings"]
    policy.write_text("baseline: ci/accepted.json\n", encoding="utf-8")
    (checkout / "ci").mkdir()
    accepted = {"schema": 1, "fingerprints": [f["fingerprint"] for f in found]}
    (checkout / "ci" / "accepted.json").write_text(json.dumps(accepted), encoding="utf-8")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "accepted")
    base = git(checkout, "rev-parse", "HEAD").strip()
    payload = {"pull_request": {"number": 7, "head": {"sha": HEAD}, "base": {"sha": base}}}
    assert act("pull_request", payload, path=".", comment="off").outputs["exit"] == "0"
    leak.write_text('{"dir": "/home/tnakamura/runs", "other": "/home/tnakamura/data"}\n', encoding="utf-8")
    assert act("pull_request", payload, path=".", comment="off").outputs["exit"] == "1"


def test_links_of_a_monorepo_lead_into_the_checkout(act: Act, github: FakeGitHub, checkout: Path) -> None:
    (checkout / "models" / "a").mkdir(parents=True)
    (checkout / "models" / "a" / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    policy = "repos: [{path: models/a, id: acme/a, type: model}]\n"
    (checkout / ".hubseal.yaml").write_text(policy, encoding="utf-8")
    act(path=".")
    assert (
        f"[`models/a/config.json:1`](https://github.com/{github.repository}/blob/{HEAD}/models/a/config.json#L1)"
        in bodies(github)[0]
    )
    act(path="models/a")
    assert len(bodies(github)) == 2, "a folder of the checkout has a comment of its own"


def test_a_fork_reads_and_reports_in_the_summary(act: Act, github: FakeGitHub, leaky: str) -> None:
    github.tokens[github.token] = Token(permissions={"contents": "read"})
    for repo in ({"fork": True}, {"fork": True, "full_name": "octocat/models"}):
        payload = {"pull_request": {"number": 7, "head": {"sha": HEAD, "repo": repo}, "base": {}}}
        result = act("pull_request", payload, repo_id=leaky)
        assert (result.outcome, result.outputs["exit"]) == ("failure", "1")
        assert "hf_… 37" in result.summary
        assert not [a for a in result.annotations if a.level == "warning"]
        assert any("pull requests from forks" in a.message for a in result.annotations if a.level == "notice")
    payload["pull_request"]["head"]["repo"] = {"fork": True, "full_name": github.repository}
    result = act("pull_request", payload, repo_id=leaky)
    assert any("pull-requests: write" in a.message for a in result.annotations if a.level == "warning")


def test_a_private_repository_without_a_token_is_a_usage_error(act: Act, testhub: LocalHub, leaky: str) -> None:
    testhub.set_access(leaky, private=True)
    result = act(repo_id=leaky)
    assert (result.outcome, result.outputs["exit"]) == ("failure", "2")
    assert "token" in " ".join(a.message for a in result.annotations if a.level == "error")
    assert act(repo_id=leaky, hf_token=TOKEN).outputs["exit"] == "1"


def test_the_repository_has_the_action(checkout: Path) -> None:
    assert (ROOT / "github-action" / "requirements.txt").read_text(encoding="utf-8").count("--hash=sha256:") > 50


def test_it_installs_itself_with_checked_hashes(
    act: Act, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkout: Path, cache: Cache
) -> None:
    """Without uv: a new virtual environment, every dependency by its hash, the package from the action's own files;
    what was downloaded is kept for the next run, which checks the hashes again."""
    (installed / "uv").rename(installed / "uv.off")
    try:
        result = act("push", folder=copied_action(tmp_path / "downloaded"), path=".", comment="off")
    finally:
        (installed / "uv.off").rename(installed / "uv")
    assert result.outcome == "success", result.log
    assert result.outputs["exit"] == "0"
    assert "Cache not found for input keys: hubseal-install-" in result.log
    kept = [key for _, key in cache.saved()]  # nothing where an index of files gives the packages: pip keeps no copy
    assert all(key.startswith("hubseal-install-") for key in kept)


def test_a_file_that_stays_unreadable_is_told(act: Act, github: FakeGitHub, testhub: LocalHub, repo_id: str) -> None:
    testhub.publish(repo_id, {**CLEAN, "notes.md": b"nothing\n"})
    testhub.faults.add(Fault("notes.md", status=500, headers={"Retry-After": "0"}, times=None))
    result = act(repo_id=repo_id)
    assert (result.outcome, result.outputs["exit"]) == ("failure", "3")
    assert "The scan is incomplete:** 1 file could not be read" in bodies(github)[0]
    assert "notes.md" in bodies(github)[0]
