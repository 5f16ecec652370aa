"""The parser of the command line, and the options that several commands have."""

from __future__ import annotations

import os
from argparse import SUPPRESS, ArgumentParser, HelpFormatter

from .. import standard_streams
from ..app.request import CheckoutRequest, UsageError, families_of
from ..reports.formats import FORMATS
from ..typed import Any, NamedTuple, NoReturn
from ..types import FAMILIES, REPO_TYPES, Family
from .words import CheckoutWords


class Parser(ArgumentParser):
    """A parser that raises UsageError where argparse would exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\n{self.format_usage().rstrip()}")

    def print_help(self, file: Any = None) -> None:
        if file is None:
            standard_streams.write(self.format_help())
        else:
            super().print_help(file)


class Help(HelpFormatter):
    """Help of a fixed width: to ask the terminal for its own costs more imports than a scan, at each option."""

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        known = columns.isascii() and columns.isdigit() and len(columns) < 5
        super().__init__(prog, width=int(columns) if known else 100)


class CommandLine(NamedTuple):
    """The words of a command and what understands them."""

    parser: ArgumentParser
    argv: tuple[str, ...]
    families: tuple[Family, ...]
    """Of a hook that names its own; empty: as the words say."""


def checkout_options(parser: ArgumentParser) -> None:
    """The options of every command that scans a checkout; `paths` is the command's own."""
    only_option(parser)
    form_options(parser)
    fail_on_option(parser)
    parser.add_argument("--repo-type", choices=REPO_TYPES, help="overrides what the repository says")
    policy_option(parser)
    parser.add_argument("--no-ignore", action="store_true", help="scan what git ignores, too")
    terminal_options(parser)
    parser.add_argument("--matcher", choices=("auto", "hyperscan", "re"), default="auto", help=SUPPRESS)


def checkout_request(words: CheckoutWords, families: tuple[Family, ...] = ()) -> CheckoutRequest:
    """What those options ask for; `families`, when given, win over `--only`. Raises UsageError."""
    return CheckoutRequest(
        paths=tuple(words.paths),
        ignored=words.no_ignore,
        families=families or families_in(words.only),
        repo_type=words.repo_type,
        fail_on=words.fail_on,
        matcher=words.matcher,
        policy_file=words.policy or "",
    )


def only_option(parser: ArgumentParser) -> None:
    """`--only`."""
    parser.add_argument("--only", default="", metavar="FAMILIES", help=f"any of {','.join(FAMILIES)}")


def policy_option(parser: ArgumentParser) -> None:
    """`--policy`."""
    parser.add_argument("--policy", metavar="FILE", help="default: the policy of the repository")


def fail_on_option(parser: ArgumentParser) -> None:
    """`--fail-on`."""
    parser.add_argument("--fail-on", choices=("error", "warning"), help="overrides the policy")
    parser.add_argument("--exit-zero", action="store_true", help="exit 0 whatever is found; 2 and 3 stay")


def form_options(parser: ArgumentParser) -> None:
    """What a report looks like, and where it goes."""
    forms = "concise: a line a finding, for editors; github, gitlab, junit, sarif: for CI; html: a page (default: text)"
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help=forms)
    parser.add_argument("--output", metavar="FILE", help="write the report there instead of standard output")
    parser.add_argument("--statistics", action="store_true", help="one line a rule: how many findings it has")


def terminal_options(parser: ArgumentParser) -> None:
    """How a report looks on a terminal."""
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("-q", "--quiet", action="store_true", help="one line a finding, and nothing else")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="explain every finding")


def families_in(only: str) -> tuple[Family, ...]:
    """The families that `--only` names; all without it. Raises UsageError."""
    return families_of(only) if only else FAMILIES
