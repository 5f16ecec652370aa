"""What a rule finds in a text: the real engine, with that rule alone."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Literal

import pytest

from hubseal.engine.spans import Searcher, Span, TextContext
from hubseal.rules.samples import expand
from hubseal.rules.tokens import makers, makers_checked
from hubseal.types import Limits, Rule

MAKERS = {**makers.MAKERS, **makers_checked.MAKERS}


@functools.cache
def searcher(rule: Rule) -> Searcher:
    """A searcher that knows one rule. Rules hold functions and tuples only, so they hash."""
    return Searcher([rule], (rule.family,), frozenset(), Limits(), "re", None)


def found(rule: Rule, text: str, path: str = "notes.txt") -> list[Span]:
    """The spans of `rule` in `text`."""
    return searcher(rule).search(text.encode(), TextContext(path, "", "", "other", "model", "text")).spans


def filled(template: str, seed: int = 0) -> str:
    """The text that an example template stands for."""
    return expand(template, seed, MAKERS)


def by_id(rules: Iterable[Rule], rule_id: str) -> Rule:
    """The rule of that id."""
    return next(r for r in rules if r.id == rule_id)


def examples(rules: Iterable[Rule], which: Literal["leaks", "clean"]) -> list[object]:
    """A case per example: (rule, template)."""
    return [
        pytest.param(rule, template, id=f"{rule.id}-{number}")
        for rule in rules
        for number, template in enumerate(getattr(rule, which))
    ]
