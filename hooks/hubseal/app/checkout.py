"""A scan of files on the disk, or of what is staged in a git index."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from .. import engine
from ..policy import matcher
from ..sources import disk, work_tree
from ..types import Blob, BlobResult, Finding, Report, Unread
from . import checkout_target, policy_files, scanner
from .looked import Looked
from .outcome import Outcome
from .policy import load_effective
from .request import CheckoutRequest, UsageError

Items = Iterable[Blob | Unread | str]


def scan(request: CheckoutRequest, looked: Looked | None = None) -> Outcome:
    """Scans what a request names, each repository under its own policy and baseline; `looked` is told where, for
    somebody who writes the baseline. Raises UsageError."""
    parts = list(_repositories(request))
    if len(parts) == 1:
        return Outcome(_scan(request, looked))
    if looked is not None:
        raise UsageError("these paths are of several repositories, each with a baseline of its own; name those of one")
    from .merged import merge

    return Outcome(merge([_scan(request._replace(paths=paths), None) for paths in parts]))


def _repositories(request: CheckoutRequest) -> Iterable[tuple[str, ...]]:
    """The paths of each repository that a request names files of."""
    if len(request.paths) < 2 or request.hook or request.staged or request.policy_folder:
        return [request.paths]
    here = os.path.abspath(request.folder)
    own = work_tree.find(here)
    parts: dict[str, tuple[str, ...]] = {}
    for path in request.paths:
        inside = own is not None and work_tree.holds(own.top, os.path.normpath(os.path.join(here, path)))
        top = own.top if own is not None and inside else disk.top([path], request.folder)
        parts[top] = (*parts.get(top, ()), path)
    return parts.values()


def _scan(request: CheckoutRequest, looked: Looked | None) -> Report:
    """The report on files of one repository."""
    top = disk.top(request.paths, request.folder)
    folder = request.policy_folder or top
    policy, baseline = load_effective(
        folder, request.policy_file, top, new_baseline=looked is not None, within=policy_bounds(request, top)
    )
    settings = engine.Settings(
        repo=checkout_target.detect(top, policy.repo_type, request.repo_type),
        target=" ".join(request.paths) or ("staged" if request.staged else "." if request.stdin is None else "-"),
        families=request.families,
        baseline=baseline,
        matcher=request.matcher,
        cache=scanner.CACHE,
        whole=_is_whole(request, top),
        all_names=looked is not None,
        fail_on=request.fail_on,
        detectors=scanner.second_detectors(policy),
    )
    try:
        context = scanner.make_context(policy, settings)
        report = _report(request, top, context, looked)
    except disk.NoSuchPath as error:
        raise UsageError(str(error)) from None
    notes = tuple(policy_files.untracked(policy, top)) if settings.whole and not request.hook else ()
    if policy.source and not (request.policy_folder or request.policy_file or _is_here(request, top)):
        note = f"the policy is {policy.source} of the scanned folder: what is scanned says what is excluded and allowed"
        notes = (note, *notes)
    if report.findings or report.waived or report.unread or not request.hook:
        report = report._replace(checkout=checkout_target.checkout(request.folder, context.masker.text))
    return report._replace(notes=(*notes, *report.notes)) if notes else report


def accepted_by_comments(request: CheckoutRequest, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What allow comments accept in other versions of files, by their Hub-relative paths, under the settings of the
    request. Raises UsageError."""
    top = disk.top(request.paths, request.folder)
    policy, _ = load_effective(
        request.policy_folder or top, request.policy_file, top, within=policy_bounds(request, top)
    )
    repo = checkout_target.detect(top, policy.repo_type, request.repo_type)
    settings = engine.Settings(repo=repo, families=request.families, matcher=request.matcher, cache=scanner.CACHE)
    blobs = [Blob(path, path, len(data), None, partial(io.BytesIO, data)) for path, data in files.items()]
    results = engine.scan_items(blobs, scanner.make_context(policy, settings))
    return tuple(w.finding for result in results for w in result.waived if w.by == "inline")


