"""Second detectors: off unless the policy asks for them, each imported only then.

A detector takes the bytes of a text and yields what it takes for secrets, as byte ranges with a word for the sort.
"""

from __future__ import annotations

from ..types import SecondDetector


def named(name: str) -> SecondDetector:
    """The detector that the policy names. Raises KeyError for an unknown one."""
    if name != "detect-secrets":
        raise KeyError(name)
    from .detect_secrets import detect

    return detect
