"""What earlier scans of a repository found: unchanged files need no read, and a report can say what changed.

A state is one JSON file. It holds outcomes as reports do, masked, under a digest of path and content id; no path, no
content. Everything in it is dropped when rules, readers, policy, baseline or our own code changed since.

For those who write comments: `load(...)` gives the `State`, and after the scan

    changes = state.changes(report)     # None on the first scan of a repository
    changes.new, changes.still, changes.gone, changes.unsure

are findings that were not there last time, findings that were, what is no longer there (`Known`: rule, level and path
of each), and what stood in bytes that were not read this time. They compare by fingerprint, so a finding that moved
within its file is still the same one. What somebody waived is not called gone.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from .. import __version__
from ..engine.result_cache import CachedResult, ResultCache
from ..suppression import UNUSED, Baseline, Waiver
from ..types import Blob, Report
from .changes import Changes, compare, file_of
from .serialization import Known, kept, known, number, text, whole

__all__ = ["Changes", "Known", "State", "compare", "digest", "load"]

SCHEMA = 3
LARGEST = 512 << 20
PASSING = frozenset(("io", "internal"))
"""Causes that may be gone the next time: what failed so is read again."""
LIBRARIES = (
    "phonenumberslite", "python-stdnum", "detect-secrets", "pyarrow", "h5py", "zstandard",
)  # fmt: skip
"""Libraries that decide what a scan can see."""


class Tree(NamedTuple):
    """A commit all of whose files have an outcome in the state."""

    sha: str
    budget: int
    notes: tuple[str, ...]
    """On waivers that were of no use there: what says so needs the paths."""


class State:
    """The outcomes at hand, and those of the scan that runs. `note` says why there are none, if there should be."""

    def __init__(self, path: str, target: str, digest: str, retold: Collection[str] = (), scope: str = "") -> None:
        self.path, self.target, self.digest, self.scope = path, target, digest, scope
        self.before: dict[str, Known] | None = None
        self.note = ""
        self.replayed = 0
        self._retold = frozenset(retold)
        self._old: dict[str, Any] = {}
        self._new: dict[str, Any] = {}
        self._cut: dict[str, int] = {}
        self._tree: Tree | None = None
        self._missed = False

    @property
    def memory(self) -> ResultCache:
        """What the engine asks and tells."""
        return ResultCache(self.recall, self.keep)

    def has(self, blob: Blob) -> bool:
        """Whether `recall` will know the blob. Raises nothing."""
        return self._entry(blob) is not None

    def tree(self, sha: str, budget: int) -> Iterator[CachedResult | str]:
        """All of the last scan, when it was of the same commit with the same budget and has an outcome for each file:
        then the tree need not be listed. Else nothing."""
        same = self._tree is not None and self._tree[:2] == (sha, budget) and self.before is not None
        if self._tree is None or not same or self._retold:
            return
        for key, entry in self._old.items():
            outcome = kept(entry["kept"])
            self._measure(entry["budget"], outcome)
            self._new[key] = entry
            self.replayed += 1
            yield outcome
        yield from self._tree.notes

    def recall(self, blob: Blob) -> CachedResult | None:
        """The outcome of the same content at the same path, under the same rules."""
        entry = self._entry(blob)
        if entry is None:
            return None
        outcome = kept(entry["kept"])
        self._measure(blob.budget, outcome)
        self._new[_key(blob)] = entry
        self.replayed += 1
        if blob.commit is None:
            return outcome
        return outcome._replace(findings=tuple(f._replace(commit=blob.commit) for f in outcome.findings))

    def keep(self, blob: Blob, outcome: CachedResult) -> None:
        """Remembers an outcome, unless it may be better next time."""
        self._measure(blob.budget, outcome)
        if blob.oid is None or any(u.cause in PASSING for u in outcome.unread):
            self._missed = True
            return
        plain = outcome._replace(findings=tuple(f._replace(commit=None) for f in outcome.findings))
        short = any(u.cause == "budget" for u in outcome.unread)
        self._new[_key(blob)] = {"kept": plain, "budget": blob.budget if short else None}

    def _measure(self, budget: int | None, outcome: CachedResult) -> None:
        """Notes how much of a file the budget allowed, when that was not all."""
        for item in outcome.unread:
            if item.cause == "budget" and budget is not None:
                self._cut[file_of(item.path)] = budget

    def changes(self, report: Report) -> Changes | None:
        """What happened since the last scan of the same scope; None when there was none."""
        return None if self.before is None else compare(self.before, report, self._cut)

    def save(self, report: Report, budget: int = 0) -> None:
        """Writes the state of this scan, atomically; `budget` is that of the whole scan. Raises OSError."""
        unsure = compare(self.before or {}, report, self._cut).unsure
        found = [
            Known(f.fingerprint, f.rule, f.level, f.at.path, f.message, self._cut.get(file_of(f.at.path)))
            for f in report.findings
        ]
        rows = {k.fingerprint: k for k in (*unsure, *found)}
        unlisted = any(u.path == report.repo.id for u in report.unread)
        blobs = {**self._old, **self._new} if unlisted else self._new
        data = {"schema": SCHEMA, "target": self.target, "digest": self.digest, "scope": self.scope, "blobs": blobs}
        data["known"] = list(rows.values())
        if report.revision and not self._missed and not unlisted:
            data["tree"] = Tree(report.revision, budget, tuple(n for n in report.notes if n.endswith(UNUSED)))
        written = json.dumps(data, separators=(",", ":"))
        temporary = f"{self.path}.{os.getpid()}.tmp"
        try:
            with open(temporary, "w", encoding="ascii", opener=_private) as file:
                file.write(written)
            os.replace(temporary, self.path)
        except OSError:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise

    def _entry(self, blob: Blob) -> Any:
        entry = self._old.get(_key(blob)) if blob.oid is not None else None
        if entry is None:
            return None
        budget = entry["budget"]
        if budget is not None and (blob.budget is None or blob.budget > budget):
            return None  # more may be read now than was then
        return None if self._retold and any(f[0] in self._retold for f in entry["kept"][0]) else entry


def load(
    path: str, target: str, digest: str, retold: Collection[str] = (), scope: str = "", believed: bool = True
) -> State:
    """The state in a file, an empty one when there is none or it is of no use; `State.note` says why.

    `target` names Hub, type and repository; `digest` is that of `digest()`. Files with findings of the rules `retold`
    are read again, because somebody has to be told the values. `scope` says which part of the repository is scanned
    for what: two scans of different scopes are not compared, for what only one of them looks at did not come or go.
    A file that is not `believed`, for those who are judged may have written it, is compared with, and replays nothing.
    """
    state = State(path, target, digest, retold, scope)
    try:
        with open(path, "rb") as file:
            raw = file.read(LARGEST)
    except FileNotFoundError:
        return state
    except OSError as error:
        state.note = f"the state file could not be read ({error.strerror}); everything was scanned"
        return state
    try:
        data = json.loads(raw)
        if data["schema"] != SCHEMA or data["target"] != target:
            state.note = "the state file is of another repository or version; everything was scanned"
            return state
        before = {k.fingerprint: k for k in (known(row) for row in data["known"])}
        state.before = before if data["scope"] == scope else None
        if not believed:
            state.note = "the state file may be of the pull request; everything was scanned and compared with it"
        elif data["digest"] == digest:
            if "tree" in data:
                sha, budget, notes = data["tree"]
                state._tree = Tree(text(sha), number(budget), tuple(text(n) for n in notes))
            for key, entry in data["blobs"].items():
                kept(entry["kept"])
                whole(entry["budget"])
                state._old[key] = entry
        else:
            state.note = "rules, policy or hubseal itself changed since the last scan; everything was scanned"
        if state.before is None:
            state.note = "the last scan with this state file was of another revision or of other rule families"
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        state = State(path, target, digest, retold, scope)
        state.note = "the state file is damaged; everything was scanned"
    return state


def digest(policy_digest: str, baseline: Baseline, waivers: Collection[Waiver], *settings: object) -> str:
    """Names all that an outcome depends on besides path and content: code, libraries, policy, baseline, which waivers
    hold today, and `settings` (families, repository type, limits)."""
    from hashlib import sha256
    from importlib import metadata
    from pathlib import Path

    total = sha256(f"{__version__} {sys.version_info[:2]}\0".encode())
    folder = Path(__file__).parent.parent
    for file in sorted(folder.rglob("*.py")):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for name in LIBRARIES:
        try:
            total.update(f"{name} {metadata.version(name)}\0".encode())
        except metadata.PackageNotFoundError:
            total.update(f"{name} absent\0".encode())
    digests = {path: sorted(known) for path, known in sorted(baseline.digests.items())}
    rest = (policy_digest, sorted(baseline.fingerprints), digests, [tuple(w) for w in waivers], settings)
    total.update(repr(rest).encode("utf-8", "backslashreplace"))
    return total.hexdigest()


def _key(blob: Blob) -> str:
    """A digest of path and content id: a path may hold what must not be written down."""
    from hashlib import sha256

    return sha256(f"{blob.path}\0{blob.oid}".encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)
