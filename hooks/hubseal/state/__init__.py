"""What earlier scans of a repository found: unchanged files need no read, and a report can name what changed.

A state is one JSON file. It holds the results of blobs as reports do, masked, under a digest of path and content id; no
path, no content. All of it is dropped when rules, readers, policy, baseline or our own code changed since.

For those who write comments: `load(...)` gives the `State`, and after the scan

    changes = state.changes(report)     # None on the first scan of a repository
    changes.new, changes.still, changes.gone, changes.unsure

are findings that were not there last time, findings that were, what is no longer there (`KnownFinding`: rule, level
and path of each), and what stood in bytes that were not read this time. They compare by the identities of values, so
what moved within its file is still the same, and a finding on a column may be new in part. What the user accepts is not
called gone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping

from .. import sidefile
from ..engine import ResultCache
from ..member_path import outer
from ..types import Blob, BlobResult, Report
from .changes import Changes, compare, merged
from .dependencies import digest
from .serialization import RULE_IDS, KnownFinding, StateEntry, Tree, entry, known_finding, tree

__all__ = ["Changes", "KnownFinding", "State", "compare", "digest", "load"]

SCHEMA = 5
LARGEST = 512 << 20
PASSING = frozenset(("io", "internal"))
"""Causes that may be gone the next time: what failed so is read again."""


class State:
    """The results at hand, and those of the scan that runs. `note` explains why there are none when there should be."""

    def __init__(
        self,
        path: str,
        target: str,
        digest: str,
        reread: Collection[str] = (),
        scope: str = "",
        own_rules: Collection[str] = (),
    ) -> None:
        self._rule_ids = RULE_IDS.union(own_rules)
        self.path, self.target, self.digest, self.scope = path, target, digest, scope
        self.before: dict[str, KnownFinding] | None = None
        self.note = ""
        self.replayed = 0
        self._reread = frozenset(reread)
        self._old: dict[str, StateEntry] = {}
        self._new: dict[str, StateEntry] = {}
        self._cut: dict[str, int] = {}
        self._tree: Tree | None = None
        self._missed = False

    @property
    def cache(self) -> ResultCache:
        """Where the engine finds results, and leaves new ones."""
        return ResultCache(self.get, self.put)

    def has(self, blob: Blob) -> bool:
        """Whether `get` will know the blob. Raises nothing."""
        return self._entry(blob) is not None

    def tree(self, sha: str, budget: int) -> Iterator[BlobResult]:
        """All results of the last scan, when it was of the same commit with the same budget and has one for each file:
        then the tree need not be listed. Else nothing."""
        if self._tree != (sha, budget) or self.before is None or self._reread:
            return
        for key, known in self._old.items():
            self._measure(known.budget, known.result)
            self._new[key] = known
            self.replayed += 1
            yield known.result

    def get(self, blob: Blob) -> BlobResult | None:
        """The result of the same content at the same path, under the same rules."""
        known = self._entry(blob)
        if known is None:
            return None
        self._measure(blob.budget, known.result)
        self._new[_key(blob)] = known
        self.replayed += 1
        return known.result if blob.commit is None else _of_commit(known.result, blob.commit)

    def put(self, blob: Blob, result: BlobResult) -> None:
        """Keeps a result, unless it may be better next time."""
        self._measure(blob.budget, result)
        if blob.oid is None or any(u.cause in PASSING for u in result.unread):
            self._missed = True
            return
        short = any(u.cause == "budget" for u in result.unread)
        self._new[_key(blob)] = StateEntry(_of_commit(result, None), blob.budget if short else None)

    def _measure(self, budget: int | None, result: BlobResult) -> None:
        """Notes how much of a file the budget allowed, when that was not all."""
        for item in result.unread:
            if item.cause == "budget" and budget is not None:
                self._cut[outer(item.path)] = budget

    def changes(self, report: Report) -> Changes | None:
        """What happened since the last scan of the same scope; None when there was none."""
        return None if self.before is None else compare(self.before, report, self._cut)

    def save(self, report: Report, budget: int = 0) -> None:
        """Writes the state of this scan, atomically; `budget` is that of the whole scan. Raises OSError."""
        unsure = compare(self.before or {}, report, self._cut).unsure
        found = [
            KnownFinding(
                f.fingerprint, f.rule, f.level, f.at.path, f.message, self._cut.get(outer(f.at.path)), f.identities
            )
            for f in report.findings
        ]
        unlisted = any(u.path == report.repo.id for u in report.unread)
        blobs = {**self._old, **self._new} if unlisted else self._new
        data: dict[str, object] = {
            "schema": SCHEMA,
            "target": self.target,
            "digest": self.digest,
            "scope": self.scope,
            "blobs": {key: known._asdict() for key, known in blobs.items()},
            "known": merged((*unsure, *found)),
        }
        if report.revision and not self._missed and not unlisted:
            data["tree"] = Tree(report.revision, budget)
        _write(self.path, json.dumps(data, separators=(",", ":")))

    def restore(self, data: Mapping[str, object], trusted: bool) -> None:
        """Takes what a file holds. Raises TypeError, ValueError or KeyError for what is no state of this schema."""
        known, blobs = data["known"], data["blobs"]
        if not isinstance(known, list) or not isinstance(blobs, dict):
            raise TypeError
        before = {k.fingerprint: k for k in map(known_finding, known)}
        self.before = before if data["scope"] == self.scope else None
        if not trusted:
            self.note = "the state file may be of the pull request; everything was scanned and compared with it"
        elif data["digest"] == self.digest:
            self._tree = tree(data["tree"]) if "tree" in data else None
            self._old = {key: entry(value) for key, value in blobs.items()}
            if not all(self._rule_ids.issuperset(known.rules) for known in self._old.values()):
                raise ValueError
        else:
            self.note = "rules, policy or hubseal itself changed since the last scan; everything was scanned"
        if self.before is None:
            self.note = "the last scan with this state file was of another revision or of other rule families"

    def _entry(self, blob: Blob) -> StateEntry | None:
        known = self._old.get(_key(blob)) if blob.oid is not None else None
        if known is None:
            return None
        if known.budget is not None and (blob.budget is None or blob.budget > known.budget):
            return None  # more may be read now than was then
        return None if any(f.rule in self._reread for f in known.result.findings) else known


def load(
    path: str,
    target: str,
    digest: str,
    reread: Collection[str] = (),
    scope: str = "",
    trusted: bool = True,
    own_rules: Collection[str] = (),
) -> State:
    """The state in a file, an empty one when there is none or it is of no use; `State.note` explains why.

    `target` names Hub, type and repository; `digest` is that of `digest()`. Files with findings of the rules `reread`
    are read again, because a caller needs the values. `scope` names the part of the repository that is scanned, and for
    what: two scans of different scopes are not compared, for what only one of them looks at did not come or go. A file
    that is not `trusted`, because those who are judged may have written it, is compared with; no result is taken from
    it. `own_rules` are the ids of rules of the policy's own.
    """
    state = State(path, target, digest, reread, scope, own_rules)
    try:
        raw = sidefile.read(path, LARGEST)
    except sidefile.SideFileError as error:
        state.note = f"the state file was not read: {error}; everything was scanned"
        return state
    if raw is None:
        return state
    try:
        data = json.loads(raw)
        if data["schema"] != SCHEMA or data["target"] != target:
            state.note = "the state file is of another repository or version; everything was scanned"
            return state
        state.restore(data, trusted)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        state = State(path, target, digest, reread, scope, own_rules)
        state.note = "the state file is damaged; everything was scanned"
    return state


def _of_commit(result: BlobResult, commit: str | None) -> BlobResult:
    """The result as that of a blob in a commit."""
    findings = tuple(f._replace(commit=commit) for f in result.findings)
    waived = tuple(w._replace(finding=w.finding._replace(commit=commit)) for w in result.waived)
    return result._replace(findings=findings, waived=waived)


def _write(path: str, text: str) -> None:
    """Writes a file that only its owner reads, whole or not at all. Raises OSError."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "w", encoding="ascii", opener=_private) as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _key(blob: Blob) -> str:
    """A digest of path and content id: a path may hold what must not be written down."""
    from hashlib import sha256

    return sha256(f"{blob.path}\0{blob.oid}".encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)
