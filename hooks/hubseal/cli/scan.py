"""`hubseal scan`: files of the disk, or what is staged in the git index."""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser

from ..app.request import CheckoutRequest, UsageError
from ..types import Family
from . import checkout
from .parser import CommandLine, checkout_options, checkout_request, exit_zero_option, shows_progress
from .words import CheckoutWords

STDIN = "-"
MOST = 256 << 20
"""Bytes of standard input."""


class ScanWords(CheckoutWords):
    """What `options` sets."""

    staged: bool
    staged_if_empty: bool
    history: str | None
    unreachable: bool
    replacements: str


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal scan`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the current one), or -")
    parser.add_argument("--staged", action="store_true", help="scan what is staged in the git index")
    parser.add_argument(
        "--history", nargs="?", const="", metavar="RANGE", help="scan what commits brought in (default: all of them)"
    )
    parser.add_argument("--unreachable", action="store_true", help="with --history: commits that no branch has, too")
    parser.add_argument(
        "--replacements", default="", metavar="FILE", help="with --history: write what git filter-repo needs to FILE"
    )
    parser.add_argument("--staged-if-empty", action="store_true", help=SUPPRESS)
    checkout_options(parser)
    exit_zero_option(parser)


def request(words: ScanWords, families: tuple[Family, ...] = ()) -> CheckoutRequest:
    """What the words ask for; `families`, when given, win. Raises UsageError."""
    staged = words.staged or (words.staged_if_empty and not words.paths)
    asked = checkout_request(words, families)._replace(staged=staged, hook=words.staged_if_empty)
    if STDIN not in words.paths or asked.hook:
        return asked._replace(progress=not asked.hook and shows_progress(words))
    if words.paths != [STDIN] or staged:
        raise UsageError("- is standard input, and goes with no other path; a file of that name is ./-")
    return asked._replace(paths=(), stdin=_input())


def _input() -> bytes:
    """All of standard input. Raises UsageError."""
    stream = sys.stdin
    if stream is None or stream.closed:
        raise UsageError("standard input is closed")
    try:
        data = stream.buffer.read(MOST + 1)
    except OSError as error:
        raise UsageError(f"standard input cannot be read: {error.strerror}") from None
    if len(data) > MOST:
        raise UsageError(f"standard input holds more than {MOST >> 20} MB; write it to a file, and scan that")
    return data


def run(line: CommandLine) -> int:
    """`hubseal scan`. Raises UsageError."""
    words = line.parser.parse_args(line.argv, ScanWords())
    if words.history is not None:
        return _history(words, line.families)
    if words.unreachable or words.replacements:
        raise UsageError("--unreachable and --replacements go with --history")
    asked = request(words, line.families)
    return checkout.scan(asked, words)


def _history(words: ScanWords, families: tuple[Family, ...]) -> int:
    """`hubseal scan --history`. Raises UsageError."""
    from ..app import history, history_request
    from . import output

    output.check(words)
    if words.staged or words.staged_if_empty or words.no_ignore:
        raise UsageError("--history goes with none of --staged and --no-ignore")
    asked = checkout_request(words, families)
    paths, text = list(asked.paths), words.history or ""
    if os.path.isdir(text):  # `--history FOLDER`
        paths, text = [*paths, text], ""
    if len(paths) > 1 or not all(os.path.isdir(path) for path in paths):
        raise UsageError("--history takes one folder at most: it scans the whole repository that holds it")
    report = history.scan(
        history_request.of_range(text, paths[0] if paths else "", words.unreachable)._replace(
            families=asked.families,
            repo_type=asked.repo_type,
            fail_on=asked.fail_on,
            policy_file=asked.policy_file,
            matcher=asked.matcher,
            replacements=words.replacements,
        )
    )
    output.write(report, words)
    return output.exit_code(report, words)