def policy_bounds(request: CheckoutRequest, top: str) -> str | None:
    """The folder that a policy's `extends:` must not leave: of a policy that somebody else wrote, its repository."""
    if request.policy_folder or request.policy_file:
        return request.policy_folder or None
    return None if _is_here(request, top) else top


def _is_here(request: CheckoutRequest, top: str) -> bool:
    """Whether the user stands in the repository that is scanned."""
    return work_tree.holds(top, os.path.abspath(request.folder))


def _is_whole(request: CheckoutRequest, top: str) -> bool:
    """Whether all files below the top are scanned."""
    paths = [os.path.abspath(os.path.join(request.folder, path)) for path in request.paths or (os.curdir,)]
    return not request.staged and request.stdin is None and os.path.abspath(top) in paths


def _report(request: CheckoutRequest, top: str, context: engine.ScanContext, looked: Looked | None = None) -> Report:
    """The report over the files, in a monorepo those of each Hub repository by its own type."""
    skip, repos = matcher(context.policy.exclude), context.policy.repos
    paths = request.paths or (os.curdir,)
    on_disk = not request.staged and request.stdin is None
    many = on_disk and any(os.path.isdir(os.path.join(request.folder, path)) for path in paths)

    def named(items: Items) -> Items:
        return policy_files.watched(items, context.policy, top)

    def seen(items: Items, folder: str = "") -> Items:
        return items if looked is None else looked.watched(items, context.masker.text, folder)

    def opened(items: Items, context: engine.ScanContext, folder: str = "") -> Iterable[engine.Item]:
        if not many or request.hook or looked is not None:
            return items
        from .unopened import without_content

        return without_content(items, os.path.join(top, folder), request.folder, context)

    if looked is not None:
        looked.begin(top, () if request.staged else paths, request.folder)
    if not repos:
        whole = opened(seen(named(_items(request, top, skip))), context)
        return engine.make_report(engine.fold(_results(whole, context, many, request.progress)), context)
    from ..engine import monorepo

    items = named(_items(request, top, lambda path: skip(path) or skip(monorepo.relative(path, repos))))
    parts = monorepo.split(items, repos, context.settings.repo)
    results = (
        result
        for folder, repo, own in parts
        for inside in (engine.in_repo(context, repo, folder),)
        for result in _results(opened(seen(own, folder), inside, folder), inside, many, request.progress)
    )
    partly = context._replace(settings=context.settings._replace(whole=False))
    return engine.make_report(engine.fold(results), partly)


def _results(
    items: Iterable[engine.Item], context: engine.ScanContext, many: bool, shown: bool
) -> Iterable[BlobResult]:
    """The results of all items; of `many` files those of which there is nothing to say have one together. `shown`: a
    line on the terminal says how far that is."""
    if many:
        from . import parallel
        from .progress import LocalProgress

        items = list(items)
        with LocalProgress(items, shown) as progress:
            return parallel.scan_items(items, context, progress)
    return engine.scan_items(items, context)


def _items(request: CheckoutRequest, top: str, skip: Callable[[str], bool]) -> Items:
    """What there is to scan. Raises UsageError, and NoSuchPath on the first step."""
    if request.stdin is not None:
        return [Blob("-", "-", len(request.stdin), None, partial(io.BytesIO, request.stdin))]
    if not request.staged:
        from ..sources import walk

        paths = request.paths or (os.curdir,)
        items = walk.walk(paths, top, skip, not request.ignored, request.folder, request.hook, request.within)
        if not request.hook:
            return items
        from ..sources import filtered

        return filtered.as_committed(items, paths, top, request.folder)
    from ..sources import index

    try:
        return list(index.staged(top, skip, request.folder, request.hook))
    except index.StagedError as error:
        raise UsageError(str(error)) from None
