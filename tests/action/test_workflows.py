"""Each example workflow, run against the local Hub: uploads and scans end where they should."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from action import workflow
from action.cache import Cache
from action.conftest import HEAD, ROOT
from action.test_examples import FOLDER, INSTALL, SYNC
from conftest import git
from github_contract.contract import FakeGitHub, Token
from testhub import Account, Fault, LocalHub
from testhub.fixtures import TOKEN

Sample = Callable[[str], str]
CARD = b"---\nlicense: mit\n---\n# Model\n\nTrained on public text.\n"
WEIGHTS = bytes(8) + b"\x01\x02\x03\x04" * 64
READ = {"contents": "read", "metadata": "read"}


@pytest.fixture
def installs(tmp_path: Path, installed: Path) -> Path:
    """A folder with a `python3` whose virtual environments are this one, and whose pip installs what exists."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "python3"
    script.write_text(
        f"#!{sys.executable}\nimport os, pathlib, re, sys\n"
        "words = sys.argv[1:]\n"
        "if words[:2] == ['-m', 'venv']:\n"
        "    made = pathlib.Path(words[2], 'bin'); made.mkdir(parents=True)\n"
        f"    (made / 'python').write_text('#!/bin/sh\\nexec {script} \"$@\"\\n'); (made / 'python').chmod(0o755)\n"
        "elif words[:3] == ['-m', 'pip', 'install']:\n"
        f"    assert re.fullmatch({INSTALL.pattern!r}, words[-1]), words\n"
        "    hubseal = pathlib.Path(os.environ['RUNNER_TEMP'], 'hubseal', 'bin', 'hubseal')\n"
        f"    hubseal.write_text('#!/bin/sh\\nexec {sys.executable} -m hubseal \"$@\"\\n'); hubseal.chmod(0o755)\n"
        "else:\n"
        f"    os.execv({sys.executable!r}, [{sys.executable!r}, *words])\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    return folder


@pytest.fixture
def uploads() -> list[tuple[str, dict[str, Any]]]:
    """What upload-sarif was given: (category, log)."""
    return []


@pytest.fixture
def world(
    github: FakeGitHub, testhub: LocalHub, installed: Path, installs: Path, checkout: Path, tmp_path: Path,
    uploads: list[tuple[str, dict[str, Any]]],
) -> workflow.World:  # fmt: skip
    """A push to main that no pull request brought."""
    testhub.accounts[TOKEN] = Account("user", orgs={"acme": "admin"})
    github.commits[HEAD] = []
    keep = {k: os.environ[k] for k in ("HOME", "XDG_CACHE_HOME", "HF_HUB_DISABLE_XET", "HF_HOME") if k in os.environ}
    path = os.pathsep.join([str(installs), str(installed), os.environ["PATH"]])
    about = {
        "event_name": "push", "event": {}, "repository": github.repository, "sha": HEAD, "api_url": github.url,
        "server_url": "https://github.com", "ref": "refs/heads/main", "base_ref": "", "token": github.token,
    }  # fmt: skip
    return workflow.World(
        ROOT / "github-action", about, {"HF_TOKEN": TOKEN}, {**keep, "PATH": path, "HF_ENDPOINT": testhub.url},
        {
            "actions/checkout": workflow.checkout(checkout),
            "huggingface/hub-sync": workflow.hub_sync,
            "github/codeql-action/upload-sarif": workflow.sarif_upload(uploads),
        },
        tmp_path / "jobs", Cache(tmp_path / "cache"),
    )  # fmt: skip


def remove(hub: LocalHub) -> None:
    """The repositories that an earlier test made for the names of the examples."""
    import shutil

    for kind in ("models", "datasets", "spaces"):
        shutil.rmtree(hub.root / kind / "acme", ignore_errors=True)


@pytest.mark.parametrize("stem", SYNC)
def test_a_push_ends_in_the_repository_that_is_scanned(
    stem: str, world: workflow.World, testhub: LocalHub, checkout: Path, github: FakeGitHub
) -> None:
    remove(testhub)
    kind, name = SYNC[stem]
    (checkout / "README.md").write_bytes(CARD)
    (checkout / "weights.bin").write_bytes(WEIGHTS)
    git(checkout, "add", "-A")
    runs = workflow.run(FOLDER / f"{stem}.yml", world)
    assert [(r.name, r.outcome) for r in runs] == [("gate", "success"), ("sync", "success"), ("rescan", "success")], (
        runs
    )
    made = {p.parent.parent.name: f"{p.parent.name}/{p.stem}" for p in testhub.root.glob("*/acme/*.git")}
    assert made == {f"{kind}s": name}
    state = json.loads(next(testhub.root.glob("*/acme/*.git/hub.json")).read_text())
    assert state["private"] is True
    prefix = "" if kind == "model" else f"{kind}s/"
    assert f"all clear in `{prefix}{name}`" in runs[-1].summary


@pytest.mark.parametrize("stem", SYNC)
def test_a_leak_in_the_checkout_never_reaches_the_hub(
    stem: str, world: workflow.World, testhub: LocalHub, checkout: Path, sample: Sample
) -> None:
    remove(testhub)
    (checkout / "train.py").write_text(f"login(token='{sample('hf_{L34}')}')\n", encoding="utf-8")
    runs = workflow.run(FOLDER / f"{stem}.yml", world)
    assert [(r.name, r.outcome) for r in runs] == [("gate", "failure"), ("sync", "skipped"), ("rescan", "skipped")]
    assert not list(testhub.root.glob("*/acme/*.git"))


def permissions(stem: str, job: str) -> dict[str, str]:
    """What an example gives to a job's token."""
    import yaml

    spec = yaml.safe_load((FOLDER / f"{stem}.yml").read_text(encoding="utf-8"))
    return {k.replace("-", "_"): v for k, v in spec["jobs"][job]["permissions"].items()}


def rescan(world: workflow.World, github: FakeGitHub, folder: Path, given: dict[str, str]) -> workflow.JobRun:
    """The job `rescan` of sync.yml alone, with a token of those permissions."""
    github.tokens[github.token] = Token(permissions={**READ, **given})
    text = (FOLDER / "sync.yml").read_text(encoding="utf-8")
    alone = text[: text.index("  gate:")] + text[text.index("  rescan:") :].replace("    needs: sync\n", "")
    (folder / "rescan.yml").write_text(alone, encoding="utf-8")
    (run,) = workflow.run(folder / "rescan.yml", world)
    return run


@pytest.fixture
def leaky(testhub: LocalHub, sample: Sample) -> LocalHub:
    """The model of sync.yml, with a token in its script."""
    remove(testhub)
    testhub.publish("acme/tiny-bert", {"README.md": CARD, "train.py": f"login('{sample('hf_{L34}')}')\n".encode()})
    return testhub


def test_a_push_without_a_pull_request_is_reported_with_the_permissions_given(
    world: workflow.World, github: FakeGitHub, leaky: LocalHub, tmp_path: Path
) -> None:
    run = rescan(world, github, tmp_path, permissions("sync", "rescan"))
    assert run.outcome == "failure"
    assert [(c["name"], c["conclusion"]) for c in github.check_runs.values()] == [("hubseal", "failure")]
    assert "hf-token" in next(iter(github.check_runs.values()))["output"]["summary"]
    assert not [a for a in run.annotations if a.level == "warning"]
    assert [a.message for a in run.annotations if "contents: write" in a.message and a.level == "notice"]


def test_a_push_that_merged_a_pull_request_is_commented_there(
    world: workflow.World, github: FakeGitHub, leaky: LocalHub, tmp_path: Path
) -> None:
    github.pulls[7] |= {"state": "closed", "merged_at": "2026-11-01T10:00:00Z"}
    github.commits[HEAD] = [7]
    rescan(world, github, tmp_path, permissions("sync", "rescan"))
    (comment,) = github.comments_on(7)
    assert "hf-token" in comment["body"]


def test_missing_permissions_are_named(
    world: workflow.World, github: FakeGitHub, leaky: LocalHub, tmp_path: Path
) -> None:
    run = rescan(world, github, tmp_path, {"pull_requests": "read"})
    told = " ".join(a.message for a in run.annotations if a.level == "warning")
    assert "contents: write" in told
    assert "checks: write" in told


def test_the_first_run_says_which_permission_each_report_needs(
    world: workflow.World, github: FakeGitHub, leaky: LocalHub, tmp_path: Path
) -> None:
    first = rescan(world, github, tmp_path, permissions("sync", "rescan"))
    for needed in ("pull-requests: write", "checks: write", "contents: write", "security-events: write"):
        assert needed in first.summary
        assert needed in first.log
    world.github = {**world.github, "run_number": "2"}
    second = rescan(world, github, tmp_path, permissions("sync", "rescan"))
    assert "security-events" not in second.summary + second.log


def test_the_job_summary_begins_as_the_comment_does(
    world: workflow.World, github: FakeGitHub, leaky: LocalHub, tmp_path: Path
) -> None:
    github.pulls[7]["state"] = "open"
    github.commits[HEAD] = [7]
    run = rescan(world, github, tmp_path, permissions("sync", "rescan"))
    comment = github.comments_on(7)[0]["body"].split("\n")[1:]
    until = comment.index("#### 🔴 1 error")
    assert [line for line in comment[:until] if not line.startswith("> [Full report")] == run.summary.split("\n")[
        : until - 1
    ]
    assert comment[0].startswith("### 🔴 hubseal: 1 error in `acme/tiny-bert`")


def test_a_scan_that_cannot_begin_says_so_in_the_summary(
    world: workflow.World, github: FakeGitHub, testhub: LocalHub, tmp_path: Path
) -> None:
    remove(testhub)
    run = rescan(world, github, tmp_path, permissions("sync", "rescan"))
    assert run.outcome == "failure"
    assert run.summary.startswith("### ⚪ hubseal: nothing was scanned\n")


PUBLIC = [
    ("a public repository on GitHub", False, None, "auto", False),
    ("the event says that it is public", True, False, "auto", False),
    ("a private one", True, None, "auto", True),
    ("the event says that it is private", False, True, "auto", True),
    ("asked for", False, None, "full", True),
    ("asked not to", True, None, "numbers", False),
]


@pytest.mark.parametrize(("private", "event", "details", "shown"), [p[1:] for p in PUBLIC], ids=[p[0] for p in PUBLIC])
def test_a_public_repository_tells_numbers_alone_of_a_private_one(
    private: bool, event: bool | None, details: str, shown: bool, world: workflow.World, github: FakeGitHub,
    leaky: LocalHub, tmp_path: Path,
) -> None:  # fmt: skip
    leaky.set_access("acme/tiny-bert", private=True)
    github.private = private
    github.tokens[github.token] = Token()
    github.commits[HEAD] = [7]
    world.github = {**world.github, "event": {} if event is None else {"repository": {"private": event}}}
    text = (FOLDER / "sync.yml").read_text(encoding="utf-8").replace("    needs: sync\n", "")
    alone = text[: text.index("  gate:")] + text[text.index("  rescan:") :] + f"          details: {details}\n"
    (tmp_path / "rescan.yml").write_text(alone, encoding="utf-8")
    (run,) = workflow.run(tmp_path / "rescan.yml", world)
    told = run.log + run.summary + "".join(c["body"] for c in github.comments_on(7))
    assert "1 error" in run.summary
    assert "1 error" in github.comments_on(7)[0]["body"]
    for word in ("train.py", "hf-token"):
        assert (word in told) == shown
    assert ("tiny-bert" in run.summary + github.comments_on(7)[0]["body"]) == shown
    assert bool(world.cache.saved()) == shown
    assert ("This GitHub repository is public" in told) == (not shown)


def test_a_public_repository_shows_all_of_a_public_one(
    world: workflow.World, github: FakeGitHub, leaky: LocalHub, tmp_path: Path
) -> None:
    github.private = False
    assert "train.py" in rescan(world, github, tmp_path, permissions("sync", "rescan")).summary


# --- every night ----------------------------------------------------------------------------------------------------


@pytest.fixture
def organisation(testhub: LocalHub, sample: Sample) -> LocalHub:
    """Six repositories of three types, one of them private and with a leak."""
    remove(testhub)
    for kind, names in {"models": ("a", "b", "hidden-project"), "datasets": ("a", "c"), "spaces": ("d",)}.items():
        for name in names:
            testhub.publish(f"acme/{name}", {"README.md": CARD}, kind=kind)
    testhub.publish("acme/hidden-project", {"train.py": f"login('{sample('hf_{L34}')}')\n".encode()})
    testhub.set_access("acme/hidden-project", private=True)
    return testhub


def test_every_night_all_repositories_are_scanned(
    world: workflow.World, github: FakeGitHub, organisation: LocalHub, uploads: list[tuple[str, dict[str, Any]]]
) -> None:
    github.tokens[github.token] = Token(permissions={**READ, "security_events": "write"})
    runs = workflow.run(FOLDER / "schedule.yml", world)
    assert sorted(r.outcome for r in runs) == ["failure", "success", "success", "success"]
    assert all("6 repositories" in r.log for r in runs)
    scanned = {p for p in (s.path for s in organisation.log) if "/tree/" in p}
    assert {p.split("/tree/")[0] for p in scanned} == {
        f"/api/{p}" for p in ("models/acme/a", "models/acme/b", "models/acme/hidden-project", "datasets/acme/a",
                              "datasets/acme/c", "spaces/acme/d")
    }  # fmt: skip
    assert sorted(c for c, _ in uploads) == [f"hubseal/part-{n}" for n in (1, 2, 3, 4)]
    results = [r for _, log in uploads for run in log["runs"] for r in run["results"]]
    assert [r["ruleId"] for r in results] == ["hf-token"]
    assert sum("1 with findings" in r.summary for r in runs) == 1
    assert [key for _, key in world.cache.saved()], "a private repository on GitHub keeps what it read"


@pytest.mark.parametrize("details", ["numbers", "full"])
def test_a_public_github_repository_shows_no_private_names_unless_asked_and_warned(
    details: str, world: workflow.World, github: FakeGitHub, organisation: LocalHub, tmp_path: Path
) -> None:
    github.private = False
    text = (FOLDER / "schedule.yml").read_text(encoding="utf-8").replace("DETAILS: numbers", f"DETAILS: {details}")
    (tmp_path / "schedule.yml").write_text(text, encoding="utf-8")
    runs = workflow.run(tmp_path / "schedule.yml", world)
    shown = "".join(r.log + r.summary for r in runs)
    warned = [a for r in runs for a in r.annotations if a.level == "warning" and "everybody reads" in a.message]
    assert ("hidden-project" in shown) == bool(warned) == (details == "full")
    assert not world.cache.saved(), "pull requests of others read a cache"


def many(hub: LocalHub, count: int) -> None:
    """So many models of acme, as far as their listing goes."""
    for number in range(count):
        folder = hub.root / "models" / "acme" / f"m{number:04}.git"
        folder.mkdir(parents=True)
        (folder / "hub.json").write_text('{"private": false}')


def listing_only(folder: Path, size: str = "") -> Path:
    """schedule.yml without its scan."""
    text = (FOLDER / "schedule.yml").read_text(encoding="utf-8")
    head, rest = text.split("      - name: Restore what earlier runs read\n")
    assert "      - name: Scan\n" in rest
    path = folder / "listing.yml"
    path.write_text(head.replace("limit=1000", f"limit={size}") if size else head, encoding="utf-8")
    return path


@pytest.mark.parametrize("size", ["", "100"], ids=["pages of 1,000", "pages of 100"])
def test_1203_repositories_are_listed_over_pages(
    size: str, world: workflow.World, testhub: LocalHub, tmp_path: Path
) -> None:
    remove(testhub)
    many(testhub, 1203)
    runs = workflow.run(listing_only(tmp_path, size), world)
    assert [r.outcome for r in runs] == ["success"] * 4
    parts = [set((tmp_path / "jobs" / f"{n}-temp" / "part.txt").read_text().split()) for n in (1, 2, 3, 4)]
    assert [len(p) for p in parts] == [300, 301, 301, 301]
    assert set.union(*parts) == {f"models/acme/m{n:04}" for n in range(1203)}


FAILING = {
    "the first page": Fault("author=", status=401, times=None),
    "a later page": Fault("cursor=", status=403, times=None),
    "a page that is an error": Fault("cursor=", body=b'{"error": "not now"}', times=None),
    "a page that is cut": Fault("cursor=", drop_after=100, times=None),
    "a page that is no JSON": Fault("cursor=", body=b"<html>", times=None),
    "another type": Fault("/api/spaces", status=401, times=None),
    "a next page elsewhere": Fault(
        "author=", body=b"[]", headers={"Link": '<https://example.com/x>; rel="next"'}, times=None
    ),
    "nothing at all": Fault("author=", body=b"[]", times=None),
}


@pytest.mark.parametrize("fault", FAILING.values(), ids=FAILING)
def test_a_page_that_fails_fails_the_run(
    fault: Fault, world: workflow.World, testhub: LocalHub, tmp_path: Path
) -> None:
    remove(testhub)
    many(testhub, 150)
    testhub.faults.add(fault)
    runs = workflow.run(listing_only(tmp_path, "100"), world)
    assert {r.outcome for r in runs} == {"failure"}


# --- elsewhere ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leaks", [False, True], ids=["clean", "a leak"])
def test_gitea_scans_the_checkout(leaks: bool, world: workflow.World, checkout: Path, sample: Sample) -> None:
    if leaks:
        (checkout / "train.py").write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    (run,) = workflow.run(FOLDER / "gitea.yml", world)
    assert run.outcome == ("failure" if leaks else "success"), run.log
    assert ("hf-token" in run.log) == leaks


@pytest.mark.parametrize("leaks", [False, True], ids=["clean", "a leak"])
def test_gitlab_gets_code_quality(leaks: bool, checkout: Path, installs: Path, tmp_path: Path, sample: Sample) -> None:
    import yaml

    if leaks:
        (checkout / "train.py").write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    job = yaml.safe_load((FOLDER / "gitlab-ci.yml").read_text(encoding="utf-8"))["hubseal"]
    lines = [line.replace("/opt/hubseal", "$RUNNER_TEMP/hubseal") for line in (*job["before_script"], *job["script"])]
    env = {**os.environ, "PATH": f"{installs}{os.pathsep}{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path)}
    command = ["bash", "-eo", "pipefail", "-c", "\n".join(lines)]
    done = subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == leaks, done.stdout + done.stderr
    report = json.loads((checkout / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert [row["check_name"] for row in report] == (["hf-token"] if leaks else [])
    assert report == [] or report[0]["location"]["path"] == "train.py"


def test_the_workflow_that_init_writes_runs(world: workflow.World, tmp_path: Path) -> None:
    from hubseal.app import scaffold

    (tmp_path / "hubseal.yml").write_text(scaffold.WORKFLOW.format(source=scaffold.SOURCE), encoding="utf-8")
    (run,) = workflow.run(tmp_path / "hubseal.yml", world)
    assert run.outcome == "success", run.log


# --- at once --------------------------------------------------------------------------------------------------------


def test_a_webhook_scans_what_was_pushed(world: workflow.World, github: FakeGitHub, leaky: LocalHub) -> None:
    github.tokens[github.token] = Token(permissions={**READ, **permissions("webhook", "scan")})
    pushed = {"repo": "acme/tiny-bert", "type": "model", "sha": ""}
    world.github = {**world.github, "event_name": "repository_dispatch", "event": {"client_payload": pushed}}
    (run,) = workflow.run(FOLDER / "webhook.yml", world)
    assert run.outcome == "failure"
    assert len(github.commit_comments) == 1


def script(hub: LocalHub, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """webhook.sh with the real client, against the local Hub."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    full = {**os.environ, "PATH": path, "HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, **env}
    return subprocess.run(
        ["bash", str(FOLDER / "webhook.sh"), *args], env=full, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_job_of_a_webhook_scans_by_itself(leaky: LocalHub, installs: Path, tmp_path: Path) -> None:
    done = script(leaky, "org:acme")
    assert done.returncode == 0, done.stderr
    (job,), (hook,) = leaky.jobs, leaky.webhooks
    assert hook == {
        "watched": [{"type": "org", "name": "acme"}], "domains": ["repo"], "jobSourceId": "job1", "secrets": {"HF_TOKEN": TOKEN},
    }  # fmt: skip
    assert job["dockerImage"] == "python:3.13"
    for name in ("pip", "hubseal"):
        tool = tmp_path / "job" / name
        tool.parent.mkdir(exist_ok=True)
        module = "hubseal" if name == "hubseal" else ""
        tool.write_text(f'#!/bin/sh\n{f"exec {sys.executable} -m {module}" if module else "exit 0 #"} "$@"\n')
        tool.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path / 'job'}{os.pathsep}{os.environ['PATH']}"}
    command: Any = job["command"]
    plain = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True)
    assert (plain.returncode, plain.stdout.split()[0]) == (0, "hubseal"), plain.stderr
    pushed = {**env, "WEBHOOK_REPO_ID": "acme/tiny-bert", "WEBHOOK_REPO_TYPE": "model"}
    scan = subprocess.run(command, env=pushed, cwd=tmp_path, capture_output=True, text=True)
    assert scan.returncode == 1, scan.stderr
    assert "hf-token" in scan.stdout


def test_the_job_of_a_webhook_starts_the_workflow(leaky: LocalHub, tmp_path: Path) -> None:
    done = script(leaky, "org:acme", "octo/policy", GH_TOKEN="github-token")
    assert done.returncode == 0, done.stderr
    (job,), (hook,) = leaky.jobs, leaky.webhooks
    assert hook["secrets"] == {"GH_TOKEN": "github-token"}
    assert job["environment"] == {"REPO": "octo/policy"}
    command: Any = job["command"]
    payload = {"repo": {"name": "acme/tiny-bert", "type": "model", "headSha": "b" * 40}, "event": {"action": "update"}}
    with Receiver() as receiver:
        env = {**os.environ, "GITHUB_API_URL": receiver.url, "REPO": "octo/policy", "GH_TOKEN": "t"}
        program = [sys.executable, *command[1:]]
        assert command[0] == "python"
        for more in ({}, {"WEBHOOK_PAYLOAD": json.dumps(payload)}):
            subprocess.run(program, env={**env, **more}, check=True)
    ((path, body),) = receiver.taken
    assert path == "/repos/octo/policy/dispatches"
    assert body == {
        "event_type": "hub-push", "client_payload": {"repo": "acme/tiny-bert", "type": "model", "sha": "b" * 40},
    }  # fmt: skip


class Receiver:
    """A server that keeps what is posted to it, and answers 204."""

    def __init__(self) -> None:
        import threading
        from http.server import BaseHTTPRequestHandler, HTTPServer

        taken: list[tuple[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                taken.append((self.path, json.loads(body)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.taken = taken
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
