"""Every way of the real client, guarded: refused n of n with nothing planted in any request; clean content arrives."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.conftest import OLDEST, Uploader
from guard.recording_hub import RecordingHub
from guard.ways import BY_CHILDREN, IN_PROCESS, LEAK, LIBRARIES

OLD = pytest.mark.skipif(OLDEST not in os.environ, reason=f"{OLDEST} names no folder")
NAMES = [way.__name__ for way in IN_PROCESS]
CHILDREN = [way.__name__ for way in BY_CHILDREN]
MODES = {"hook": [*NAMES, *CHILDREN], "--direct": NAMES, "--spawned": [name for name in NAMES if name not in LIBRARIES]}
"""By an environment's hook, by a call in the program, by the hook in a process that another one spawned."""
FEW = ["folder", "file_large", "bucket_bytes", "discussion", "file_of_module", "filesystem_put", "publication"]


TABLE = [
    ("newest", "hook", True),
    ("newest", "hook", False),
    ("newest", "--direct", True),
    ("newest", "--spawned", False),
    ("oldest", "hook", True),
    ("oldest", "--direct", False),
    ("oldest", "--spawned", True),
]
"""(client, how it is guarded, whether hf_xet sends). Each client in each way, with and without hf_xet; what the others
would add is measured by hand, each takes half a minute."""


@pytest.mark.parametrize(
    ("client", "mode", "xet"),
    [pytest.param(*row, marks=OLD if row[0] == "oldest" else ()) for row in TABLE],
    ids=[f"{client} {mode.strip('-')} {'xet' if xet else 'lfs'}" for client, mode, xet in TABLE],
)
def test_ways(
    client: str, mode: str, xet: bool, guarded: Callable[[str], Path], unguarded: Callable[[str], Path], tmp_path: Path,
) -> None:  # fmt: skip
    python = (unguarded if mode == "--direct" else guarded)(client)
    wrong, count = [], 0
    with RecordingHub(tmp_path / "hub") as hub, Uploader(python, hub, tmp_path, mode, xet=xet) as uploader:
        for way in MODES[mode]:
            clean = uploader.go(way, False, LEAK.encode())
            if clean.end == "absent":
                continue
            dirty = uploader.go(way, True, LEAK.encode())
            count += 1
            if (clean.end, dirty.end, dirty.leaks) != ("sent", "refused", ()):
                wrong.append((way, clean, dirty))
    assert not wrong, "\n\n".join(map(str, wrong))
    assert count > 30


@pytest.mark.parametrize("client", ["newest", pytest.param("oldest", marks=OLD)])
def test_the_ways_are_open_without_a_guard(client: str, unguarded: Callable[[str], Path], tmp_path: Path) -> None:
    """Otherwise a refusal proves nothing."""
    with RecordingHub(tmp_path / "hub") as hub, Uploader(unguarded(client), hub, tmp_path, xet=True) as uploader:
        ran = {way: uploader.go(way, True, LEAK.encode()) for way in FEW}
    assert {way: (run.end, bool(run.leaks)) for way, run in ran.items()} == {
        way: ("sent", way != "publication") for way in FEW
    }
