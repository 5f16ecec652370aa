"""`hubseal upload`: the options of `hf upload`, its files, a scan before, and the real upload."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guard.recording_hub import RecordingHub
from guard.ways import LEAK
from hubseal.cli import upload
from hubseal.cli.parser import fail_on_option, form_options, only_option, terminal_options
from hubseal.sources.gitignore import ignored

Script = Callable[..., "subprocess.CompletedProcess[str]"]
SHARED = (only_option, fail_on_option, form_options, terminal_options)
"""What other commands of ours take, too."""
THEIRS = {"help", "format", "json", "quiet", "no_truncate"}
"""How `hf` prints what it did."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with files that are sent, and some that are not."""
    folder = tmp_path / "work" / "proj"
    (folder / "logs").mkdir(parents=True)
    (folder / "a.txt").write_text("fine\n", encoding="utf-8")
    (folder / "w.bin").write_bytes(bytes(3000))
    (folder / "logs" / "run.log").write_text(f"token {LEAK}\n", encoding="utf-8")
    (folder / ".gitignore").write_text("*.log\n", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text(LEAK, encoding="utf-8")
    return folder


def test_its_options_are_those_of_the_client() -> None:
    from huggingface_hub.cli import hf

    command: Any = hf.app.get_command(None, "upload")  # type: ignore[arg-type]
    command = command.materialize() if hasattr(command, "materialize") else command
    theirs = {(p.name, p.param_type_name) for p in command.params if p.name not in THEIRS}
    parser, shared = ArgumentParser(), ArgumentParser()
    upload.options(parser)
    for add in SHARED:
        add(shared)
    own = {"dry_run", "policy", *(action.dest for action in shared._actions)}
    ours = {(a.dest, "option" if a.option_strings else "argument") for a in parser._actions if a.dest not in own}
    assert ours == theirs
    words = {p.name: {*p.opts, *p.secondary_opts} for p in command.params if p.param_type_name == "option"}
    for action in parser._actions:
        if action.option_strings and action.dest not in own:
            assert set(action.option_strings) == words[action.dest]


def test_dry_run_sends_nothing(script: Script, project: Path, recording_hub: RecordingHub) -> None:
    done = script(sys.executable, "-m", "hubseal", "upload", "user/proj", "proj", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 files would be sent" in done.stderr
    assert "model user/proj would be created public" in done.stdout
    assert {sent.method for sent in recording_hub.requests} == {"GET"}


def test_what_is_clean_is_sent(script: Script, project: Path, recording_hub: RecordingHub) -> None:
    done = script(sys.executable, "-m", "hubseal", "upload", "user/proj", "proj", "--private", "--commit-message", "go")
    assert done.returncode == 0, done.stdout + done.stderr
    code = "from huggingface_hub import HfApi; print(sorted(HfApi().list_repo_files('user/proj')))"
    assert script(sys.executable, "-c", code).stdout.strip() == "['.gitattributes', '.gitignore', 'a.txt', 'w.bin']"
    assert recording_hub.holding(LEAK.encode()) == []


REFUSED = {
    "a folder": (["user/proj", "proj"], "proj/t.py:1:8"),
    "a file": (["user/proj", "proj/t.py"], "proj/t.py:1:8"),
    "a file under another name": (["user/proj", "proj/t.py", "sub/x.txt"], "proj/t.py:1:8"),
    "a pattern": (["user/proj", "proj/*.py"], "t.py:1:8"),
    "a data set": (["user/proj", "proj", "data", "--repo-type", "dataset"], "proj/t.py:1:8"),
    "what is included": (["user/proj", "proj", "--include", "*.py"], "proj/t.py:1:8"),
    "every few minutes": (["user/proj", "proj", "--every", "5"], "proj/t.py:1:8"),
    "a commit message": (["user/proj", "proj/a.txt", "--commit-message", f"see {LEAK}"], "commit message"),
}


@pytest.mark.parametrize(("words", "place"), REFUSED.values(), ids=REFUSED)
def test_what_leaks_is_refused(
    words: list[str], place: str, script: Script, project: Path, recording_hub: RecordingHub
) -> None:
    (project / "t.py").write_text(f'key = "{LEAK}"\n', encoding="utf-8")
    done = script(sys.executable, "-m", "hubseal", "upload", *words)
    assert done.returncode == 1, done.stdout + done.stderr
    assert place in done.stdout
    assert "nothing was sent" in done.stderr
    assert {sent.method for sent in recording_hub.requests} <= {"GET"}


@pytest.mark.parametrize(
    "words", [["--exclude", "*.py"], ["--include", "*.txt"], ["sub", "--exclude", "t.py"]], ids=["out", "in", "below"]
)
def test_what_is_left_out_is_not_judged(words: list[str], script: Script, project: Path) -> None:
    (project / "t.py").write_text(f'key = "{LEAK}"\n', encoding="utf-8")
    (project / ".gitignore").write_text("", encoding="utf-8")
    (project / "logs" / "run.log").unlink()
    done = script(sys.executable, "-m", "hubseal", "upload", "user/proj", "proj", *words, "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_public_repository_is_not_created_where_the_policy_says_private(
    script: Script, project: Path, recording_hub: RecordingHub
) -> None:
    (project.parent / "p.yaml").write_text("hub: {visibility: private}\n", encoding="utf-8")
    command = [sys.executable, "-m", "hubseal", "upload", "user/proj", "proj", "--policy", "p.yaml"]
    done = script(*command)
    assert done.returncode == 1
    assert "public-repo" in done.stdout
    assert {sent.method for sent in recording_hub.requests} == {"GET"}
    assert script(*command, "--private").returncode == 0


def test_wrong_words_are_usage_errors(script: Script, project: Path) -> None:
    for words in (
        ["user/proj", "nowhere"],
        ["user/proj", "proj", "--every", "0"],
        ["user/nothing-here"],
        ["hf://buckets/a/b", "proj"],
    ):
        assert script(sys.executable, "-m", "hubseal", "upload", *words).returncode == 2, words


def test_the_plan_is_the_clients(project: Path, script: Script) -> None:
    code = """
import os, sys
from pathlib import Path
from huggingface_hub import HfApi
from huggingface_hub.utils import DEFAULT_IGNORE_PATTERNS
from hubseal.sources.upload import plan
class Api(HfApi):
    def _validate_yaml(self, *args, **kwargs):
        pass
folder = Path("proj")
for name in ("README.md", "sub/.cache/huggingface/x", "sub/deep/b.py", "sub/.env", "x[1].txt", ".git/HEAD"):
    (folder / name).parent.mkdir(parents=True, exist_ok=True); (folder / name).write_text("x")
os.symlink(os.path.abspath("proj/a.txt"), "proj/link.txt")
for path in ("", "to/here", "/to/", "."):
    for allow in (None, "*.txt", ["sub/", "*.py"], []):
        for deny in (None, ["*.txt"], "sub/**"):
            ignore = [deny] if isinstance(deny, str) else list(deny or ())
            theirs = Api()._prepare_upload_folder_additions(folder, "" if path == "." else path, allow_patterns=allow, ignore_patterns=ignore + DEFAULT_IGNORE_PATTERNS)
            ours = plan("proj", path, allow, deny, gitignored=False).files
            assert [o.path_in_repo for o in theirs] == [o.blob.path for o in ours], (path, allow, deny)
            assert [os.path.realpath(o.path_or_fileobj) for o in theirs] == [os.path.realpath(o.local) for o in ours]
print("same")
"""
    done = script(sys.executable, "-c", code)
    assert done.stdout.strip() == "same", done.stderr


IGNORED = {
    "a name": ("*.log", "a/b.log", True),
    "a name, another end": ("*.log", "a/b.logs", False),
    "a folder": ("out/", "a/out/x", True),
    "a file that is called as a folder": ("out/", "a/out", False),
    "at the top": ("/out", "out", True),
    "at the top only": ("/out", "a/out", False),
    "a path is of the top": ("a/*.py", "a/x.py", True),
    "a star stops at a slash": ("a/*.py", "a/b/x.py", False),
    "two stars do not": ("a/**/x.py", "a/b/c/x.py", True),
    "two stars are nothing, too": ("a/**/x.py", "a/x.py", True),
    "everything below": ("a/**", "a/b", True),
    "taken back": ("*.log\n!keep.log", "keep.log", False),
    "not out of a folder": ("out/\n!out/keep", "out/keep", True),
    "a comment": ("# *.log", "a.log", False),
    "an escaped mark": ("\\#a", "#a", True),
    "a class": ("x[0-9].txt", "x1.txt", True),
    "a negated class": ("x[!0-9].txt", "x1.txt", False),
    "a slash is in no class": ("/a[!b]c", "a/c", False),
    "nor in a range around it": ("/a[+-9]c", "a/c", False),
    "a range that runs backwards": ("x[z-a].txt", "xb.txt", False),
    "what is with it in a class": ("x[z-a1].txt", "x1.txt", True),
    "a bracket in a class": ("x[[a].txt", "x[.txt", True),
    "a closing one that comes first": ("x[]a].txt", "x].txt", True),
    "an escaped one": ("x[\\]].txt", "x].txt", True),
    "two signs of sets": ("x[a&&b].txt", "x&.txt", True),
    "a sign of negation later": ("x[a^].txt", "x^.txt", True),
    "a class that does not close": ("x[1", "x[1", False),
    "a question mark": ("?.txt", "a.txt", True),
}


@pytest.mark.parametrize(("text", "path", "expected"), IGNORED.values(), ids=IGNORED)
def test_gitignore(text: str, path: str, expected: bool, tmp_path: Path) -> None:
    assert ignored(text)(path) is expected
    (tmp_path / ".gitignore").write_text(text + "\n", encoding="utf-8")
    target = tmp_path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    done = subprocess.run(["git", "check-ignore", "-q", "--no-index", path], cwd=tmp_path, check=False)
    assert (done.returncode == 0) is expected
