"""The commands that write files: `init` and `baseline`."""

from __future__ import annotations

from argparse import ArgumentParser

from .. import standard_streams
from .parser import CommandLine, checkout_options, checkout_request
from .words import CheckoutWords


class InitWords:
    """What `init_options` sets."""

    path: str


def init_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal init`."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH")


def init(line: CommandLine) -> int:
    """`hubseal init`."""
    from ..app import scaffold

    return scaffold.init(line.parser.parse_args(line.argv, InitWords()).path, _say)


def baseline_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal baseline`."""
    parser.add_argument("paths", nargs="*", metavar="PATH")
    checkout_options(parser)


def baseline(line: CommandLine) -> int:
    """`hubseal baseline`. Raises UsageError."""
    words = line.parser.parse_args(line.argv, CheckoutWords())
    from ..app.baseline import accept

    path, findings = accept(checkout_request(words))
    _say(f"hubseal: {path}: {findings} findings accepted; revoke what is a secret")
    return 0


def _say(text: str) -> None:
    from ..app.clean_text import clean

    standard_streams.write(clean(text) + "\n")
