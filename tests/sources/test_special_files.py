"""Links, pipes, devices, files that grow and paths that are too long: read, unread or said, and never hung on."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from hubseal import engine, policy
from hubseal.app import scanner
from hubseal.sources import walk
from sources.conftest import Scan, items, keep, posix


def to_file(tree: Path, outside: Path) -> str:
    (outside / "x.py").write_text("x = 1\n", encoding="utf-8")
    return str(outside / "x.py")


def to_folder(tree: Path, outside: Path) -> str:
    return str(outside)


def to_nothing(tree: Path, outside: Path) -> str:
    return "gone"


def to_itself(tree: Path, outside: Path) -> str:
    return "link"


def to_parent(tree: Path, outside: Path) -> str:
    return "."


def to_device(tree: Path, outside: Path) -> str:
    return "/dev/zero"


def to_pipe(tree: Path, outside: Path) -> str:
    os.mkfifo(outside / "pipe")
    return str(outside / "pipe")


TARGETS = [to_file, to_folder, to_nothing, to_itself, to_parent, to_device, to_pipe]


@posix
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_links_are_text_unless_somebody_names_them(
    target: Callable[[Path, Path], str], tree: Path, scan: Scan, leak: str
) -> None:
    outside = tree.parent / "outside"
    outside.mkdir()
    (outside / "leak.py").write_text(leak, encoding="utf-8")
    (tree / "link").symlink_to(target(tree, outside))
    (tree / "a.txt").write_text("x\n", encoding="utf-8")
    done = scan(".", cwd=tree, timeout=20)
    assert (done.code, done.unread, "link" in done.notes) == (0, [], True)
    assert scan("--staged-if-empty", "link", cwd=tree, timeout=20).code == 0
    named = scan("link", cwd=tree, timeout=20)
    if target is to_folder:
        assert (named.paths, "followed" in named.notes) == (["link/leak.py"], True)
    elif target in (to_file, to_parent):
        assert (named.code, "followed" in named.notes) == (0, True)
    else:
        assert (named.code, named.unread) == (3, [("link", "io")])


@posix
def test_links_never_lead_out_of_the_workspace(tmp_path: Path, leak: str) -> None:
    outside, workspace = tmp_path / "outside", tmp_path / "work"
    (workspace / "in").mkdir(parents=True)
    (outside / "deep").mkdir(parents=True)
    for folder in (outside, outside / "deep", workspace / "in"):
        (folder / "a.py").write_text("x\n", encoding="utf-8")
    (workspace / "out").symlink_to(outside)
    (workspace / "alias").symlink_to("in")
    options = {"folder": str(workspace), "within": str(workspace)}
    assert items(["alias"], workspace, **options)[0] == ["alias", "alias/a.py"]
    for path in ("out", "out/deep", "out/a.py", "../outside"):
        assert items([path], workspace, **options)[:2] == ([], [os.path.relpath(workspace / path, workspace)])


def fifo(path: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


@posix
@pytest.mark.parametrize("make", [fifo, unix_socket], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["README.md", ".gitattributes", ".pre-commit-config.yaml", "model.safetensors", "x"])
def test_special_files_are_never_opened(
    make: Callable[[Path], None], name: str, tree: Path, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    make(tree / name)
    for args in (["."], [name], ["--staged-if-empty", name]):
        done = scan(*args, cwd=tree, timeout=20)
        assert (done.code, done.unread) == (3, [(name, "io")]), args


@posix
@pytest.mark.parametrize("name", [".hubseal.yaml", "pyproject.toml", ".hubseal-baseline.json", ".secrets.baseline"])
def test_side_files_that_are_pipes_are_refused(name: str, tree: Path, scan: Scan) -> None:
    (tree / "a.txt").write_text("x\n", encoding="utf-8")
    os.mkfifo(tree / name)
    done = scan("a.txt", cwd=tree, timeout=20)
    assert (done.code, done.said.count("\n"), "not a regular file" in done.said) == (2, 1, True)


@posix
@pytest.mark.skipif(not os.path.exists("/dev/stdin"), reason="no /dev/stdin")
@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/null", "/dev/zero", "/dev/tty", "/dev/fd/0"])
def test_devices_are_unread(name: str, tmp_path: Path, scan: Scan) -> None:
    done = scan(name, cwd=tmp_path, timeout=20)
    assert (done.code, [cause for _, cause in done.unread]) == (3, ["io"])


def test_a_file_that_grows_is_read_to_its_end(tmp_path: Path, leak: str) -> None:

    names = ["a.py", "b.md", "c.jsonl", "d.bin", "e.bin"]
    for name in names:
        (tmp_path / name).write_bytes(b"x = 1\n" if name != "e.bin" else b"\x80\x02\xff\0" * 9)
    found = list(walk.walk([str(tmp_path)], str(tmp_path), keep))
    for name in names:
        with open(tmp_path / name, "a", encoding="utf-8") as file:
            file.write("x = 2\n" * 5 + leak)
    report = scanner.scan(found, policy.DEFAULT, engine.Settings(families=("tokens",)))
    assert sorted({f.at.path for f in report.findings}) == names


@pytest.mark.skipif(os.scandir not in os.supports_fd, reason="paths have an end here")
@pytest.mark.parametrize("name", ["a"])
def test_a_chain_of_folders(name: str, tree: Path, scan: Scan, leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    for _ in range(3000):
        os.mkdir(name)
        os.chdir(name)
    Path("leak.py").write_text(leak, encoding="utf-8")
    os.symlink("x", "link")
    os.chdir(tree)
    try:
        done = scan(".", cwd=tree, timeout=60)
        assert (done.code, done.paths, done.unread) == (1, [f"{name}/" * 3000 + "leak.py"], [])
    finally:
        subprocess.run(["rm", "-rf", str(tree / name)], check=True)  # Python's own way was recursive once
