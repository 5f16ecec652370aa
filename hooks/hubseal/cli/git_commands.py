"""Commands around git's own: before a push, for a message, and the hook that runs the first."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser

from .. import standard_streams
from ..app.request import UsageError
from ..types import Report
from . import output
from .parser import CommandLine, fail_on_option, families_in, form_options, only_option, policy_option, terminal_options
from .words import CheckoutWords


class PushWords(CheckoutWords):
    """What `push_options` sets."""

    remote: str
    url: str


class MessageWords(CheckoutWords):
    """What `message_options` sets."""

    file: str


class HookWords:
    """What `hook_options` sets."""

    chain: bool
    uninstall: bool


def push_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal pre-push`."""
    parser.add_argument("remote", nargs="?", default="", metavar="REMOTE", help="as git names it to the hook")
    parser.add_argument("url", nargs="?", default="", metavar="URL", help="likewise; not used")
    _report_options(parser)


def message_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal commit-msg`."""
    parser.add_argument("file", metavar="FILE", help="the file of the message, as git names it to the hook")
    _report_options(parser)


def hook_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal install-hook`."""
    parser.add_argument("--chain", action="store_true", help="keep the hook that is there, and run it after the scan")
    parser.add_argument("--uninstall", action="store_true", help="take the hook away again")


def _report_options(parser: ArgumentParser) -> None:
    only_option(parser)
    form_options(parser)
    fail_on_option(parser)
    policy_option(parser)
    terminal_options(parser)


def pre_push(line: CommandLine) -> int:
    """`hubseal pre-push`. Raises UsageError."""
    from ..app import history, push

    words = line.parser.parse_args(line.argv, PushWords())
    output.check(words)
    if os.environ.get("PRE_COMMIT") and not words.remote:
        asked = push.from_runner(os.environ)
    else:
        if standard_streams.is_terminal(sys.stdin):
            raise UsageError("git gives the refs of a push on standard input; use it as a hook: `hubseal install-hook`")
        asked = push.from_git(sys.stdin.buffer.read() if sys.stdin else b"", words.remote)
    asked = asked._replace(
        families=line.families or families_in(words.only), fail_on=words.fail_on, policy_file=words.policy or ""
    )
    return _told(history.scan(asked), words)


def commit_msg(line: CommandLine) -> int:
    """`hubseal commit-msg`. Raises UsageError."""
    from ..app import commit_message

    words = line.parser.parse_args(line.argv, MessageWords())
    output.check(words)
    families = line.families or families_in(words.only)
    return _told(commit_message.scan(words.file, families, words.fail_on, words.policy or ""), words)


def install_hook(line: CommandLine) -> int:
    """`hubseal install-hook`. Raises UsageError."""
    from ..app import git_hook
    from ..app.clean_text import clean

    words = line.parser.parse_args(line.argv, HookWords())
    try:
        said = git_hook.uninstall("") if words.uninstall else git_hook.install("", words.chain)
    except OSError as error:
        raise UsageError(f"the hook cannot be written: {error.strerror or type(error).__name__}") from None
    standard_streams.write(clean(said) + "\n")
    return 0


def _told(report: Report, words: CheckoutWords) -> int:
    output.write(report, words)
    return output.exit_code(report, words)
