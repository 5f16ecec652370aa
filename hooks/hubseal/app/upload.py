"""The gate before an upload: a plan is scanned as a whole, by the policy, before the first byte of it is sent."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from .. import engine
from ..policy import Policy, matcher
from ..reports import exit_code
from ..sources import disk, sent
from ..sources.sent import SAMPLE, SMALL, FileStamp, Outgoing
from ..suppression.baseline import Baseline
from ..types import FAMILIES, BlobResult, Family, Repo, Report, RepoType
from . import scanner
from .policy import load_effective
from .request import FailOn
from .upload_memory import ContentKey, ScannedContents
from .upload_refused import UploadRefused

CHANGED = "{} changed after it was scanned; nothing of it was let go. Upload it again when nobody writes to it."
TRIES = 3
"""How often a file is read that changes meanwhile."""
TYPES: dict[str, RepoType] = {"model": "model", "dataset": "dataset", "space": "space", "bucket": "dataset"}
"""Type on the Hub -> type that rules know; others are models."""


class UploadGate:
    """Scans what is about to be sent, and remembers what passed. Safe to use from several threads.

    The policy is that of `policy_file`, else of the git top level of the folder where the first upload begins.
    """

    def __init__(
        self, policy_file: str = "", families: tuple[Family, ...] = FAMILIES, fail_on: FailOn | None = None
    ) -> None:
        self.policy_file = policy_file
        self._families, self._fail_on = families, fail_on
        self._lock = threading.RLock()
        self._loaded: tuple[Policy, Baseline] | None = None
        self._base: engine.ScanContext | None = None
        self._contexts: dict[Repo, engine.ScanContext] = {}
        self.memory = ScannedContents()

    @property
    def policy(self) -> Policy:
        """The policy in force. Raises UsageError."""
        return self._effective()[0]

    def report(
        self, files: Iterable[Outgoing], repo: Repo, more: Sequence[engine.Item] = (), planned: bool = True
    ) -> Report:
        """The report over files of which none was sent yet; when it is clean, they may go. Raises UsageError.

        `more`: notes and results that belong to it. `planned`: whether they are sent later, and must not change.
        """
        with self._lock:
            context = self._context(repo)
            passed: list[tuple[str, ContentKey, bytes, str]] = []
            results = [*engine.scan_items(more, context), *self._scanned(files, context, passed)]
            report = engine.make_report(engine.fold(results), context)
            if exit_code(report) == 0:
                self._allow(repo, passed, planned)
            return report._replace(target=context.masker.text(_target(repo)))

    def part(self, blobs: Iterable[Outgoing], repo: Repo) -> Report:
        """The report over texts and parts of files: what cannot be read of a part says nothing."""
        with self._lock:
            context = self._context(repo)
            result = engine.fold(engine.scan_items((item.blob for item in blobs), context))
            return engine.make_report(result._replace(unread=()), context)

    def let_go(self, files: Iterable[Outgoing], repo: Repo) -> None:
        """Notes that files may go, whatever is in them."""
        with self._lock:
            self._allow(repo, [key for item in files for key in self._keys(item)])

    def masked(self, text: str) -> str:
        """A path as it may be printed."""
        with self._lock:
            return self._context(Repo(None, "model", "default")).masker.text(text)

    def _allow(self, repo: Repo, passed: Iterable[tuple[str, ContentKey, bytes, str]], planned: bool = True) -> None:
        """Notes that contents may go."""
        for path, key, sample, local in passed:
            self.memory.add(repo.type, path, key, sample)
            if planned:
                self.memory.plan(repo.type, path, key, sample, local)

    def _scanned(
        self, files: Iterable[Outgoing], context: engine.ScanContext, passed: list[tuple[str, ContentKey, bytes, str]]
    ) -> Iterator[BlobResult]:
        skip, repo_type = matcher(context.policy.exclude), context.settings.repo.type
        excluded: list[str] = []
        for item in files:
            path = item.blob.path
            if skip(path):
                excluded.append(path)
                passed += self._keys(item)
                continue
            key = self._key(item)
            if key is None or not self.memory.passed(repo_type, path, key):
                yield from self._fresh(item, context, passed)
        if excluded:
            note = f"not scanned because the policy excludes it: {disk.few(excluded, disk.FEW)}"
            yield from engine.scan_items([f"{note} ({len(excluded)} entries)"], context)

    def _key(self, item: Outgoing) -> ContentKey | None:
        if item.data is not None:
            return sent.digest(item.data)
        return _stamp(item.local) if item.local else None

    def _keys(self, item: Outgoing) -> Iterator[tuple[str, ContentKey, bytes, str]]:
        """The keys of a file that is not scanned."""
        path = item.blob.path
        if item.data is not None:
            yield path, sent.digest(item.data), item.data[:SAMPLE], ""
        elif item.local and (stamp := _stamp(item.local)) is not None:
            with item.blob.open() as file:
                data = file.read(SMALL + 1)
            yield path, stamp, data[:SAMPLE], item.local
            if len(data) <= SMALL:
                yield path, sent.digest(data), data[:SAMPLE], ""

    def _fresh(
        self, item: Outgoing, context: engine.ScanContext, passed: list[tuple[str, ContentKey, bytes, str]]
    ) -> Iterator[BlobResult]:
        """The result of a file that is read now, in one state of it."""
        for _ in range(TRIES):
            before = _stamp(item.local) if item.local else None
            data, blob = item.data, item.blob
            if data is None and (blob.size or 0) <= SMALL:
                try:
                    with blob.open() as file:
                        data = file.read(SMALL + 1)
                except OSError:
                    data = None  # the scan says what is wrong with it
                if data is not None and len(data) > SMALL:
                    data = None
            if data is not None:
                blob = blob._replace(size=len(data), open=partial(io.BytesIO, data))
            results = list(engine.scan_items([blob], context))
            if item.local and _stamp(item.local) != before:
                continue
            sample = data[:SAMPLE] if data is not None else _head(item)
            if data is not None:
                passed.append((blob.path, sent.digest(data), sample, ""))
            if before is not None:
                passed.append((blob.path, before, sample, item.local))
            yield from results
            return
        raise UploadRefused(CHANGED.format(context.masker.text(item.blob.shown)))

    def _effective(self) -> tuple[Policy, Baseline]:
        if self._loaded is None:
            self._loaded = load_effective(disk.top([]), self.policy_file)
        return self._loaded

    def _context(self, repo: Repo) -> engine.ScanContext:
        known = self._contexts.get(repo)
        if known is None:
            policy, baseline = self._effective()
            if self._base is None:
                settings = engine.Settings(
                    families=self._families,
                    baseline=baseline,
                    cache=scanner.CACHE,
                    fail_on=self._fail_on,
                    detectors=scanner.second_detectors(policy),
                )
                self._base = scanner.make_context(policy, settings)
            folder = next((entry.path for entry in policy.repos if entry.id and entry.id == repo.id), "")
            known = self._contexts[repo] = engine.in_repo(self._base, repo, folder)
        return known


def repo_of(repo_id: str | None, repo_type: str | None, policy: Policy) -> Repo:
    """The repository as rules know it."""
    by_policy = next((entry.type for entry in policy.repos if entry.id and entry.id == repo_id), None)
    if repo_type:
        return Repo(repo_id, TYPES.get(repo_type.removesuffix("s"), "model"), "flag")
    return Repo(
        repo_id, by_policy or policy.repo_type or "model", "policy" if by_policy or policy.repo_type else "default"
    )


def _target(repo: Repo) -> str:
    return f"upload to {repo.type} {repo.id}" if repo.id else "upload"


def _stamp(local: str) -> FileStamp | None:
    try:
        return sent.stamp_of(local)
    except OSError:
        return None


def _head(item: Outgoing) -> bytes:
    try:
        with item.blob.open() as file:
            return file.read(SAMPLE) or b""
    except OSError:
        return b""
