"""A progress line on a terminal, and nothing anywhere else."""

from __future__ import annotations

import pytest

from hubseal.app.progress import Progress


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
