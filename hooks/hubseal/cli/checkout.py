"""A scan of a checkout: the request, and how its report is written."""

from __future__ import annotations

from collections.abc import Sequence

from ..app.request import CheckoutRequest
from ..types import FAMILIES, Family, Report
from . import output
from .words import ReportWords

HOOK = ("scan", "--staged-if-empty")
"""What a hook says before the names of files."""


def scan(request: CheckoutRequest, words: ReportWords) -> int:
    """Scans, and writes the report as the words say; returns the exit code. Raises UsageError."""
    from ..app import checkout

    output.check(words)
    report = checkout.scan(request).report
    output.write(_whole(report, request, words.output), words)
    return output.exit_code(report, words)


def _whole(report: Report, request: CheckoutRequest, file: str | None) -> Report:
    """The report for a file: with what earlier processes of the same run of hooks found, when a runner started this
    one. Raises UsageError."""
    if not (file and request.hook and request.paths):
        return report
    from ..app import batches

    return batches.combined(report, file) if batches.is_batch() else report


def hook(files: Sequence[str], families: tuple[Family, ...]) -> int:
    """What a hook without options does. No parser: importing and making one costs a tenth of a small commit."""
    request = CheckoutRequest(tuple(files), staged=not files, families=families or FAMILIES, hook=True)
    return scan(request, ReportWords())


def is_plain_hook(words: Sequence[str]) -> bool:
    """Whether a command line is that of a hook with nothing but names of files."""
    return tuple(words[:2]) == HOOK and not any(word.startswith("-") for word in words[2:])
