"""A scan of files on the disk, or of what is staged in a git index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from .. import engine
from ..engine import monorepo
from ..policy import Policy, matcher
from ..sources import disk
from ..types import Blob, Report, Unread
from . import checkout_target, scanner
from .outcome import Outcome
from .policy import load_effective
from .request import CheckoutRequest, UsageError

Items = Iterable[Blob | Unread | str]


def scan(request: CheckoutRequest) -> Outcome:
    """Scans what a request names. Raises UsageError."""
    top = disk.top(request.paths, request.folder)
    policy, baseline = load_effective(request.policy_folder or top, request.policy_file, top)
    settings = engine.Settings(
        repo=checkout_target.detect(top, policy.repo_type, request.repo_type),
        target=" ".join(request.paths) or ("staged" if request.staged else "."),
        families=request.families,
        baseline=baseline,
        matcher=request.matcher,
        cache=scanner.CACHE,
        whole=not request.paths and not request.staged,
        fail_on=request.fail_on,
        detectors=scanner.second_detectors(policy),
    )
    try:
        return Outcome(_report(request, top, policy, settings))
    except disk.NoSuchPath as error:
        raise UsageError(str(error)) from None


def _report(request: CheckoutRequest, top: str, policy: Policy, settings: engine.Settings) -> Report:
    """The report over the files: one for all, or one for each Hub repository of a monorepo, merged."""
    skip = matcher(policy.exclude)
    if policy.repos:
        return _monorepo(request, top, policy, settings)
    items = _items(request, top, skip)
    paths = request.paths or (os.curdir,)
    if not request.staged and any(os.path.isdir(os.path.join(request.folder, path)) for path in paths):
        from . import parallel

        items = list(items)
        processes = parallel.worth(items, policy)
        report = parallel.scan(items, policy, settings, processes) if processes > 1 else None
        if report is not None:
            return report
    return scanner.scan(items, policy, settings)


def _monorepo(request: CheckoutRequest, top: str, policy: Policy, settings: engine.Settings) -> Report:
    """The merged report of the Hub repositories that the policy says are in here."""
    skip = matcher(policy.exclude)
    items = _items(request, top, lambda path: skip(path) or skip(monorepo.relative(path, policy.repos)))
    parts = monorepo.split(items, policy.repos, settings.repo)
    return monorepo.merge([scanner.scan(own, policy, settings._replace(repo=repo, whole=False)) for repo, own in parts])


def _items(request: CheckoutRequest, top: str, skip: Callable[[str], bool]) -> Items:
    """What there is to scan. Raises UsageError, and NoSuchPath on the first step."""
    if not request.staged:
        return disk.walk(request.paths or (os.curdir,), top, skip, not request.ignored, request.folder)
    from ..sources import index

    try:
        return list(index.staged(top, skip, request.folder))
    except index.StagedError as error:
        raise UsageError(str(error)) from None
