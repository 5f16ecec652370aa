"""What one rule finds in a text: the real engine, with that rule alone."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from hubseal.engine.searcher import Searcher
from hubseal.engine.span import Span, TextContext
from hubseal.matcher import plan
from hubseal.rule_types import Detector, Plan, RuleEntry
from hubseal.rules import RULES
from hubseal.types import Limits


class OneRule:
    """A set that holds one rule."""

    def __init__(self, entry: RuleEntry) -> None:
        self._entry = entry
        self.plan: Plan = plan([entry])

    def entry(self, rule_id: str) -> RuleEntry:
        return {self._entry.rule.id: self._entry}[rule_id]

    def detector(self, number: int) -> Detector:
        return self._entry.detectors[number]

    def entries(self) -> Iterator[RuleEntry]:
        yield self._entry


@functools.cache
def searcher(rule_id: str) -> Searcher:
    """A searcher that knows one rule."""
    entry = RULES.entry(rule_id)
    return Searcher(OneRule(entry), (entry.rule.family,), frozenset(), Limits(), "re", None)


def found(rule_id: str, text: str, path: str = "notes.txt") -> list[Span]:
    """The spans of a rule in `text`."""
    return searcher(rule_id).search(text.encode(), TextContext(path, "", "", "other", "model", "text")).spans
