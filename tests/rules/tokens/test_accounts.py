"""Rules of passwords, identity and social services: their own examples, and what decides their level."""

from __future__ import annotations

import pytest

from hubseal.rule_types import RuleEntry
from hubseal.rules.tokens.accounts import RULES
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
        pytest.param("mapbox-token", "sk.eyJ1Ijoi{b70}.{b22}", "error", id="secret"),
        pytest.param("mapbox-public-token", "pk.eyJ1Ijoi{b70}.{b22}", "note", id="public"),
    ],
)
def test_level(rule_id: str, template: str, level: str) -> None:
    assert [s.level for s in found(by_id(RULES, rule_id), filled(template))] == [level]
