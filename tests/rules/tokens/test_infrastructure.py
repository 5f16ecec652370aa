"""Rules of infrastructure: their own examples, and what decides their level."""

from __future__ import annotations

import pytest

from hubseal.rule_types import RuleEntry
from hubseal.rules.tokens.infrastructure import RULES
from rules.tokens.found import examples, filled, found


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "leaks"))
def test_leak_is_found(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template))


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "clean"))
def test_near_miss_is_quiet(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template)) == []
