"""The small hook executables: each names its family and hands over to the command line.

The selector stands here and not in the manifest's `args`, so that a user's own `args:` cannot erase it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from . import bundle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from .types import Family


def run(families: tuple[Family, ...] = (), argv: Sequence[str] | None = None) -> int:
    """Scans the files that the runner names, or what is staged when it names none; returns the exit code."""
    from . import cli
    from .cli.checkout import HOOK

    given = list(sys.argv[1:] if argv is None else argv)
    files = [os.path.join(os.curdir, a) if a.startswith("-") and os.path.lexists(a) else a for a in given]
    return cli.main([*HOOK, *files], families)


def _program(*families: Family, command: str = "") -> NoReturn:
    """Runs as a program of its own: a command, or by default the scan of what the runner names."""
    gc.set_threshold(50_000)  # as `cli.console` does: what is imported is no garbage
    bundled = bundle.install()
    from . import cli

    code = cli.main([command, *sys.argv[1:]]) if command else run(families)
    if not bundled:
        bundle.keep()
    cli.leave(code)


def all_families() -> NoReturn:
    """`hubseal-all`: every family in one process."""
    _program()


def tokens() -> NoReturn:
    """`hubseal-tokens`."""
    _program("tokens")


def card_pii() -> NoReturn:
    """`hubseal-card-pii`."""
    _program("pii")


def config_paths() -> NoReturn:
    """`hubseal-config-paths`."""
    _program("paths")


def file_types() -> NoReturn:
    """`hubseal-file-types`."""
    _program("files")


def pre_push() -> NoReturn:
    """`hubseal-pre-push`: all that a push would add to the history of the remote."""
    _program(command="pre-push")


def commit_msg() -> NoReturn:
    """`hubseal-commit-msg`: the message of a commit."""
    _program(command="commit-msg")
