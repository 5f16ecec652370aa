"""Every rule has examples of both sorts, and all of them hold, with Hyperscan and with `re` alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubseal import kinds, matcher
from hubseal.engine.searcher import Searcher
from hubseal.engine.span import TextContext
from hubseal.matcher import width
from hubseal.rule_types import Detector, Examples, Rule
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Kind, Limits
from rules.found import found
from sample_generators import filled

ALL = [entry.rule for entry in RULES.entries()]
DETECTORS = [
    pytest.param(detector, examples, id=detector.rule)
    for entry in RULES.entries()
    for detector, examples in zip(entry.detectors, entry.examples, strict=True)
]
SEARCHERS = {engine: Searcher(RULES, FAMILIES, frozenset(), Limits(), engine, None) for engine in ("hyperscan", "re")}
KINDS: tuple[Kind, ...] = ("config", "card", "code", "data")
CHECKS = {"public-repo", "ungated-repo", "forbidden-file", "oversize-text", "second-opinion"}


def spans(detector: Detector, text: str, engine: str) -> list[tuple[Detector | None, str, int, int]]:
    """What the rules find in an example, in every kind of file that this detector is for."""
    found = []
    data = text.encode("utf-8", "surrogateescape")
    if detector.on == "name":
        data = data if b"\0" in data else data + b"\0text"
        for repo in ("model", "dataset", "space"):
            about = TextContext(text, "", "", kinds.kind(text.split("\0")[0], "text"), repo, "name")
            found += [(s.detector, repo, s.start, s.end) for s in SEARCHERS[engine].search(data, about, 1).spans]
        return found
    for kind in KINDS:
        if kind in detector.kinds:
            about = TextContext("example.txt", "", "", kind, "model", "text")
            found += [(s.detector, kind, s.start, s.end) for s in SEARCHERS[engine].search(data, about).spans]
    return found


@pytest.mark.parametrize(("detector", "examples"), DETECTORS)
def test_examples(detector: Detector, examples: Examples, sample: Callable[[str], str]) -> None:
    assert examples.leaks
    assert examples.clean
    for template in examples.leaks:
        found = spans(detector, sample(template), "hyperscan")
        assert detector in [f[0] for f in found], f"{template!r} is not found"
        assert found == spans(detector, sample(template), "re"), f"{template!r}: the two matchers differ"
    for template in examples.clean:
        found = spans(detector, sample(template), "hyperscan")
        assert detector not in [f[0] for f in found], f"{template!r} is found"
        assert found == spans(detector, sample(template), "re"), f"{template!r}: the two matchers differ"


@pytest.mark.parametrize(
    ("detector", "examples"),
    [
        pytest.param(detector, examples, id=entry.rule.id)
        for entry in RULES.entries()
        for detector, examples in zip(entry.detectors, entry.examples, strict=True)
        if entry.rule.family in ("tokens", "pii")  # what a path is depends on the kind of file
    ],
)
def test_examples_hold_for_a_rule_alone(detector: Detector, examples: Examples) -> None:
    """Without the other rules, which may claim an example first."""

    def by_it(template: str) -> bool:
        return detector in [span.detector for span in found(detector.rule, filled(template))]

    assert [template for template in examples.leaks if not by_it(template)] == []
    assert [template for template in examples.clean if by_it(template)] == []


def test_a_detector_belongs_to_its_rule_and_has_examples() -> None:
    for entry in RULES.entries():
        assert {d.rule for d in entry.detectors} <= {entry.rule.id}
        assert len(entry.examples) == len(entry.detectors)
        assert all((d.on == "name") == (entry.rule.family == "files") for d in entry.detectors)


def test_only_checks_of_policy_and_hub_have_no_detector() -> None:
    assert {entry.rule.id for entry in RULES.entries() if not entry.detectors} == CHECKS


def test_ids_are_unique_and_kebab() -> None:
    ids = [rule.id for rule in ALL]
    assert len(ids) == len(set(ids))
    assert all(i == i.lower() and i.replace("-", "").isalnum() for i in ids)


@pytest.mark.parametrize(("detector", "examples"), DETECTORS)
def test_triggers_have_one_width(detector: Detector, examples: Examples) -> None:
    assert detector.triggers
    assert all(width(trigger.pattern) >= 2 for trigger in detector.triggers)


@pytest.mark.parametrize("rule", ALL, ids=[rule.id for rule in ALL])
def test_a_rule_tells_what_to_do(rule: Rule) -> None:
    assert rule.title
    assert rule.why.endswith(".")
    assert rule.fix.endswith(".")


def test_the_index_is_the_rules() -> None:
    entries = list(RULES.entries())
    assert RULES.plan == matcher.plan(entries)
    assert [RULES.entry(rule_id) for rule_id in RULES.plan.ids] == entries
    detectors = [detector for entry in entries for detector in entry.detectors]
    assert [RULES.detector(number) for number in range(len(RULES.plan.detectors))] == detectors
