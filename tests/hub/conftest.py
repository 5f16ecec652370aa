"""What the tests of the Hub share: leaks planted in a repository, and the command line against the local Hub."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from hubseal.app import hub as app_hub
from hubseal.app.outcome import Outcome
from hubseal.cli import commands
from hubseal.cli import hub as cli_hub
from hubseal.sources.hub import Patience
from testhub import LocalHub

Scan = Callable[..., tuple[int, dict[str, Any]]]
KINDS = {"model": "models", "dataset": "datasets", "space": "spaces"}
CARD = "---\nlicense: mit\n---\n# Model\n\nTrained on public text.\n"


@pytest.fixture
def run(testhub: LocalHub, hubseal: Run, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`hubseal hub ARGS` in an empty folder, against the local Hub, whose log then holds this run alone."""

    def command(*args: object) -> subprocess.CompletedProcess[str]:
        testhub.log.clear()
        return hubseal("hub", *args, cwd=tmp_path)

    return command


@pytest.fixture
def scan(run: Callable[..., subprocess.CompletedProcess[str]]) -> Scan:
    """Exit code and JSON report of `hubseal hub ARGS`."""

    def command(*args: object) -> tuple[int, dict[str, Any]]:
        done = run(*args, "--format", "json")
        assert done.stdout, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return done.returncode, report

    return command


def found(report: dict[str, Any]) -> set[tuple[str, str]]:
    """(rule, path) of each finding."""
    return {(f["rule"], f["path"]) for f in report["findings"]}


def served(hub: LocalHub) -> int:
    """Bytes of all answers since the log was cleared."""
    return sum(answer.sent for answer in hub.log)


# Short pauses, and a silence that a busy machine does not reach: only what a test plants may fail.
QUICK = Patience(attempts=3, pause=0.01, longest=1, silence=30)


@pytest.fixture
def examine(testhub: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """The outcome of `hubseal hub ARGS` in this process, which waits as `patience` says."""
    monkeypatch.chdir(tmp_path)

    def command(*args: str, patience: Patience = QUICK) -> Outcome:
        testhub.log.clear()
        words = commands.parser("hub").parse_args(["hub", *args], cli_hub.HubWords())
        return app_hub.scan(cli_hub.request(words), patience=patience)

    return command
