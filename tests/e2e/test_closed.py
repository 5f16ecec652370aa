"""A folder tree of hostile repositories, without a network: no program but git, as `sources.git` starts it, and no file
outside of the tree, the caches and what Python and git themselves consist of. Everything is recorded."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import site
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import git
from hubseal.sources import git as git_source
from hubseal.sources.git import ALWAYS, KEPT, OPTIONS
from sources.hostile import HOSTILE

PLUMBING = {"ls-files", "check-ignore", "cat-file", "rev-parse", "merge-base", "diff-index", "config"}
NO_GIT = Path(git_source.__file__).parent / "none"
SECRETS = {"HF_TOKEN": "hf_of_the_job", "GITHUB_TOKEN": "of_the_job", "HUBSEAL_GITHUB_TOKEN": "of_the_job"}
AUDIT = """
import json, os, sys

log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def told(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        os.write(log, (json.dumps(["open", os.path.abspath(os.fsdecode(args[0]))]) + "\\n").encode())
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn"):
        words = [os.fsdecode(w) for w in args[1]]
        env = args[3] if event == "subprocess.Popen" else args[2]
        names = {os.fsdecode(k): os.fsdecode(v) for k, v in (os.environ if env is None else env).items()}
        os.write(log, (json.dumps(["run", words, names]) + "\\n").encode())
    elif event in ("os.system", "pty.spawn", "socket.connect", "socket.getaddrinfo", "socket.sendto"):
        os.write(log, (json.dumps([event]) + "\\n").encode())
        raise PermissionError(event)

sys.addaudithook(told)
"""


class Record(NamedTuple):
    """What a run did."""

    code: int
    opened: list[str]
    started: list[list[str]]
    variables: list[dict[str, str]]
    """Of each program that was started, as far as known."""
    other: list[str]
    """Events that must not be."""


class Reduced:
    """A pickle that runs a command."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (self.command,)


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Path]:
    """Hostile repositories below a clean one, and files that would run when they were loaded or followed."""
    top, outside, ran = tmp_path / "tree", tmp_path / "outside", tmp_path / "RAN"
    command = f"touch {ran}; cat"
    top.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("not of the tree\n", encoding="utf-8")
    git(top, "init", "-q", "-b", "main")
    (top / "README.md").write_text("# Model\n", encoding="utf-8")
    git(top, "add", "-A")
    git(top, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "first")
    for number, make in enumerate(HOSTILE.values()):
        folder = top / "models" / str(number)
        folder.mkdir(parents=True)
        make(folder, command)
        (folder / "leak.py").write_text('cache = "/home/tnakamura/cache"\n', encoding="utf-8")
    code = f"open({str(ran)!r}, 'w').close()\n"
    for name in (
        "sitecustomize",
        "yaml",
        "json",
        "hyperscan",
        "huggingface_hub",
        "torch",
        "numpy",
        "setup",
        "conftest",
    ):
        (top / f"{name}.py").write_text(code, encoding="utf-8")
    (top / "training_args.bin").write_bytes(pickle.dumps(Reduced(command)))
    (top / "evil.pth").write_text(f"import os; os.system('touch {ran}')\n", encoding="utf-8")
    (top / "git").write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
    (top / "git").chmod(0o755)
    for name, target in {"link.txt": outside / "secret.txt", "folder": outside, "models/up": "../.."}.items():
        (top / name).symlink_to(target)
    (top / "models" / "away").mkdir()
    (top / "models" / "away" / ".git").write_text(f"gitdir: {outside}/.git\n", encoding="utf-8")
    yield top
    assert not ran.exists()


