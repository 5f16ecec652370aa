"""The parser of the command line, and the options that several commands have."""

from __future__ import annotations

import os
import sys
from argparse import PARSER, SUPPRESS, Action, ArgumentError, ArgumentParser, HelpFormatter
from collections.abc import Collection

from .. import standard_streams
from ..app.request import CheckoutRequest, UsageError, families_of
from ..reports.formats import FORMATS
from ..typed import Any, NamedTuple, NoReturn
from ..types import FAMILIES, REPO_TYPES, Family
from .words import CheckoutWords, ReportWords


class Parser(ArgumentParser):
    """A parser that raises UsageError where argparse would exit."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\n{self.format_usage().rstrip()}")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does; an option that is not there is told with the one that was meant."""
        made, rest = self.parse_known_args(args, namespace)
        if rest:
            known = {name for parser in (self, *commands_of(self).values()) for name in parser._option_string_actions}
            hints = (_meant(word.partition("=")[0], known) for word in rest if word.startswith("-"))
            hint = next(filter(None, hints), "")
            self.error(f"unrecognized arguments: {' '.join(rest)}{hint and f'; did you mean {hint}?'}")
        return made

    def _check_value(self, action: Action, value: object) -> None:
        """As argparse does, with the choice that was meant."""
        if action.choices is not None and value not in action.choices:
            choices = [str(choice) for choice in action.choices]
            near = _meant(str(value), choices)
            hint = f"did you mean {near}? " if near else ""
            raise ArgumentError(action, f"invalid choice: {value!r} ({hint}choose from {', '.join(choices)})")

    def print_help(self, file: Any = None) -> None:
        if file is None:
            standard_streams.write(self.format_help())
        else:
            super().print_help(file)


def commands_of(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """The parsers of the commands, by their names."""
    of = (action.choices for action in parser._actions if action.nargs == PARSER)
    return {name: one for choices in of if isinstance(choices, dict) for name, one in choices.items()}


def _meant(word: str, known: Collection[str]) -> str:
    from ..nearest import nearest

    return nearest(word, known)


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


def exit_zero_option(parser: ArgumentParser) -> None:
    """`--exit-zero`, of the commands that do nothing but scan."""
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


def shows_progress(words: ReportWords) -> bool:
    """Whether somebody watches: on a terminal, and not that of a hook or of CI."""
    watched = standard_streams.is_terminal(sys.stderr) and not words.quiet
    return watched and not any(os.environ.get(name) for name in ("CI", "PRE_COMMIT", "PREK"))


def families_in(only: str) -> tuple[Family, ...]:
    """The families that `--only` names; all without it. Raises UsageError."""
    return families_of(only) if only else FAMILIES
