"""The findings of one file: its texts searched, the spans grouped, what the user accepts set apart."""

from __future__ import annotations

from collections.abc import Iterator

from .. import kinds, position
from ..suppression.allow import accepted_by
from ..typed import TYPE_CHECKING
from ..types import Blob, BlobResult, Chunk, Finding, Kind, OffsetMap, Position, Segment, Unread, Waived
from . import identities
from .context import ScanContext
from .groups import Accepted, FindingGroup, GroupKey, group_key
from .identities import Occurrence, ranges
from .inline_comments import InlineComments, Text
from .masking import mask
from .results import EMPTY, NO_FILE
from .span import Span, TextContext, level_of
from .time_account import TimeAccount

if TYPE_CHECKING:
    from .findings import BlobNames

SECOND_OPINION = "second-opinion"
"""The rule under which findings of second detectors stand."""
NOWHERE = Position()
MOST_VALUES = 2_000
"""Values of one file that are remembered."""


class FindingCollector:
    """Searches the name and the texts of one file, and groups what is found."""

    def __init__(self, blob: Blob, context: ScanContext, time: TimeAccount) -> None:
        self._blob, self._context, self._time = blob, context, time
        self._kind: Kind = "other"
        self._groups: dict[GroupKey, FindingGroup] = {}
        self._accepted: dict[GroupKey, FindingGroup] = {}
        self._full = False
        self.values: dict[bytes, str] = {}
        """What was found, as it stands in the text and decoded, and what is printed for it."""
        self._comments = InlineComments(blob, context)
        self._notes: list[str] = []

    def name(self, fmt: kinds.Format, head: bytes = b"") -> Iterator[Unread]:
        """Judges the name, now that the format and the first bytes are known; yields what could not be reported."""
        self._kind = kinds.kind(self._blob.path, fmt)
        spans = list(self._context.names.spans(self._blob, fmt, self._kind, head))
        if len(spans) > 1 and not self._context.settings.all_names:
            from .causes import without_nested

            spans = without_nested(spans, self._is_accepted)
        for span in spans:
            yield from self._add(span, Occurrence("", NOWHERE, NOWHERE, b"", 0, 0), None)

    def _is_accepted(self, folder: Span) -> bool:
        """Whether a waiver or the baseline accepts a folder around the blob. One of schema 1 does not tell."""
        masker, baseline = self._context.masker, self._context.baseline
        name = masker.name(self._blob)
        if self._context.waivers.find(folder.ids, (self._blob.path, name.path), "", "") is not None:
            return True
        if not baseline.accepted:
            return bool(baseline.fingerprints)
        from .causes import cause

        at = cause(folder, self._blob, masker)
        return at is None or any(baseline.path(at.path) in baseline.paths(known) for known in folder.ids)

    def search(self, segment: Segment) -> Iterator[Unread]:
        """Searches a segment; yields what could not be searched or reported; stops when the time is up. Raises OSError
        where a chunk cannot be read."""
        if isinstance(segment.data, bytes):
            yield from self._search(segment, segment.data, segment.where or _offsets(segment, segment.data))
            return
        lines_before, data, base = 0, b"", 0
        for chunk in segment.data:
            if self._time.spent:
                return
            lines_before += data.count(b"\n", 0, chunk.base - base)
            data, base = chunk.data, chunk.base
            yield from self._search(segment, data, segment.where or _offsets(segment, data, base, lines_before), chunk)

    def _search(self, segment: Segment, data: bytes, where: OffsetMap, chunk: Chunk | None = None) -> Iterator[Unread]:
        """Searches one run of text; of a chunk, only the matches that it owns are taken."""
        repo, searcher = self._context.settings.repo.type, self._context.searcher
        text = TextContext(self._blob.path, segment.key, segment.place, self._kind, repo, segment.on, segment.kind)
        self._time.grant(len(data))
        found = searcher.search(data, text, time=self._time, most=self._context.settings.limits.spans)
        base = chunk.base if chunk else 0
        spans = [s for s in found.spans if chunk is None or chunk.first <= base + s.start < chunk.stop]
        if self._context.settings.detectors and segment.on == "text":
            spans += self._second_opinion(data, segment.key, found.spans)
        values, keyed = ranges(found.spans), bool(segment.key)
        source = Text(data, where, base, segment.kind, found.marked) if segment.commentable else None
        for span in spans:
            low, high = base + span.start, base + span.end
            start, end = where(low, high), where(high, high)
            at = Occurrence(segment.place, start, end, data, span.start, span.end, keyed, values)
            yield from self._add(span, at, source)
        for rule in sorted(found.over):
            yield self._unread(f"too many candidates for {rule}; more of them may be in this file", segment.place)
        if source is not None:
            self._comments.judge(source)

    def _second_opinion(self, data: bytes, key: str, ours: list[Span]) -> Iterator[Span]:
        """What second detectors find and no rule of ours does."""
        rule = self._context.searcher.rule(SECOND_OPINION)
        if rule is None:
            return
        level = level_of(rule.levels, self._context.settings.repo.type, self._kind)
        known = [(span.start, span.end) for span in ours]
        for detect in self._context.settings.detectors:
            for start, end, sort in detect(data):
                if not any(low < end and start < high for low, high in known):
                    known.append((start, end))
                    reason = f"detect-secrets calls it: {sort}"
                    yield Span(rule, None, level, reason, start, end, data[start:end], key, None, "", -1)

    def _add(self, span: Span, at: Occurrence, source: Text | None) -> Iterator[Unread]:
        """Adds a span to its group; yields when there are too many. `source`: a text that may hold comments."""
        self._keep(span, at)
        level = self._context.levels.of(span.ids, span.rule.family, self._blob.path)
        if level == "off":
            return
        if level is not None:
            span = span._replace(level=level)
        key = group_key(span, self._kind, apart=bool(self._context.baseline.fingerprints))
        accepted = self._accepts(span, at, source)
        groups = self._groups if accepted is None else self._accepted
        group = groups.get(key)
        if group is None:
            most = self._context.settings.limits.findings
            if len(self._groups) >= most:
                if not self._full:
                    self._full = True
                    yield self._unread(f"more than {most} findings; fix these and scan again")
                return
            group = groups[key] = self._group(span, at, accepted)
            if source is not None and accepted is None:
                group.hint = self._comments.hint(span, at, source)
        self._add_to(group, span, at)

    def _group(self, span: Span, at: Occurrence, accepted: Accepted | None) -> FindingGroup:
        """A group for a value and those like it."""
        former = ""
        if self._context.baseline.fingerprints:
            from .former_fingerprints import anchor as former_anchor

            former = former_anchor(span, at, self._kind)
        from .findings import anchor

        keyed = bool(span.key) or self._kind == "data"
        group = FindingGroup(anchor(span, at, keyed), former, accepted, identities.guessable(span))
        if span.rule.family == "files":
            from .causes import cause

            group.cause = cause(span, self._blob, self._context.masker)
        return group

    def _add_to(self, group: FindingGroup, span: Span, at: Occurrence) -> None:
        """Adds an occurrence to its group."""
        context = self._context
        place = identities.anchor(span, at, self._kind, group.guessed)
        value = group.add(span, at, place, context.waivers.by_place)
        if value is not None and context.baseline.excluded is not None:
            value.theirs = self._is_theirs(span, at)
        sink = context.settings.secrets
        if sink is not None and group.accepted is None and span.rule.id in sink.rules:
            group.secrets.add(span.value)

    def _is_theirs(self, span: Span, at: Occurrence) -> bool:
        """Whether a baseline of detect-secrets lists a value, or its other half."""
        lists, token = self._context.baseline.lists, span.rule.family == "tokens"
        if lists(self._blob.path, at.data, at.low, at.high, span.value, token):
            return True
        low, high = span.partner or (0, 0)
        return high > low and lists(self._blob.path, at.data, low, high, at.data[low:high], token)

    def _keep(self, span: Span, at: Occurrence) -> None:
        """Remembers a value, so that nothing that is said of the file repeats it."""
        if span.rule.family == "files" or span.value in self.values or len(self.values) > MOST_VALUES:
            return
        masked = mask(span)
        self.values[at.data[at.low : at.high]] = self.values[span.value] = masked
        if span.partner is not None:
            self.values[at.data[slice(*span.partner)]] = masked

    def _accepts(self, span: Span, at: Occurrence, source: Text | None) -> Accepted | None:
        """Whether the user accepts a value, by `allow:` of the policy or by a comment."""
        policy = self._context.policy
        setting = accepted_by(policy.allow, span.rule.family, span.value)
        if setting is not None:
            return "policy", setting
        own = policy.own_rules if self._blob.path == policy.source else ()
        if any(span.rule.id == rule.id for rule in own):
            return "policy", "an example of the policy's own rule"
        return None if source is None else self._comments.allows(span, at, source)

    def _note_renamed(self, where: str, former_id: str, rule_id: str, *advice: str) -> None:
        """Notes, once, that a former id stands somewhere."""
        from .renamed import renamed

        note = renamed(where, former_id, rule_id, *advice)
        if note not in self._notes:
            self._notes.append(note)

    def _unread(self, hint: str, place: str = "") -> Unread:
        masker = self._context.masker
        return Unread(masker.name(self._blob).path, masker.text(place), "limit", self._blob.size, hint)

    def result(self) -> BlobResult:
        """Turns groups into findings of what nobody accepts. Hands values over to the sink."""
        if not self._groups and not self._accepted:
            return EMPTY._replace(notes=(*self._notes, *self._comments.notes))
        from .acceptance import Acceptance

        acceptance = Acceptance(self._blob, self._context, self._names())
        made: list[Finding] = []
        waived: list[Waived] = []
        sink = self._context.settings.secrets
        for groups in (tuple(self._groups.values()), tuple(self._accepted.values())):
            if not groups:
                continue
            findings, accepted = acceptance.judge(groups)
            waived += accepted
            for finding, group in findings:
                made.append(finding)
                if sink is not None:
                    for value in sorted(group.secrets):
                        sink.receive(finding.fingerprint, value)
        for former_id, rule_id in sorted(acceptance.former):
            self._note_renamed(self._context.baseline.name, former_id, rule_id, "`hubseal baseline` writes it anew")
        used = tuple(sorted(acceptance.used))
        return BlobResult(tuple(made), tuple(waived), (), (*self._notes, *self._comments.notes), NO_FILE, used)

    def _names(self) -> BlobNames:
        from . import own_values
        from .findings import BlobNames

        masker, blob = self._context.masker, self._blob
        name = masker.name(blob)
        path = own_values.masker_of(self.values, own_values.IN_SENTENCES)(name.path)
        return BlobNames(name, path, blob.commit, masker, own_values.masker_of(self.values))


def _offsets(segment: Segment, data: bytes, base: int = 0, lines_before: int = 0) -> OffsetMap:
    """Where the bytes of a segment stand that are the blob's own."""
    return position.offsets if segment.on == "bytes" else position.Lines(data, base, lines_before)
