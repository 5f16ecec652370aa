"""Each hostile file within its limits: 3 s of computing, 300 MiB, and never exit 0 when something was not read."""

from __future__ import annotations

import json
import sys

import pytest

import hostile
from hostile.measure import MIB, SECONDS, measure

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="what a process took is not told there")
SLOWER = 3
"""Times that a machine may be slower than the one that `SECONDS` is for, and busier."""


@pytest.mark.parametrize("about", hostile.FILES)
def test_a_hostile_file_takes_little_and_what_is_not_read_is_said(about: str) -> None:
    done, readable = measure(about), hostile.FILES[about].readable
    assert done.code in (0, 1, 3)
    unread = json.loads(done.out)["unread"]
    assert not [item for item in unread if item["cause"] == "internal"]
    assert (readable is None) or bool(unread) is not readable
    assert done.seconds < SECONDS * SLOWER
    assert done.mib < MIB or sys.platform == "darwin"
