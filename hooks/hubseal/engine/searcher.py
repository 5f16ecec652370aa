"""From bytes to spans: one pass for the triggers of all detectors, each candidate confirmed, decoded views likewise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import decode, matcher
from ..decode.view import View
from ..rule_types import Rule, RuleSet
from ..typed import NamedTuple
from ..types import FAMILIES, Family, Kind, Level, Limits, RepoType, Surface
from .confirmer import Confirmer
from .dedupe import unique_spans
from .repeats import Use
from .searched import SearchedText
from .span import Span, TextContext, level_of
from .text_parts import TextParts
from .time_account import TimeAccount

CHECKED = 256
"""Candidates after which the time is looked at."""
OUR_MARK, THEIR_MARK = -1 - len(decode.DECODERS), -2 - len(decode.DECODERS)
"""Numbers that stand, in place of a detector's or a decoder's, for the marks of comments that allow a finding: ours,
which are judged whether there is one or not, and those of other tools."""
MARKS = {b"ubseal": OUR_MARK, b"ubSeal": OUR_MARK, b"UBSEAL": OUR_MARK} | dict.fromkeys(
    (b"pragma:", b"gitleaks:allow"), THEIR_MARK
)
"""What stands in every mark, however it is spelt."""


class SearchResult(NamedTuple):
    """The spans of one text, and the rules of which there were more candidates than the budget allows."""

    spans: list[Span]
    over: frozenset[str]
    searched: int = 0
    """Bytes that patterns were searched in around triggers, in all views together; the work that text makes."""
    marked: bool = False
    """Whether one of `MARKS` stands in the text; True, too, when the time was up before its end."""


NOTHING = SearchResult([], frozenset())


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
        self._on = frozenset(
            number
            for number, (rule_id, former) in enumerate(zip(self._owners, plan.former_ids, strict=True))
            if rule_id in self._ids and former not in off
        )
        self._former_ids = frozenset(plan.former_ids[number] for number in self._on)
        self.confirmer = Confirmer(rules)
        self._active: dict[tuple[Surface, Kind, Kind, RepoType], dict[int, Level]] = {}
        wanted = [plan.families[rule] in families for rule in plan.detectors]
        uses: dict[bytes, tuple[Use, ...]] = {
            pattern: use
            for pattern, use in zip(plan.patterns, plan.uses, strict=True)
            if len(families) == len(FAMILIES) or any(wanted[number] for number, _, _ in use)
        }
        for number, decoder in enumerate(decode.DECODERS):
            for pattern in decoder.triggers:
                uses[pattern] = (*uses.get(pattern, ()), (-1 - number, 0, 0))
        for mark, number in MARKS.items():
            uses[mark] = (*uses.get(mark, ()), (number, 0, 0))
        self._uses = list(uses.values())
        self.matcher = matcher.compile(list(uses), engine, folder)

    @property
    def uses(self) -> list[tuple[Use, ...]]:
        """Per pattern of the matcher, what it is a trigger of, as far as that is switched on."""
        return [tuple(use for use in some if use[0] < 0 or use[0] in self._on) for some in self._uses]

    def level(self, number: int, text: TextContext) -> Level:
        """The level of a detector's findings in such text; `off` where it does not run."""
        active = self._active_in(text)
        return active.get(number) or self._level(number, text, active)

    def runs(self, rule_id: str) -> bool:
        """Whether a rule is switched on, by its id or by a former one."""
        return rule_id in self._ids or rule_id in self._former_ids

    @property
    def known(self) -> tuple[str, ...]:
        """The ids of all rules, switched on or not, and former ones."""
        return self._rules.plan.names

    @property
    def renamed(self) -> dict[str, str]:
        """Former id of a rule -> its id of today."""
        return self._rules.plan.renamed

    def rule(self, rule_id: str) -> Rule | None:
        """A rule that is switched on."""
        return self._rules.entry(rule_id).rule if rule_id in self._ids else None

    def search(
        self,
        data: bytes,
        text: TextContext,
        layers: int = 2,
        time: TimeAccount | None = None,
        most: int | None = None,
    ) -> SearchResult:
        """All spans of `data` and of its decoded views; those up to some place when `time` is up before the end, and
        of each detector the first `most`. A newline is added on either side for triggers."""
        if text.on == "bytes":
            layers = 0
        hits = self.matcher.scan(b"\n%b\n" % data, self._limits.events)
        if not hits.found:
            return NOTHING
        parts = TextParts(data, text)
        searched = SearchedText(data)
        spans, encoded, over = self._spans(data, parts, hits.found, searched, time, most)
        marks = [encoded.pop(number, None) for number in (OUR_MARK, THEIR_MARK)]
        marked = any(marks) or (time is not None and time.spent)
        over |= {
            self._owners[number]
            for p in hits.over
            for number, _, _ in self._uses[p]
            if number >= 0 and any(self._active_in(part).get(number, "off") != "off" for part in parts.all)
        }
        for number, where in encoded.items() if layers else ():
            for view in decode.DECODERS[-1 - number].views(data, where):
                if time is not None and time.spent:
                    break
                found = self.search(view.data, parts.at(view.back(0, 1)[0]), layers - 1, time, most)
                over |= found.over
                searched.bytes += found.searched
                spans += _mapped(found.spans, view)
        return SearchResult(unique_spans(spans), frozenset(over), searched.bytes, marked)

    def _spans(
        self,
        data: bytes,
        parts: TextParts,
        hits: Sequence[tuple[int, int, int]],
        searched: SearchedText,
        time: TimeAccount | None,
        most: int | None,
    ) -> tuple[list[Span], dict[int, list[tuple[int, int]]], set[str]]:
        """The confirmed candidates, per decoder the places of its triggers, and the rules that found `most`."""
        encoded: dict[int, list[tuple[int, int]]] = {}
        spans: list[Span] = []
        done: dict[int, int] = {}
        found: dict[int, int] = {}
        text = parts.all[0]
        active = self._active_in(text)
        for count, (pattern, padded_start, padded_end) in enumerate(hits):
            if time is not None and count % CHECKED == 0 and time.check():
                break
            start, end = max(padded_start - 1, 0), min(padded_end - 1, len(data))
            if len(parts.all) > 1:
                text = parts.at(start)
                active = self._active_in(text)
            for use in self._uses[pattern]:
                number = use[0]
                if number < 0:
                    encoded.setdefault(number, []).append((start, end))
                elif number in self._on and start >= done.get(number, 0):
                    level = active.get(number) or self._level(number, text, active)
                    if level == "off":
                        continue
                    span = self.confirmer.confirm(data, start, end, use, text, level, searched)
                    if span is not None:
                        spans.append(span)
                        found[number] = found.get(number, 0) + 1
                        done[number] = span.end if found[number] != most else len(data) + 1
        return spans, encoded, {self._owners[number] for number, spans_of in found.items() if spans_of == most}

    def _active_in(self, text: TextContext) -> dict[int, Level]:
        """The levels of detectors in such text, as far as they are known."""
        return self._active.setdefault((text.on, text.kind, text.judged, text.repo), {})

    def _level(self, number: int, text: TextContext, known: dict[int, Level]) -> Level:
        """The level of a detector's findings in such text, `off` where it does not run; `known` caches it."""
        rule, detector = self._rules.entry(self._owners[number]).rule, self._rules.detector(number)
        prefixed = rule.family == "tokens" and bool(detector.prefixes)
        runs = {
            "name": detector.on == "name" or prefixed,
            "text": detector.on == "text" and text.judged in detector.kinds,
            "bytes": detector.on == "text" and prefixed and detector.bits >= 80,
        }[text.on]
        levels = detector.variant.levels if detector.variant is not None else None
        level = known[number] = level_of(levels or rule.levels, text.repo, text.kind) if runs else "off"
        return level


def _mapped(spans: list[Span], view: View) -> Iterator[Span]:
    """Spans of a decoded view, mapped back to what it was decoded from."""
    for span in spans:
        low, high = view.back(span.start, span.end)
        other = view.back(*span.partner) if span.partner else None
        yield span._replace(start=low, end=high, partner=other, how=view.how)
