"""From bytes to spans: triggers, patterns, validators. Leaked values live here and in `findings`, nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .. import decode, matcher
from ..rule_types import Detector, Levels, MatchContext, Rule, RuleSet
from ..types import FAMILIES, Family, Kind, Level, Limits, RepoType, Surface
from . import assignment_keys, boundaries
from .dedupe import collapse

PAIRED_REACH = 2048
NEAR_BEFORE, NEAR_AFTER = 100, 40
LONGEST = 64 << 10
NARROW = 16
"""Width of triggers around which every start is tried; wider ones are searched."""


class Span(NamedTuple):
    """A match and its verdict. `start` and `end` are offsets in the segment as it stands in the blob."""

    rule: Rule
    detector: Detector | None
    """What found it; None for a check of the policy and for a second detector."""
    level: Level
    reason: str
    start: int
    end: int
    value: bytes
    key: str
    partner: tuple[int, int] | None
    how: str
    order: int
    """The detector's place in the list: the more specific come first."""

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Public literals that the value may begin with."""
        return self.detector.prefixes if self.detector is not None else ()

    def rank(self) -> tuple[bool, bool, bool, int, int]:
        """The smaller, the more specific: a prefix, more than a `note`, a name beside it, the detector's place."""
        bare = not (self.prefixes and self.detector is not None and self.detector.keywords)
        return not self.prefixes, self.level == "note", bare, self.order, self.start - self.end


class TextContext(NamedTuple):
    """What is known of the text that is searched."""

    path: str
    key: str
    place: str
    kind: Kind
    repo: RepoType
    on: Surface


class Found(NamedTuple):
    """The spans of one text, and the rules of which there were more candidates than the budget allows."""

    spans: list[Span]
    over: frozenset[str]


NOTHING = Found([], frozenset())
_Use = tuple[int, int, int]
"""What a trigger is for: (rule by its number or, when negative, a decoder; back; ahead)."""


def level_of(levels: Levels, repo: RepoType, kind: Kind) -> Level:
    """The level that a rule gives to findings in a file of this kind, in a repository of this type."""
    for on_repo, on_kind, level in levels.by:
        if on_repo in ("*", repo) and on_kind in ("*", kind):
            return level
    return levels.default


