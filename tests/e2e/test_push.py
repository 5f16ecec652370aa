"""Real pushes to a real remote, guarded by pre-commit, prek, and git's own hook."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git
from pushes import EXACT, PUSHES, Push, with_remote

Runner = Callable[..., "subprocess.CompletedProcess[str]"]
Guarded = Callable[..., Path]


def refs(there: Path) -> str:
    return git(there, "for-each-ref")


def own(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hubseal", *args], cwd=cwd, capture_output=True, text=True, check=False
    )


def pushing(folder: Path, words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "push", *words], cwd=folder, capture_output=True, text=True, check=False)


def judged(push: Push, done: subprocess.CompletedProcess[str], before: str, there: Path, leak: str) -> None:
    said = done.stdout + done.stderr
    assert (done.returncode != 0) is push.leaks, said
    assert (refs(there) == before) is push.leaks, said
    assert ("hf-token" in said) is push.leaks, said
    assert leak not in said
    if push.leaks:
        assert "commit" in said


@pytest.mark.parametrize("about", PUSHES)
def test_a_runner_of_hooks_stops_it(about: str, guarded: Guarded, runner: Runner, sample: Callable[[str], str]) -> None:
    push, leak = PUSHES[about], sample("hf_{L34}")
    model = guarded("hubseal-pre-push")
    assert runner("install", "-t", "pre-push", cwd=model).returncode == 0
    git(model, "commit", "-qam", "guarded", "--no-verify")
    there = with_remote(model)
    push.prepare(model, f"token = '{leak}'\n")
    before = refs(there)
    done = runner("push", *push.words, cwd=model, using="git")
    judged(push, done, before, there, leak)


@pytest.mark.parametrize("about", [*PUSHES, *EXACT])
def test_the_own_hook_stops_it(about: str, model: Path, sample: Callable[[str], str]) -> None:
    push, leak = {**PUSHES, **EXACT}[about], sample("hf_{L34}")
    there = with_remote(model)
    done = own("install-hook", cwd=model)
    assert done.returncode == 0, done.stderr
    push.prepare(model, f"token = '{leak}'\n")
    before = refs(there)
    judged(push, pushing(model, push.words), before, there, leak)


def test_a_message_is_stopped_when_it_is_written(
    guarded: Guarded, runner: Runner, sample: Callable[[str], str]
) -> None:
    leak = sample("hf_{L34}")
    model = guarded("hubseal-commit-msg")
    assert runner("install", "-t", "commit-msg", cwd=model).returncode == 0
    signed = "fine\n\nSigned-off-by: Anna Nowak <anna.nowak@lab-zurich.org>"
    for message, stopped in ((f"with {leak}", True), ("see /home/tnakamura/runs/a.log", True), (signed, False)):
        (model / "a.txt").write_text(message[:4], encoding="utf-8")
        git(model, "add", "-A")
        done = runner("commit", "-m", message, cwd=model, using="git")
        assert (done.returncode != 0) is stopped, done.stdout + done.stderr
        assert leak not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the hook that was there is a script of sh")
def test_a_hook_that_is_there_is_kept_and_runs(model: Path, sample: Callable[[str], str]) -> None:
    there = with_remote(model)
    hook = model / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ncat > ../seen\n", encoding="utf-8")
    hook.chmod(0o755)
    before = hook.read_bytes()
    assert own("install-hook", cwd=model).returncode == 2
    assert hook.read_bytes() == before
    assert own("install-hook", "--chain", cwd=model).returncode == 0
    assert own("install-hook", "--chain", cwd=model).returncode == 0, "a second time it changes nothing"
    assert pushing(model, ("origin", "main")).returncode == 0
    assert (model.parent / "seen").read_text(encoding="utf-8").startswith("refs/heads/main ")
    (model.parent / "seen").unlink()
    PUSHES["added, then removed"].prepare(model, f"token = '{sample('hf_{L34}')}'\n")
    assert pushing(model, ("origin", "main")).returncode != 0
    assert not (model.parent / "seen").exists(), "nothing runs behind a push that is stopped"
    assert own("install-hook", "--uninstall", cwd=model).returncode == 0
    assert hook.read_bytes() == before
    assert refs(there).count("\n") == 1


def test_nobody_else_s_hooks_are_written(model: Path) -> None:
    git(model, "config", "core.hooksPath", "../shared")
    done = own("install-hook", cwd=model)
    assert (done.returncode, "core.hooksPath" in done.stderr) == (2, True)
    assert not (model.parent / "shared").exists()
    assert own("install-hook", "--uninstall", cwd=model.parent).returncode == 2


def told(lines: bytes, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The hook, told of a push by these lines."""
    command = [sys.executable, "-m", "hubseal", "pre-push", "origin", "url"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRE_COMMIT")}
    return subprocess.run(command, cwd=folder, input=lines, capture_output=True, check=False, env=clean)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param("", 0, id="git has nothing to push"),
        pytest.param("refs/heads/main abc refs/heads/main def\n", 2, id="no objects"),
        pytest.param("--all\n", 2, id="an option"),
        pytest.param(f"refs/heads/x {'1' * 40} refs/heads/x {'0' * 40}\n", 2, id="a commit that is not here"),
    ],
)
def test_lines_that_git_did_not_write(given: str, code: int, model: Path) -> None:
    done = told(given.encode(), model)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr


def test_a_runner_does_not_tell_which_tags_are_pushed(model: Path) -> None:
    """So one that names a file stops no push."""
    git(model, "tag", "file", "HEAD:train.py")
    command = [sys.executable, "-m", "hubseal", "pre-push"]
    told = {**os.environ, "PRE_COMMIT": "1", "PRE_COMMIT_REMOTE_NAME": "origin"}
    done = subprocess.run(command, cwd=model, capture_output=True, text=True, check=False, env=told)
    assert (done.returncode, "1 files or folders that tags name" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_tag_of_a_file_is_not_called_clean(model: Path) -> None:
    there = with_remote(model)
    assert own("install-hook", cwd=model).returncode == 0
    git(model, "push", "-q", "origin", "main")
    git(model, "tag", "file", "HEAD:train.py")
    before = refs(there)
    done = pushing(model, ("origin", "file"))
    assert (done.returncode != 0, refs(there)) == (True, before), done.stderr
    assert "no commit" in done.stdout + done.stderr
    assert "has all of these" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"HEAD^{/with out}", id="spaces in what somebody typed"),
        pytest.param("refs/heads/a\u2028b".encode(), id="a character that ends a line elsewhere"),
        pytest.param(b"refs/heads/a\xe9", id="a name that is no UTF-8"),
        pytest.param(b"refs/heads/--output=x", id="a name like an option"),
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_ref_of_any_name_is_read(name: bytes, end: bytes, model: Path, sample: Callable[[str], str]) -> None:
    base = git(model, "rev-parse", "HEAD").strip().encode()
    PUSHES["added, then removed"].prepare(model, f"token = '{sample('hf_{L34}')}'\n")
    tip = git(model, "rev-parse", "HEAD").strip().encode()
    for pushed, code in ((tip, 1), (base, 0)):
        done = told(b" ".join([name, pushed, b"refs/heads/x", b"0" * 40]) + end, model)
        assert done.returncode == code, done.stderr
    assert not (model / "x").exists()
