"""The command line: what may be said on it, and which module of this package carries it out."""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser, HelpFormatter, Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from ..app.request import UsageError
from ..types import FAMILIES, Family

USAGE = 2
FORMATS = ("text", "json", "jsonl", "sarif", "github", "markdown", "html")


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\n{self.format_usage().rstrip()}")


class _Help(HelpFormatter):
    """Help of a fixed width: to ask the terminal for its own costs more imports than a scan, at each option."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) if columns.isdigit() else 100)


def parser(command: str) -> ArgumentParser:
    """The parser of `command`; of the other commands it knows the names."""
    parser = _Parser(
        prog="hubseal",
        description="Keeps secrets, personal data, machine paths and stray files out of Hugging Face Hub repositories.",
        epilog="Exit codes: 0 clean, 1 findings, 2 usage or policy error, 3 something that had to be read was not.",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser, prog="hubseal")
    for name, (text, options, _) in COMMANDS.items():
        if name == command or command not in COMMANDS:
            options(commands.add_parser(name, help=text, description=text, formatter_class=_Help))
    return parser


def _scan_options(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the current folder)")
    parser.add_argument("--staged", action="store_true", help="scan what is staged in the git index")
    parser.add_argument("--staged-if-empty", action="store_true", help=SUPPRESS)
    common(parser)


def _rules_options(parser: ArgumentParser) -> None:
    parser.add_argument("--only", default="", metavar="FAMILIES", help=f"any of {','.join(FAMILIES)}")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def _explain_options(parser: ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE")


def _init_options(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", default=".", metavar="PATH")


def _baseline_options(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH")
    common(parser)


def common(parser: ArgumentParser) -> None:
    """The options of every command that scans."""
    parser.add_argument("--only", default="", metavar="FAMILIES", help=f"any of {','.join(FAMILIES)}")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--output", metavar="FILE", help="write the report there instead of standard output")
    parser.add_argument("--fail-on", choices=("error", "warning"), help="overrides the policy")
    parser.add_argument("--repo-type", choices=("model", "dataset", "space"), help="overrides what the repository says")
    parser.add_argument("--no-ignore", action="store_true", help="scan what git ignores, too")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("-q", "--quiet", action="store_true", help="findings only")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="explain every finding")
    parser.add_argument("--matcher", choices=("auto", "hyperscan", "re"), default="auto", help=SUPPRESS)


def main(argv: Sequence[str] | None = None, families: tuple[Family, ...] = ()) -> int:
    """Runs a command; returns the exit code. `families`, when given, wins over `--only`.

    Never raises for what a user or a file did.
    """
    try:
        return _run(list(sys.argv[1:] if argv is None else argv), families)
    except UsageError as error:
        print(f"hubseal: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("hubseal: interrupted; nothing is clean that was not read", file=sys.stderr)
        return USAGE


def console() -> NoReturn:
    """The console script: exits with the code of `main`."""
    leave(main())


def leave(code: int) -> NoReturn:
    """Exits at once: an interpreter that tears down a few hundred rules costs time that a commit waits for."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or USAGE
    os._exit(code)


def _run(argv: list[str], families: tuple[Family, ...] = ()) -> int:
    known = parser(argv[0] if argv else "")
    options = known.parse_args(argv)
    options.families = families
    if options.version:
        from .. import __version__

        print(f"hubseal {__version__}")
        return 0
    if options.command is None:
        known.print_help(sys.stderr)
        return USAGE
    _, _, run = COMMANDS[options.command]
    return run(options)


def _later(module: str, function: str = "run") -> Callable[[Any], Any]:
    """A function of a module of this package, which is loaded when it is called."""
    return lambda given: getattr(import_module("." + module, __name__), function)(given)


Command = tuple[str, Callable[[ArgumentParser], object], Callable[[Namespace], int]]
COMMANDS: dict[str, Command] = {
    "scan": ("scan files, folders, or what is staged", _scan_options, _later("scan")),
    "hub": ("scan a repository on the Hub", _later("hub", "options"), _later("hub")),
    "rules": ("list the rules", _rules_options, _later("info_commands", "rules")),
    "explain": ("print the page of a rule", _explain_options, _later("info_commands", "explain")),
    "schema": ("print the JSON Schema of the policy", lambda parser: None, _later("info_commands", "schema")),
    "init": ("write a policy, the pre-commit entry and the workflow", _init_options, _later("info_commands", "init")),
    "baseline": (
        "accept all findings of today in a baseline file",
        _baseline_options,
        _later("info_commands", "baseline"),
    ),
}
"""Name -> (what it does, what adds its options to a parser, what runs it)."""
