"""Results of earlier scans, so that an unchanged blob need not be read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..types import Blob, BlobResult


class ResultCache(NamedTuple):
    """Where results of earlier scans come from and where new ones go."""

    get: Callable[[Blob], BlobResult | None]
    """The result that still holds for a blob; None when it must be read. Asked once a blob."""
    put: Callable[[Blob, BlobResult], None]
