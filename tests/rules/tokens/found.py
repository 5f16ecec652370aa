"""What a rule finds in a text: the real engine, with that rule alone."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Literal

import pytest

from hubseal.engine.spans import Searcher, Span, TextContext
from hubseal.matcher import plan
from hubseal.rule_types import Detector, Plan, RuleEntry
from hubseal.rules.samples import expand
from hubseal.rules.tokens import makers, makers_checked
from hubseal.types import Limits

MAKERS = {**makers.MAKERS, **makers_checked.MAKERS}


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
def searcher(entry: RuleEntry) -> Searcher:
    """A searcher that knows one rule. Rules hold functions and tuples only, so they hash."""
    return Searcher(OneRule(entry), (entry.rule.family,), frozenset(), Limits(), "re", None)


def found(entry: RuleEntry, text: str, path: str = "notes.txt") -> list[Span]:
    """The spans of a rule in `text`."""
    return searcher(entry).search(text.encode(), TextContext(path, "", "", "other", "model", "text")).spans


def filled(template: str, seed: int = 0) -> str:
    """The text that an example template stands for."""
    return expand(template, seed, MAKERS)


def by_id(entries: Iterable[RuleEntry], rule_id: str) -> RuleEntry:
    """The rule of that id."""
    return next(e for e in entries if e.rule.id == rule_id)


def examples(entries: Iterable[RuleEntry], which: Literal["leaks", "clean"]) -> list[object]:
    """A case per example: (rule, template)."""
    return [
        pytest.param(entry, template, id=f"{entry.rule.id}-{number}")
        for entry in entries
        for number, template in enumerate(t for e in entry.examples for t in getattr(e, which))
    ]
