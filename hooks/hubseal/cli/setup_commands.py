"""The command that writes the files of a new repository: `init`."""

from __future__ import annotations

from argparse import ArgumentParser

from .. import standard_streams
from .parser import CommandLine


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


def _say(text: str) -> None:
    from ..app.clean_text import clean

    standard_streams.write(clean(text) + "\n")
