"""A Hub that fails: after some failures in a row the rest is named as unread at once; single failures change nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubseal.app.outcome import Outcome
from testhub import Fault, LocalHub

Examine = Callable[..., Outcome]
LEAK = b'{"cache_dir": "/home/tnakamura/c"}'


FAILS: dict[str, dict[str, Any]] = {
    "503": {"status": 503},
    "500": {"status": 500},
    "dropped": {"drop_after": 0},
    "429 and an hour": {"status": 429, "headers": {"Retry-After": "3600"}},
    "503 and a day": {"status": 503, "headers": {"Retry-After": "86400"}},
    "429 and for ever": {"status": 429, "headers": {"Retry-After": "9" * 300}},
}


@pytest.mark.parametrize("case", FAILS)
def test_a_hub_that_fails_is_asked_no_more(case: str, testhub: LocalHub, repo_id: str, tmp_path: Path) -> None:
    """With the patience that users have: 101 files, each named, in seconds."""
    names = [f"f/{n}.json" for n in range(101)]
    testhub.publish(repo_id, dict.fromkeys(names, LEAK))
    testhub.faults.add(Fault("/resolve/", times=None, **FAILS[case]))
    testhub.log.clear()
    before = time.monotonic()
    command = [sys.executable, "-m", "hubseal", "hub", repo_id, "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert time.monotonic() - before < 60
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert sorted(u["path"] for u in report["unread"]) == sorted([".gitattributes", *names])
    assert all(u["cause"] == "io" for u in report["unread"])
    assert len([a for a in testhub.log if "/resolve/" in a.path]) < 101
    assert done.stderr.count("\n") <= 3


def test_some_files_that_fail_are_no_failing_hub(testhub: LocalHub, repo_id: str, examine: Examine) -> None:
    testhub.publish(repo_id, {f"f/{n:03}.json": LEAK for n in range(60)})
    testhub.faults.add(Fault(r"/f/0[0-4][05]\.json", status=503, times=None))
    report = examine(repo_id).report
    assert (len(report.findings), len(report.unread)) == (50, 10)
    assert not [u for u in report.unread if "in a row failed" in u.hint]
