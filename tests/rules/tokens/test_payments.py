"""Rules of payments and commerce: their own examples, and what decides their level."""

from __future__ import annotations

import pytest

from hubseal.rule_types import RuleEntry
from hubseal.rules.tokens.payments import RULES
from rules.tokens.found import by_id, examples, filled, found


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "leaks"))
def test_leak_is_found(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template))


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "clean"))
def test_near_miss_is_quiet(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template)) == []


@pytest.mark.parametrize(
    ("rule_id", "template", "level"),
    [
        pytest.param("stripe-key", "sk_live_{a24}", "error", id="live"),
        pytest.param("stripe-test-key", "sk_test_{a24}", "warning", id="test"),
        pytest.param("square-application-id", "sq0idp-{b22}", "note", id="application id"),
    ],
)
def test_level_follows_what_the_key_opens(rule_id: str, template: str, level: str) -> None:
    assert [s.level for s in found(by_id(RULES, rule_id), filled(template))] == [level]
