"""Values that were accepted once: our baseline, and one of detect-secrets."""

from __future__ import annotations

from collections.abc import Mapping

from ..named_tuple import NamedTuple

BASELINE = ".hubseal-baseline.json"
DETECT_SECRETS = ".secrets.baseline"
LARGEST = 64 << 20
"""Bytes of a baseline."""


class BaselineError(Exception):
    """A baseline that cannot be read; the text names the file and what to do."""


class Entry(NamedTuple):
    """One line of a baseline: what is accepted, and for people where it is, who accepts it and why."""

    id: str
    rule: str
    path: str
    """Masked, as in reports."""
    place: str = ""
    """The key or the place in the file, masked."""
    values: int = 1
    """Different values that the id may stand for, or that the column holds."""
    total: int | None = None
    """Of a column: as in `Identity`; None for a value."""
    reason: str = ""
    by: str = ""
    date: str = ""


class Baseline(NamedTuple):
    """What is accepted: ours by identity, or by fingerprint in one of schema 1, and SHA-1 digests of detect-secrets by
    file."""

    fingerprints: frozenset[str] = frozenset()
    digests: Mapping[str, frozenset[str]] = {}
    accepted: Mapping[str, Entry] = {}
    """By id."""
    name: str = BASELINE

    @property
    def columns(self) -> bool:
        """Whether whole columns are accepted."""
        return any(entry.total is not None for entry in self.accepted.values())

    def lists(self, path: str, data: bytes, low: int, high: int, value: bytes) -> bool:
        """Whether a baseline of detect-secrets lists the value, or a part of the text around it that is a secret for
        it; `data[low:high]` is the value as it stands in the file."""
        known = self.digests.get(path)
        if not known:
            return False
        from hashlib import sha1

        return sha1(value, usedforsecurity=False).hexdigest() in known


EMPTY = Baseline()
