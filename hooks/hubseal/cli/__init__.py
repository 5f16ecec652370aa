"""The command line: words to a request, an outcome to a report and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from .. import standard_streams
from ..app.request import UsageError
from ..typed import NoReturn
from ..types import Family

YOUNG = 50_000
"""Objects that are made before garbage is looked for: what is imported is none, and a commit makes no more."""
USAGE, UNREAD, INTERRUPTED = 2, 3, 130
"""Exit codes of a request that cannot be carried out, of something that had to be read and was not, of Ctrl-C."""


def main(argv: Sequence[str] | None = None, families: tuple[Family, ...] = ()) -> int:
    """Runs a command; returns the exit code. `families`, when given, wins over `--only`.

    Raises nothing but SystemExit for `--help`: what nobody expected is one line without content, and exit code 3.
    """
    try:
        return _run(list(sys.argv[1:] if argv is None else argv), families)
    except (UsageError, standard_streams.OutputError) as error:
        from ..app.clean_text import clean

        standard_streams.tell(f"hubseal: {clean(str(error))}")
        return USAGE
    except KeyboardInterrupt:
        standard_streams.tell("hubseal: interrupted; nothing is clean that was not read")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a traceback could print what leaks
        from .. import fault

        standard_streams.tell(f"hubseal: {fault.describe(error)}")
        return UNREAD


def _run(words: list[str], families: tuple[Family, ...]) -> int:
    from . import checkout

    if checkout.is_plain_hook(words):
        return checkout.hook(words[2:], families)
    from . import commands

    return commands.run(words, families)


def console() -> NoReturn:
    """The console script: exits with the code of `main`."""
    import gc

    gc.set_threshold(YOUNG)
    leave(main())


def leave(code: int) -> NoReturn:
    """Exits at once: an interpreter that tears down a few hundred rules costs time that a commit waits for."""
    os._exit(code if standard_streams.flush() else code or USAGE)
