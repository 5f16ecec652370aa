"""The engine with all that it is handed: our rules, our readers, and the second detectors that a policy asks for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import engine
from ..engine.result_cache import CachedResult
from ..policy import Policy
from ..readers import reader_for
from ..rules import RULES
from ..types import Blob, Report, Unread

if TYPE_CHECKING:
    from ..detectors import SecondDetector

CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__pycache__")
"""Where the compiled database is kept: among byte code, and trusted like it."""


def scan(items: Iterable[Blob | Unread | CachedResult | str], policy: Policy, settings: engine.Settings) -> Report:
    """The report over blobs, notes of their source, and results of earlier scans."""
    return engine.scan(items, RULES, reader_for, policy, settings)


def second_detectors(policy: Policy) -> tuple[SecondDetector, ...]:
    """The detectors besides our rules that a policy asks for."""
    if not policy.detectors:
        return ()
    from .. import detectors

    return tuple(detectors.named(name) for name in policy.detectors)
