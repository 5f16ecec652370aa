"""The runner and its cache: what GitHub documents of `actions/cache`, and what the runner refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from action.cache import Cache, Done
from action.runner import ActionError, Result, run

MAIN = {"ref": "refs/heads/main"}
PULL = {"ref": "refs/pull/7/merge", "base_ref": "main"}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "service")


def save(cache: Cache, work: Path, key: str, text: str = "x", github: dict[str, str] = MAIN) -> Done:
    (work / "file").write_text(text)
    done = cache.step("save", {"path": "file", "key": key}, github, work)
    (work / "file").unlink()
    return done


def restore(
    cache: Cache, work: Path, key: str, more: str = "", github: dict[str, str] = MAIN, path: str = "file"
) -> Any:
    """(what stands in the file, outputs)."""
    done = cache.step("restore", {"path": path, "key": key, "restore-keys": more}, github, work)
    assert done.ok
    text = (work / "file").read_text() if (work / "file").exists() else None
    return text, {name.removeprefix("cache-"): value for name, value in done.outputs.items()}


def test_the_exact_key_then_the_newest_of_each_prefix(cache: Cache, work: Path) -> None:
    for key in ("a-1", "a-2", "b-1"):
        assert "saved" in save(cache, work, key, key).log
    assert restore(cache, work, "a-1", "a-") == ("a-1", {"primary-key": "a-1", "matched-key": "a-1", "hit": "true"})
    assert restore(cache, work, "a-9", "c-\na-\nb-")[0] == "a-2"
    assert restore(cache, work, "a-9", "b-\na-")[1] == {"primary-key": "a-9", "matched-key": "b-1", "hit": "false"}


def test_nothing_is_found_by_other_keys_or_other_paths(cache: Cache, work: Path) -> None:
    assert restore(cache, work, "a-1") == (None, {"primary-key": "a-1"})
    save(cache, work, "a-1")
    assert restore(cache, work, "b-1", "c-") == (None, {"primary-key": "b-1"})
    assert restore(cache, work, "a-1", path="./file") == (None, {"primary-key": "a-1"})


def test_a_key_is_taken_once_and_that_fails_nothing(cache: Cache, work: Path) -> None:
    save(cache, work, "a-1", "first")
    again = save(cache, work, "a-1", "second")
    assert again.ok
    assert "Unable to reserve" in again.log
    assert restore(cache, work, "a-1")[0] == "first"


def test_a_pull_request_reads_its_own_then_the_base_and_writes_for_nobody_else(cache: Cache, work: Path) -> None:
    save(cache, work, "a-1", "base")
    assert restore(cache, work, "a-9", "a-", PULL)[0] == "base"
    save(cache, work, "a-0", "pull", PULL)
    assert restore(cache, work, "a-9", "a-", PULL)[0] == "pull"
    assert restore(cache, work, "a-9", "a-", {"ref": "refs/pull/8/merge"})[0] == "base"
    assert restore(cache, work, "a-9", "a-")[0] == "base"


def test_a_path_that_is_not_there_or_a_run_without_a_ref_saves_nothing(cache: Cache, work: Path) -> None:
    for github, told in ((MAIN, "Path Validation"), ({}, "Event Validation")):
        done = cache.step("save", {"path": "file", "key": "a"}, github, work)
        assert done.ok
        assert told in done.log
    assert not cache.folder.exists()


@pytest.mark.parametrize("key", ["a,b", "a" * 513])
def test_keys_that_github_refuses(key: str, cache: Cache, work: Path) -> None:
    assert not cache.step("restore", {"path": "file", "key": key}, MAIN, work).ok
    assert save(cache, work, key).ok
    assert not cache.folder.exists()


def test_a_service_that_is_down_fails_nothing(work: Path) -> None:
    (work / "service").touch()
    down = Cache(work / "service")
    assert "Failed to save" in save(down, work, "a").log
    assert "Failed to restore" in down.step("restore", {"path": "file", "key": "a"}, MAIN, work).log


def act(folder: Path, steps: str, cache: Cache | None = None) -> Result:
    (folder / "action.yml").write_text(f"name: x\nruns:\n  using: composite\n  steps:\n{steps}")
    return run(folder, {}, github=MAIN, workspace=folder, cache=cache)


def test_a_step_that_may_fail_fails_nothing_and_is_told_of(work: Path, cache: Cache) -> None:
    steps = """
    - {id: one, uses: actions/cache/restore@v4, with: {path: x, key: "a,b"}, continue-on-error: true}
    - {id: two, run: "exit 3", shell: sh, continue-on-error: true}
    - {run: "echo ${{ steps.one.outcome }} ${{ steps.two.conclusion }}", shell: sh}
"""
    result = act(work, steps, cache)
    assert result.outcome == "success"
    assert result.steps[2].log == "failure success\n"
    failed = act(work, steps.replace("true", "false"), cache)
    assert (failed.outcome, failed.steps[2].outcome) == ("failure", "skipped")


def test_without_a_service_nothing_is_found(work: Path) -> None:
    steps = """
    - {id: one, uses: actions/cache/restore@v4, with: {path: x, key: a}}
    - {run: "echo ${{ steps.one.outputs.cache-hit }}", shell: sh}
"""
    assert act(work, steps).steps[1].log == "false\n"


@pytest.mark.parametrize(
    "step",
    [
        "{uses: actions/checkout@v5}",
        "{uses: actions/cache@v4, with: {path: x, key: a}}",
        "{uses: actions/cache/restore, with: {path: x, key: a}}",
        "{uses: actions/cache/save@v4, with: {path: x, key: a, restore-keys: b}}",
        "{uses: actions/cache/save@v4, with: {path: '*', key: a}}",
        "{uses: actions/cache/save@v4, with: {path: x, key: a}, shell: sh}",
        "{run: 'true', with: {path: x}, shell: sh}",
    ],
)
def test_what_the_runner_refuses(step: str, work: Path, cache: Cache) -> None:
    (work / "x").touch()
    with pytest.raises(ActionError):
        act(work, f"    - {step}\n", cache)
