"""Real commits in a real model repository, guarded by real pre-commit and real prek."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import git

Runner = Callable[..., "subprocess.CompletedProcess[str]"]
Guarded = Callable[..., Path]
LEAKS = {
    "tokens": ("train.py", "login('{}')\n", "hf_{L34}", "hubseal-tokens", "hf-token"),
    "pii": ("README.md", "# M\nI asked {} about it.\n", "anna.nowak@lab-zurich.org", "hubseal-card-pii", "email-address"),
    "paths": ("config.json", '{{"dir": "{}"}}\n', "/home/tnakamura/runs/ckpt-5", "hubseal-config-paths", "home-path"),
    "files": ("notes.txt", "{}", "-----BEGIN OPENSSH PRIVATE" + " KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n", "hubseal-file-types", ""),
}  # fmt: skip


def commit(runner: Runner, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return runner("commit", "-m", "change", *args, cwd=folder, using="git")


def said(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def test_a_clean_repository_commits(guarded: Guarded, runner: Runner) -> None:
    model = guarded("hubseal")
    done = commit(runner, model)
    assert done.returncode == 0, said(done)
    everything = runner("run", "--all-files", cwd=model)
    assert everything.returncode == 0, said(everything)
    assert "Passed" in said(everything)


@pytest.mark.parametrize("family", LEAKS)
def test_a_leak_of_each_family_stops_its_commit(
    family: str, guarded: Guarded, runner: Runner, sample: Callable[[str], str]
) -> None:
    name, text, template, hook, rule = LEAKS[family]
    value = sample(template)
    for hooks in (("hubseal",), (hook,)):
        model = guarded(*hooks)
        before = git(model, "rev-parse", "HEAD")
        (model / name).write_text(text.format(value), encoding="utf-8")
        git(model, "add", "-A")
        done = commit(runner, model)
        assert done.returncode != 0, said(done)
        assert git(model, "rev-parse", "HEAD") == before
        assert rule in said(done)
        assert name in said(done)
        assert value.strip().splitlines()[-1] not in said(done)


def test_only_the_own_family(guarded: Guarded, runner: Runner, sample: Callable[[str], str]) -> None:
    model = guarded("hubseal-card-pii", "hubseal-config-paths", "hubseal-file-types")
    (model / "train.py").write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    git(model, "add", "-A")
    done = commit(runner, model)
    assert done.returncode == 0, said(done)


def test_the_index_counts(guarded: Guarded, runner: Runner, sample: Callable[[str], str]) -> None:
    model = guarded("hubseal")
    leak = f"login('{sample('hf_{L34}')}')\n"
    (model / "train.py").write_text("x = 1\n", encoding="utf-8")
    git(model, "add", "train.py")
    (model / "train.py").write_text(leak, encoding="utf-8")
    done = commit(runner, model)
    assert done.returncode == 0, said(done)
    git(model, "add", "train.py")
    (model / "train.py").write_text("x = 2\n", encoding="utf-8")
    done = commit(runner, model)
    assert done.returncode != 0, said(done)


def test_own_arguments_cannot_erase_the_selector(
    guarded: Guarded, runner: Runner, sample: Callable[[str], str]
) -> None:
    model = guarded("hubseal-tokens, args: [--fail-on, warning]")
    (model / "notes.md").write_text("write to anna.nowak@lab-zurich.org\n", encoding="utf-8")
    git(model, "add", "-A")
    assert commit(runner, model).returncode == 0
    (model / "train.py").write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    git(model, "add", "-A")
    assert commit(runner, model).returncode != 0


def test_files_that_are_named(guarded: Guarded, runner: Runner, sample: Callable[[str], str]) -> None:
    model = guarded("hubseal")
    (model / "a b.py").write_text(f"login('{sample('hf_{L34}')}')\n", encoding="utf-8")
    (model / "c.py").write_text("x = 1\n", encoding="utf-8")
    git(model, "add", "-A")
    assert runner("run", "hubseal", "--files", "c.py", cwd=model).returncode == 0
    done = runner("run", "hubseal", "--files", "a b.py", cwd=model)
    assert (done.returncode, "a b.py" in said(done)) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_the_target_of_a_link_is_what_is_committed(guarded: Guarded, runner: Runner) -> None:
    model = guarded("hubseal-config-paths")
    (model / "runs").symlink_to("/home/tnakamura/runs/ckpt-5")
    git(model, "add", "-A")
    done = commit(runner, model)
    assert (done.returncode != 0, "runs" in said(done), "home-path" in said(done)) == (True, True, True)
    (model / "runs").unlink()
    (model / "runs").symlink_to("train.py")
    git(model, "add", "-A")
    done = commit(runner, model)
    assert done.returncode == 0, said(done)


def test_a_report_of_more_files_than_one_process_takes_holds_all(guarded: Guarded, runner: Runner) -> None:
    """Runners split long lists of names over processes, each of which writes the same `--output`."""
    number = 12_000
    model = guarded("hubseal-config-paths, args: [--format, json, --output, report.json]")
    folder = model / "settings_of_each_experiment"
    folder.mkdir()
    for n in range(number):
        (folder / f"experiment_{n:05}.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    git(model, "add", "-A")
    for _ in range(2):
        done = runner("run", "--all-files", cwd=model)
        assert done.returncode == 1, said(done)[-2000:]
        report = json.loads((model / "report.json").read_text(encoding="utf-8"))
        paths = [f["path"] for f in report["findings"]]
        assert (len(paths), len(set(paths))) == (number, number)
        assert report["coverage"]["files"] >= number
        git(model, "rm", "-q", "--cached", "-r", "--ignore-unmatch", "report.json")
