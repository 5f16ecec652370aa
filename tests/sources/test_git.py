"""Nothing of what is judged runs, and nothing of it says what is judged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import git
from hubseal.sources import git as ours
from sources.conftest import Recorder, Scan, posix
from sources.hostile import HOSTILE, config

TOKENS = {"HF_TOKEN": "x1", "GITHUB_TOKEN": "x2", "HUBSEAL_HF_TOKEN": "x3", "ACTIONS_RUNTIME_TOKEN": "x4"}


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that is there once a planted command ran."""
    return tmp_path / "RAN"


@pytest.fixture
def outer(tmp_path: Path) -> Path:
    """A repository with an empty folder for a model."""
    folder = tmp_path / "outer"
    (folder / "models" / "a").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


@posix
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_runs_and_nothing_hides(
    kind: str, outer: Path, marker: Path, scan: Scan, leak: str, recorder: Recorder
) -> None:
    model = outer / "models" / "a"
    HOSTILE[kind](model, f"touch {marker}; false")
    (model / "leak.py").write_text(leak, encoding="utf-8")
    env = {**TOKENS, "PATH": recorder.path()}
    for args in (["models/a"], ["."], [], ["models"], ["models/a/leak.py"]):
        done = scan(*args, cwd=outer, env=env)
        assert (done.code, done.paths) == (1, ["models/a/leak.py"]), args
    moved = outer.parent / "unpacked"
    model.rename(moved)
    assert scan("unpacked", cwd=moved.parent, env=env).code == 1
    assert scan(moved, cwd=outer, env=env).code == 1
    for args in (["."], ["leak.py"], ["--staged"], ["--staged-if-empty"]):
        scan(*args, cwd=moved, env=env)
    assert not marker.exists()
    assert recorder.calls()
    check(recorder)


@posix
@pytest.mark.parametrize(
    "kind",
    ["the shape of a bare repository", "fsmonitor", "include.path", "a .git file that points elsewhere", "commondir"],
)
def test_the_traps_are_set(kind: str, outer: Path, marker: Path) -> None:
    """git as everybody calls it runs the command, so that the test above can fail."""
    model = outer / "models" / "a"
    HOSTILE[kind](model, f"touch {marker}; false")
    subprocess.run(["git", "ls-files", "--others", "--exclude-standard"], cwd=model, capture_output=True, check=False)
    assert marker.exists()


def check(recorder: Recorder) -> None:
    """Each call of git was told where the repository is, switched off what could run, and saw few variables."""
    pairs = list(zip(ours.OPTIONS, ours.OPTIONS[1:], strict=False))
    switches = [value for option, value in pairs if option == "-c"]
    for args, env in recorder.calls():
        given = [value for option, value in zip(args, args[1:], strict=False) if option == "-c"]
        assert given == switches
        assert sum(arg.startswith("--git-dir=") for arg in args) == 1
        assert not set(env) & set(TOKENS)
        assert set(env) <= {*ours.KEPT, *ours.ALWAYS, "GIT_INDEX_FILE", "LC_CTYPE", "PWD", "SHLVL", "_"}
        command = args[[a.startswith("--git-dir=") for a in args].index(True) + 1 :]
        command = [arg for arg in command if not arg.startswith("--work-tree=")]
        assert command[0] in {"ls-files", "check-ignore", "diff-index", "cat-file", "config", "rev-parse", "merge-base"}


def test_what_the_issue_asks_for_is_switched_off() -> None:
    options = " ".join(ours.OPTIONS)
    for switch in (
        "-c core.fsmonitor=false",
        "-c core.hooksPath=/dev/null",
        "-c safe.bareRepository=explicit",
        "-c protocol.ext.allow=never",
    ):
        assert switch in options


INHERITED = {
    "GIT_DIR": "{evil}/.git",
    "GIT_WORK_TREE": "{evil}",
    "GIT_INDEX_FILE": "{evil}/.git/index",
    "GIT_OBJECT_DIRECTORY": "{evil}/.git/objects",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "{evil}/.git/objects",
    "GIT_COMMON_DIR": "{evil}/.git",
    "GIT_NAMESPACE": "evil",
    "GIT_PREFIX": "models/",
    "GIT_CEILING_DIRECTORIES": "{outer}",
    "GIT_LITERAL_PATHSPECS": "0",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='{command}'",
    "GIT_CONFIG_GLOBAL": "{evil}/.git/config",
    "GIT_CONFIG_SYSTEM": "{evil}/.git/config",
    "GIT_CONFIG": "{evil}/.git/config",
    "GIT_EXEC_PATH": "{evil}",
    "GIT_EXTERNAL_DIFF": "{command}",
    "GIT_SSH_COMMAND": "{command}",
    "GIT_ASKPASS": "{command}",
    "GIT_PAGER": "{command}",
    "GIT_TRACE2_EVENT": "{evil}/trace",
    "GIT_TRACE": "{evil}/trace",
    "GIT_PYTHON_GIT_EXECUTABLE": "{evil}/git",
    "GIT_PYTHON_TRACE": "full",
}
"""Variables that a hook, a wrapper or an attacker leaves behind."""


