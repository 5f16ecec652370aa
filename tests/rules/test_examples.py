"""Every rule has examples of both sorts, and all of them hold, with Hyperscan and with `re` alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubseal import kinds, matcher
from hubseal.engine.spans import Searcher, TextContext
from hubseal.matcher import width
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Kind, Limits, Rule

ALL = list(RULES)
SEARCHERS = {engine: Searcher(RULES, FAMILIES, frozenset(), Limits(), engine, None) for engine in ("hyperscan", "re")}
KINDS: tuple[Kind, ...] = ("config", "card", "code", "data")


def spans(rule: Rule, text: str, engine: str) -> list[tuple[str, str, int, int]]:
    """What the rules find in an example, in every kind of file that this rule is for."""
    found = []
    data = text.encode("utf-8", "surrogateescape")
    if rule.on == "name":
        data = data if b"\0" in data else data + b"\0text"
        for repo in ("model", "dataset", "space"):
            about = TextContext(text, "", "", kinds.kind(text.split("\0")[0], "text"), repo, "name")
            found += [(s.rule.id, repo, s.start, s.end) for s in SEARCHERS[engine].search(data, about, 1).spans]
        return found
    for kind in KINDS:
        if kind in rule.kinds:
            about = TextContext("example.txt", "", "", kind, "model", "text")
            found += [(s.rule.id, kind, s.start, s.end) for s in SEARCHERS[engine].search(data, about).spans]
    return found


@pytest.mark.parametrize("rule", ALL, ids=[rule.id for rule in ALL])
def test_examples(rule: Rule, sample: Callable[[str], str]) -> None:
    by_engine = not rule.triggers  # forbidden-file and the like are found from the policy, without a pattern
    assert by_engine or (rule.leaks and rule.clean)
    for template in rule.leaks:
        found = spans(rule, sample(template), "hyperscan")
        assert rule.id in {f[0] for f in found}, f"{template!r} is not found"
        assert found == spans(rule, sample(template), "re"), f"{template!r}: the two matchers differ"
    for template in rule.clean:
        found = spans(rule, sample(template), "hyperscan")
        assert rule.id not in {f[0] for f in found}, f"{template!r} is found"
        assert found == spans(rule, sample(template), "re"), f"{template!r}: the two matchers differ"


def test_ids_are_unique_and_kebab() -> None:
    ids = [rule.id for rule in ALL]
    assert len(ids) == len(set(ids))
    assert all(i == i.lower() and i.replace("-", "").isalnum() for i in ids)


@pytest.mark.parametrize("rule", ALL, ids=[rule.id for rule in ALL])
def test_triggers_have_one_width(rule: Rule) -> None:
    assert all(width(trigger.pattern) >= 2 for trigger in rule.triggers)


@pytest.mark.parametrize("rule", ALL, ids=[rule.id for rule in ALL])
def test_a_rule_tells_what_to_do(rule: Rule) -> None:
    assert rule.title
    assert rule.why.endswith(".")
    assert rule.fix.endswith(".")


def test_the_index_is_the_rules() -> None:
    assert RULES.plan == matcher.plan(ALL)
    assert [RULES[n].id for n in range(len(RULES))] == [r.id for r in ALL]
