"""The small hook executables: each names its family and hands over to the command line.

The selector stands here and not in the manifest's `args`, so that a user's own `args:` cannot erase it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from . import cli
from .cli.checkout import HOOK
from .types import Family


def run(families: tuple[Family, ...] = (), argv: Sequence[str] | None = None) -> int:
    """Scans the files that the runner names, or what is staged when it names none; returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    files = [os.path.join(os.curdir, a) if a.startswith("-") and os.path.lexists(a) else a for a in given]
    return cli.main([*HOOK, *files], families)


def all_families() -> NoReturn:
    """`hubseal-all`: every family in one process."""
    cli.leave(run())


def tokens() -> NoReturn:
    """`hubseal-tokens`."""
    cli.leave(run(("tokens",)))


def card_pii() -> NoReturn:
    """`hubseal-card-pii`."""
    cli.leave(run(("pii",)))


def config_paths() -> NoReturn:
    """`hubseal-config-paths`."""
    cli.leave(run(("paths",)))


def file_types() -> NoReturn:
    """`hubseal-file-types`."""
    cli.leave(run(("files",)))
