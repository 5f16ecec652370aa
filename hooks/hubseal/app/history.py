"""A scan of what commits brought in: of a range of the history, or of what a push would add."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from .. import engine
from ..engine import monorepo
from ..policy import Policy, matcher
from ..sources import git, history, plumbing, work_tree
from ..typed import TYPE_CHECKING, NamedTuple
from ..types import Blob, BlobResult, Finding, Report, Unread
from . import checkout_target, scanner
from .first_commits import FirstCommits
from .history_request import HistoryRequest
from .policy import load_effective
from .request import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

SHARE = 1_000
"""Versions of files that a process scans at a time."""
FEWEST = 500
"""Commits from which on several processes scan."""
TRUNCATED = "a shallow clone: what its oldest commits hold was read, the commits before them are not here"


class Told(NamedTuple):
    """The result of a version of a file or of a message, which is one without an object."""

    version: history.Change
    result: BlobResult


NOTHING = history.Change("", "", 0, "")
"""What a result is of in which there is nothing to say of any version."""


def scan(request: HistoryRequest) -> Report:
    """The report on all that the commits brought in. Raises UsageError when there is nothing that git can list."""
    tree = work_tree.find(request.folder or os.curdir)
    if tree is None:
        raise UsageError("there is no git repository here; a history is scanned from inside of one")
    policy, baseline = load_effective(tree.top, request.policy_file, tree.top)
    settings = engine.Settings(
        repo=checkout_target.detect(tree.top, policy.repo_type, request.repo_type),
        target=request.target,
        families=request.families,
        baseline=baseline,
        matcher=request.matcher,
        cache=scanner.CACHE,
        all_names=True,
        fail_on=request.fail_on,
        detectors=scanner.second_detectors(policy),
    )
    context = scanner.make_context(policy, settings)
    try:
        listed = history.commits(tree, request.include, request.exclude, request.options)
        tags, alone = history.named(tree, history.all_tags(tree) if request.tags is None else request.tags)
        notes = [*request.notes, *(() if alone and not listed else _said(tree, request, len(listed), len(tags)))]
        if alone and request.remote and request.tags is None:  # a runner of hooks does not tell which tags are pushed
            notes.append(f"{len(alone)} files or folders that tags name, and no commit, were not read")
            alone = []
        first = FirstCommits()
        told = chain(_unread(alone, context), _results(tree, listed, tags, context))
        folded = _folded(notes, told, first)
        objects = plumbing.Objects(tree, plumbing.commands(tree))
        findings = first.told(folded.findings, tree, objects, context.masker.text)
        written = []
        if request.replacements:
            written.append(_replaced(request.replacements, findings, first, tree, policy, settings))
    except git.GitError as error:
        raise UsageError(f"the history cannot be read: {error}") from None
    report = engine.make_report(folded._replace(findings=findings), context)
    advice = first.advice(report.findings, request.remote, context.masker.text)
    return report._replace(notes=(*report.notes, *written, *advice))


def _replaced(
    file: str,
    findings: Sequence[Finding],
    first: FirstCommits,
    tree: work_tree.WorkTree,
    policy: Policy,
    settings: engine.Settings,
) -> str:
    """Writes the values of the findings to a file; what to say. Raises UsageError and GitError."""
    from .replacements import Replacements

    values = Replacements()
    failing = [finding for finding in findings if finding.level in ("error", "warning") and finding.family != "files"]
    values.collect(first.versions(failing), {finding.rule for finding in failing}, tree, policy, settings)
    values.write(file)
    short = f"; {values.short} are too short to be replaced wherever they stand" if values.short else ""
    return (
        f"{len(values)} values are in the file of replacements, which you alone can read: delete it afterwards{short}"
    )


def _said(tree: work_tree.WorkTree, request: HistoryRequest, commits: int, tags: int) -> Iterator[str]:
    """What a reader must know of what was scanned."""
    if not commits and not tags:
        yield (
            f"{request.remote} has all of these commits: nothing was scanned"
            if request.remote
            else ("there are no such commits: nothing was scanned")
        )
        return
    yield (
        f"{commits:,} commit{'s' if commits != 1 else ''}"
        + (f" and {tags} annotated tags" if tags else "")
        + " were read"
    )
    if os.path.exists(os.path.join(tree.common, "shallow")):
        yield TRUNCATED


def _folded(notes: Iterable[str], told: Iterable[Told], first: FirstCommits) -> BlobResult:
    """One result of all, in which a leak stands once: at the commit that brought it in."""
    folded = engine.EMPTY._replace(notes=tuple(notes))
    while some := list(islice(told, SHARE)):
        folded = engine.fold([folded, *(first.of(item.version, item.result) for item in some)])
        folded = folded._replace(notes=tuple(dict.fromkeys(folded.notes)))
    return folded


def _results(
    tree: work_tree.WorkTree, listed: Sequence[str], tags: Sequence[str], context: engine.ScanContext
) -> Iterator[Told]:
    """The results of all versions of files, then of the messages."""
    skip, repos = matcher(context.policy.exclude), context.policy.repos
    changes = (
        item
        for item in history.changes(tree, listed)
        if isinstance(item, Unread) or not (skip(item.path) or skip(monorepo.relative(item.path, repos)))
    )
    shares = iter(lambda: list(islice(changes, SHARE)), [])
    processes = _processes(len(listed))
    if processes > 1:
        yield from _by_processes(tree, shares, context, processes)
    else:
        for share in shares:
            yield from _scan_share(tree, share, context)
    yield from _messages(tree, listed, tags, context)


def _processes(commits: int) -> int:
    if commits < FEWEST:
        return 1
    from . import parallel

    return parallel.cores()


def _by_processes(
    tree: work_tree.WorkTree, shares: Iterable[list[history.Change | Unread]], context: engine.ScanContext, count: int
) -> Iterator[Told]:
    """The results of all shares, in their order; no more of them wait than there are processes.

    All processes begin before the listing does: one that is forked later would hold the pipe by which git is told that
    there are no more commits, and git would wait for ever.
    """
    from . import parallel

    with parallel.pool(count) as pool:
        waiting: deque[Future[list[Told]]] = deque()
        try:
            for begun in [pool.submit(os.getpid) for _ in range(count)]:
                begun.result()
            for share in shares:
                waiting.append(_submitted(pool, tree, share, context))
                if len(waiting) > 2 * count:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BaseException:  # an interrupt, too
            parallel.stop()
            raise


def _submitted(
    pool: ProcessPoolExecutor,
    tree: work_tree.WorkTree,
    share: list[history.Change | Unread],
    context: engine.ScanContext,
) -> Future[list[Told]]:
    return pool.submit(_scan_in_process, tree, share, context.policy, context.settings)


def _scan_in_process(
    tree: work_tree.WorkTree, share: list[history.Change | Unread], policy: Policy, settings: engine.Settings
) -> list[Told]:
    return list(_scan_share(tree, share, scanner.make_context(policy, settings)))


def _scan_share(
    tree: work_tree.WorkTree, share: Sequence[history.Change | Unread], context: engine.ScanContext
) -> Iterator[Told]:
    objects = plumbing.Objects(tree, plumbing.commands(tree))
    versions = [item for item in share if isinstance(item, history.Change)]
    yield from _unread([item for item in share if isinstance(item, Unread)], context)
    items = history.blobs(tree, versions, objects)
    if not context.policy.repos:
        yield from _told(items, versions, context)
        return
    for folder, repo, own in monorepo.split(items, context.policy.repos, context.settings.repo):
        yield from _told(own, versions, engine.in_repo(context, repo, folder), folder)


def _unread(items: Iterable[Unread], context: engine.ScanContext) -> Iterator[Told]:
    return (Told(NOTHING, result) for result in engine.scan_items(items, context))


def _told(
    items: Iterable[engine.Item], versions: Iterable[history.Change], context: engine.ScanContext, folder: str = ""
) -> Iterator[Told]:
    """The results of the content of versions, in their order, those of which there is nothing to say as one."""
    from ..engine import bulk
    from ..readers.text import quick

    within = f"{folder.strip('/')}/" if folder else ""
    known = {(version.commit, version.path): version for version in versions}
    numbered = list(enumerate(items))
    results = bulk.scan_many(numbered, context, quick.texts)
    for number, result in sorted(results, key=lambda pair: pair[0]):
        item = numbered[number][1] if number >= 0 else ""
        version = known.get((item.commit or "", within + item.path)) if isinstance(item, Blob) else None
        yield Told(version or NOTHING, result)


def _messages(
    tree: work_tree.WorkTree, listed: Sequence[str], tags: Sequence[str], context: engine.ScanContext
) -> Iterator[Told]:
    """The results of the messages of commits and tags; they count for no file."""
    from .message import written

    objects = plumbing.Objects(tree, plumbing.commands(tree))
    for path, oids in ((history.COMMIT_MESSAGE, listed), (history.TAG_MESSAGE, tags)):
        for start in range(0, len(oids), SHARE):
            versions = [history.Change(oid, path, 0, "") for oid in oids[start : start + SHARE]]
            items = [written(objects, version.commit, path) for version in versions]
            for told in _told(items, versions, context):
                coverage = told.result.coverage._replace(files=0, read=0, bytes_read=0, bytes_total=0)
                yield told._replace(result=told.result._replace(coverage=coverage))
