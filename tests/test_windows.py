"""What Windows does otherwise, as far as another system can show it: its paths, its consoles, its lines, no fork."""

from __future__ import annotations

import io
import json
import multiprocessing
import ntpath
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from conftest import Run, git
from hubseal.action import paths
from hubseal.app import parallel
from hubseal.app.request import UsageError
from hubseal.sources import disk, work_tree

Sample = Callable[[str], str]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules that compare paths, with the paths of Windows."""

    def islink(path: str) -> bool:
        return False

    own = SimpleNamespace(**{n: getattr(ntpath, n) for n in ("normcase", "normpath", "join", "relpath", "dirname")})
    own.abspath = own.realpath = ntpath.normpath
    own.islink = islink
    for module in (work_tree, disk, paths):
        monkeypatch.setattr(module, "os", SimpleNamespace(path=own, sep="\\", curdir=".", pardir=".."))


HOLDS = [
    ("itself", r"C:\repo", r"C:\repo", True),
    ("a file", r"C:\repo", r"C:\repo\a.py", True),
    ("a small drive letter", r"C:\repo", r"c:\repo\a.py", True),
    ("other capitals", r"C:\Users\Ann\Repo", r"c:\users\ann\repo\sub\a.py", True),
    ("slashes of git", "C:/repo", r"C:\repo\a.py", True),
    ("the top of a drive", "C:\\", r"C:\a.py", True),
    ("a share", r"\\server\share\repo", r"\\SERVER\share\repo\a.py", True),
    ("a long path", r"C:\repo", "C:\\repo\\" + "x\\" * 200 + "a.py", True),
    ("a reserved name", r"C:\repo", r"C:\repo\aux.txt", True),
    ("a name that begins so", r"C:\repo", r"C:\repository\a.py", False),
    ("another drive", r"C:\repo", r"D:\repo\a.py", False),
    ("another share", r"\\server\share\repo", r"\\server\other\repo\a.py", False),
    ("the folder above", r"C:\repo", "C:\\", False),
]


@pytest.mark.parametrize(("folder", "path", "inside"), [h[1:] for h in HOLDS], ids=[h[0] for h in HOLDS])
def test_a_folder_holds_what_windows_says(windows: None, folder: str, path: str, inside: bool) -> None:
    assert work_tree.holds(folder, path) == inside


CASED = [("capitals", "/repo", "/Repo/a.py"), ("a back slash in a name", "/repo", "/repo\\a.py")]


@pytest.mark.parametrize(("folder", "path"), [c[1:] for c in CASED], ids=[c[0] for c in CASED])
@pytest.mark.skipif(os.name == "nt", reason="there they are the same")
def test_elsewhere_case_and_slash_matter(folder: str, path: str) -> None:
    assert not work_tree.holds(folder, path)


RELATIVE = [
    ("a file", r"C:\repo\a.py", "a.py"),
    ("a file in folders", r"C:\repo\models\a\config.json", "models/a/config.json"),
    ("other capitals of the folder", r"c:\REPO\Models\a.py", "Models/a.py"),
    ("both slashes", r"C:\repo/models\a.py", "models/a.py"),
]


@pytest.mark.parametrize(("path", "name"), [r[1:] for r in RELATIVE], ids=[r[0] for r in RELATIVE])
def test_names_have_the_slashes_of_the_hub(windows: None, path: str, name: str) -> None:
    assert disk.relative(path, r"C:\repo") == name


@pytest.mark.skipif(os.name == "nt", reason="there it divides folders")
def test_elsewhere_a_back_slash_is_a_letter() -> None:
    assert disk.slashes("a\\b") == "a\\b"


def test_inputs_of_the_action_stay_in_the_workspace(windows: None) -> None:
    workspace, temporary = r"D:\a\repo\repo", r"d:\a\_temp"
    assert paths.inside(workspace, "models/a", "path") == r"D:\a\repo\repo\models\a"
    assert paths.inside(workspace, r"d:\A\repo\repo\x.sarif", "sarif") == r"d:\A\repo\repo\x.sarif"
    assert paths.inside(workspace, r"D:\a\_temp\s.json", "state", temporary) == r"D:\a\_temp\s.json"
    for outside in (r"..\other", r"C:\Windows", r"D:\a\repo\repository\x", r"\\server\share\x"):
        with pytest.raises(UsageError, match="leads out of the workspace"):
            paths.inside(workspace, outside, "path", temporary)


# --- consoles of one byte a character -------------------------------------------------------------------------------

COMMANDS = [
    "scan .", "scan . -v", "scan . --format github", "scan . --format json", "rules", "explain home-path", "schema",
    "doctor", "completion powershell", "init", "--help", "hub --help", "scna", "explain größe", "scan größe-die-fehlt",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp932"])
def test_a_console_of_windows_takes_all_output(command: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "größe 数据 🤗.py").write_text("path = '/home/tnakamura/größe/数据'\n", encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", "hubseal", *command.split(" ")], cwd=tmp_path, env=env, capture_output=True
    )
    assert done.returncode in (0, 1, 2)
    assert b"fault of hubseal" not in done.stderr
    assert b"Traceback" not in done.stderr


# --- lines that end as on Windows -----------------------------------------------------------------------------------


def test_files_with_crlf_say_the_same(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    texts = {
        ".hubseal.yaml": "fail_on: error\nrules:\n  email-address: off\nexclude:\n  - 'skipped/**'\n",
        "train.py": f"a = 1\n# hubseal: allow hf-token -- a sample\nb = '{sample('hf_{L34}')}'\nc = '/home/tnakamura/x'\n",
        "skipped/x.py": "c = '/home/tnakamura/x'\n",
        "README.md": "---\nlicense: mit\n---\n# Card\n\nSee /home/tnakamura/runs\n",
    }
    found = []
    for name, end in (("unix", "\n"), ("windows", "\r\n")):
        for path, text in texts.items():
            place = tmp_path / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.replace("\n", end).encode())
        report = json.loads(hubseal("scan", ".", "--format", "json", cwd=tmp_path / name).stdout)
        found.append([(f["rule"], f["path"], f["line"], f["column"], f["end_column"]) for f in report["findings"]])
        assert len(report["waived"]) == 1
    assert found[0] == found[1] != []


def test_configs_with_crlf_are_read(tmp_path: Path, hubseal: Run) -> None:
    git(tmp_path, "init", "-q")
    config = "repos:\r\n- repo: https://github.com/hubseal/hubseal\r\n  rev: v0.1.0\r\n  hooks:\r\n  - id: hubseal\r\n"
    (tmp_path / ".pre-commit-config.yaml").write_bytes(config.encode())
    assert "it has hubseal already" in hubseal("init", cwd=tmp_path).stdout


def test_what_is_written_ends_lines_the_same_everywhere(tmp_path: Path, hubseal: Run) -> None:
    assert hubseal("init", cwd=tmp_path).returncode == 0
    for name in (".hubseal.yaml", ".pre-commit-config.yaml"):
        assert b"\r" not in (tmp_path / name).read_bytes()


# --- processes and files --------------------------------------------------------------------------------------------


def test_without_fork_several_processes_find_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sample: Sample
) -> None:
    from hubseal import cli

    for number in range(12):
        (tmp_path / f"{number:02}.py").write_text(f"t = '{sample('hf_{L34}')}'\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parallel, "process_count", lambda items: 2)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert cli.main(["scan", ".", "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 12


def test_a_file_that_is_open_elsewhere_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows replaces no file that somebody reads: the old one stays, and nothing is left beside it."""
    from hubseal import cache, state

    def refuse(source: str, target: str) -> None:
        raise PermissionError(13, "Access is denied", target)

    (tmp_path / "kept").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", refuse)
    cache.write("kept", b"new", str(tmp_path), only=True)
    with pytest.raises(OSError):
        state._write(str(tmp_path / "kept"), "new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("kept", b"old")]
