"""From a trigger to a span: the pattern around it, the words beside it, the other half, the validators."""

from __future__ import annotations

import re

from .. import regex
from ..rule_types import Detector, MatchContext, RuleSet
from ..typed import NamedTuple
from ..types import Level
from . import assignment_keys, boundaries, keywords
from .repeats import Outcome, Use
from .searched import SearchedText
from .span import Span, TextContext

PAIRED_REACH = 2048
LONGEST = 64 << 10
NARROW = 16
"""Width of triggers around which every start is tried; wider ones are searched."""


class _Found(NamedTuple):
    """A match in `data`, which begins at `base` of the segment, if there is one; `high`: where the search ended."""

    data: bytes
    base: int
    match: re.Match[bytes] | None
    high: int

    @property
    def leak(self) -> tuple[int, int]:
        """Where the value stands in the segment."""
        start, end = self.match.span("leak") if self.match is not None else (0, 0)
        return self.base + start, self.base + end


class Confirmer:
    """Confirms candidates by the patterns of their detectors, each compiled when it is first needed."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._compiled: dict[bytes, re.Pattern[bytes]] = {}
        self._patterns: dict[int, tuple[re.Pattern[bytes] | None, re.Pattern[bytes]]] = {}
        """Per detector: the cheap pattern of its values, when it has one, and that of the whole."""

    def _pattern(self, source: bytes) -> re.Pattern[bytes]:
        compiled = self._compiled.get(source)
        if compiled is None:
            compiled = self._compiled[source] = regex.compile(source)
        return compiled

    def patterns(self, number: int) -> tuple[re.Pattern[bytes] | None, re.Pattern[bytes]]:
        """The cheap pattern of a detector's values, when it has one, and that of the whole."""
        return self._patterns.get(number) or self._both_patterns(number)

    def _both_patterns(self, number: int) -> tuple[re.Pattern[bytes] | None, re.Pattern[bytes]]:
        detector = self._rules.detector(number)
        both = self._pattern(detector.value) if detector.value else None, self._pattern(detector.pattern)
        self._patterns[number] = both
        return both

    def matches(self, data: bytes, start: int, end: int, use: Use) -> bool:
        """Whether the pattern of a detector matches around a trigger, in the window that it has at first."""
        number, back, ahead = use
        value, pattern = self.patterns(number)
        low, high = max(start - back, 0) if back > 0 else start, end + ahead
        if value is not None and value.search(data, low, high) is None:
            return False
        if back < 0:
            return pattern.match(data, start, high) is not None
        if not back and end - low <= NARROW:
            return self._first(pattern, data, low, high, end) is not None
        return pattern.search(data, low, high) is not None

    def confirm(
        self,
        data: bytes,
        start: int,
        end: int,
        use: Use,
        text: TextContext,
        level: Level,
        searched: SearchedText,
    ) -> Span | None:
        """The span of one detector around one trigger, `data[start:end]`; `searched` is what is known of `data`."""
        if text.on == "text":
            return self._repeated(data, start, end, use, text, level, searched)
        if self._rules.detector(use[0]).on == "name":
            return self._within(data, 0, start, end, use, text, level, searched)
        for base, stop in boundaries.own(data, start, end, text.on):
            piece = data[base:stop]
            span = self._within(piece, base, start - base, end - base, use, text, level, searched)
            if span is not None:
                return span
        if (
            text.on == "bytes"
            and text.kind != "other"
            and boundaries.joined(data, start, self._rules.detector(use[0]).prefixes)
        ):
            return self._within(data[start : start + LONGEST], start, 0, end - start, use, text, level, searched)
        return None

    def _repeated(
        self,
        data: bytes,
        start: int,
        end: int,
        use: Use,
        text: TextContext,
        level: Level,
        searched: SearchedText,
    ) -> Span | None:
        """The same in a whole text. Where the same stood around an earlier trigger, what came of that is known."""
        number, back, ahead = use
        window = searched.repeats.window(use, data, start - max(back, 0), end + ahead)
        if window is None:
            return self._within(data, 0, start, end, use, text, level, searched)
        known = searched.repeats.outcome(use, window)
        if known is not None:
            if known.match is None or not searched.judge(number, start + known.match[0], start + known.match[1]):
                return None
            return known.span.moved(start) if known.span is not None else None
        found = self._find(data, 0, start, end, use, text, searched)
        span = None
        if found.match is not None:
            low, high = found.leak
            if not searched.judge(number, low, high):
                return None
            span = self._judge(found, number, text, level)
        if found.high <= end + ahead:
            leak = None if found.match is None else (found.leak[0] - start, found.leak[1] - start)
            searched.repeats.remember(use, window, Outcome(leak, span and span.moved(-start)))
        return span

    def _within(
        self,
        data: bytes,
        base: int,
        start: int,
        end: int,
        use: Use,
        text: TextContext,
        level: Level,
        searched: SearchedText,
    ) -> Span | None:
        """The same in `data`, which begins at `base` of the segment; `start` and `end` count from there."""
        found = self._find(data, base, start, end, use, text, searched)
        if found.match is None or not searched.judge(use[0], *found.leak):
            return None
        return self._judge(found, use[0], text, level)

    def _find(
        self, data: bytes, base: int, start: int, end: int, use: Use, text: TextContext, searched: SearchedText
    ) -> _Found:
        """The match of a detector's pattern around a trigger."""
        number, back, ahead = use
        value, pattern = self.patterns(number)
        low, high = max(start - back, 0) if back > 0 else start, end + ahead
        if value is not None and searched.search(value, data, low, high) is None:
            return _Found(data, base, None, high)
        match, high = self._match(pattern, data, (low, start, end, high), back, searched)
        if match is None:
            return _Found(data, base, None, high)
        escape = boundaries.escape_before(data, match.start("leak"), text.on, self._rules.detector(number).prefixes)
        if escape is not None:
            first, piece = escape
            return self._find(piece, base + first, start - first, end - first, use, text, searched)
        return _Found(data, base, match, high)

    def _judge(self, found: _Found, number: int, text: TextContext, level: Level) -> Span | None:
        """The span of a match that nobody has judged yet."""
        span = self._validate(number, found.match, found.data, text, level) if found.match is not None else None
        return span.moved(found.base) if span is not None else None

    def _match(
        self,
        pattern: re.Pattern[bytes],
        data: bytes,
        window: tuple[int, int, int, int],
        back: int,
        searched: SearchedText,
    ) -> tuple[re.Match[bytes] | None, int]:
        """The match of a pattern around a trigger, and where the search for it ended at last; `window` is (low, start
        of the trigger, its end, high)."""
        low, start, end, high = window
        if back < 0:
            match = pattern.match(data, start, high)
        else:
            narrow = not back and end - low <= NARROW
            match = self._first(pattern, data, low, high, end) if narrow else searched.search(pattern, data, low, high)
        before = None
        while match is not None and match.end() <= start and match.end() > low:
            before, low = match, match.end()
            match = searched.search(pattern, data, low, high)
        match = match or before
        while match is not None and match.end() >= high and high < len(data) and high - low < LONGEST:
            high += high - low  # cut by the window: the right border was not real
            match = searched.search(pattern, data, low, high)
        return match, high

    @staticmethod
    def _first(pattern: re.Pattern[bytes], data: bytes, low: int, high: int, end: int) -> re.Match[bytes] | None:
        """The first match that begins within the trigger, `data[low:end]`; one that begins later has its own."""
        for start in range(low, end + 1):
            match = pattern.match(data, start, high)
            if match is not None:
                return match
        return None

    def _validate(
        self, number: int, match: re.Match[bytes], data: bytes, text: TextContext, level: Level
    ) -> Span | None:
        """The span of a match, when its keywords stand near and no validator drops it."""
        detector = self._rules.detector(number)
        start, end = match.span("leak")
        key = text.key or (assignment_keys.enclosing(data, start) if text.on == "text" else "")
        if detector.keywords and not keywords.beside(detector.keywords, data, start, end, key):
            return None
        paired = self._paired(detector, data, start, end)
        reason = ""
        for validator in detector.validators:
            context = MatchContext(
                data, start, end, text.path, key, text.place, text.judged, text.repo, text.on, paired, level
            )
            verdict = validator(match, context)
            if verdict is not None:
                level, reason = verdict.level, verdict.reason or reason
                if level == "off":
                    return None
        other = paired.span("leak") if paired is not None else None
        rule, title = self._rules.entry(detector.rule).rule, _title(detector, match)
        owner = data[start : match.end("user")] if match.re.groupindex.get("user") and match["user"] else b""
        return Span(rule, detector, level, reason, start, end, match["leak"], key, other, "", number, title, owner)

    def _paired(self, detector: Detector, data: bytes, start: int, end: int) -> re.Match[bytes] | None:
        """The other half of a composite leak, nearest after the first half, else before it."""
        if detector.paired_pattern is None:
            return None
        pattern = self._pattern(detector.paired_pattern)
        after = pattern.search(data, end, end + PAIRED_REACH)
        return after or pattern.search(data, max(start - PAIRED_REACH, 0), start)


def _title(detector: Detector, match: re.Match[bytes]) -> str:
    """The title of a variant, with the name that its pattern found: words of the pattern, spelled as it spells them."""
    title = detector.variant.title if detector.variant is not None else ""
    if "{who}" in title:
        name = re.sub(rb"[^0-9a-z]+", b" ", match["who"].lower()).decode("ascii").strip()
        title = title.replace("{who}", name)
    return title
