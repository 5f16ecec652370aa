"""What a scan is given: made once, and the same for every blob."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .. import kinds
from ..policy import Policy
from ..rule_types import RuleSet
from ..suppression import EMPTY, Baseline, WaiverSet
from ..types import Family, Level, Limits, Reader, Repo, SecondDetector
from .masking import Masker
from .names import NameScanner
from .result_cache import ResultCache
from .searcher import Searcher
from .secret_sink import SecretSink

ReaderFor = Callable[[str, kinds.Format], Reader]
"""(path, format) -> the reader that opens it."""


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
    fail_on: Level | None = None
    """Overrides the policy's `fail_on`."""
    results: ResultCache | None = None
    """Results of earlier scans, used for blobs that are unchanged."""
    secrets: SecretSink | None = None
    """Who receives found values."""
    detectors: tuple[SecondDetector, ...] = ()


class ScanContext(NamedTuple):
    """All that the scan of a blob depends on besides the blob."""

    policy: Policy
    settings: Settings
    readers: ReaderFor
    searcher: Searcher
    masker: Masker
    names: NameScanner
    waivers: WaiverSet
    baseline: Baseline


def make_context(rules: RuleSet, readers: ReaderFor, policy: Policy, settings: Settings) -> ScanContext:
    """The context of a scan."""
    off = frozenset(rule for rule, level in policy.rules.items() if level == "off")
    searcher = Searcher(rules, settings.families, off, settings.limits, settings.matcher, settings.cache)
    masker = Masker(searcher, settings.repo.type)
    names = NameScanner(searcher, policy.files, settings.repo.type)
    waivers = WaiverSet(policy.waivers, settings.today or _today())
    return ScanContext(policy, settings, readers, searcher, masker, names, waivers, settings.baseline or EMPTY)


def in_repo(context: ScanContext, repo: Repo) -> ScanContext:
    """The context for files of another Hub repository."""
    return context._replace(
        settings=context.settings._replace(repo=repo),
        masker=Masker(context.searcher, repo.type),
        names=NameScanner(context.searcher, context.policy.files, repo.type),
    )


def _today() -> str:
    from time import gmtime, strftime

    return strftime("%Y-%m-%d", gmtime())
