"""Behind very many findings that fail a scan, files are read as before, and few findings of each are told."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run
from hubseal import engine
from hubseal.app import parallel
from hubseal.app.progress import LocalProgress
from hubseal.engine.scan import FEW, MANY
from hubseal.policy import DEFAULT, Policy
from hubseal.readers import reader_for
from hubseal.reports.json import dumps
from hubseal.rules import RULES
from hubseal.types import Blob, Report
from sample_generators import filled

EACH = 1_000
FILES = MANY // EACH + 3


def blob(number: int, each: int) -> Blob:
    data = "".join(filled("k = 'hf_{L34}'\n", number * EACH + n) for n in range(each)).encode()
    return Blob(f"{number}.py", f"{number}.py", len(data), None, lambda: io.BytesIO(data))


def blobs() -> Iterator[Blob]:
    """Files of about `EACH` values (a random one may look made up), and a last one of a few."""
    yield from (blob(number, EACH) for number in range(FILES))
    yield blob(FILES + 1, FEW - 5)


def scanned(policy: Policy = DEFAULT, **settings: bool) -> Report:
    made = engine.Settings(today="2026-11-01", families=("tokens",), **settings)  # type: ignore[arg-type]
    return engine.scan(blobs(), RULES, reader_for, policy, made)


def test_behind_many_findings_few_of_each_file_are_told_and_that_is_said() -> None:
    report = scanned()
    by_file = [sum(f.at.path == f"{number}.py" for f in report.findings) for number in range(FILES + 2)]
    full = next(number for number in range(FILES) if sum(by_file[: number + 1]) > MANY) + 1
    assert min(by_file[:full]) > EACH * 0.99
    assert by_file[full:] == [FEW] * (FILES - full) + [0, FEW - 5]
    assert {item.path for item in report.unread} == {f"{number}.py" for number in range(full, FILES)}
    assert report.coverage.bytes_read == report.coverage.bytes_total


def test_the_command_counts_over_all_files(tmp_path: Path, hubseal: Run) -> None:
    for number in range(FILES):
        (tmp_path / f"{number}.py").write_bytes(b"".join(blob(number, EACH).open()))
    told = json.loads(hubseal("scan", ".", "--format", "json", cwd=tmp_path).stdout)
    assert len(told["unread"]) >= 2
    assert not {item["cause"] for item in told["unread"]} - {"limit"}


def test_somebody_who_watches_is_told_no_more() -> None:
    items = list(blobs())
    settings = engine.Settings(today="2026-11-01", families=("tokens",))
    context = engine.make_context(RULES, reader_for, DEFAULT, settings)
    unseen, watched = (parallel.scan_items(items, context, LocalProgress(items, shown)) for shown in (False, True))
    assert engine.fold(watched) == engine.fold(unseen)


def test_findings_that_fail_no_scan_leave_all_as_it_is() -> None:
    report = scanned(DEFAULT._replace(rules={"hf-token": "warning"}))
    assert len(report.findings) > FILES * EACH * 0.99
    assert not report.unread


def test_who_accepts_all_is_told_all() -> None:
    assert len(scanned(all_names=True).findings) > FILES * EACH * 0.99


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, None, True, {"b": [], "c": {}, "d": 'ü"\n\\', "e": 1.5}], "f": {"g": [[1], [2, [3]]]}, "h": ""},
        [],
        {},
        [[], {}, ""],
    ],
)
def test_indented_json_is_what_the_library_writes(value: object) -> None:
    assert dumps(value, 2) == json.dumps(value, ensure_ascii=False, indent=2)
