"""What a scan may remember of a blob, so that an unchanged one need not be read again, and who gets to see a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..types import Blob, Coverage, Finding, Unread, Waived


class CachedResult(NamedTuple):
    """The outcome of one top-level blob, members included: all of it masked."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]
    coverage: Coverage
    """As if the blob were the whole scan."""


class ResultCache(NamedTuple):
    """Where outcomes of earlier scans come from and where new ones go."""

    recall: Callable[[Blob], CachedResult | None]
    """The outcome that still holds for a blob; None when it must be read. Asked once a blob."""
    keep: Callable[[Blob, CachedResult], None]


class SecretSink(NamedTuple):
    """The one way by which leaked values leave the engine, for a caller who must ask their provider about them.

    A value is handed over with the fingerprint of its finding, of the named rules only, and stays out of the report.
    """

    rules: frozenset[str]
    tell: Callable[[str, bytes], None]
    """(fingerprint, value)"""
