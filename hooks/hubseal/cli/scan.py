"""`hubseal scan`: files of the disk, or what is staged in the git index."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser

from ..app.request import CheckoutRequest
from ..types import Family
from . import checkout
from .parser import CommandLine, checkout_options, checkout_request
from .words import CheckoutWords


class ScanWords(CheckoutWords):
    """What `options` sets."""

    staged: bool
    staged_if_empty: bool


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal scan`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the current folder)")
    parser.add_argument("--staged", action="store_true", help="scan what is staged in the git index")
    parser.add_argument("--staged-if-empty", action="store_true", help=SUPPRESS)
    checkout_options(parser)


def request(words: ScanWords, families: tuple[Family, ...] = ()) -> CheckoutRequest:
    """What the words ask for; `families`, when given, win. Raises UsageError."""
    staged = words.staged or (words.staged_if_empty and not words.paths)
    return checkout_request(words, families)._replace(staged=staged, hook=words.staged_if_empty)


def run(line: CommandLine) -> int:
    """`hubseal scan`. Raises UsageError."""
    words = line.parser.parse_args(line.argv, ScanWords())
    asked = request(words, line.families)
    return checkout.scan(asked, words)