def environment(tree: Path, here: Path | None = None, **more: str) -> dict[str, str]:
    """The environment of a run in `here`: tokens, and a PATH that leads into what is scanned."""
    own = {name: str(tree.parent / name.lower()) for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR")}
    for folder in own.values():
        Path(folder).mkdir(exist_ok=True)
    path = os.pathsep.join([".", "", str(here or tree), os.environ["PATH"]])
    return {**os.environ, **own, **SECRETS, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}


def audited(words: Sequence[str], folder: Path, tree: Path, env: dict[str, str]) -> Record:
    """Runs Python with an audit hook: what Python code does."""
    hook, log = tree.parent / "hook", tree.parent / "log"
    hook.mkdir(exist_ok=True)
    log.unlink(missing_ok=True)
    (hook / "sitecustomize.py").write_text(AUDIT, encoding="utf-8")
    command = [sys.executable, "-m" if words[0] == "hubseal" else "-Pm", *words]  # the Action is called with `-I`
    done = subprocess.run(
        command,
        cwd=folder,
        env={**env, "PYTHONPATH": str(hook), "AUDIT_LOG": str(log)},
        capture_output=True,
        check=False,
    )
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    opened = [e[1] for e in events if e[0] == "open"]
    # GitPython looks for a git of the name that it is given; there is none of that name, so nothing starts.
    runs = [e for e in events if e[0] == "run" and e[1] != [str(NO_GIT), "version"]]
    return Record(
        done.returncode, opened, [e[1] for e in runs], [e[2] for e in runs],
        [e[0] for e in events if e[0] not in ("open", "run")],
    )  # fmt: skip


def traced(words: Sequence[str], folder: Path, tree: Path, env: dict[str, str]) -> Record:
    """Runs Python under strace, all connections refused: what it and the programs that it starts ask the kernel for."""
    log = tree.parent / "trace"
    options = ["-f", "-qq", "-y", "-s", "4096", "-e", "trace=execve,open,openat,openat2,connect", "-o", str(log)]
    deny = ["-e", "inject=connect:error=ENETUNREACH"]
    done = subprocess.run(
        ["strace", *options, *deny, sys.executable, "-I", "-m", *words], cwd=folder, env=env, capture_output=True, check=False
    )  # fmt: skip
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    opened = [m[1] for line in lines if (m := re.search(r"open(?:at2?)?\(.*= \d+<([^>]*)>", line))]
    execs = [m[1] for line in lines if (m := re.search(r"execve\([^,]+, (\[.*?\]), 0x\w+ /\*.*= 0", line))]
    other = [line for line in lines if "connect(" in line and "AF_UNIX" not in line]
    return Record(done.returncode, opened, [json.loads(e) for e in execs[1:]], [], other)


def can_trace() -> bool:
    """Whether strace is here and may trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def judge(record: Record, tree: Path) -> None:
    """Raises AssertionError for anything that was done besides."""
    assert not NO_GIT.exists()
    assert record.code in (0, 1, 3), "it ran"
    assert record.other == []
    for words in record.started:
        assert os.path.basename(words[0]) == "git", words
        assert os.path.isabs(words[0]), words
        assert not words[0].startswith(str(tree)), words
        options = [o for o in OPTIONS if o != "--literal-pathspecs" or o in words]
        assert words[1 : len(options) + 1] == options, words
        rest = words[len(options) + 1 :]
        assert rest.pop(0).startswith("--git-dir="), words
        assert rest.pop(0).startswith("--work-tree=") or rest[0] == "config", words
        assert next(w for w in rest if not w.startswith("--work-tree")) in PLUMBING, words
    for variables in record.variables:
        assert not set(variables.values()) & set(SECRETS.values())
        assert set(variables) <= {*KEPT, *ALWAYS, "GIT_INDEX_FILE", "GIT_ALLOW_PROTOCOL"}
    own = [tree, tree.parent / "xdg_cache_home", tree.parent / "home", tree.parent / "tmpdir", tree.parent / "hook"]
    package = Path(__file__).parents[2] / "hooks"
    roots = [*own, package, sys.prefix, sys.base_prefix, *site.getsitepackages(), *sys.path]
    system = ["/usr", "/lib", "/lib64", "/bin", "/etc", "/proc", "/sys", "/dev", "/opt", "/var/lib"]
    allowed = tuple(str(root) for root in (*roots, *system) if str(root))
    real = tuple(os.path.realpath(root) for root in allowed)
    strange = [p for p in record.opened if not p.startswith(allowed) and not os.path.realpath(p).startswith(real)]
    assert strange == []
    outside = str(tree.parent / "outside")
    assert not [p for p in record.opened if os.path.realpath(p).startswith(outside)]


WATCHERS = [
    pytest.param(audited, id="audit hook"),
    pytest.param(traced, id="strace", marks=pytest.mark.skipif(not can_trace(), reason="strace cannot trace here")),
]
COMMANDS = [
    ["hubseal", "scan", "."], ["hubseal", "scan", "models/0", "models/1", "models/9"], ["hubseal", "scan", "--staged"],
    ["hubseal", "scan", "--no-ignore", "."], ["hubseal", "scan", "--only", "tokens", "training_args.bin", "README.md"],
    ["hubseal", "baseline"],
]  # fmt: skip


@pytest.mark.parametrize("watcher", WATCHERS)
@pytest.mark.parametrize("words", COMMANDS, ids=[" ".join(words[1:]) for words in COMMANDS])
def test_commands(words: list[str], watcher: Callable[..., Record], tree: Path) -> None:
    judge(watcher(words, tree, tree, environment(tree)), tree)


@pytest.mark.parametrize("watcher", WATCHERS)
@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=list(HOSTILE))
def test_within_a_hostile_repository(number: int, watcher: Callable[..., Record], tree: Path) -> None:
    folder = tree / "models" / str(number)
    shutil.copy(tree / "git", folder)
    judge(watcher(["hubseal", "scan", "."], folder, tree, environment(tree, folder)), tree)


@pytest.mark.parametrize("watcher", WATCHERS)
def test_the_action(watcher: Callable[..., Record], tree: Path) -> None:
    if watcher is audited and sys.version_info < (3, 11):
        pytest.skip("python -P is of 3.11, and -I would leave the hook out")
    base = git(tree, "rev-parse", "HEAD").strip()
    (tree / "a.py").write_text("x = 1  # hubseal: allow home-path\ny = '/home/tnakamura/x'\n", encoding="utf-8")
    event = tree / "event.json"
    event.write_text(
        json.dumps({"pull_request": {"number": 7, "head": {"sha": "a" * 40}, "base": {"sha": base}}}), encoding="utf-8"
    )
    env = environment(
        tree, GITHUB_WORKSPACE=str(tree), RUNNER_TEMP=str(tree.parent / "tmpdir"), GITHUB_EVENT_PATH=str(event),
        GITHUB_OUTPUT=str(tree.parent / "tmpdir" / "output"), GITHUB_EVENT_NAME="pull_request", HUBSEAL_PATH=".", HUBSEAL_COMMENT="off",
    )  # fmt: skip
    record = watcher(["hubseal.action"], tree, tree, env)
    judge(record, tree)
    assert {"cat-file", "merge-base", "rev-parse"} <= {word for words in record.started for word in words}
