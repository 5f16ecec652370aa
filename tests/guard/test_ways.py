"""Every way of the real client, guarded: refused n of n with nothing planted in any request; clean content arrives."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.conftest import OLDEST, Uploader
from guard.recording_hub import RecordingHub
from guard.ways import BY_CHILDREN, IN_PROCESS, LEAK

OLD = pytest.param("oldest", marks=pytest.mark.skipif(OLDEST not in os.environ, reason=f"{OLDEST} names no folder"))
NAMES = [way.__name__ for way in IN_PROCESS]
CHILDREN = [way.__name__ for way in BY_CHILDREN]
FEW = ["folder", "file_large", "bucket_bytes", "discussion", "card", "filesystem_put", "publication"]


@pytest.mark.parametrize("xet", [True, False], ids=["xet", "lfs"])
@pytest.mark.parametrize(
    ("mode", "ways"),
    [("hook", [*NAMES, *CHILDREN]), ("--direct", NAMES), ("--spawned", NAMES)],
    ids=["hook", "direct", "spawned"],
)
@pytest.mark.parametrize("client", ["newest", OLD])
def test_ways(
    client: str, mode: str, ways: list[str], xet: bool, guarded: Callable[[str], Path], unguarded: Callable[[str], Path], tmp_path: Path,
) -> None:  # fmt: skip
    python = (unguarded if mode == "--direct" else guarded)(client)
    wrong, count = [], 0
    with RecordingHub(tmp_path / "hub") as hub:
        uploader = Uploader(python, hub, tmp_path, mode, xet=xet)
        for way in ways:
            clean = uploader.go(way, False, LEAK.encode())
            if clean.end == "absent":
                continue
            dirty = uploader.go(way, True, LEAK.encode())
            count += 1
            if (clean.end, dirty.end, dirty.leaks) != ("sent", "refused", ()):
                wrong.append((way, clean, dirty))
        uploader.close()
    assert not wrong, "\n\n".join(map(str, wrong))
    assert count > 30


@pytest.mark.parametrize("client", ["newest", OLD])
def test_the_ways_are_open_without_a_guard(client: str, unguarded: Callable[[str], Path], tmp_path: Path) -> None:
    """Otherwise a refusal proves nothing."""
    with RecordingHub(tmp_path / "hub") as hub:
        uploader = Uploader(unguarded(client), hub, tmp_path, xet=True)
        ran = {way: uploader.go(way, True, LEAK.encode()) for way in FEW}
        uploader.close()
    assert {way: (run.end, bool(run.leaks)) for way, run in ran.items()} == {
        way: ("sent", way != "publication") for way in FEW
    }
