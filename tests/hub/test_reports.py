"""Reports on repositories of the Hub: each names its own, at the addresses of the Hub that was asked."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from hub.conftest import CARD, KINDS
from hubseal.app.hub_target import page
from hubseal.types import Repo
from reports import schemas
from testhub import LocalHub

Sample = Callable[[str], str]
Run = Callable[..., subprocess.CompletedProcess[str]]
WEB = {"model": "", "dataset": "datasets/", "space": "spaces/"}
HOME = b'{\n  "dir": "/home/tnakamura/runs"\n}\n'


@pytest.fixture
def alike(testhub: LocalHub, repo_id: str, sample: Sample) -> list[tuple[str, str]]:
    """Three repositories with the same leaks in the same files, a type each: (type, id)."""
    files = {
        "config.json": HOME,
        "src/train me.py": f"login('{sample('hf_{L34}')}')\n".encode(),
        "README.md": CARD.encode(),
        "broken.zip": b"PK\x03\x04 broken",
    }
    made = []
    for kind in KINDS:
        name = f"{repo_id}-{kind}"
        testhub.publish(name, files, kind=KINDS[kind])
        made.append((kind, name))
    return made


def sarif(run: Run, kind: str, name: str, *args: str) -> dict[str, Any]:
    done = run(name, "--type", kind, "--format", "sarif", *args)
    assert done.returncode == 1, done.stderr
    (made,) = json.loads(done.stdout)["runs"]
    assert isinstance(made, dict)
    return made


def test_three_repositories_in_one_file_of_results(testhub: LocalHub, alike: list[tuple[str, str]], run: Run) -> None:
    runs = [sarif(run, kind, name) for kind, name in alike]
    schemas.code_scanning(runs)
    results = [result for one in runs for result in one["results"]]
    assert len(results) == 9
    for name in ("hubseal/v1", "primaryLocationLineHash"):
        assert len({result["partialFingerprints"][name] for result in results}) == 9
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert len({(place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places}) == 9
    for one, (kind, name) in zip(runs, alike, strict=True):
        web = WEB[kind] + name
        bases = one["originalUriBaseIds"]
        assert one["automationDetails"] == {"id": f"hubseal/{web}/"}
        assert bases["REPOSITORY"]["uri"] == f"{testhub.url}/{web}/"
        assert one["versionControlProvenance"][0]["repositoryUri"] == f"{testhub.url}/{web}"
        found = set()
        for result in one["results"]:
            assert result["message"]["text"].startswith(f"{web}: ")
            file = result["locations"][0]["physicalLocation"]["artifactLocation"]
            found.add(bases[file["uriBaseId"]]["uri"] + file["uri"])
        address = f"{testhub.url}/{web}/blob/main"
        assert found == {f"{address}/{file}" for file in ("config.json", "src/train%20me.py", "broken.zip")}
        (unread,) = one["invocations"][0]["toolExecutionNotifications"]
        assert unread["message"]["text"].startswith(f"{web}: broken.zip: not read (damaged)")


def test_a_result_stays_the_same_from_commit_to_commit(
    testhub: LocalHub, alike: list[tuple[str, str]], run: Run
) -> None:
    kind, name = alike[1]
    before = sarif(run, kind, name)
    testhub.publish(name, {"notes.md": b"nothing\n"}, kind=KINDS[kind])
    after = sarif(run, kind, name)
    assert before["versionControlProvenance"] != after["versionControlProvenance"]
    assert before["results"] == after["results"]
    assert before["automationDetails"] == after["automationDetails"]


def test_another_revision_is_another_category(testhub: LocalHub, alike: list[tuple[str, str]], run: Run) -> None:
    kind, name = alike[0]
    sha = sarif(run, kind, name)["versionControlProvenance"][0]["revisionId"]
    pinned = sarif(run, kind, name, "--revision", sha)
    assert pinned["automationDetails"]["id"] == f"hubseal/{name}@{sha}/"
    uri = pinned["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith(f"{name}/blob/{sha}/")


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "concise", "html", "markdown"])
def test_every_format_names_the_repository(
    form: str, testhub: LocalHub, alike: list[tuple[str, str]], run: Run
) -> None:
    texts = []
    for kind, name in alike:
        text = run(name, "--type", kind, "--format", form).stdout
        assert WEB[kind] + name in text
        texts.append(text)
        if form == "github":
            errors = [line for line in text.splitlines() if line.startswith("::error")]
            address = f"{testhub.url}/{WEB[kind]}{name}/blob/"
            assert len(errors) == 3
            assert all(f"::{WEB[kind]}{name}: " in line for line in errors)
            assert sum(address in line for line in errors) == 2
        if form == "junit":
            schemas.junit(text)
    if form == "gitlab":
        issues = [issue for text in texts for issue in json.loads(text)]
        schemas.gitlab(json.dumps(issues))
        assert len({(issue["location"]["path"], issue["check_name"]) for issue in issues}) == 12


@pytest.mark.parametrize(
    ("endpoint", "kind", "ref", "want"),
    [
        ("https://huggingface.co", "model", "main", ("https://huggingface.co", "a/b", "main")),
        ("https://huggingface.co", "dataset", "refs/pr/3", ("https://huggingface.co", "datasets/a/b", "refs/pr/3")),
        ("http://hub.lab:8080/x", "space", "main", ("http://hub.lab:8080/x", "spaces/a/b", "main")),
        ("https://me:pass@hub.lab", "model", "main", ("https://hub.lab", "a/b", "main")),
    ],
    ids=["model", "pull request", "a Hub of one's own", "a password in the address"],
)
def test_where_a_repository_is(endpoint: str, kind: str, ref: str, want: tuple[str, ...]) -> None:
    assert tuple(page(endpoint, Repo("a/b", kind, "flag"), ref)) == want  # type: ignore[arg-type]
