"""What nobody expected is one line, without content, and exit code 3; an interrupt is told as such."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hubseal import cli
from hubseal.app import checkout
from hubseal.app.request import CheckoutRequest, UsageError
from hubseal.cli import commands, info_commands

Sample = Callable[[str], str]


def plain(text: str) -> None:
    raise ValueError(f"could not parse {text}")


def chained(text: str) -> None:
    try:
        raise KeyError(text)
    except KeyError as error:
        raise RuntimeError(text) from error


def with_file(text: str) -> None:
    raise PermissionError(13, "Permission denied", f"/home/tnakamura/{text}")


def deep(text: str) -> None:
    import json

    json.loads(text)


def endless(text: str) -> None:
    endless(text)


FAULTS = {
    "a plain error": (plain, "ValueError at cli/test_main.py:"),
    "an error that caused another": (chained, "RuntimeError at cli/test_main.py:"),
    "an error of the system, with a path": (with_file, "PermissionError at cli/test_main.py:"),
    "an error of a library": (deep, "JSONDecodeError at json/decoder.py:"),
    "no end": (endless, "RecursionError at cli/test_main.py:"),
}


@pytest.mark.parametrize(("fault", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_line_without_content(
    fault: Callable[[str], None],
    words: str,
    sample: Sample,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    token = sample("hf_{L34}")

    def scan(request: CheckoutRequest) -> None:
        fault(token)

    monkeypatch.setattr(checkout, "scan", scan)
    assert cli.main(["scan", "."]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"hubseal: {words}")
    assert said.err.endswith("; this is a fault of hubseal, please report it with this line\n")
    assert said.err.count("\n") == 1
    assert token not in said.err
    assert "tnakamura" not in said.err


@pytest.mark.parametrize("command", commands.COMMANDS)
def test_every_command_is_under_the_same_handler(
    command: str, sample: Sample, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    token = sample("hf_{L34}")

    def run(line: object) -> int:
        raise LookupError(token)

    handlers = commands.COMMANDS[command].load()._replace(run=run)
    monkeypatch.setitem(commands.COMMANDS, command, commands.COMMANDS[command]._replace(load=lambda: handlers))
    assert cli.main([command]) == 3
    said = capsys.readouterr().err
    assert said.startswith("hubseal: LookupError at ")
    assert token not in said


def test_a_process_that_fails_prints_no_traceback(tmp_path: Path, sample: Sample) -> None:
    token = sample("hf_{L34}")
    program = (
        "import sys\nfrom hubseal import cli\nfrom hubseal.app import checkout\n"
        "def scan(request):\n    raise ValueError(open('leak.txt').read())\n"
        "checkout.scan = scan\nsys.argv = ['hubseal', 'scan']\ncli.console()\n"
    )
    (tmp_path / "leak.txt").write_text(token, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("hubseal: ValueError at /<string>:")
    assert done.stderr.count("\n") == 1
    assert token not in done.stderr


@pytest.mark.parametrize(
    ("error", "words", "code"),
    [
        pytest.param(KeyboardInterrupt(), "interrupted; nothing is clean that was not read", 130, id="Ctrl-C"),
        pytest.param(UsageError("name a file"), "name a file", 2, id="a request that cannot be carried out"),
    ],
)
def test_what_the_user_does_is_one_line(
    error: BaseException, words: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def scan(request: CheckoutRequest) -> None:
        raise error

    monkeypatch.setattr(checkout, "scan", scan)
    assert cli.main(["scan"]) == code
    assert capsys.readouterr().err == f"hubseal: {words}\n"


def test_options_before_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("hubseal ")
    assert cli.main([]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in commands.COMMANDS)


@pytest.mark.parametrize("argv", [["scan", "."], ["rules"]], ids=["a scan", "the list of rules"])
def test_a_command_loads_no_module_of_another(argv: list[str], tmp_path: Path) -> None:
    others = {"hubseal.app.hub", "hubseal.cli.hub", info_commands.__name__ if argv[0] == "scan" else checkout.__name__}
    program = f"import sys\nfrom hubseal import cli\ncli.main({argv})\nprint()\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "hubseal.cli.commands" in loaded
    assert not loaded & others
