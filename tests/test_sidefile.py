"""Small files beside what is scanned are opened only when they are regular files of a sensible size."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from hubseal import sidefile

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes need a privilege, or are not there")


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert sidefile.read(str(tmp_path / "a"), 100) == b"x" * 100
    assert sidefile.head(str(tmp_path / "a"), 10) == b"x" * 10
    with pytest.raises(sidefile.SideFileError, match="larger than"):
        sidefile.read(str(tmp_path / "a"), 99)


@pytest.mark.parametrize("name", ["gone", "gone/deep", "file/deep"])
def test_what_is_not_there(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert sidefile.read(str(tmp_path / name), 10) is None
    assert sidefile.read(str(tmp_path / name), 10, within=str(tmp_path)) is None


@posix
def test_what_is_no_regular_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    os.mkdir("folder")
    os.symlink("pipe", "link")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
    for path in ("pipe", "folder", "link", "socket", "/dev/zero", "/dev/null"):
        with pytest.raises(sidefile.SideFileError, match="not a regular file"):
            sidefile.read(path, 10)
    os.symlink("loop", "loop")
    with pytest.raises(sidefile.SideFileError, match="cannot be read"):
        sidefile.read("loop", 10)


@posix
def test_a_link_must_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "real").write_text("y", encoding="utf-8")
    (inside / "good").symlink_to("real")
    (inside / "bad").symlink_to("../secret")
    (inside / "worse").symlink_to(tmp_path / "secret")
    assert sidefile.read(str(inside / "good"), 10, within=str(inside)) == b"y"
    for name in ("bad", "worse"):
        with pytest.raises(sidefile.SideFileError, match="leads out"):
            sidefile.read(str(inside / name), 10, within=str(inside))
