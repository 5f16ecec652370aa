"""`scan`: blobs in, a report out. Rules, readers and policy are handed in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from .. import kinds, position, waivers
from ..policy import Policy
from ..types import (
    Blob,
    Chunk,
    Family,
    Finding,
    Kind,
    Level,
    Limits,
    OffsetMap,
    Opaque,
    Position,
    Reader,
    Repo,
    Report,
    Rule,
    Segment,
    Unread,
    Unreadable,
    Waived,
)
from . import allowed, budget, findings
from .memory import Confidant, Kept, Memory
from .names import Names
from .spans import About, Searcher, Span
from .streams import LINEAR, OverBudget, Tally

ReaderFor = Callable[[str, str], Reader]
"""(path, format) -> the reader that opens it."""


class Settings(NamedTuple):
    """How a scan runs; every field has a sensible default."""

    repo: Repo = Repo(None, "model", "default")
    target: str = ""
    revision: str | None = None
    families: tuple[Family, ...] = ("tokens", "pii", "paths", "files")
    baseline: waivers.Baseline | None = None
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
    memory: Memory | None = None
    """Outcomes of earlier scans, replayed for blobs that are unchanged."""
    confidant: Confidant | None = None


def scan(
    blobs: Iterable[Blob | Unread | str],
    rules: Sequence[Rule],
    readers: ReaderFor,
    policy: Policy,
    settings: Settings = Settings(),  # noqa: B008 - immutable
) -> Report:
    """Scans every blob and what is packed in it. Strings among `blobs` are notes of the source.

    Never raises for what a file holds: what could not be read stands in `Report.unread`.
    """
    run = _Scan(rules, readers, policy, settings)
    for item in blobs:
        if isinstance(item, str):
            run.notes.append(run.names.clean(item))
        elif isinstance(item, Unread):
            run.missing(item)
        else:
            run.top(item)
    return run.report()


class _Scan:
    """One run: what it was given, and what has been found so far."""

    def __init__(self, rules: Sequence[Rule], readers: ReaderFor, policy: Policy, settings: Settings) -> None:
        self.policy, self.settings, self.readers = policy, settings, readers
        off = frozenset(rule for rule, level in policy.rules.items() if level == "off")
        self.searcher = Searcher(rules, settings.families, off, settings.limits, settings.matcher, settings.cache)
        self.names = Names(self.searcher, policy, settings.repo.type)
        self.ledger = allowed.Ledger(policy, settings.baseline or waivers.EMPTY, settings.today or _today())
        self.coverage = budget.Ledger()
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
            self.replay(blob, kept)
            return
        found, waived, noted = len(self.findings), len(self.waived), len(self.notes)
        account = budget.Account(self.settings.limits)
        taken = self.blob(blob, account, 0)
        self.unread += account.unread
        ledger = budget.Ledger()
        ledger.close(account, blob.size, taken)
        cover = ledger.coverage()
        self.coverage.add(cover)
        if memory:
            said = tuple(self.findings[found:]), tuple(self.waived[waived:])
            memory.keep(blob, Kept(*said, tuple(account.unread), tuple(self.notes[noted:]), cover))

    def replay(self, blob: Blob, kept: Kept) -> None:
        """Reports what is remembered of a blob as if it had been read now; waivers that covered it are of use."""
        self.ledger.saw(blob.path)
        for waived in kept.waived:
            if waived.by == "policy":
                self.ledger.covers(waived.finding, blob.path, b"")
        self.findings += kept.findings
        self.waived += kept.waived
        self.unread += kept.unread
        self.notes += kept.notes
        self.coverage.add(kept.coverage)

    def blob(self, blob: Blob, account: budget.Account, depth: int) -> int:
        """Scans one blob and its members; returns the bytes taken from its stream."""
        self.ledger.saw(blob.path)
        tally = Tally(blob)
        work = _Blob(self, blob, account)
        try:
            head = tally.head()
            fmt = kinds.sniff(blob.path, head, blob.size)
        except OSError as error:
            fmt = ""
            work.stopped(error, f"it could not be opened ({_io_reason(error)}); check that it exists and may be read")
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            fmt = ""
            work.unread("internal", _where(error))
        work.open(fmt)
        if fmt:
            self.read(tally, work, fmt, depth)
        if tally.cut:
            work.stopped(OverBudget(), "")
        tally.close()
        work.close()
        return tally.taken

    def read(self, tally: Tally, work: _Blob, fmt: str, depth: int) -> None:
        """Lets the reader of the format open the blob, and takes what it yields."""
        blob, limits = tally.opened(), self.settings.limits
        if tally.budget is not None:
            limits, tally.linear = limits._replace(sample=tally.budget), fmt in LINEAR
        try:
            for item in self.readers(blob.path, fmt)(blob, limits):
                if isinstance(item, Segment):
                    work.segment(item)
                elif isinstance(item, Blob):
                    self.member(item, work, depth)
                elif isinstance(item, Opaque):
                    work.account.opaque += item.bytes
                else:
                    work.account.unread.append(self.tidy(item, work))
        except OSError as error:
            work.stopped(error, f"reading stopped ({_io_reason(error)}); scan it again")
        except Exception as error:  # noqa: BLE001 - any fault becomes an unread entry
            work.unread("internal", _where(error))

    def member(self, member: Blob, work: _Blob, depth: int) -> None:
        limits = self.settings.limits
        if depth + 1 > limits.depth:
            work.unread("limit", f"archives nest deeper than {limits.depth}; unpack it and scan what is inside")
            self.names_only(member, work)
        elif work.account.unpacked > limits.tree:
            work.unread("limit", f"more than {limits.tree >> 20} MiB unpacked; unpack it and scan what is inside")
            self.names_only(member, work)
        else:
            work.account.spend(self.blob(member, work.account, depth + 1))

    def names_only(self, member: Blob, work: _Blob) -> None:
        """A member that is not opened is still judged by its name."""
        inner = _Blob(self, member, work.account)
        inner.open("")
        inner.close()

    def tidy(self, item: Unread, work: _Blob) -> Unread:
        """An unread entry with nothing in it that must not be printed."""
        path = work.shown.path if item.path == work.blob.path else self.names.shown(item.path, item.path).path
        return item._replace(path=path, place=self.names.clean(item.place))


class _Blob:
    """The work on one blob: its kind, its groups of spans, and how its words may be printed."""

    def __init__(self, run: _Scan, blob: Blob, account: budget.Account) -> None:
        self.run, self.blob, self.account = run, blob, account
        self.kind: Kind = "other"
        self.shown = findings.Shown("", "", run.names.clean)
        self.groups: dict[tuple[object, ...], findings.Group] = {}
        self.excused: dict[tuple[object, ...], tuple[findings.Group, allowed.By, str]] = {}
        self.full = False
        self.used_marks: set[tuple[int, str]] = set()
        self.shown = run.names.shown(blob.path, blob.shown)

    def open(self, fmt: str) -> None:
        """Judges the name, now that the format is known."""
        self.kind = kinds.kind(self.blob.path, fmt)
        for span in self.run.names.spans(self.blob, fmt, self.kind):
            self.add(span, Segment(b"", "name"), Position(), Position(), b"", (0, 0))

    def segment(self, segment: Segment) -> None:
        self.account.read_any = True
        if isinstance(segment.data, bytes):
            self.text(segment, segment.data, segment.where or position.Lines(segment.data))
            return
        above, data, base = 0, b"", 0
        for chunk in segment.data:
            above += data.count(b"\n", 0, chunk.base - base)
            data, base = chunk.data, chunk.base
            self.text(segment, data, segment.where or position.Lines(data, base, above), chunk)

    def text(self, segment: Segment, data: bytes, where: OffsetMap, chunk: Chunk | None = None) -> None:
        """Searches one run of text; of a chunk, only the matches that it owns."""
        about = About(self.blob.path, segment.key, segment.place, self.kind, self.run.settings.repo.type, segment.on)
        found = self.run.searcher.search(data, about)
        base = chunk.base if chunk else 0
        for span in found.spans:
            if chunk is not None and not chunk.first <= base + span.start < chunk.stop:
                continue
            at, end = where(base + span.start, base + span.end), where(base + span.end, base + span.end)
            self.add(span, segment, at, end, data, (span.start, span.end))
        for rule in sorted(found.over):
            budget_hint = f"too many candidates for {rule}; more of them may be in this file"
            self.unread("limit", budget_hint, segment.place)
        if segment.commentable and b"hubseal: allow" in data:
            self.stale_marks(data, where, base)

    def add(
        self,
        span: Span,
        segment: Segment,
        at: Position,
        end: Position,
        data: bytes,
        spot: tuple[int, int],
    ) -> None:
        """Files a span under its finding, or under what excuses it."""
        policy = self.run.policy
        override = policy.rules.get(span.rule.id)
        if override is not None:
            span = span._replace(level=override)
        key = findings.group_key(span, span.key, segment.place, self.kind)
        by: allowed.By | None = None
        why = allowed.by_value(policy, span.rule, span.value)
        if why is not None:
            by = "policy"
        elif segment.commentable:
            why = allowed.inline(data, span, *spot)
            by = "inline" if why is not None else None
            if by:
                self.used_marks.add((at.line or 0, span.rule.id))
        group = self.excused[key][0] if by and key in self.excused else None if by else self.groups.get(key)
        if group is None:
            if len(self.groups) >= self.run.settings.limits.findings:
                self.overflow()
                return
            mark = findings.anchor(data, *spot, span.key) if self.kind != "data" else "key:" + span.key
            group = findings.Group(span, segment.place, at, end, mark)
            if by:
                self.excused[key] = (group, by, why or "allowed by a comment")
            else:
                self.groups[key] = group
        group.add(span, segment.place, at)
        trusted = self.run.settings.confidant
        if trusted and not by and span.rule.id in trusted.rules:
            group.held.add(span.value)

    def overflow(self) -> None:
        if not self.full:
            self.full = True
            most = self.run.settings.limits.findings
            self.unread("limit", f"more than {most} findings; fix these and scan again")

    def stale_marks(self, data: bytes, where: OffsetMap, base: int) -> None:
        """Notes allow comments that allowed nothing."""
        known = {r for _, r in self.used_marks}
        for offset, ids in waivers.inline_marks(data):
            line = where(base + offset, base + offset).line or 0
            for rule in ids:
                used = rule in known and any((n, rule) in self.used_marks for n in (line, line + 1, line - 1))
                if not used and self.run.searcher.runs(rule):
                    self.run.notes.append(
                        f"{self.shown.shown}:{line}: the comment that allows {rule} matches nothing; remove it"
                    )

    def stopped(self, error: OSError, hint: str) -> None:
        """Files a read that failed: as a budget that ran out, once for all that is packed in a blob, or as an error."""
        if not isinstance(error, OverBudget):
            self.unread("io", hint)
        elif not self.account.over:
            self.account.over = True
            self.unread("budget", "the rest was not read, to stay within the budget; `--budget` raises it")

    def unread(self, cause: str, hint: str, place: str = "") -> None:
        size = self.blob.size
        self.account.unread.append(Unread(self.shown.path, self.run.names.clean(place), cause, size, hint))  # type: ignore[arg-type]

    def close(self) -> None:
        """Turns groups into findings, and asks waivers and baseline about each."""
        groups, trusted = list(self.groups.values()), self.run.settings.confidant
        for finding, group in zip(findings.finish(groups, self.blob, self.shown), groups, strict=True):
            cover = self.run.ledger.covers(finding, self.blob.path, group.span.value)
            if cover is None:
                self.run.findings.append(finding)
                if trusted:
                    for value in sorted(group.held):
                        trusted.tell(finding.fingerprint, value)
            else:
                self.run.waived.append(Waived(finding, *cover))
        excused = list(self.excused.values())
        for finding, (_, by, why) in zip(
            findings.finish([g for g, _, _ in excused], self.blob, self.shown), excused, strict=True
        ):
            self.run.waived.append(Waived(finding, by, why))


def _today() -> str:
    from time import gmtime, strftime

    return strftime("%Y-%m-%d", gmtime())


def _io_reason(error: OSError) -> str:
    """The operating system's words for the error, or the source's; never a file name."""
    if isinstance(error, Unreadable):
        return str(error)
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _where(error: Exception) -> str:
    """Names an internal error by type and code location; its message could hold content."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        folder, name = os.path.split(trace.tb_frame.f_code.co_filename)
        place = f" at {os.path.basename(folder)}/{name}:{trace.tb_lineno}"
    return f"{type(error).__name__}{place}; this is a fault of hubseal, please report it with this line"
