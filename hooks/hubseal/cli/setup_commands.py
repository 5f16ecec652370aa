"""The commands that set a repository up, and look whether it is: `init`, `doctor`."""

from __future__ import annotations

from argparse import ArgumentParser

from .output import say
from .parser import CommandLine


class InitWords:
    """What `init_options` sets."""

    path: str


class DoctorWords:
    """What `doctor_options` sets."""

    path: str


def init_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal init`."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH")


def init(line: CommandLine) -> int:
    """`hubseal init`."""
    from ..app import scaffold

    return scaffold.init(line.parser.parse_args(line.argv, InitWords()).path, say)


def doctor_options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal doctor`."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="default: the current folder")


def doctor(line: CommandLine) -> int:
    """`hubseal doctor`; returns 1 when something is wrong."""
    from ..app import doctor

    checks = list(doctor.examine(line.parser.parse_args(line.argv, DoctorWords()).path))
    for check in checks:
        say(f"{doctor.MARKS[check.state]:7} {check.what}: {check.found}")
        if check.advice:
            say(f"        {check.advice}")
    return int(any(check.state == "wrong" for check in checks))
