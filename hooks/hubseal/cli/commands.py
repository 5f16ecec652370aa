"""The commands: what each is for, what its options are, and what runs it. A module is loaded when it is needed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import NamedTuple

from ..types import Family
from .parser import CommandLine, Help, Parser


class Command(NamedTuple):
    """One command."""

    what: str
    options: Callable[[ArgumentParser], None]
    run: Callable[[CommandLine], int]
    """Returns the exit code. Raises UsageError."""


class _Words:
    """What stands before a command."""

    version: bool
    command: str | None


def parser(command: str) -> ArgumentParser:
    """The parser of `command`; without a command's name, that of all of them."""
    parser = Parser(
        prog="hubseal",
        description="Keeps secrets, personal data, machine paths and stray files out of Hugging Face Hub repositories.",
        epilog="Exit codes: 0 clean, 1 findings, 2 usage or policy error, 3 something that had to be read was not.",
        formatter_class=Help,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser, prog="hubseal")
    for name, (what, options, _) in COMMANDS.items():
        if name == command or command not in COMMANDS:
            options(commands.add_parser(name, help=what, description=what, formatter_class=Help))
    return parser


def run(argv: list[str], families: tuple[Family, ...]) -> int:
    """Runs the command that the words begin with; returns the exit code. Raises UsageError."""
    name = argv[0] if argv else ""
    known = parser(name)
    if name not in COMMANDS:
        words = known.parse_args(argv, _Words())
        if words.version:
            from .. import __version__

            print(f"hubseal {__version__}")
            return 0
        if words.command is None:
            known.print_help(sys.stderr)
            return 2
        name = words.command
    return COMMANDS[name].run(CommandLine(known, tuple(argv), families))


def _scan_options(parser: ArgumentParser) -> None:
    from .scan import options

    options(parser)


def _scan(line: CommandLine) -> int:
    from .scan import run

    return run(line)


def _hub_options(parser: ArgumentParser) -> None:
    from .hub import options

    options(parser)


def _hub(line: CommandLine) -> int:
    from .hub import run

    return run(line)


def _rules_options(parser: ArgumentParser) -> None:
    from .info_commands import rules_options

    rules_options(parser)


def _rules(line: CommandLine) -> int:
    from .info_commands import rules

    return rules(line)


def _explain_options(parser: ArgumentParser) -> None:
    from .info_commands import explain_options

    explain_options(parser)


def _explain(line: CommandLine) -> int:
    from .info_commands import explain

    return explain(line)


def _no_options(parser: ArgumentParser) -> None:
    """A command without options."""


def _schema(line: CommandLine) -> int:
    from .info_commands import schema

    return schema(line)


def _init_options(parser: ArgumentParser) -> None:
    from .setup_commands import init_options

    init_options(parser)


def _init(line: CommandLine) -> int:
    from .setup_commands import init

    return init(line)


def _baseline_options(parser: ArgumentParser) -> None:
    from .setup_commands import baseline_options

    baseline_options(parser)


def _baseline(line: CommandLine) -> int:
    from .setup_commands import baseline

    return baseline(line)


COMMANDS: dict[str, Command] = {
    "scan": Command("scan files, folders, or what is staged", _scan_options, _scan),
    "hub": Command("scan a repository on the Hub", _hub_options, _hub),
    "rules": Command("list the rules", _rules_options, _rules),
    "explain": Command("print the page of a rule", _explain_options, _explain),
    "schema": Command("print the JSON Schema of the policy", _no_options, _schema),
    "init": Command("write a policy, the pre-commit entry and the workflow", _init_options, _init),
    "baseline": Command("accept all findings of today in a baseline file", _baseline_options, _baseline),
}
"""By name."""