@posix
@pytest.mark.parametrize("name", INHERITED)
def test_inherited_variables_change_nothing(name: str, outer: Path, marker: Path, scan: Scan, leak: str) -> None:
    evil = outer.parent / "evil"
    evil.mkdir()
    command = f"touch {marker}; false"
    HOSTILE["core.excludesFile"](evil, command)
    (evil / "git").write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    (evil / "git").chmod(0o755)
    (outer / "leak.py").write_text(leak, encoding="utf-8")
    git(outer, "add", "leak.py")
    env = {name: INHERITED[name].format(evil=evil, outer=outer, command=command)}
    assert scan(".", cwd=outer, env=env).paths == ["leak.py"]
    assert scan("--staged", cwd=outer, env=env).paths == ["leak.py"]
    assert not marker.exists()
    assert not (evil / "trace").exists()


@posix
def test_injected_config_changes_nothing(outer: Path, marker: Path, scan: Scan, leak: str) -> None:
    (outer / "leak.py").write_text(leak, encoding="utf-8")
    env = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": f"touch {marker}"}
    assert scan(".", cwd=outer, env=env).paths == ["leak.py"]
    assert not marker.exists()


@posix
def test_git_of_the_scanned_folder_is_never_started(outer: Path, marker: Path, scan: Scan, leak: str) -> None:
    (outer / "git").write_text(f"#!/bin/sh\ntouch {marker}\n", encoding="utf-8")
    (outer / "git").chmod(0o755)
    (outer / "leak.py").write_text(leak, encoding="utf-8")
    for before in ("", ".", "models/.."):
        done = scan(".", cwd=outer, env={"PATH": before + os.pathsep + os.environ["PATH"]})
        assert done.paths == ["leak.py"]
    assert not marker.exists()


@posix
def test_the_author_is_asked_for_by_the_same_rules(outer: Path, marker: Path, scan: Scan, recorder: Recorder) -> None:
    config(outer / ".git", "[core]", f'fsmonitor = "touch {marker}"', "[user]", "email = anna.nowak@lab-zurich.org")
    (outer / ".hubseal.yaml").write_text("allow: {git_author: true}\n", encoding="utf-8")
    (outer / "notes.md").write_text("I asked anna.nowak@lab-zurich.org about it.\n", encoding="utf-8")
    assert scan(".", cwd=outer, env={**TOKENS, "PATH": recorder.path()}).paths == []
    assert [args[-2:] for args, _ in recorder.calls() if "config" in args] == [["--get", "user.email"]]
    assert not marker.exists()
    check(recorder)


@posix
def test_a_hook_over_named_files_starts_nothing(outer: Path, scan: Scan, recorder: Recorder) -> None:
    (outer / "a.py").write_text("x = 1\n", encoding="utf-8")
    assert scan("--staged-if-empty", "a.py", cwd=outer, env={"PATH": recorder.path()}).code == 0
    assert recorder.calls() == []


def test_names_that_look_like_options_and_patterns(outer: Path, scan: Scan, leak: str) -> None:
    names = ["-c", "--others", "[a-z].py", "a*b" if os.name != "nt" else "ab", "LEAK.py", "Leak.PY"]
    names += [] if os.name == "nt" else [":(exclude)x.py", ":/", 'quo"te.py', "new\nline.py", "a\\b.py"]
    for number, name in enumerate(names):
        folder = outer / f"d{number}"
        folder.mkdir()
        (folder / name).write_text(leak, encoding="utf-8")
    done = scan(".", cwd=outer)
    assert len(done.paths) == len(names)
    for number in range(len(names)):
        assert len(scan(f"d{number}", cwd=outer).paths) == 1
    git(outer, "add", "-A")
    assert len(scan("--staged", cwd=outer).paths) == len(names)


