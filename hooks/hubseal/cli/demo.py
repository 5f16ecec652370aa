"""`hubseal demo`: shows a commit that is stopped, and how it passes."""

from __future__ import annotations

from argparse import ArgumentParser

from .. import standard_streams
from .parser import CommandLine


class DemoWords:
    """What `options` sets."""

    folder: str | None


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal demo`."""
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="a new or empty folder, which stays")


def run(line: CommandLine) -> int:
    """`hubseal demo`; returns the exit code. Raises UsageError."""
    from ..app import demo

    words = line.parser.parse_args(line.argv, DemoWords())
    return demo.demo(words.folder, lambda text: standard_streams.write(f"{text}\n"))
