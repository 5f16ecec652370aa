"""Inputs that name paths: a link or a way out of the workspace is refused, and nothing is written through one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from hubseal.action.__main__ import main
from hubseal.action.cache_key import line, mark

LEAK = '{"dir": "/home/tnakamura/runs"}\n'
Step = Callable[..., dict[str, str]]


@pytest.fixture
def step(checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Step:
    """The outputs of the step with these inputs, and under `said` what it printed."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    def run(event: str = "", **inputs: str) -> dict[str, str]:
        output = tmp_path / "output"
        output.unlink(missing_ok=True)
        env = {"GITHUB_WORKSPACE": str(checkout), "RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(output)}
        env["GITHUB_EVENT_PATH"] = event
        given = {f"HUBSEAL_{name.upper()}": value for name, value in inputs.items()}
        capsys.readouterr()
        assert main({**env, "HUBSEAL_COMMENT": "off", **given}) == 0
        text = output.read_text(encoding="utf-8")
        said = capsys.readouterr()
        return {**dict(re.findall(r"^([a-z-]+)<<.*\n(.*)$", text, re.M)), "said": said.out + said.err}

    return run


def planted(checkout: Path) -> Path:
    """Links in the checkout, to its own folders and to a folder outside, which is returned."""
    outside = checkout.parent / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "config.json").write_text(LEAK, encoding="utf-8")
    (outside / "taken.json").write_text("{}", encoding="utf-8")
    (checkout / "models").mkdir()
    (checkout / "models" / "config.json").write_text("{}\n", encoding="utf-8")
    links = {
        "out": outside,
        "models/out": outside,
        "models/file": outside / "taken.json",
        "models/new": outside / "new.json",
        "in": "models",
        "file": "models/config.json",
        "loop": "loop",
        "nowhere": "nothing",
        "up": "..",
    }
    for name, target in links.items():
        (checkout / name).symlink_to(target)
    return outside


REFUSED = ["out", "out/folder", "models/out", "models/out/folder", "in", "in/", "./in", "models/../in", "file", "loop",
           "nowhere", "up", "up/outside", "..", "../outside", "models/../../outside", "/", "/etc", "out/../models/../in"]  # fmt: skip


@pytest.mark.parametrize("path", REFUSED)
def test_a_path_by_a_link_or_out_of_the_workspace(path: str, step: Step, checkout: Path) -> None:
    planted(checkout)
    done = step(path=path)
    assert (done["exit"], done["findings"]) == ("2", "0")
    assert re.fullmatch(r"::error::the input path (leads out|goes through)[^\n]*\n", done["said"])


@pytest.mark.parametrize(
    "path", [".", "./", "models", "models/", "./models", "models/config.json", "out/../models", ""]
)
def test_a_path_of_the_checkout(path: str, step: Step, checkout: Path) -> None:
    planted(checkout)
    (checkout / "models" / "config.json").write_text(LEAK, encoding="utf-8")
    whole = path if path else str(checkout / "models")
    assert step(path=whole)["exit"] == "1"


WRITTEN = ["out/new.json", "models/out/new.json", "models/file", "models/new", "in/new.json", "up/outside/new.json",
           "../outside/new.json", "models", "loop", "nowhere", "out", "/outside.json"]  # fmt: skip


@pytest.mark.parametrize("name", ["sarif", "state"])
@pytest.mark.parametrize("path", WRITTEN)
def test_nothing_is_written_through_a_link(path: str, name: str, step: Step, checkout: Path) -> None:
    outside = planted(checkout)
    before = {file: file.read_bytes() for file in outside.rglob("*") if file.is_file()}
    done = step(path="models", **{name: path})
    assert done["exit"] == "2"
    assert re.fullmatch(rf"::error::the input {name} [^\n]*\n", done["said"])
    assert {file: file.read_bytes() for file in outside.rglob("*") if file.is_file()} == before
    assert sorted(os.listdir(checkout / "models")) == ["config.json", "file", "new", "out"]
    env = {"GITHUB_WORKSPACE": str(checkout), "HUBSEAL_REPO_ID": "a/b", "HUBSEAL_STATE": path}
    if name == "state":
        assert (line(env), mark(env)) == ({}, ""), "the cache would be unpacked through it"


@pytest.mark.parametrize("path", ["out.sarif", "models/out.sarif", "models/config.json", "{temporary}/out.sarif"])
def test_a_file_of_the_workspace_or_the_temporary_folder_is_written(path: str, step: Step, checkout: Path) -> None:
    planted(checkout)
    done = step(path="models", sarif=path.format(temporary=checkout.parent / "temporary"))
    assert done["exit"] == "0"
    assert "hubseal" in Path(done["sarif-file"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["hubseal-report.json", "hubseal.sarif"])
def test_a_link_that_an_earlier_step_left_in_the_temporary_folder(name: str, step: Step, checkout: Path) -> None:
    outside = planted(checkout)
    (checkout.parent / "temporary" / name).symlink_to(outside / "new.json")
    assert step(path="models")["exit"] == "0"
    assert not (outside / "new.json").exists()


@pytest.mark.parametrize("left", [".hubseal.yaml", ".hubseal-baseline.json", ".secrets.baseline", "pyproject.toml"])
def test_what_an_earlier_step_left_in_the_temporary_folder_does_not_judge(
    left: str, step: Step, checkout: Path, tmp_path: Path
) -> None:
    (checkout / "config.json").write_text(LEAK, encoding="utf-8")
    base = git(checkout, "rev-parse", "HEAD").strip()
    payload = tmp_path / "event.json"
    payload.write_text(
        f'{{"pull_request": {{"number": 7, "head": {{}}, "base": {{"sha": "{base}"}}}}}}', encoding="utf-8"
    )
    text = "broken: [" if left != "pyproject.toml" else "[tool.hubseal]\nrules = {home-path = 'off'}\n"
    for folder in ("", "hubseal-policy"):
        (tmp_path / "temporary" / folder).mkdir(exist_ok=True)
        (tmp_path / "temporary" / folder / left).write_text(text, encoding="utf-8")
    assert step(str(payload), path=".")["exit"] == "1"
