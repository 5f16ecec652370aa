"""Second detectors: off unless the policy asks for them, each imported only then.

A detector takes the bytes of a text and yields what it holds for secrets, as byte ranges with a word for the sort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

Detector = Callable[[bytes], Iterator[tuple[int, int, str]]]
"""Text -> (start, end, sort of secret)."""


def named(name: str) -> Detector:
    """The detector that the policy names. Raises KeyError for an unknown one."""
    from importlib import import_module

    module = {"detect-secrets": "detect_secrets"}[name]
    detect: Detector = import_module("." + module, __name__).detect
    return detect
