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
    if words.statistics:
        from ..reports import statistics

        text = statistics.render(report, words.format, RULES, quiet=words.quiet)
    else:
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


def say(text: str) -> None:
    """Writes a line of ours, which may repeat what somebody wrote, cleaned. Raises OutputError."""
    from ..app.clean_text import clean

    standard_streams.write(clean(text) + "\n")


def check(words: ReportWords) -> None:
    """Raises UsageError for words that do not go together."""
    if words.statistics:
        from ..reports.statistics import FORMATS as FORMS

        if words.format not in FORMS:
            raise UsageError(f"--statistics takes --format {', '.join(FORMS)}, not {words.format}")


def exit_code(report: Report, words: ReportWords) -> int:
    """The exit code of the report; with `--exit-zero`, of what it says besides findings."""
    from ..reports import exit_code as code_of

    return code_of(report._replace(findings=()) if words.exit_zero else report)


def _colour(choice: str) -> bool:
    """Whether to colour: as asked, else on a terminal unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and (
        bool(os.environ.get("FORCE_COLOR")) or standard_streams.is_terminal(sys.stdout)
    )
