"""What a scan is given: made once, and the same for every blob."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .. import kinds
from ..policy import Policy
from ..policy.levels import PolicyLevels
from ..rule_types import RuleSet
from ..suppression.baseline import EMPTY, Baseline
from ..suppression.waivers import WaiverSet
from ..typed import NamedTuple
from ..types import FAMILIES, Blob, BlobResult, Family, Level, Limits, Reader, Repo, SecondDetector
from .masking import MASKED_FAMILIES, Masker
from .names import NameScanner
from .searcher import Searcher

ReaderFor = Callable[[str, kinds.Format], Reader]
"""(path, format) -> the reader that opens it."""


class ResultCache(NamedTuple):
    """Results of earlier scans, so that an unchanged blob need not be read again."""

    get: Callable[[Blob], BlobResult | None]
    """The result that still holds for a blob; None when it must be read. Asked once a blob."""
    put: Callable[[Blob, BlobResult], None]


class SecretSink(NamedTuple):
    """The only way by which leaked values leave the engine, for a caller who asks their provider about them.

    A value is handed over with the fingerprint of its finding, of the named rules only, and stays out of the report.
    """

    rules: frozenset[str]
    receive: Callable[[str, bytes], None]
    """(fingerprint, value)"""


class Settings(NamedTuple):
    """How a scan runs; every field has a sensible default."""

    repo: Repo = Repo(None, "model", "default")
    target: str = ""
    revision: str | None = None
    families: tuple[Family, ...] = ("tokens", "pii", "paths", "files")
    baseline: Baseline | None = None
    limits: Limits = Limits()
    matcher: str = "auto"
    """`auto`, `hyperscan` or `re`."""
    cache: str | None = None
    """Folder of the compiled database; None: the user's cache."""
    today: str = ""
    """ISO date that decides whether waivers have expired; empty: the clock."""
    whole: bool = False
    """True when the blobs are all of the repository, so that a waiver that matches nothing is stale."""
    all_names: bool = False
    """Whether the names of files are told besides the folder around them that is to be taken out: for somebody who
    accepts all that there is."""
    fail_on: Level | None = None
    """Overrides the policy's `fail_on`."""
    results: ResultCache | None = None
    secrets: SecretSink | None = None
    detectors: tuple[SecondDetector, ...] = ()


class ScanContext(NamedTuple):
    """All that the scan of a blob depends on besides the blob."""

    policy: Policy
    levels: PolicyLevels
    settings: Settings
    readers: ReaderFor
    searcher: Searcher
    masker: Masker
    names: NameScanner
    waivers: WaiverSet
    baseline: Baseline


def make_context(rules: RuleSet, readers: ReaderFor, policy: Policy, settings: Settings) -> ScanContext:
    """The context of a scan."""
    levels = PolicyLevels(policy)
    off = levels.off(tuple(zip(rules.plan.ids, rules.plan.families, strict=True)))

    def made(families: Sequence[Family]) -> Searcher:
        return Searcher(rules, families, off, settings.limits, settings.matcher, settings.cache)

    searcher = made(settings.families)
    masks_all = all(family in settings.families for family in MASKED_FAMILIES)
    masker = Masker(lambda: searcher if masks_all else made(FAMILIES), settings.repo.type)
    names = NameScanner(searcher, policy.files, settings.repo.type)
    waivers = WaiverSet(policy.waivers, settings.today or _today())
    return ScanContext(policy, levels, settings, readers, searcher, masker, names, waivers, settings.baseline or EMPTY)


def in_repo(context: ScanContext, repo: Repo, folder: str = "") -> ScanContext:
    """The context for files of another Hub repository, whose root is a `folder` of the checkout."""
    baseline = context.baseline.below(folder) if folder else context.baseline
    return context._replace(
        settings=context.settings._replace(repo=repo, baseline=baseline),
        baseline=baseline,
        masker=context.masker.of(repo.type),
        names=NameScanner(context.searcher, context.policy.files, repo.type),
    )


def _today() -> str:
    from time import gmtime, strftime

    return strftime("%Y-%m-%d", gmtime())
