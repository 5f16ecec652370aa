"""Where a report goes: to standard output, or to the file that was named."""

from __future__ import annotations

import os
import sys

from .. import standard_streams
from ..app.request import UsageError
from ..reports.formats import render
from ..rules import RULES
from ..types import Report
from .words import ReportWords


def write(report: Report, words: ReportWords) -> None:
    """Renders the report as the words say. Raises UsageError or OutputError when it cannot be written."""
    colour = words.format == "text" and not words.output and _colour(words.color)
    text = render(report, words.format, colour=colour, verbose=words.verbose, quiet=words.quiet, rules=RULES)
    if text and not text.endswith("\n"):
        text += "\n"
    if not words.output:
        standard_streams.write(text, utf8=True)
        return
    try:
        with open(words.output, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = getattr(error, "strerror", None) or "no file can have this name"
        raise UsageError(f"{words.output}: the report could not be written: {why}") from None


def _colour(choice: str) -> bool:
    """Whether to colour: as asked, else on a terminal unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and (
        bool(os.environ.get("FORCE_COLOR")) or standard_streams.is_terminal(sys.stdout)
    )