def test_no_git_is_said(outer: Path, scan: Scan, leak: str, tmp_path: Path) -> None:
    (outer / ".gitignore").write_text("leak.py\n", encoding="utf-8")
    (outer / "leak.py").write_text(leak, encoding="utf-8")
    env = {"PATH": str(tmp_path)}
    done = scan(".", cwd=outer, env=env)
    assert (done.code, done.paths) == (1, ["leak.py"])
    assert "git is not on PATH" in done.notes
    staged = scan("--staged", cwd=outer, env=env)
    assert (staged.code, staged.said.count("\n")) == (2, 1)
    assert "git is not on PATH" in staged.said


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_dubious_ownership_is_said(outer: Path, scan: Scan, leak: str, tmp_path: Path) -> None:
    (outer / ".gitignore").write_text("leak.py\n", encoding="utf-8")
    (outer / "leak.py").write_text(leak, encoding="utf-8")
    git(outer, "add", "-f", "leak.py")
    git(outer, "rm", "-q", "--cached", "leak.py")
    os.chown(outer, 4321, 4321)
    home = tmp_path / "home"
    home.mkdir()
    env = {"HOME": str(home), "XDG_CONFIG_HOME": None, "SUDO_UID": None}
    done = scan(".", cwd=outer, env=env)
    assert (done.code, done.paths) == (1, ["leak.py"])
    assert "dubious ownership" in done.notes
    assert "safe.directory" in done.notes
    staged = scan("--staged", cwd=outer, env=env)
    assert (staged.code, staged.said.count("\n"), "dubious ownership" in staged.said) == (2, 1, True)
    assert scan("--staged", cwd=outer, env={**env, "SUDO_UID": "4321"}).code == 0
    for known in (str(outer), "*", f"{tmp_path}/*"):
        (home / ".gitconfig").write_text(f"[safe]\n\tdirectory = {known}\n", encoding="utf-8")
        assert scan(".", cwd=outer, env=env).paths == []
        assert scan("--staged", cwd=outer, env=env).code == 0
    (home / ".gitconfig").write_text(f"[safe]\n\tdirectory = {outer}\n\tdirectory =\n", encoding="utf-8")
    assert scan("--staged", cwd=outer, env=env).code == 2
    config(outer / ".git", "[safe]", "directory = *")
    assert scan("--staged", cwd=outer, env=env).code == 2


ODD_GIT_FILES = ["HEAD", "config", "index", "info/exclude", "packed-refs", "shallow", "objects/info/alternates"]


@posix
@pytest.mark.parametrize("name", ODD_GIT_FILES)
def test_a_pipe_in_the_git_folder_holds_nothing_up(name: str, outer: Path, scan: Scan, leak: str) -> None:
    (outer / "leak.py").write_text(leak, encoding="utf-8")
    git(outer, "add", "-A")
    place = outer / ".git" / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    done = scan(".", cwd=outer, timeout=20)
    assert (done.code, done.paths) == (1, ["leak.py"])
    staged = scan("--staged", cwd=outer, timeout=20)
    assert staged.code in (1, 2)


@posix
@pytest.mark.parametrize("where", ["", "models"])
def test_a_gitignore_that_is_a_pipe_holds_nothing_up(where: str, outer: Path, scan: Scan, leak: str) -> None:
    (outer / "models" / "leak.py").write_text(leak, encoding="utf-8")
    os.mkfifo(outer / where / ".gitignore")
    done = scan(".", cwd=outer, timeout=20)
    assert done.paths == ["models/leak.py"]
    assert "nothing was left out" in done.notes
    assert (f"{where}/.gitignore".lstrip("/"), "io") in done.unread


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit a process that runs")
def test_a_huge_gitignore_takes_no_memory(outer: Path, leak: str) -> None:
    (outer / "models" / "leak.py").write_text(leak, encoding="utf-8")
    with open(outer / "models" / ".gitignore", "wb") as file:
        file.truncate(3 << 30)
    program = (
        "import resource, sys; from hubseal.sources.walk import walk; "
        "names = [item if isinstance(item, str) else item.path for item in walk(['.'], sys.argv[1], lambda path: False)]; "
        "print('models/leak.py' in names, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 300_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(outer)], cwd=outer, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True True\n"


@posix
def test_a_config_that_includes_a_pipe_holds_nothing_up(outer: Path, scan: Scan, leak: str) -> None:
    (outer / "leak.py").write_text(leak, encoding="utf-8")
    os.mkfifo(outer / ".git" / "extra")
    config(outer / ".git", "[include]", "path = extra")
    done = scan(".", cwd=outer, timeout=20)
    assert (done.code, done.paths) == (1, ["leak.py"])
    assert scan("--staged", cwd=outer, timeout=20).code in (1, 2, 3)


def test_importing_gitpython_starts_nothing(outer: Path, recorder: Recorder) -> None:
    program = "import os; from hubseal.sources import git; git.gitpython(); print(os.environ.get('GIT_PYTHON_REFRESH'))"
    env = {**os.environ, "PATH": recorder.path()}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=outer, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout == "None\n"
    assert recorder.calls() == []
