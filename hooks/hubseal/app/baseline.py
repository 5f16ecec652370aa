"""Accepts what a scan finds today."""

from __future__ import annotations

import os
from typing import NamedTuple

from ..sources import disk
from ..suppression.baseline import BASELINE, write_baseline
from . import checkout
from .request import CheckoutRequest, UsageError


class Accepted(NamedTuple):
    """A baseline that was written, and how many findings are new in it."""

    path: str
    findings: int


def accept(request: CheckoutRequest) -> Accepted:
    """Writes the baseline of the folder's repository: what the scan finds, and what the old one covers.

    Raises UsageError.
    """
    report = checkout.scan(request).report
    old = [w.finding.fingerprint for w in report.waived if w.by == "baseline"]
    path = os.path.join(disk.top(request.paths, request.folder), BASELINE)
    try:
        write_baseline(path, sorted({*old, *(f.fingerprint for f in report.findings)}))
    except OSError as error:
        raise UsageError(f"{path}: the baseline could not be written: {error.strerror}") from None
    return Accepted(path, len(report.findings))
