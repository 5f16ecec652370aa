"""A progress line on a terminal, and nothing anywhere else."""

from __future__ import annotations

import io
import sys

import pytest

from hubseal.app.progress import LocalProgress, Progress
from hubseal.cli import parser
from hubseal.cli.words import ReportWords
from hubseal.types import Blob


def written(shown: bool, capsys: pytest.CaptureFixture[str]) -> str:
    progress = Progress(lambda: 2_500_000, shown)
    progress.listed(4)
    progress.file()
    progress.done()
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_on_a_terminal_a_line_that_goes_away(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(True, capsys) == "\r[#####...............] 1/4 files, 2.5 MB \x1b[K\r\x1b[K"


def test_elsewhere_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(False, capsys) == ""


def blob(size: int) -> Blob:
    return Blob("a", "a", size, None, lambda: io.BytesIO())


@pytest.mark.parametrize("shown", [True, False])
def test_a_long_scan_of_the_disk_says_how_long_it_takes(shown: bool, capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([100.0, 101.0, 105.0, 105.05, 110.0])
    items = [blob(25_000_000)] * 4
    with LocalProgress(items, shown, lambda: next(times)) as progress:
        for item in items:
            progress.done([item])
    said = capsys.readouterr().err
    if not shown:
        assert said == ""
        return
    first, second, gone = said.split("\r")[1:]
    assert first == "2 of 4 files, 50.0 of 100.0 MB, 5 s left\x1b[K"
    assert second == "4 of 4 files, 100.0 of 100.0 MB, 0 s left\x1b[K"
    assert gone == "\x1b[K"


def test_a_short_scan_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with LocalProgress([blob(1)] * 9, True) as progress:
        progress.done([blob(1)] * 9)
    assert capsys.readouterr().err == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ["", "CI", "PRE_COMMIT", "--quiet"])
def test_nobody_watches_a_hook_or_ci(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for known in ("CI", "PRE_COMMIT", "PREK"):
        monkeypatch.delenv(known, raising=False)
    monkeypatch.setattr(sys, "stderr", Terminal())
    words = ReportWords()
    if name == "--quiet":
        words.quiet = True
    elif name:
        monkeypatch.setenv(name, "1")
    assert parser.shows_progress(words) == (not name)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not parser.shows_progress(words)
