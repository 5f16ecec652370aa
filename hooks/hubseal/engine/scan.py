"""`scan`: blobs in, a report out. Rules, readers and policy are handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import kinds
from ..policy import Policy
from ..rule_types import RuleSet
from ..types import FAMILIES, SEVERITY, Blob, BlobResult, Coverage, Report, Unread
from . import causes
from .blob_scan import BlobScan, Scanned
from .budget import BlobBudget
from .context import ReaderFor, ScanContext, Settings, make_context
from .own_values import without
from .results import EMPTY, NO_FILE, fold

MANY, FEW = 10_000, 20
"""Findings that fail a scan after which, in each file that follows, so many are looked for of each rule: the verdict
stands, no report lists more, and a file that holds more of them says so as one that was not wholly searched."""
Item = Blob | Unread | BlobResult | str
"""A file; one of which the source has nothing to read; the result of one that was scanned before; a note of the
source."""


def scan(
    items: Iterable[Item],
    rules: RuleSet,
    readers: ReaderFor,
    policy: Policy,
    settings: Settings = Settings(),  # noqa: B008 - immutable
) -> Report:
    """Scans every blob and what is packed in it.

    Never raises for what a file holds: what could not be read stands in `Report.unread`.
    """
    context = make_context(rules, readers, policy, settings)
    return make_report(fold(scan_items(items, context)), context)


class FindingCounter:
    """Counts the findings that fail a scan, over all calls of `scan_items` that it is handed to."""

    def __init__(self) -> None:
        self._found = 0

    @property
    def full(self) -> bool:
        """Whether there are very many."""
        return self._found > MANY

    def add(self, result: BlobResult, context: ScanContext) -> None:
        self._found += _failing(result, context)


def scan_items(
    items: Iterable[Item], context: ScanContext, counter: FindingCounter | None = None
) -> Iterator[BlobResult]:
    """The result of each item, in their order; `counter` knows of items before these."""
    cache, counter = context.settings.results, counter or FindingCounter()
    for item in items:
        if isinstance(item, Blob):
            known = cache.get(item) if cache is not None else None
            result = known if known is not None else scan_blob(item, _with_few(context) if counter.full else context)
            if cache is not None and known is None and not counter.full:
                cache.put(item, result)
            counter.add(result, context)
            yield result
        elif isinstance(item, BlobResult):
            yield item
        elif isinstance(item, Unread):
            masker = context.masker
            unread = item._replace(path=masker.text(item.path), hint=masker.text(item.hint))
            coverage = NO_FILE._replace(files=1, unread=1, bytes_total=item.bytes or 0)
            yield EMPTY._replace(unread=(unread,), coverage=coverage)
        else:
            yield EMPTY._replace(notes=(context.masker.text(item),))


def _failing(result: BlobResult, context: ScanContext) -> int:
    """How many findings fail the scan."""
    settings = context.settings
    if settings.all_names or settings.secrets is not None:
        return 0  # whoever accepts all, or asks about each value, wants all
    least = SEVERITY[settings.fail_on or context.policy.fail_on]
    return sum(SEVERITY[finding.level] >= least for finding in result.findings)


def _with_few(context: ScanContext) -> ScanContext:
    """The context for the files behind very many findings: they are read as before, and few findings of each told."""
    limits = context.settings.limits
    few = limits._replace(findings=min(FEW, limits.findings), spans=FEW)
    return context._replace(settings=context.settings._replace(limits=few))


def scan_blob(blob: Blob, context: ScanContext) -> BlobResult:
    """Scans one file and all that is packed in it."""
    scanned = BlobScan(blob, context, BlobBudget(context.settings.limits, blob.size)).run()
    return without(scanned.result._replace(coverage=_coverage(blob, scanned)), scanned.values)


def scan_name(blob: Blob, context: ScanContext) -> BlobResult:
    """Judges the name of a file that is not opened; it counts for no file."""
    return BlobScan(blob, context, BlobBudget(context.settings.limits, blob.size)).name_only().result


def folder_around(blob: Blob, context: ScanContext) -> str:
    """The outermost folder around a file that has no business in a repository, with a slash at its end; else empty."""
    return causes.folder_around(blob, context.names.spans(blob, "", kinds.kind(blob.path, "")))


def _coverage(blob: Blob, scanned: Scanned) -> Coverage:
    """How much of a file was read. Repeated reads count once: never more than its size."""
    complete = not scanned.result.unread
    partly = not complete and scanned.any_text
    size = scanned.taken if blob.size is None else blob.size
    taken, skipped = min(scanned.taken, size), scanned.result.coverage.bytes_opaque
    return Coverage(1, int(complete), int(partly), int(not complete and not partly), taken, skipped, size)


def make_report(result: BlobResult, context: ScanContext) -> Report:
    """The report over a folded result."""
    settings, policy, masker = context.settings, context.policy, context.masker
    notes = [*result.notes]
    if policy.rules or policy.paths or policy.waivers:
        from .renamed import policy_notes

        notes += policy_notes(policy, context.searcher.renamed)
        unread, runs = [item.path for item in result.unread], context.searcher.runs
        whole = settings.whole and len(settings.families) == len(FAMILIES) and settings.repo.id not in unread
        notes += context.waivers.notes(result.waivers_used, result.waivers_seen, unread, whole, runs)
    return Report(
        target=masker.text(settings.target),
        repo=settings.repo,
        revision=None if settings.revision is None else masker.text(settings.revision),
        findings=causes.merged(result.findings),
        waived=result.waived,
        unread=result.unread,
        notes=tuple(dict.fromkeys(masker.text(note) for note in notes)),
        coverage=result.coverage,
        fail_on=settings.fail_on or policy.fail_on,
        unread_levels=policy.unread,
        policy=masker.text(policy.source),
    )
