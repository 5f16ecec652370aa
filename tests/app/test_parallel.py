"""Many files are read by several processes; the report is the same as from one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hubseal import engine, policy
from hubseal.app import parallel
from hubseal.readers import reader_for
from hubseal.rules import RULES
from hubseal.sources import disk
from hubseal.types import Blob, Report, Unread

Sample = Callable[[str], str]
Items = list[Blob | Unread | str]


@pytest.fixture
def items(tmp_path: Path, sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Items:
    """Eighty files, every fourth with a leak, one that cannot be read, and a note of the walk."""
    for number in range(80):
        leak = f"login('{sample('hf_{L34}')}')\n" if number % 4 == 0 else ""
        (tmp_path / f"{number:02}.py").write_text("x = 1\n" * 50 + leak, encoding="utf-8")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    monkeypatch.chdir(tmp_path)
    return ["a note", *disk.walk(["."], str(tmp_path), lambda path: False)]


def facts(report: Report) -> tuple[object, ...]:
    return (
        [(f.at.path, f.rule, f.fingerprint) for f in report.findings],
        [(u.path, u.cause) for u in report.unread],
        report.notes,
        report.coverage,
    )


def test_several_processes_say_what_one_says(items: Items) -> None:
    settings = engine.Settings()
    alone = engine.scan(items, RULES, reader_for, policy.DEFAULT, settings)
    together = parallel.scan(items, policy.DEFAULT, settings, 3)
    assert together is not None
    assert facts(together) == facts(alone)
    assert len(together.findings) > 20


def test_small_scans_and_waivers_stay_in_one_process(items: Items, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parallel.worth(items, policy.DEFAULT) == 1
    monkeypatch.setattr(parallel, "ENOUGH", 1000)
    monkeypatch.setattr(parallel, "MOST", 2)
    several = parallel.worth(items, policy.DEFAULT)
    assert several <= 2
    waived = policy.parse("waivers: [{rule: hf-token, path: a, reason: b}]", ".hubseal.yaml", RULES.plan.ids)
    assert parallel.worth(items, waived) == 1
