"""What `hubseal demo` tells: a commit with leaks is stopped, the leaks are mended or allowed, the commit passes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import demo_programs, hook_config
from .demo_files import IGNORED, DemoFile, files
from .demo_programs import Done, Programs
from .request import UsageError

Say = Callable[[str], None]
END = """\
In a repository of your own: the six lines of README in .pre-commit-config.yaml, then `pre-commit install`;
or `hubseal init`, which writes them. `hubseal scan .` looks at a folder without a hook.\
"""


def demo(folder: str | None, say: Say) -> int:
    """Tells the whole story in `folder`, which stays, or in a temporary one, which does not.

    Returns 0, or 3 when the hook did not do what a hook has to. Raises UsageError without git or a runner of hooks, and
    for a folder that holds something.
    """
    with tempfile.TemporaryDirectory(prefix="hubseal-demo-") as private:
        programs = demo_programs.find(Path(private))
        top = _made(folder) if folder is not None else Path(private, "tiny-bert")
        top.mkdir(parents=True, exist_ok=True)
        stays = "it stays" if folder is not None else "removed at the end; `hubseal demo FOLDER` keeps it"
        say(f"A small model repository, a leak of every family, a real commit. In {top} ({stays}).\n")
        return tell(top, programs, say)


def _made(folder: str) -> Path:
    """A new or empty folder. Raises UsageError for any other."""
    top = Path(folder)
    try:
        if top.exists() and (not top.is_dir() or any(top.iterdir())):
            raise UsageError(f"{folder}: there is something already; the demo takes a new or an empty folder")
        top.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: this folder cannot be made: {error.strerror}") from None
    return top.absolute()


def tell(top: Path, programs: Programs, say: Say) -> int:
    """The story in an empty folder; returns the exit code. Raises UsageError for a program that fails."""
    samples = files()
    runner = programs.runner_name
    say(f"1. The repository: {', '.join(file.name for file in samples)}.")
    say(f"   .pre-commit-config.yaml names the hook, and `{runner} install` puts it before each commit.\n")
    _write(top, hook_config.NAME, demo_programs.hook_config().encode())
    for file in samples:
        _write(top, file.name, file.leaking)
    for command in ((programs.git, "init", "-q"), (*programs.runner, "install")):
        _must(demo_programs.run(programs, top, command))
    say("2. The commit:\n")
    stopped = _commit(top, programs, say)
    if stopped.code == 0 or "hf-token" not in stopped.said:
        say("\nThe hook did not stop this commit as it has to. Please report that, with what stands above.")
        return 3
    say("\n   The commit was stopped, and the history is empty. No report holds a token: `hf_… 37` is all it shows.\n")
    say("3. Each message says what to do, and how to allow what is meant. Done:\n")
    _mend(top, programs, samples, say)
    say("\n4. The same commit:\n")
    passed = _commit(top, programs, say)
    if passed.code != 0:
        say("\nThe hook stopped this commit, too. Please report that, with what stands above.")
        return 3
    say(f"\n{END}")
    return 0


def _commit(top: Path, programs: Programs, say: Say) -> Done:
    say('   $ git add -A && git commit -m "Publish Tiny BERT"')
    _must(demo_programs.run(programs, top, (programs.git, "add", "-A")))
    done = demo_programs.run(programs, top, (programs.git, "commit", "-m", "Publish Tiny BERT"))
    say("\n".join(f"   {line}".rstrip() for line in done.said.strip().splitlines()))
    return done


def _mend(top: Path, programs: Programs, samples: tuple[DemoFile, ...], say: Say) -> None:
    """Does what each message says, and names it."""
    wide = max(len(file.name) for file in samples)
    for file in samples:
        if file.remedy:
            say(f"   {file.name:{wide}}  {file.remedy}")
        if file.mended is None:
            _must(demo_programs.run(programs, top, (programs.git, "rm", "-q", "--cached", file.name)))
            _write(top, IGNORED, f"{file.name}\n".encode())
        else:
            _write(top, file.name, file.mended)


def _must(done: Done) -> None:
    """Raises UsageError for a program that failed where it has no reason to."""
    if done.code != 0:
        raise UsageError(f"the demo cannot go on: {done.said.strip() or f'exit code {done.code}'}")


def _write(top: Path, name: str, data: bytes) -> None:
    """Raises UsageError when the disk does not take it."""
    path = top / name
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{os.fspath(path)}: cannot be written: {error.strerror}") from None
