"""What somebody meant who mistyped a word; addresses of the Hub; standard input; shells."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from hubseal import cli
from hubseal.app import hub_address
from hubseal.app.request import UsageError
from hubseal.cli import commands
from hubseal.nearest import nearest
from hubseal.rules import RULES
from hubseal.types import FAMILIES

Sample = Callable[[str], str]
COMMANDS = tuple(commands.COMMANDS)
KEYS = ("repo_type", "fail_on", "rules", "exclude", "allow", "extends", "waivers", "files", "unread", "detectors")

NEAR = [
    ("two letters swapped", "scna", COMMANDS, "scan"), ("one left out", "scn", COMMANDS, "scan"),
    ("one too many", "scann", COMMANDS, "scan"), ("capitals", "SCAN", COMMANDS, "scan"),
    ("another ending", "explian", COMMANDS, "explain"), ("short for it", "comp", COMMANDS, "completion"),
    ("singular", "rule", COMMANDS, "rules"), ("a family's singular", "token", FAMILIES, "tokens"),
    ("a family misspelt", "tokns", FAMILIES, "tokens"), ("path", "path", FAMILIES, "paths"),
    ("underscore for dash", "hf_token", RULES.plan.ids, "hf-token"), ("a rule misspelt", "hf-tokn", RULES.plan.ids, "hf-token"),
    ("words of a rule", "aws-key", RULES.plan.ids, "aws-access-key"), ("dash for underscore", "fail-on", KEYS, "fail_on"),
    ("plural", "extend", KEYS, "extends"), ("negated", "unreed", KEYS, "unread"),
]  # fmt: skip
FAR = [
    ("another word", "deploy", COMMANDS), ("one letter", "s", COMMANDS), ("two letters", "ab", COMMANDS),
    ("nothing", "", COMMANDS), ("a word of the same letters' sort", "inherits", KEYS), ("include", "include", KEYS),
    ("a family by another name", "secrets", FAMILIES), ("names", "names", FAMILIES),
    ("a rule nobody wrote", "frobnicator-key", RULES.plan.ids), ("very long", "scan" * 100, COMMANDS),
]  # fmt: skip


@pytest.mark.parametrize(("word", "known", "meant"), [n[1:] for n in NEAR], ids=[n[0] for n in NEAR])
def test_a_slip_is_understood(word: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(word, known) == meant


@pytest.mark.parametrize(("word", "known"), [f[1:] for f in FAR], ids=[f[0] for f in FAR])
def test_nothing_far_fetched_is_suggested(word: str, known: tuple[str, ...]) -> None:
    assert nearest(word, known) == ""


TOLD = [
    ("a command", ["scna", "."], "there is no command 'scna'; did you mean scan?"),
    ("a command that is none", ["deploy"], "there is no command 'deploy'; `hubseal --help` explains them"),
    ("a file", ["model.py"], "model.py is no command; did you mean `hubseal scan model.py`?"),
    ("a folder", ["."], ". is no command; did you mean `hubseal scan .`?"),
    ("an address", ["https://huggingface.co/x/y"], "did you mean `hubseal hub https://huggingface.co/x/y`?"),
    ("help", ["help"], "`hubseal --help` lists the commands"),
    ("an option", ["scan", "--fromat", "json"], "did you mean --format?"),
    ("an option with its value", ["scan", "--fail-no=error"], "did you mean --fail-on?"),
    ("an option of another command", ["scan", "--revision", "x"], "unrecognized arguments: --revision\n"),
    ("a format", ["scan", "--format", "sraif"], "did you mean sarif?"),
    ("a format that is none", ["scan", "--format", "yaml"], "invalid choice: 'yaml' (choose from text"),
    ("a family", ["scan", "--only", "tokns"], "did you mean tokens?"),
    ("a type", ["hub", "x/y", "--type", "models"], "did you mean model?"),
    ("a rule", ["explain", "hf-tokn"], "did you mean hf-token?"),
    ("a shell", ["completion", "fsh"], "did you mean fish?"),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "words"), [t[1:] for t in TOLD], ids=[t[0] for t in TOLD])
def test_what_was_meant_is_told(
    argv: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "model.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(argv) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""


def test_the_version_has_a_short_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["-V"]) == 0
    assert capsys.readouterr().out.startswith("hubseal ")


SHA = "4f1c2a9be07d35a86c1e9f0b7d2a5c8e31f64b90"
ADDRESSES = [
    ("a model", "https://huggingface.co/x/y", ("x/y", "model", None)),
    ("a data set", "https://huggingface.co/datasets/x/y", ("x/y", "dataset", None)),
    ("a Space, slash at the end", "https://huggingface.co/spaces/x/y/", ("x/y", "space", None)),
    ("a branch", "https://huggingface.co/datasets/x/y/tree/main", ("x/y", "dataset", "main")),
    ("a folder in a branch", "https://huggingface.co/x/y/tree/dev/sub/folder", ("x/y", "model", "dev")),
    ("a branch with a slash", "https://huggingface.co/x/y/tree/feature%2Fone", ("x/y", "model", "feature/one")),
    ("a pull request's files", "https://huggingface.co/x/y/tree/refs%2Fpr%2F3", ("x/y", "model", "refs/pr/3")),
    ("the same, not encoded", "https://huggingface.co/x/y/tree/refs/pr/3", ("x/y", "model", "refs/pr/3")),
    ("a pull request", "https://huggingface.co/x/y/discussions/3", ("x/y", "model", "refs/pr/3")),
    ("a file", "https://huggingface.co/x/y/blob/main/config.json", ("x/y", "model", "main")),
    ("a download", "https://huggingface.co/x/y/resolve/main/a.bin?download=true", ("x/y", "model", "main")),
    ("a commit", f"https://huggingface.co/x/y/commit/{SHA}", ("x/y", "model", SHA)),
    ("the viewer, with a query", "https://huggingface.co/datasets/x/y/viewer/default/train?p=1", ("x/y", "dataset", None)),
    ("a fragment", "https://huggingface.co/x/y#usage", ("x/y", "model", None)),
    ("without https", "huggingface.co/x/y", ("x/y", "model", None)),
    ("the short name", "https://hf.co/x/y", ("x/y", "model", None)),
    ("with www and capitals", "https://www.HuggingFace.co/x/y", ("x/y", "model", None)),
    ("of a clone", "https://huggingface.co/datasets/x/y.git", ("x/y", "dataset", None)),
    ("over ssh", "git@hf.co:spaces/x/y.git", ("x/y", "space", None)),
    ("of hf://", "hf://datasets/x/y@dev/data/a.csv", ("x/y", "dataset", "dev")),
    ("of the first days", "https://huggingface.co/gpt2", ("gpt2", None, None)),
    ("of the API", "https://huggingface.co/api/datasets/x/y", ("x/y", "dataset", None)),
]  # fmt: skip
NO_ADDRESSES = [
    ("another host", "https://example.com/x/y"), ("a host that ends so", "https://nothuggingface.co/x/y"),
    ("a host as a user", "https://huggingface.co@example.com/x/y"), ("an owner alone", "https://huggingface.co/datasets/x"),
    ("a page of docs", "https://huggingface.co/docs/hub"), ("settings", "https://huggingface.co/settings/tokens"),
    ("a bucket", "https://huggingface.co/buckets/x/y"), ("nothing", "https://huggingface.co/"),
    ("an unknown page", "https://huggingface.co/x/y/whatever/z"), ("dots", "https://huggingface.co/../y"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), [a[1:] for a in ADDRESSES], ids=[a[0] for a in ADDRESSES])
def test_an_address_of_the_hub_names_a_repository(text: str, meant: tuple[str, str, str]) -> None:
    assert hub_address.is_address(text)
    assert tuple(hub_address.parse(text)) == meant


@pytest.mark.parametrize("text", [a[1] for a in NO_ADDRESSES], ids=[a[0] for a in NO_ADDRESSES])
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="address"):
        hub_address.parse(text)


@pytest.mark.parametrize("text", ["x/y", "datasets/x/y", "gpt2", "models/x/y", "hf.com/x"])
def test_an_id_is_no_address(text: str) -> None:
    assert not hub_address.is_address(text)


def test_the_endpoint_of_the_environment_is_a_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example.org/hf")
    assert hub_address.parse("https://hub.example.org/hf/datasets/x/y")[:2] == ("x/y", "dataset")


def test_type_and_address_that_contradict(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["hub", "https://huggingface.co/datasets/x/y", "--type", "space"]) == 2
    assert "address of a dataset" in capsys.readouterr().err


# --- standard input -------------------------------------------------------------------------------------------------


def piped(text: bytes, *args: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "hubseal", "scan", *args], input=text, cwd=cwd, capture_output=True)


def test_standard_input_is_scanned(tmp_path: Path, sample: Sample) -> None:
    (tmp_path / "other.py").write_text(f"a = '{sample('hf_{L34}')}'\n" * 2, encoding="utf-8")
    done = piped(f"x\nlogin('{sample('hf_{L34}')}')\n".encode(), "-", cwd=tmp_path)
    assert done.returncode == 1
    assert b"-:2:8: error hf-token" in done.stdout
    assert b"other.py" not in done.stdout
    assert piped(b"x = 1\n", "-", cwd=tmp_path).returncode == 0
    assert piped(b"", "-", cwd=tmp_path).returncode == 0


def test_standard_input_goes_alone(tmp_path: Path) -> None:
    done = piped(b"x", "-", "a.py", cwd=tmp_path)
    assert (done.returncode, b"standard input" in done.stderr) == (2, True)
    (tmp_path / "-").write_text("x = 1\n", encoding="utf-8")
    assert b"1 file scanned" in piped(b"", "./-", cwd=tmp_path).stdout


def test_a_closed_standard_input_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert cli.main(["scan", "-"]) == 2
    assert "standard input is closed" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x = 1\n")))
    assert cli.main(["scan", "-"]) == 0


# --- shells ---------------------------------------------------------------------------------------------------------

COMPLETED = [
    ("a command", "hubseal sca", {"scan"}),
    ("an option", "hubseal scan --form", {"--format"}),
    ("a format", "hubseal scan --format sar", {"sarif"}),
    ("a family", "hubseal scan --only tok", {"tokens"}),
    ("a type", "hubseal hub x/y --type data", {"dataset"}),
    ("a shell", "hubseal completion po", {"powershell"}),
    ("a file", "hubseal scan some-fi", {"some-file.txt"}),
    ("a rule", "hubseal explain aws-access", {"aws-access-key"}),
]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "some-file.txt").write_text("x\n", encoding="utf-8")
    tool = tmp_path / "bin" / "hubseal"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} -m hubseal "$@"\n')
    tool.chmod(0o755)
    return tmp_path


BASH = r"""
source {script}
COMP_LINE={line!r}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_hubseal
if [ ${{#COMPREPLY[@]}} -eq 0 ]; then compgen -f -- "${{COMP_WORDS[COMP_CWORD]}}"; else printf '%s\n' "${{COMPREPLY[@]}}"; fi
"""
ZSH = r"""
autoload -Uz compinit; compinit -u -D
_describe() {{ print -l ${{${{(P)2}}%%:*}} }}
compadd() {{ [[ $1 == -- ]] && shift; print -l -- "$@" }}
_files() {{ print -l -- * }}
source {script}
words=({words}); CURRENT=$#words
_hubseal | grep -- "^{last}"
"""


@pytest.mark.parametrize(("line", "found"), [c[1:] for c in COMPLETED], ids=[c[0] for c in COMPLETED])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes(shell: str, line: str, found: set[str], place: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    env = {**os.environ, "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(place)}
    script = place / "script"
    with script.open("wb") as file:
        subprocess.run([sys.executable, "-m", "hubseal", "completion", shell], stdout=file, check=True)
    last = line.split(" ")[-1]
    program = {
        "bash": BASH.format(script=script, line=line, words=line),
        "zsh": ZSH.format(script=script, words=line, last=last),
        "fish": f"source {script}; complete -C '{line}'",
    }[shell]
    done = subprocess.run([shell, "-c", program], env=env, cwd=place, capture_output=True, text=True)
    assert {row.split("\t")[0] for row in done.stdout.splitlines()} == found, done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_command_and_option_is_in_the_script(shell: str, hubseal: Run, tmp_path: Path) -> None:
    script = hubseal("completion", shell, cwd=tmp_path).stdout
    for name in COMMANDS:
        assert name in script
    for option in ("no-ignore", "fail-on", "revision", "discussion"):
        assert option in script
    assert "staged-if-empty" not in script, "what help hides"


# --- explain --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["hf-token", "home-path", "email-address", "iban", "env-file", "openai-key"])
def test_a_rule_is_explained_with_examples_and_near_misses(rule: str, hubseal: Run, tmp_path: Path) -> None:
    text = hubseal("explain", rule, cwd=tmp_path).stdout
    assert "\nFinds, for example:\n  " in text
    assert "\nPasses over, for example:\n  " in text


def test_the_examples_that_are_shown_are_found(hubseal: Run, tmp_path: Path) -> None:
    for rule in ("hf-token", "home-path", "email-address"):
        text = hubseal("explain", rule, cwd=tmp_path).stdout
        some = text.split("Finds, for example:\n")[1].split("\n\n")[0]
        for line in some.splitlines():
            done = subprocess.run(
                [sys.executable, "-m", "hubseal", "scan", "-"], input=line.strip() + "\n", cwd=tmp_path,
                capture_output=True, text=True,
            )  # fmt: skip
            assert rule in done.stdout, line
