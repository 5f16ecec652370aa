"""Who receives leaked values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class SecretSink(NamedTuple):
    """The only way by which leaked values leave the engine, for a caller who asks their provider about them.

    A value is handed over with the fingerprint of its finding, of the named rules only, and stays out of the report.
    """

    rules: frozenset[str]
    receive: Callable[[str, bytes], None]
    """(fingerprint, value)"""
