"""Every command and the Action, with a value in every place where a Hub, a repository, a policy or a workflow can put
one: none of it, nor any eight characters of it, is in an output, a report, a state, a comment, a cache or a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from action.conftest import description, github  # noqa: F401 - fixtures
from conftest import git
from e2e.watch import Watch
from github_contract.contract import FakeGitHub
from hubseal.reports.formats import FORMATS
from testhub import Fault, LocalHub
from testhub.store import Repo

Sample = Callable[[str], str]
TOKEN = "hf_{L34}"
PASSWORD = "Xk7#mQ9v{L6}Rt2w"


@pytest.fixture
def value(sample: Sample) -> str:
    return sample(TOKEN)


@pytest.fixture
def watch(tmp_path: Path, value: str, sample: Sample) -> Iterator[Watch]:
    watching = Watch(tmp_path, [value, sample(PASSWORD)])
    yield watching
    watching.finish()


@pytest.fixture
def files(value: str, sample: Sample) -> dict[str, bytes]:
    """A repository with the value in names, keys, reasons and contents of many formats."""
    header = json.dumps({"__metadata__": {value: value, "dir": "/home/tnakamura/x"}}).encode()
    cell = {"cell_type": "code", "source": [f"# hubseal: allow hf-token -- as {value}\n", f"t = '{value}'"], "outputs": [], "metadata": {value: value}}  # fmt: skip
    texts = {
        f"{value}/train.py": f"t = '{value}'  # hubseal: allow hf-token -- as in {value}\n",
        f"{value}.md": f"<!-- hubseal: allow hf-token: sample --> {value}\n",
        "a.js": f'/* hubseal: allow hf-token -- sample */ const t = "{value}"\n',
        "unused.py": f"x = 1  # hubseal: allow hf-token -- not {value}\n",
        "config.json": json.dumps({value: "/home/tnakamura/x", f"{value}_password": value}),
        "secret.yaml": f"{sample(PASSWORD)}:\n  password: {sample(PASSWORD)}\n",
        "data.csv": f"id,{value}\n1,{value}\n",
        "n.ipynb": json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        f"broken-{value}.zip": "PK\3\4 broken",
        f"{value}.env": "A=1\n",
    }
    return {**{k: v.encode() for k, v in texts.items()}, "m.safetensors": len(header).to_bytes(8, "little") + header}


def policy(value: str) -> str:
    return (
        f"waivers: [{{rule: home-path, path: config.json, reason: 'it is {value}'}}, {{rule: email-address, path: 'x/{value}',"
        f" reason: '{value}', until: 2020-01-01}}]\nexclude: ['{value}/none']\n"
    )


def test_commands_on_files(watch: Watch, files: dict[str, bytes], value: str, sample: Sample) -> None:
    watch.plant({**files, ".hubseal.yaml": policy(value)})
    git(watch.here, "init", "-q")
    git(watch.here, "config", "user.email", f"{value}@example.com")
    git(watch.here, "add", "-A", "-f")
    for form in FORMATS:
        assert watch.run("hubseal", "scan", ".", "--format", form, "-v").returncode == 1
    name = f"{value}/train.py"
    for words in (
        ["scan", "--staged"], ["scan", name], ["scan", f"no/{value}"], ["scan", "--output", f"{value}/no/a.json"],
        ["scan", "--format", "html", "--output", "report.html"], ["scan", "--only", "paths,files", "-v"],
        ["baseline"], ["baseline", "--prune"], ["baseline", "--check"], ["scan", "-v"], ["rules"], ["explain", "hf-token"], ["explain", value],
        ["schema"], ["init"], ["init", f"no-{value}"], [value], ["scan", f"--{value}"], ["hub", value], ["hub", f"user/{value}"],
        ["hub", f"user/{value}/x"], ["hub", "a b", "--revision", value],
    ):  # fmt: skip
        watch.run("hubseal", *words)
    for hook in ("hubseal", "hubseal_tokens", "hubseal_card_pii", "hubseal_config_paths", "hubseal_file_types"):
        family = hook.removeprefix("hubseal_")
        watch.run("hubseal", "scan", "--only", {"tokens": "tokens", "card_pii": "pii"}.get(family, "files"), name)
    (watch.here / f"{value}.d").mkdir()
    watch.planted.add(watch.here / f"{value}.d")
    watch.run("hubseal", "scan", f"{value}.d")


def test_commands_on_the_hub(
    watch: Watch, testhub: LocalHub, repo_id: str, files: dict[str, bytes], value: str
) -> None:
    testhub.publish(repo_id, files)
    testhub.publish(repo_id, {f"{value}.txt": value.encode()}, ref=f"refs/heads/{value}")
    Repo(testhub.root, "models", repo_id).git("update-ref", f"refs/tags/v-{value}", "main")
    for path in (f"{value}/train.py", "a.js"):
        testhub.set_security(repo_id, path, "unsafe", message=value, imports=[{"module": value, "name": value, "safety": value}])  # fmt: skip
    watch.plant({".hubseal.yaml": policy(value)})
    for form in FORMATS:
        assert (
            watch.run("hubseal", "hub", repo_id, "--all-refs", "--format", form, "--state", "s.json", "-v").returncode
            == 1
        )
    for more in (
        ["--revision", value], ["--revision", f"no-{value}"], ["--revision", f"refs/pr/{value}"], ["--wait-for", value, "--state", "s.json"],
        ["--policy", f"{value}.yaml"], ["--state", f"no/{value}"], ["--budget", value], ["--type", value], ["--discussion"],
        ["--discussion", "--state", "s.json"], ["--verify"], ["--output", f"no/{value}"],
    ):  # fmt: skip
        if more[0] != "--wait-for":
            watch.run("hubseal", "hub", repo_id, *more)
    for ident in (f"user/{value}", f"datasets/user/{value}", f"{value}/x", f"a/b?{value}", value):
        watch.run("hubseal", "hub", ident)
    talk = json.dumps(Repo(testhub.root, "models", repo_id).state()["discussions"])
    assert "hf-token" in talk
    watch.silent("the discussion", talk)


def answers(value: str, repo_id: str) -> dict[str, tuple[str, Fault | dict[str, Any]]]:
    """What a Hub can answer with a value in it: (path, answer), an answer being one, or JSON."""
    error = {"X-Error-Message": value, "X-Error-Code": value, "X-HF-Warning": f"{value}; {value}", "Retry-After": value}
    page = json.dumps([{"type": "file", "path": f"{value}.json", "size": value, "oid": value}]).encode()
    body = json.dumps({"error": value, "errors": [{"message": value}]}).encode()
    return {
        **{f"error {n}": (path, Fault("", status=n, body=body, headers=error)) for n, path in (
            (400, "/revision/"), (401, "/revision/"), (403, "/tree/"), (404, "/resolve/"), (418, "/scan"), (500, "/resolve/"), (503, "/tree/"), (429, "/refs")
        )},
        "a warning": ("/revision/", Fault("", body=json.dumps({"id": repo_id, "sha": "a" * 40}).encode(), headers=error)),
        "an id": ("/revision/", {"id": f"user/{value}", "sha": "{sha}"}),
        "a commit": ("/revision/", {"id": repo_id, "sha": value}),
        "a gate": ("/revision/", {"id": repo_id, "sha": "{sha}", "gated": value, "private": value}),
        "rows": ("/tree/", Fault("", body=page)),
        "a row that is none": ("/tree/", Fault("", body=json.dumps([{"type": value, "path": f"x/{value}"}]).encode())),
        "the next page": ("/tree/", Fault("", body=page, headers={"Link": f'<https://x/{value}>; rel="next"'})),
        "a redirect": ("/resolve/", Fault("", status=302, body=b"", headers={"Location": f"http://127.0.0.1:9/{value}"})),
        "a packing": ("/resolve/", Fault("", body=b"x", headers={"Content-Encoding": value})),
        "a range": ("/resolve/", Fault("", status=206, body=b"x", headers={"Content-Range": value})),
        "branches": ("/refs", {"branches": [{"name": value, "ref": value, "targetCommit": value}]}),
        "levels": ("/scan", {"filesWithIssues": [{"path": f"{value}.bin", "level": value}], "scansDone": value}),
        "no JSON": ("/scan", Fault("", body=value.encode())),
    }  # fmt: skip


@pytest.mark.parametrize("number", range(3))
def test_answers_of_the_hub(number: int, watch: Watch, testhub: LocalHub, repo_id: str, value: str) -> None:
    from dataclasses import replace

    sha = testhub.publish(repo_id, {"config.json": b'{"dir": "/home/tnakamura/x"}'})
    cases = list(answers(value, repo_id).values())[number::3]
    for path, answer in cases:
        testhub.faults.clear()
        if isinstance(answer, Fault):
            testhub.faults.add(replace(answer, path=path, times=None))
        else:
            body = json.dumps(answer).replace("{sha}", sha).encode()
            testhub.faults.add(Fault(path, body=body, times=None))
        done = watch.run("hubseal", "hub", repo_id, "--all-refs", "--state", "s.json", "--format", "json")
        assert done.returncode in (1, 2, 3)


EVENTS: dict[str, Any] = {
    "pull_request": {"number": 7, "title": "{value}", "body": "{value}", "user": {"login": "{value}"},
                     "head": {"sha": "a" * 40, "ref": "{value}", "label": "x:{value}"}, "base": {"sha": "{base}", "ref": "{value}"}},
}  # fmt: skip


def test_the_action(
    watch: Watch,
    testhub: LocalHub,
    github: FakeGitHub,  # noqa: F811
    repo_id: str,
    files: dict[str, bytes],
    value: str,
) -> None:
    testhub.publish(repo_id, files)
    testhub.publish(repo_id, {f"{value}.txt": value.encode()}, ref=f"refs/heads/{value}")
    here = watch.here
    watch.plant({".hubseal.yaml": policy(value), "README.md": f"<!-- hubseal: allow hf-token -- {value} --> {value}\n"})
    git(here, "init", "-q")
    git(here, "add", "-A")
    git(here, "-c", "user.name=t", "-c", f"user.email={value}@x.org", "commit", "-qm", value)
    base = git(here, "rev-parse", "HEAD").strip()
    watch.plant({**files, ".hubseal.yaml": f"{value}: 1\n"})
    git(here, "add", "-A", "-f")
    git(here, "-c", "user.name=t", "-c", "user.email=t@x.org", "commit", "-qm", value)
    event = json.dumps(EVENTS).replace("{value}", value).replace("{base}", base)
    (watch.folder / "event.json").write_text(event, encoding="utf-8")
    watch.planted.add(watch.folder / "event.json")
    env = {
        "GITHUB_WORKSPACE": str(here), "RUNNER_TEMP": str(watch.folder / "tmp"), "GITHUB_OUTPUT": str(watch.folder / "outputs"),
        "GITHUB_STEP_SUMMARY": str(watch.folder / "summary"), "GITHUB_API_URL": github.url, "GITHUB_REPOSITORY": github.repository,
        "GITHUB_SHA": "a" * 40, "GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(watch.folder / "event.json"),
        "GITHUB_HEAD_REF": value, "GITHUB_REF": f"refs/heads/{value}", "HF_ENDPOINT": testhub.url,
        "HUBSEAL_GITHUB_TOKEN": github.token, "HUBSEAL_HF_TOKEN": "hf_test",
    }  # fmt: skip
    runs: list[dict[str, str]] = [
        {"path": "."}, {"path": ".", "strict": "true"}, {"repo_id": repo_id, "state": "state.json"}, {"repo_id": repo_id, "path": "."},
        {"repo_id": repo_id, "revision": value, "state": "state.json"}, {"repo_id": repo_id, "revision": f"no-{value}"},
        {"repo_id": f"user/{value}"}, {"path": value}, {"path": f"no/{value}"}, {"path": ".", "policy": f"{value}.yaml"},
        {"path": ".", "fail_on": value}, {"path": ".", "families": value}, {"repo_id": repo_id, "budget": value},
        {"repo_id": repo_id, "discussion": "true"}, {"path": ".", "sarif": f"../{value}"}, {"path": ".", "state": f"../{value}"},
        {"repo_id": f"{value}?", "comment": value}, {"path": ".", "comment": "off", "sarif": f"no/{value}/x"},
    ]  # fmt: skip
    for given in runs:
        inputs = {f"HUBSEAL_{name.upper()}": text for name, text in given.items()}
        assert watch.run("hubseal.action", **env, **inputs).returncode == 0
        watch.run("hubseal.action.cache_key", **env, **inputs)
        push = {**env, "GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": ""}
        watch.run("hubseal.action.cache_key", **push, **inputs)
    watch.run("hubseal.action", **{**env, "GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": ""}, HUBSEAL_PATH=".")
    said = [c["body"] for c in github.comments_on(7)] + [json.dumps(c) for c in github.check_runs.values()]
    assert any("hf-token" in text for text in said)
    watch.silent("a comment", *said)
    outputs = (watch.folder / "outputs").read_text(encoding="utf-8")
    assert re.findall(r"^exit<<", outputs, re.M)
    assert not list((watch.folder / "tmp").glob("hubseal-policy*")), "the copy of the policy is gone"
