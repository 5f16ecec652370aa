"""The work on one blob: its segments searched, its spans grouped, its findings made and asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import kinds, position, suppression
from ..types import Blob, Broken, Chunk, Kind, OffsetMap, Position, Segment, Unread, Waived
from . import budget, findings, waiver_log
from .cells import CellTexts
from .span import Span, TextContext, level_of
from .streams import OverBudget

if TYPE_CHECKING:
    from .scan import Scan


SECOND = "second-opinion"
"""The rule under which findings of second detectors stand."""


class BlobScan:
    """The work on one blob: its kind, its groups of spans, and how its words may be printed."""

    def __init__(self, run: Scan, blob: Blob, account: budget.BlobBudget) -> None:
        self.run, self.blob, self.account = run, blob, account
        self.kind: Kind = "other"
        self.groups: dict[tuple[object, ...], findings.Group] = {}
        self.excused: dict[tuple[object, ...], tuple[findings.Group, waiver_log.By, str]] = {}
        self.cells = CellTexts()
        self.full = False
        self.used_marks: set[tuple[int, str]] = set()
        self._shown: findings.Shown | None = None

    @property
    def shown(self) -> findings.Shown:
        """How the blob's path may be printed; most blobs are never printed."""
        if self._shown is None:
            self._shown = self.run.names.shown(self.blob.path, self.blob.shown)
        return self._shown

    def open(self, fmt: kinds.Format) -> None:
        """Judges the name, now that the format is known."""
        self.kind = kinds.kind(self.blob.path, fmt)
        for span in self.run.names.spans(self.blob, fmt, self.kind):
            self.add(span, Segment(b"", "name"), Position(), Position(), b"", (0, 0))

    def segment(self, segment: Segment) -> None:
        self.account.read_any = True
        if isinstance(segment.data, bytes):
            self.text(segment, segment.data, segment.where or self.places(segment, segment.data))
            return
        above, data, base = 0, b"", 0
        for chunk in segment.data:
            above += data.count(b"\n", 0, chunk.base - base)
            data, base = chunk.data, chunk.base
            self.text(segment, data, segment.where or self.places(segment, data, base, above), chunk)

    def column(self, name: str) -> None:
        """Searches what cells held so far, when what comes next is not of the same column, or when that is much."""
        if name != self.cells.column or self.cells.full:
            for segment in self.cells.take():
                self.segment(segment)
            self.cells.column = name

    @staticmethod
    def places(segment: Segment, data: bytes, base: int = 0, above: int = 0) -> OffsetMap:
        """Where the bytes of a segment stand that are the blob's own."""
        return position.offsets if segment.on == "bytes" else position.Lines(data, base, above)

    def text(self, segment: Segment, data: bytes, where: OffsetMap, chunk: Chunk | None = None) -> None:
        """Searches one run of text; of a chunk, only the matches that it owns."""
        about = TextContext(
            self.blob.path, segment.key, segment.place, self.kind, self.run.settings.repo.type, segment.on
        )
        found = self.run.searcher.search(data, about)
        base = chunk.base if chunk else 0
        for span in found.spans:
            if chunk is not None and not chunk.first <= base + span.start < chunk.stop:
                continue
            at, end = where(base + span.start, base + span.end), where(base + span.end, base + span.end)
            self.add(span, segment, at, end, data, (span.start, span.end))
        if self.run.settings.detectors and segment.on == "text":
            self.second(segment, data, where, base, [(s.start, s.end) for s in found.spans])
        for rule in sorted(found.over):
            budget_hint = f"too many candidates for {rule}; more of them may be in this file"
            self.unread("limit", budget_hint, segment.place)
        if segment.commentable and b"hubseal: allow" in data:
            self.stale_marks(data, where, base)

    def second(self, segment: Segment, data: bytes, where: OffsetMap, base: int, ours: list[tuple[int, int]]) -> None:
        """Adds what second detectors find and no rule of ours did."""
        rule = self.run.searcher.rule(SECOND)
        if rule is None:
            return
        level = level_of(rule.levels, self.run.settings.repo.type, self.kind)
        for detect in self.run.settings.detectors:
            for start, end, sort in detect(data):
                if any(low < end and start < high for low, high in ours):
                    continue
                ours.append((start, end))
                reason = f"detect-secrets calls it: {sort}"
                span = Span(rule, None, level, reason, start, end, data[start:end], segment.key, None, "", -1)
                at, to = where(base + start, base + end), where(base + end, base + end)
                self.add(span, segment, at, to, data, (start, end))

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
        by: waiver_log.By | None = None
        why = waiver_log.by_value(policy, span.rule, span.value)
        if why is not None:
            by = "policy"
        elif segment.commentable:
            why = waiver_log.inline(data, span, *spot)
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
        for offset, ids in suppression.inline_marks(data):
            line = where(base + offset, base + offset).line or 0
            for rule in ids:
                used = rule in known and any((n, rule) in self.used_marks for n in (line, line + 1, line - 1))
                if not used and self.run.searcher.runs(rule):
                    self.run.notes.append(
                        f"{self.shown.shown}:{line}: the comment that allows {rule} matches nothing; remove it"
                    )

    def stopped(self, error: OSError, hint: str) -> None:
        """Files a read that failed: as a budget that ran out, once for all that is packed in a blob, or as an error."""
        if isinstance(error, Broken):
            self.unread("damaged", str(error))
        elif not isinstance(error, OverBudget):
            self.unread("io", hint)
        elif not self.account.over:
            self.account.over = True
            self.unread("budget", "the rest was not read, to stay within the budget; `--budget` raises it")

    def unread(self, cause: str, hint: str, place: str = "") -> None:
        size = self.blob.size
        self.account.unread.append(Unread(self.shown.path, self.run.names.clean(place), cause, size, hint))  # type: ignore[arg-type]

    def close(self) -> None:
        """Files what was not read of cells, turns groups into findings, and asks waivers and baseline about each."""
        for item in self.cells.all_unread(self.shown.path):
            self.account.unread.append(item._replace(place=self.run.names.clean(item.place)))
        if not self.groups and not self.excused:
            return
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
