"""What a command does when its output is closed, full, unread or of a narrow encoding; when somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="shells and devices of POSIX")
HUBSEAL = f'"{sys.executable}" -m hubseal'
FILES = {"clean": ("a.txt", "nothing\n"), "leaky": ("config.json", '{"dir": "/home/tnakamura/x"}\n')}
LOST = "standard output"
"""Begins what is said when a report is lost."""

SINKS = {
    "a pipe that nobody reads": ("set -o pipefail; {command} | true", {"clean": 0, "leaky": 1}, ""),
    "a pipe that nobody reads, unbuffered": (
        "set -o pipefail; PYTHONUNBUFFERED=1 {command} | true",
        {"clean": 0, "leaky": 1},
        "",
    ),
    "a closed standard output": ("{command} >&-", {"clean": 2, "leaky": 2}, LOST),
    "a full device": ("{command} >/dev/full", {"clean": 2, "leaky": 2}, LOST),
    "a closed standard error": ("{command} 2>&-", {"clean": 0, "leaky": 1}, ""),
    "a full standard error": ("{command} 2>/dev/full", {"clean": 0, "leaky": 1}, ""),
    "all closed": ("{command} <&- >&- 2>&-", {"clean": 2, "leaky": 2}, ""),
    "ASCII": ("PYTHONIOENCODING=ascii {command}", {"clean": 0, "leaky": 1}, ""),
    "a code page": ("PYTHONIOENCODING=cp1252 {command}", {"clean": 0, "leaky": 1}, ""),
    "sixteen bits": ("PYTHONIOENCODING=utf-16 {command}", {"clean": 0, "leaky": 1}, ""),
    "the C locale": ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {command}", {"clean": 0, "leaky": 1}, ""),
}


def run(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, timeout=120, check=False)


def one_line(said: bytes, begin: str) -> bool:
    """Whether an error is one line of ours; nothing when `begin` is empty."""
    return not said if not begin else said.startswith(f"hubseal: {begin}".encode()) and said.count(b"\n") == 1


@pytest.mark.parametrize("state", FILES)
@pytest.mark.parametrize("sink", SINKS)
def test_a_scan(sink: str, state: str, tmp_path: Path) -> None:
    line, codes, says = SINKS[sink]
    name, text = FILES[state]
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "größe.txt").write_text("nothing\n", encoding="utf-8")
    done = run(line.format(command=f"{HUBSEAL} scan . --format json"), tmp_path)
    assert done.returncode == codes[state], done.stderr
    assert one_line(done.stderr, says), done.stderr


PRINTERS = ["rules", "explain home-path", "schema", "--version", "--help", "scan --help", "init", "baseline"]


@pytest.mark.parametrize("command", PRINTERS)
@pytest.mark.parametrize("sink", ["a pipe that nobody reads, unbuffered", "a full device", "ASCII"])
def test_commands_that_print(command: str, sink: str, tmp_path: Path) -> None:
    line, codes, says = SINKS[sink]
    folder = tmp_path / "größe"
    folder.mkdir()
    done = run(line.format(command=f"{HUBSEAL} {command}"), folder)
    assert done.returncode == codes["clean"], done.stderr
    assert one_line(done.stderr, says), done.stderr


def test_a_report_for_machines_is_utf8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    folder = tmp_path / "größe"
    folder.mkdir()
    (folder / "config.json").write_text('{"dir": "/home/tnakamura/x"}\n', encoding="utf-8")
    done = run(f"PYTHONIOENCODING=ascii {HUBSEAL} scan größe --format json", tmp_path)
    assert "größe" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("files", [1, 70], ids=["one process", "several processes"])
def test_ctrl_c_is_130(files: int, tmp_path: Path) -> None:
    """The scan announces itself by a first read; only then the interrupt comes, to the whole group as from a terminal."""
    for number in range(files):
        (tmp_path / f"{number}.txt").write_bytes(
            b"plain words\n" * 40_000 + b"/home/tnakamura/runs\n"
        )  # else it is ruled out unread
    program = (
        "import signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "from hubseal import cli\nfrom hubseal.engine import blob_scan\n"
        "real = blob_scan.BlobScan.run\n"
        "def run(self):\n    print('begun', file=sys.stderr, flush=True)\n    while True:\n        real(self)\n"
        "blob_scan.BlobScan.run = run\nsys.argv = ['hubseal', 'scan', '.']\ncli.console()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    try:
        assert process.stderr.readline() == b"begun\n"
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=60)[1].replace(b"begun\n", b"")
    finally:
        if process.poll() is None:  # it would go on for ever
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert process.returncode == 130
    assert one_line(said, "interrupted"), said


Make = Callable[[Path], object]
OBSTACLES: dict[str, tuple[Make, str]] = {
    "a file where the folder of workflows belongs": (
        lambda top: ((top / ".github").mkdir(), (top / ".github" / "workflows").write_text("x", encoding="utf-8")),
        "workflows",
    ),
    "a link that leads nowhere, likewise": (
        lambda top: ((top / ".github").mkdir(), (top / ".github" / "workflows").symlink_to("nowhere/x")),
        "workflows",
    ),
}


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_init_where_something_stands_in_the_way(obstacle: str, tmp_path: Path) -> None:
    make, names = OBSTACLES[obstacle]
    make(tmp_path)
    done = run(f"{HUBSEAL} init", tmp_path)
    assert done.returncode == 2
    assert one_line(done.stderr, "./.github"), done.stderr
    assert names in done.stderr.decode()


def test_init_leaves_folders_with_the_names_of_its_files_alone(tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").mkdir()
    done = run(f"{HUBSEAL} init", tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"left as it is") == 1
    assert (tmp_path / ".pre-commit-config.yaml").is_dir()


def test_init_does_not_go_on_where_no_policy_can_be_read(tmp_path: Path) -> None:
    """A scan of the same folder says the same: there is something called the policy, and nobody knows what it wants."""
    (tmp_path / ".hubseal.yaml").mkdir()
    for command in ("init", "scan"):
        done = run(f"{HUBSEAL} {command}", tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert one_line(done.stderr, ".hubseal.yaml: the policy cannot be read: it is not a regular file"), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".hubseal.yaml"], "nothing is written besides"
    assert list((tmp_path / ".hubseal.yaml").iterdir()) == []


@pytest.mark.parametrize("target", ["folder", "no/such/folder/file", "/dev/full"])
def test_a_report_that_cannot_be_saved(target: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = run(f"{HUBSEAL} scan . --output {target}", tmp_path)
    assert done.returncode == 2
    assert one_line(done.stderr, f"{target}: the report could not be written"), done.stderr
