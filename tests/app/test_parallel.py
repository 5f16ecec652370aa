"""Many files are read by several processes; the report is the same as from one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hubseal import engine, policy
from hubseal.app import parallel, scanner
from hubseal.rules import RULES
from hubseal.sources import walk
from hubseal.types import Blob, Unread

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
    return ["a note", *walk.walk(["."], str(tmp_path), lambda path: False)]


WAIVERS = """
waivers:
  - {rule: hf-token, path: "0*.py", reason: a sample}
  - {rule: hf-token, path: "0*.md", reason: no such file}
  - {rule: home-path, path: "1*.py", reason: of no use}
  - {rule: hf-token, path: "2*.py", reason: a sample, until: 2020-01-01}
"""


@pytest.mark.parametrize("whole", [True, False], ids=["the whole repository", "a part"])
@pytest.mark.parametrize("text", ["", WAIVERS], ids=["no waivers", "waivers, used and not"])
@pytest.mark.parametrize("processes", [1, 3])
def test_many_files_at_once_say_what_each_says(
    text: str, whole: bool, processes: int, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "process_count", lambda items: processes)
    rules_of = policy.parse(text, ".hubseal.yaml", RULES.plan.ids)
    context = scanner.make_context(rules_of, engine.Settings(whole=whole))
    alone = engine.make_report(engine.fold(engine.scan_items(items, context)), context)
    results = parallel.scan_items(items, context)
    together = engine.make_report(engine.fold(results), context)
    assert together == alone
    assert len(together.findings) + len(together.waived) == 21
    assert [w.finding.at.path for w in together.waived] == (["00.py", "04.py", "08.py"] if text else [])
    assert [note for note in together.notes if "0*.py" in note] == []
    assert any("0*.md" in note for note in together.notes) == (bool(text) and whole)


def test_small_scans_stay_in_one_process(items: Items, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parallel.process_count(items) == 1
    monkeypatch.setattr(parallel, "ENOUGH", 1000)
    monkeypatch.setattr(parallel, "MOST", 2)
    assert parallel.process_count(items) <= 2
