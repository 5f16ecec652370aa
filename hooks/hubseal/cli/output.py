"""Where a report goes: to standard output, or to the file that was named."""

from __future__ import annotations

import os
import sys

from ..app.request import UsageError
from ..reports.formats import render
from ..rules import RULES
from ..types import Report
from .parser import ReportWords


def write(report: Report, words: ReportWords) -> None:
    """Renders the report as the words say. Raises UsageError when the file cannot be written."""
    colour = words.format == "text" and not words.output and _colour(words.color)
    text = render(report, words.format, colour=colour, verbose=words.verbose, quiet=words.quiet, rules=RULES)
    if text and not text.endswith("\n"):
        text += "\n"
    data = text.encode("utf-8", "backslashreplace")
    if words.output:
        try:
            with open(words.output, "wb") as file:
                file.write(data)
        except OSError as error:
            raise UsageError(f"{words.output}: the report could not be written: {error.strerror}") from None
        return
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(data)
        stream.flush()


def _colour(choice: str) -> bool:
    """Whether to colour: as asked, else on a terminal unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and (bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty())
