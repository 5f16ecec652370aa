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
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from .. import __version__
from ..engine.memory import Kept, Memory
from ..types import Blob, Finding, Report
from ..waivers import Baseline, Waiver
from .rows import Known, kept, known, whole

__all__ = ["Changes", "Known", "State", "compare", "digest", "load"]

SCHEMA = 2
LARGEST = 512 << 20
PASSING = frozenset(("io", "internal"))
"""Causes that may be gone the next time: what failed so is read again."""
LIBRARIES = (
    "phonenumberslite", "python-stdnum", "detect-secrets", "pyarrow", "h5py", "zstandard",
)  # fmt: skip
"""Libraries that decide what a scan can see."""


class Changes(NamedTuple):
    """What happened since the last scan."""

    new: tuple[Finding, ...]
    still: tuple[Finding, ...]
    gone: tuple[Known, ...]
    unsure: tuple[Known, ...] = ()
    """Not found, but where it stood was not read this time."""


def compare(old: Mapping[str, Known], report: Report, cut: Mapping[str, int] = MappingProxyType({})) -> Changes:
    """The findings of `report` beside those of the scan before it, by fingerprint. `cut`: masked path -> how much of
    that file the budget allowed."""
    here = {f.fingerprint for f in report.findings} | {w.finding.fingerprint for w in report.waived}
    silent = _silent(report, cut)
    away = [k for k in old.values() if k.fingerprint not in here]
    return Changes(
        tuple(f for f in report.findings if f.fingerprint not in old),
        tuple(f for f in report.findings if f.fingerprint in old),
        tuple(k for k in away if not silent(k)),
        tuple(k for k in away if silent(k)),
    )


def _silent(report: Report, cut: Mapping[str, int]) -> Callable[[Known], bool]:
    """Tells of a finding whether its place was not read this time: because its file, or the whole tree, could not be,
    or because the budget allowed less of its file than when it was found."""
    failed = {_file(u.path) for u in report.unread if u.cause != "budget"}

    def silent(known: Known) -> bool:
        share = cut.get(_file(known.path))
        less = share is not None and (known.share is None or share < known.share)
        return less or report.repo.id in failed or _file(known.path) in failed

    return silent


def _file(path: str) -> str:
    """The file that holds an archive member."""
    return path.split("!/", 1)[0]


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

    @property
    def memory(self) -> Memory:
        """What the engine asks and tells."""
        return Memory(self.recall, self.keep)

    def has(self, blob: Blob) -> bool:
        """Whether `recall` will know the blob. Raises nothing."""
        return self._entry(blob) is not None

    def recall(self, blob: Blob) -> Kept | None:
        """The outcome of the same content at the same path, under the same rules."""
        entry = self._entry(blob)
        if entry is None:
            return None
        outcome = kept(entry["kept"])
        self._measure(blob, outcome)
        self._new[_key(blob)] = entry
        self.replayed += 1
        if blob.commit is None:
            return outcome
        return outcome._replace(findings=tuple(f._replace(commit=blob.commit) for f in outcome.findings))

    def keep(self, blob: Blob, outcome: Kept) -> None:
        """Remembers an outcome, unless it may be better next time."""
        self._measure(blob, outcome)
        if blob.oid is None or any(u.cause in PASSING for u in outcome.unread):
            return
        plain = outcome._replace(findings=tuple(f._replace(commit=None) for f in outcome.findings))
        short = any(u.cause == "budget" for u in outcome.unread)
        self._new[_key(blob)] = {"kept": plain, "budget": blob.budget if short else None}

    def _measure(self, blob: Blob, outcome: Kept) -> None:
        """Notes how much of a file the budget allowed, when that was not all."""
        for item in outcome.unread:
            if item.cause == "budget" and blob.budget is not None:
                self._cut[_file(item.path)] = blob.budget

    def changes(self, report: Report) -> Changes | None:
        """What happened since the last scan of the same scope; None when there was none."""
        return None if self.before is None else compare(self.before, report, self._cut)

    def save(self, report: Report) -> None:
        """Writes the state of this scan, atomically. Raises OSError."""
        unsure = compare(self.before or {}, report, self._cut).unsure
        found = [
            Known(f.fingerprint, f.rule, f.level, f.path, f.message, self._cut.get(_file(f.path)))
            for f in report.findings
        ]
        rows = {k.fingerprint: k for k in (*unsure, *found)}
        unlisted = any(u.path == report.repo.id for u in report.unread)
        blobs = {**self._old, **self._new} if unlisted else self._new
        data = {"schema": SCHEMA, "target": self.target, "digest": self.digest, "scope": self.scope, "blobs": blobs}
        data["known"] = list(rows.values())
        text = json.dumps(data, separators=(",", ":"))
        temporary = f"{self.path}.{os.getpid()}.tmp"
        try:
            with open(temporary, "w", encoding="ascii", opener=_private) as file:
                file.write(text)
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


def load(path: str, target: str, digest: str, retold: Collection[str] = (), scope: str = "") -> State:
    """The state in a file, an empty one when there is none or it is of no use; `State.note` says why.

    `target` names Hub, type and repository; `digest` is that of `digest()`. Files with findings of the rules `retold`
    are read again, because somebody has to be told the values. `scope` says which part of the repository is scanned
    for what: two scans of different scopes are not compared, for what only one of them looks at did not come or go.
    """
    state = State(path, target, digest, retold, scope)
    try:
        with open(path, "rb") as file:
            text = file.read(LARGEST)
    except FileNotFoundError:
        return state
    except OSError as error:
        state.note = f"the state file could not be read ({error.strerror}); everything was scanned"
        return state
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA or data["target"] != target:
            state.note = "the state file is of another repository or version; everything was scanned"
            return state
        before = {k.fingerprint: k for k in (known(row) for row in data["known"])}
        state.before = before if data["scope"] == scope else None
        if data["digest"] == digest:
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
