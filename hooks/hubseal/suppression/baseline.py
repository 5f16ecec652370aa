"""Values that were accepted once: our baseline, and one of detect-secrets."""

from __future__ import annotations

from collections.abc import Mapping

from ..member_path import outer
from ..typed import NamedTuple
from .baseline_error import BASELINE, DETECT_SECRETS, BaselineError

__all__ = ["BASELINE", "DETECT_SECRETS", "EMPTY", "LARGEST", "Baseline", "BaselineError", "Entry"]
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .detect_secrets import Excluded

LARGEST = 64 << 20
"""Bytes of a baseline."""


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
    folder: str = ""
    """Of a monorepo, the folder of the Hub repository that is scanned; paths in baselines begin at the top."""
    excluded: Excluded | None = None
    """What detect-secrets leaves out; None without a baseline of it."""

    def paths(self, rule: str) -> list[str]:
        """The files in which something of a rule is accepted, each once."""
        return list(dict.fromkeys(entry.path for entry in self.accepted.values() if entry.rule == rule))

    def lists(self, path: str, data: bytes, low: int, high: int, value: bytes, token: bool) -> bool:
        """Whether a baseline of detect-secrets lists the value, or a part of the text around it that is a secret for
        it, or leaves it out; `data[low:high]` is the value as it stands in the file."""
        from . import detect_secrets

        file = outer(path)
        known = self.digests.get(file)
        if known and detect_secrets.lists(known, data, low, high, value):
            return True
        return token and self.excluded is not None and self.excluded.covers(file, data, low, high, value)

    def below(self, folder: str) -> Baseline:
        """The same for paths relative to a folder, which a Hub repository of a monorepo is."""
        from . import detect_secrets

        digests = detect_secrets.below(folder, self.digests) if self.digests else self.digests
        return self._replace(digests=digests, folder=folder.strip("/"))

    def path(self, path: str) -> str:
        """The path that entries have for a file of the repository that is scanned."""
        return f"{self.folder}/{path}" if self.folder else path


EMPTY = Baseline()