class Searcher:
    """Searches text with a set of rules. Holds compiled patterns, so one serves a whole scan."""

    def __init__(
        self,
        rules: RuleSet,
        families: Sequence[Family],
        off: frozenset[str],
        limits: Limits,
        engine: str,
        folder: str | None,
    ) -> None:
        self._rules, self._limits = rules, limits
        plan = rules.plan
        self._ids = frozenset(
            name for name, family in zip(plan.ids, plan.families, strict=True) if family in families and name not in off
        )
        self._owners = [plan.ids[rule] for rule in plan.detectors]
        self._on = frozenset(number for number, rule_id in enumerate(self._owners) if rule_id in self._ids)
        self._compiled: dict[bytes, re.Pattern[bytes]] = {}
        self._active: dict[tuple[Surface, Kind, RepoType], dict[int, Level]] = {}
        wanted = [plan.families[rule] in families for rule in plan.detectors]
        uses: dict[bytes, tuple[_Use, ...]] = {
            pattern: use
            for pattern, use in zip(plan.patterns, plan.uses, strict=True)
            if len(families) == len(FAMILIES) or any(wanted[number] for number, _, _ in use)
        }
        for number, decoder in enumerate(decode.DECODERS):
            for pattern in decoder.triggers:
                uses[pattern] = (*uses.get(pattern, ()), (-1 - number, 0, 0))
        self._uses = list(uses.values())
        self._matcher = matcher.compile(list(uses), engine, folder)

    def runs(self, rule_id: str) -> bool:
        """Whether a rule is switched on."""
        return rule_id in self._ids

    def rule(self, rule_id: str) -> Rule | None:
        """A rule that is switched on."""
        return self._rules.entry(rule_id).rule if rule_id in self._ids else None

    def search(self, data: bytes, about: TextContext, layers: int = 2) -> Found:
        """All spans of `data` and of its decoded views. A newline is added on either side for triggers."""
        if about.on == "bytes":
            layers = 0
        hits = self._matcher.scan(b"\n%b\n" % data, self._limits.events)
        if not hits.found:
            return NOTHING
        active = self._active.setdefault((about.on, about.kind, about.repo), {})
        marks: dict[int, list[tuple[int, int]]] = {}
        spans: list[Span] = []
        seen: set[tuple[int, int, int]] = set()
        done: dict[int, int] = {}
        for pattern, padded_start, padded_end in hits.found:
            start, end = max(padded_start - 1, 0), min(padded_end - 1, len(data))
            for use in self._uses[pattern]:
                number = use[0]
                if number < 0:
                    if layers:
                        marks.setdefault(number, []).append((start, end))
                elif number in self._on and start >= done.get(number, 0):
                    level = active.get(number) or self._level(number, about, active)
                    if level == "off":
                        continue
                    span = self._confirm(data, start, end, use, about, level, seen)
                    if span is not None:
                        spans.append(span)
                        done[number] = span.end
        over = {
            self._owners[number]
            for p in hits.over
            for number, _, _ in self._uses[p]
            if number >= 0 and active.get(number, "off") != "off"
        }
        for number, where in marks.items():
            over |= self._views(data, decode.DECODERS[-1 - number], where, about, layers, spans)
        return Found(collapse(spans), frozenset(over))

    def _level(self, number: int, about: TextContext, known: dict[int, Level]) -> Level:
        """The level of a detector's findings in such text, `off` where it does not run; kept in `known`."""
        rule, detector = self._rules.entry(self._owners[number]).rule, self._rules.detector(number)
        prefixed = rule.family == "tokens" and bool(detector.prefixes)
        runs = {
            "name": detector.on == "name" or prefixed,
            "text": detector.on == "text" and about.kind in detector.kinds,
            "bytes": detector.on == "text" and prefixed and detector.bits >= 80,
        }[about.on]
        level = known[number] = level_of(rule.levels, about.repo, about.kind) if runs else "off"
        return level

    def _pattern(self, source: bytes) -> re.Pattern[bytes]:
        compiled = self._compiled.get(source)
        if compiled is None:
            compiled = self._compiled[source] = re.compile(source)
        return compiled

    def _confirm(
        self,
        data: bytes,
        start: int,
        end: int,
        use: _Use,
        about: TextContext,
        level: Level,
        seen: set[tuple[int, int, int]],
    ) -> Span | None:
        """The span of one rule around one trigger."""
        if about.on == "text" or self._rules.detector(use[0]).on == "name":
            return self._within(data, 0, start, end, use, about, level, seen)
        for base, stop in boundaries.own(data, start, end, about.on):
            piece = data[base:stop]
            span = self._within(piece, base, start - base, end - base, use, about, level, seen)
            if span is not None:
                return span
        if (
            about.on == "bytes"
            and about.kind != "other"
            and boundaries.joined(data, start, self._rules.detector(use[0]).prefixes)
        ):
            return self._within(data[start : start + LONGEST], start, 0, end - start, use, about, level, seen)
        return None

    def _within(
        self,
        data: bytes,
        base: int,
        start: int,
        end: int,
        use: _Use,
        about: TextContext,
        level: Level,
        seen: set[tuple[int, int, int]],
    ) -> Span | None:
        """The same in `data`, which begins at `base` of the segment; `start` and `end` count from there."""
        number, back, ahead = use
        detector = self._rules.detector(number)
        low, high = max(start - max(back, 0), 0), end + ahead
        if detector.value and self._pattern(detector.value).search(data, low, high) is None:
            return None
        pattern = self._pattern(detector.pattern)
        if back < 0:
            match = pattern.match(data, start, high)
        else:
            match = self._first(pattern, data, low, high, end) if not back else pattern.search(data, low, high)
        before = None
        while match is not None and match.end() <= start and match.end() > low:
            before, low = match, match.end()
            match = pattern.search(data, low, high)
        match = match or before
        while match is not None and match.end() >= high and high < len(data) and high - low < LONGEST:
            high += high - low  # cut by the window: the right border was not real
            match = pattern.search(data, low, high)
        if match is None:
            return None
        place = (number, base + match.start("leak"), base + match.end("leak"))
        if place in seen:
            return None
        seen.add(place)
        span = self._validate(number, match, data, about, level)
        if span is None:
            return None
        partner = (base + span.partner[0], base + span.partner[1]) if span.partner else None
        return span._replace(start=base + span.start, end=base + span.end, partner=partner)

    @staticmethod
    def _first(pattern: re.Pattern[bytes], data: bytes, low: int, high: int, end: int) -> re.Match[bytes] | None:
        """The first match that begins within the trigger, `data[low:end]`; one that begins later has its own."""
        if end - low > NARROW:
            return pattern.search(data, low, high)
        for start in range(low, end + 1):
            match = pattern.match(data, start, high)
            if match is not None:
                return match
        return None

    def _validate(
        self, number: int, match: re.Match[bytes], data: bytes, about: TextContext, level: Level
    ) -> Span | None:
        detector = self._rules.detector(number)
        start, end = match.span("leak")
        key = about.key or (assignment_keys.enclosing(data, start) if about.on == "text" else "")
        if detector.keywords and not _near(detector.keywords, data, start, end, key):
            return None
        paired = self._paired(detector, data, start, end)
        reason = ""
        for validator in detector.validators:
            context = MatchContext(
                data, start, end, about.path, key, about.place, about.kind, about.repo, about.on, paired, level
            )
            verdict = validator(match, context)
            if verdict is not None:
                level, reason = verdict.level, verdict.reason or reason
                if level == "off":
                    return None
        other = paired.span("leak") if paired is not None else None
        rule = self._rules.entry(detector.rule).rule
        return Span(rule, detector, level, reason, start, end, match["leak"], key, other, "", number)

    def _paired(self, detector: Detector, data: bytes, start: int, end: int) -> re.Match[bytes] | None:
        """The other half of a composite leak, nearest after the first half, else before it."""
        if detector.paired_pattern is None:
            return None
        pattern = self._pattern(detector.paired_pattern)
        after = pattern.search(data, end, end + PAIRED_REACH)
        return after or pattern.search(data, max(start - PAIRED_REACH, 0), start)

    def _views(
        self,
        data: bytes,
        decoder: decode.Decoder,
        where: list[tuple[int, int]],
        about: TextContext,
        layers: int,
        spans: list[Span],
    ) -> set[str]:
        """Adds what stands in decoded views of `data`, mapped back to it."""
        over: set[str] = set()
        for view in decoder.views(data, where):
            found = self.search(view.data, about, layers - 1)
            over |= found.over
            for span in found.spans:
                low, high = view.back(span.start, span.end)
                other = view.back(*span.partner) if span.partner else None
                spans.append(span._replace(start=low, end=high, partner=other, how=view.how))
        return over


def _near(words: tuple[str, ...], data: bytes, start: int, end: int, key: str) -> bool:
    lowered = key.lower()
    if any(word in lowered for word in words):
        return True
    window = data[max(start - NEAR_BEFORE, 0) : start].lower() + b" " + data[end : end + NEAR_AFTER].lower()
    return any(word.encode() in window for word in words)
