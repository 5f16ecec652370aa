"""`scan`: blobs in, a report out. Rules, readers and policy are handed in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .. import fault, kinds, suppression
from ..policy import Policy
from ..rule_types import RuleSet
from ..types import (
    Blob,
    Broken,
    Cause,
    Family,
    Finding,
    Level,
    Limits,
    Opaque,
    Reader,
    Repo,
    Report,
    Segment,
    Unread,
    Unreadable,
    Waived,
)
from . import budget, waiver_log
from .blob_scan import BlobScan
from .names import Names
from .result_cache import CachedResult, ResultCache, SecretSink
from .searcher import Searcher
from .streams import ByteCounter, OverBudget

ReaderFor = Callable[[str, kinds.Format], Reader]
"""(path, format) -> the reader that opens it."""


class Settings(NamedTuple):
    """How a scan runs; every field has a sensible default."""

    repo: Repo = Repo(None, "model", "default")
    target: str = ""
    revision: str | None = None
    families: tuple[Family, ...] = ("tokens", "pii", "paths", "files")
    baseline: suppression.Baseline | None = None
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
    memory: ResultCache | None = None
    """Outcomes of earlier scans, replayed for blobs that are unchanged."""
    confidant: SecretSink | None = None
    detectors: tuple[Callable[[bytes], Iterable[tuple[int, int, str]]], ...] = ()
    """Second detectors: text -> (start, end, sort of secret)."""


def scan(
    blobs: Iterable[Blob | Unread | CachedResult | str],
    rules: RuleSet,
    readers: ReaderFor,
    policy: Policy,
    settings: Settings = Settings(),  # noqa: B008 - immutable
) -> Report:
    """Scans every blob and what is packed in it. Strings among `blobs` are notes of the source, outcomes are repeated.

    Never raises for what a file holds: what could not be read stands in `Report.unread`.
    """
    run = Scan(rules, readers, policy, settings)
    for item in blobs:
        if isinstance(item, str):
            run.notes.append(run.names.clean(item))
        elif isinstance(item, Unread):
            run.missing(item)
        elif isinstance(item, CachedResult):
            run.replay(item)
        else:
            run.top(item)
    return run.report()


class Scan:
    """One run: what it was given, and what has been found so far."""

    def __init__(self, rules: RuleSet, readers: ReaderFor, policy: Policy, settings: Settings) -> None:
        self.policy, self.settings, self.readers = policy, settings, readers
        off = frozenset(rule for rule, level in policy.rules.items() if level == "off")
        self.searcher = Searcher(rules, settings.families, off, settings.limits, settings.matcher, settings.cache)
        self.names = Names(self.searcher, policy, settings.repo.type)
        self.ledger = waiver_log.WaiverLog(policy, settings.baseline or suppression.EMPTY, settings.today or _today())
        self.coverage = budget.CoverageCounter()
        self.findings: list[Finding] = []
        self.waived: list[Waived] = []
        self.unread: list[Unread] = []
        self.notes: list[str] = []

    def report(self) -> Report:
        return Report(
            target=self.settings.target,
            repo=self.settings.repo,
            revision=self.settings.revision,
            findings=tuple(self.findings),
            waived=tuple(self.waived),
            unread=tuple(self.unread),
            notes=(*self.notes, *self.ledger.notes(self.settings.whole)),
            coverage=self.coverage.coverage(),
            fail_on=self.settings.fail_on or self.policy.fail_on,
            unread_levels=self.policy.unread,
        )

    def missing(self, item: Unread) -> None:
        """Something of which the source had nothing to read."""
        self.unread.append(item._replace(path=self.names.shown(item.path, item.path).path))
        self.coverage.missing(item.bytes)

    def top(self, blob: Blob) -> None:
        memory = self.settings.memory
        kept = memory.recall(blob) if memory else None
        if kept is not None:
            self.ledger.saw(blob.path)
            self.replay(kept)
            return
        found, waived, noted = len(self.findings), len(self.waived), len(self.notes)
        account = budget.BlobBudget(self.settings.limits, blob.size)
        taken = self.blob(blob, account, 0)
        self.unread += account.unread
        self.coverage.close(account, blob.size, taken)
        if memory:
            ledger = budget.CoverageCounter()
            ledger.close(account, blob.size, taken)
            cover = ledger.coverage()
            said = tuple(self.findings[found:]), tuple(self.waived[waived:])
            memory.keep(blob, CachedResult(*said, tuple(account.unread), tuple(self.notes[noted:]), cover))

    def replay(self, kept: CachedResult) -> None:
        """Reports what is remembered of a blob as if it had been read now; waivers that covered it are of use."""
        for waived in kept.waived:
            if waived.by == "policy":
                self.ledger.covers(waived.finding, waived.finding.at.path, b"")
        self.findings += kept.findings
        self.waived += kept.waived
        self.unread += kept.unread
        self.notes += kept.notes
        self.coverage.add(kept.coverage)

    def blob(self, blob: Blob, account: budget.BlobBudget, depth: int) -> int:
        """Scans one blob and its members; returns the bytes taken from its stream."""
        self.ledger.saw(blob.path)
        tally = ByteCounter(blob)
        work = BlobScan(self, blob, account)
        try:
            head = tally.head()
            fmt = kinds.sniff(blob.path, head, blob.size)
        except OSError as error:
            fmt = ""
            work.stopped(error, f"it could not be opened ({_io_reason(error)}); check that it exists and may be read")
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            fmt = ""
            work.unread("internal", fault.describe(error))
        work.open(fmt)
        if fmt:
            self.read(tally, work, fmt, depth)
        if tally.cut:
            work.stopped(OverBudget(), "")
        tally.close()
        work.close()
        return tally.taken

    def read(self, tally: ByteCounter, work: BlobScan, fmt: kinds.Format, depth: int) -> None:
        """Lets the reader of the format open the blob, and takes what it yields."""
        blob, limits = tally.opened(), work.account.limits
        if tally.budget is not None:
            limits, tally.linear = limits._replace(sample=tally.budget), fmt in kinds.LINEAR
        try:
            try:
                for item in self.readers(blob.path, fmt)(blob, limits):
                    work.column(item.place if isinstance(item, Blob) else "")
                    self.take(item, work, depth)
            finally:
                work.column("")
        except OSError as error:
            work.stopped(error, f"reading stopped ({_io_reason(error)}); scan it again")
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            work.unread("internal", fault.describe(error))

    def take(self, item: Segment | Blob | Unread | Opaque, work: BlobScan, depth: int) -> None:
        """Does what one thing that a reader found asks for."""
        if isinstance(item, Segment):
            work.segment(item)
        elif isinstance(item, Blob):
            self.member(item, work, depth)
        elif isinstance(item, Opaque):
            work.account.opaque += item.bytes
        else:
            work.account.unread.append(self.tidy(item, work))

    def member(self, member: Blob, work: BlobScan, depth: int) -> None:
        limits = work.account.limits
        if member.row is not None and self.cell(member, work, depth):
            return
        if depth + 1 > limits.depth:
            work.unread("limit", f"archives nest deeper than {limits.depth}; unpack it and scan what is inside")
            self.names_only(member, work)
        elif work.account.unpacked > limits.tree:
            work.unread("limit", f"more than {limits.tree >> 20} MiB unpacked; unpack it and scan what is inside")
            self.names_only(member, work)
        else:
            work.account.spend(self.blob(member, work.account, depth + 1))

    def cell(self, cell: Blob, work: BlobScan, depth: int) -> bool:
        """Reads a cell of a column as a part of its table when it is a media file; False when it is none.

        `depth` is that of the table, or one more for each file that holds the cell's.
        """
        tally = ByteCounter(cell)
        try:
            fmt = kinds.sniff("", tally.head(), cell.size)
            if kinds.kind("", fmt) != "media":
                return False
            limits = work.account.limits
            if depth > limits.depth:
                work.cells.unread("limit", f"files nest deeper than {limits.depth}", cell)
            elif work.account.unpacked > limits.tree:
                work.cells.unread("limit", f"more than {limits.tree >> 20} MiB were read before it", cell)
            else:
                self.media(self.readers("", fmt)(tally.opened(), limits), cell, work, depth)
        except OSError as error:
            cause: Cause = "damaged" if isinstance(error, Broken) else "io"
            work.cells.unread(cause, _io_reason(error), cell)
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            work.cells.unread("internal", fault.describe(error), cell)
        finally:
            tally.close()
        work.account.spend(tally.taken)
        return True

    def media(self, items: Iterable[Segment | Blob | Unread | Opaque], cell: Blob, work: BlobScan, depth: int) -> None:
        """Takes what the reader of a media file in a cell found."""
        for item in items:
            if isinstance(item, Segment):
                work.cells.add(item, cell)
            elif isinstance(item, Blob):
                self.member(item._replace(row=cell.row, place=cell.place), work, depth + 1)
            elif isinstance(item, Opaque):
                work.account.opaque += item.bytes
            else:
                work.cells.unread(item.cause, item.hint, cell, item.bytes)

    def names_only(self, member: Blob, work: BlobScan) -> None:
        """A member that is not opened is still judged by its name."""
        inner = BlobScan(self, member, work.account)
        inner.open("")
        inner.close()

    def tidy(self, item: Unread, work: BlobScan) -> Unread:
        """An unread entry with nothing in it that must not be printed."""
        path = work.shown.path if item.path == work.blob.path else self.names.shown(item.path, item.path).path
        return item._replace(path=path, place=self.names.clean(item.place))


def _today() -> str:
    from time import gmtime, strftime

    return strftime("%Y-%m-%d", gmtime())


def _io_reason(error: OSError) -> str:
    """The operating system's words for the error, or the source's; never a file name."""
    if isinstance(error, Unreadable):
        return str(error)
    return os.strerror(error.errno) if error.errno else type(error).__name__
