"""Many findings at a glance: the gravest first, counts per rule and file, and where to begin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run


def lines(tmp_path: Path, hubseal: Run, files: dict[str, str], *args: str) -> list[str]:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return hubseal("scan", ".", *args, cwd=tmp_path).stdout.splitlines()


def many(number: int, sample: Callable[[str], str]) -> dict[str, str]:
    """Findings of three rules: an error and `number` warnings."""
    files = {"z.json": '{"output_dir": "/home/jkowalski/runs"}\n', "a.py": f'T = "{sample("hf_{L34}")}"\n'}
    return files | {"b.md": "".join(f"- gs://acme-ml-raw{n}/train/x.jsonl\n" for n in range(1, number + 1))}


def test_from_twenty_on_there_is_an_overview(tmp_path: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    out = lines(tmp_path, hubseal, many(30, sample))
    at = out.index("by rule:")
    assert out[at + 1].split() == ["1", "error", "hf-token"]
    assert out[at + 2].split() == ["1", "error", "home-path"]
    assert out[at + 3].split() == ["30", "warning", "private-bucket"]
    by_file = out[out.index("by file:") + 1 :][:3]
    assert [line.split() for line in by_file] == [["30", "b.md"], ["1", "a.py"], ["1", "z.json"]]
    first = out[out.index("fix these first:") + 1 :][:3]
    assert [line.split()[1].split(":")[0] for line in first] == ["a.py", "z.json", "b.md"]
    assert out[-1].startswith("hubseal: 2 errors, 30 warnings")


@pytest.mark.parametrize(("number", "args"), [(17, ()), (30, ("-q",))], ids=["nineteen findings", "quiet"])
def test_few_need_none(
    number: int, args: tuple[str, ...], tmp_path: Path, hubseal: Run, sample: Callable[[str], str]
) -> None:
    assert "by rule:" not in lines(tmp_path, hubseal, many(number, sample), *args)


def test_files_with_errors_come_first(tmp_path: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    out = lines(tmp_path, hubseal, many(2, sample), "-q")
    told = [line.split(":")[0] for line in out if ": error " in line or ": warning " in line]
    assert told == ["a.py", "z.json", "b.md", "b.md"]


def test_what_is_left_out_of_the_tables_is_counted(tmp_path: Path, hubseal: Run, sample: Callable[[str], str]) -> None:
    files = {f"f{n:02}.json": '{"output_dir": "/home/jkowalski/runs"}\n' for n in range(25)}
    out = lines(tmp_path, hubseal, files)
    assert "         and 17 more files" in out
