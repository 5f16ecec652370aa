"""Whose word the cache is: nothing that a checkout may have brought is ever read from it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hubseal import cache

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of files say nothing there")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache beside the folder that they stand in."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    if sys.platform == "win32":
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "caches"))
        return tmp_path / "caches" / "hubseal" / "Cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path / "caches" / "hubseal"


def test_what_is_written_is_read(place: Path) -> None:
    cache.write("a", b"1")
    assert (place / "a").read_bytes() == b"1"
    assert cache.read("a") == b"1"


@posix
@pytest.mark.parametrize("mode", [0o755, 0o750, 0o711, 0o777], ids=oct)
def test_a_folder_that_others_may_enter_may_come_from_a_checkout(mode: int, place: Path) -> None:
    cache.write("a", b"1")
    place.chmod(mode)
    assert cache.read("a") is None
    cache.write("b", b"2")
    assert not (place / "b").exists()


@pytest.mark.parametrize("here", ["caches", "."], ids=["in its folder", "above its folder"])
def test_a_cache_below_the_current_folder_is_content(
    here: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write("a", b"1")
    monkeypatch.chdir(tmp_path / here)
    assert cache.read("a") is None
    cache.write("b", b"2")
    assert not (place / "b").exists()


@posix
def test_a_link_into_the_current_folder_leads_there(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = tmp_path / "work" / "planted"
    planted.mkdir(mode=0o700)
    (planted / "a").write_bytes(b"1")
    place.parent.mkdir()
    place.symlink_to(planted)
    assert cache.read("a") is None


def test_only_the_folder_that_is_named(place: Path, tmp_path: Path) -> None:
    cache.write("a", b"1")
    own = tmp_path / "own"
    assert cache.read("a", str(own), only=True) is None
    cache.write("b", b"2", str(own), only=True)
    assert (own / "b").read_bytes() == b"2"
    assert not (place / "b").exists()
    assert os.listdir(place) == ["a"]
