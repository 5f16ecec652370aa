"""`hubseal demo`: what it tells, what it leaves, and what it says where a program is missing."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, git
from hubseal.app import demo, demo_files, demo_programs
from hubseal.types import FAMILIES

RULES = {"tokens": "hf-token", "pii": "email-address", "paths": "home-path", "files": "env-file"}


def told(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_commit_is_stopped_and_then_passes(hubseal: Run, tmp_path: Path) -> None:
    text = told(hubseal("demo", "kept", cwd=tmp_path))
    stopped, passed = text.split("3. Each message")
    assert set(RULES) == set(FAMILIES)
    assert [rule for rule in RULES.values() if f"error {rule}:" not in stopped] == []
    assert ("Failed" in stopped, "Passed" in passed) == (True, True)
    assert git(tmp_path / "kept", "log", "--format=%s").split("\n")[0] == "Publish Tiny BERT"
    assert ".env" not in git(tmp_path / "kept", "ls-files").splitlines()
    assert git(tmp_path / "kept", "status", "--porcelain") == ""
    assert [file.name for file in demo_files.files() if file.remedy and file.name not in passed] == []


def test_no_value_is_told(hubseal: Run, tmp_path: Path) -> None:
    text = told(hubseal("demo", cwd=tmp_path))
    values = [
        line for file in demo_files.files() for line in file.leaking.decode("latin-1").split('"') if len(line) == 37
    ]
    assert len(values) > 1
    assert [value for value in values if value in text] == []


def test_nothing_stays(hubseal: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the folder that it is run in, nor among temporary files."""
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    here.mkdir()
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    told(hubseal("demo", cwd=here))
    assert [*here.iterdir(), *temporary.iterdir()] == []


OWN = {
    "hooks elsewhere": "[core]\n\thooksPath = /nowhere\n",
    "signed commits": "[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = /nowhere\n",
    "nobody's name": "[user]\n\tuseConfigOnly = true\n",
    "files ignored": "[core]\n\texcludesFile = ~/ignored\n",
}


@pytest.mark.parametrize("config", OWN.values(), ids=OWN)
def test_the_users_own_git_config_does_not_matter(
    config: str, hubseal: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(config, encoding="utf-8")
    (home / "ignored").write_text(".env\n*.ipynb\n", encoding="utf-8")
    (home / "git").mkdir()
    (home / "git" / "ignore").write_text(".env\n", encoding="utf-8")
    for name, value in {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "SKIP": "hubseal", "GIT_DIR": "x"}.items():
        monkeypatch.setenv(name, value)
    told(hubseal("demo", cwd=tmp_path))


def test_the_same_with_prek(tmp_path: Path) -> None:
    prek = Path(sysconfig.get_path("scripts")) / ("prek.exe" if os.name == "nt" else "prek")
    said: list[str] = []
    private, top = tmp_path / "private", tmp_path / "a folder"
    private.mkdir()
    top.mkdir()
    programs = demo_programs.find(private)._replace(runner=(str(prek),), runner_name="prek")
    assert demo.tell(top, programs, said.append) == 0, "\n".join(said)
    assert "prek install" in "\n".join(said)


def test_a_folder_that_holds_something_is_left_alone(hubseal: Run, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("x", encoding="utf-8")
    for name in ("full", "full/a.txt"):
        done = hubseal("demo", name, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "takes a new or an empty folder" in done.stderr
    assert [p.name for p in tmp_path.rglob("*")] == ["full", "a.txt"]


MISSING = {
    "git": ("", "git is not on PATH"),
    "a runner": ("import sys\nsys.modules['pre_commit'] = None\n", "`pip install pre-commit`"),
}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("what", MISSING)
def test_what_is_missing_is_said_in_one_line(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Callable[[str], str]
) -> None:
    """The programs beside this Python are those of the test's own environment, so it looks like another one."""
    start, says = MISSING[what]
    other = tmp_path / "bin"
    other.mkdir()
    if what != "git":
        (other / "git").symlink_to(str(demo_programs.git.executable()))
    code = f"{start}import sys\nfrom hubseal import cli\nsys.executable = {str(other / 'python')!r}\nsys.exit(cli.main(['demo']))"
    monkeypatch.setenv("PATH", str(other))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert says in done.stderr
