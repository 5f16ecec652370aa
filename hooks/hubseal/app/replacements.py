"""The file by which `git filter-repo` takes leaked values out of a history: the one place where values are written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from .. import engine
from ..engine import SecretSink
from ..policy import Policy
from ..sources import history, plumbing, work_tree
from . import scanner
from .message import written
from .request import UsageError

SHORTEST = 6
"""Bytes of a value that is replaced in all files: a shorter one stands in words that have nothing to do with it."""
INSTEAD = b"***REMOVED***"


class Replacements:
    """Values of found leaks. It prints nothing of them."""

    __slots__ = ("_values", "short")

    def __init__(self) -> None:
        self._values: set[bytes] = set()
        self.short = 0
        """Values that are too short to be replaced wherever they stand."""

    def __len__(self) -> int:
        return len(self._values)

    def collect(
        self,
        versions: Iterable[history.Change],
        rules: Iterable[str],
        tree: work_tree.WorkTree,
        policy: Policy,
        settings: engine.Settings,
    ) -> None:
        """Reads the versions of files that have leaks once more, for the values. Raises GitError."""
        context = scanner.make_context(policy, settings._replace(secrets=SecretSink(frozenset(rules), self._take)))
        objects = plumbing.Objects(tree, plumbing.commands(tree))
        some = list(versions)
        files = history.blobs(tree, [version for version in some if version.oid], objects)
        messages = (written(objects, version.commit, version.path) for version in some if not version.oid)
        for _ in engine.scan_items((*files, *messages), context):
            pass

    def _take(self, _fingerprint: str, value: bytes) -> None:
        if len(value) < SHORTEST:
            self.short += 1
        else:
            self._values.add(value)

    def write(self, path: str) -> None:
        """Writes the file, for its owner alone; an older one is not touched. Raises UsageError."""
        lines = b"".join(_line(value) for value in sorted(self._values, key=lambda v: (-len(v), v)))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
                file.write(lines)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "no file can have this name"
            raise UsageError(f"the replacements could not be written: {why}") from None


def _line(value: bytes) -> bytes:
    """`git filter-repo` reads a line as text, or as a pattern where the value could be taken for something else."""
    if b"\n" in value or b"\r" in value or b"==>" in value:
        pattern = re.escape(value).replace(b"\\\n", b"\\n").replace(b"\\\r", b"\\r").replace(b"==>", b"=\\x3d>")
        return b"regex:" + pattern + b"==>" + INSTEAD + b"\n"
    return b"literal:" + value + b"==>" + INSTEAD + b"\n"
