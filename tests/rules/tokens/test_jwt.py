"""JSON Web Tokens: the ones that decode, and the ones that do not."""

from __future__ import annotations

import pytest

from hubseal.rules.tokens.jwt import RULES
from hubseal.types import Rule
from rules.tokens.found import by_id, examples, filled, found


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "leaks"))
def test_leak_is_found(rule: Rule, template: str) -> None:
    assert found(rule, filled(template))


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "clean"))
def test_near_miss_is_not(rule: Rule, template: str) -> None:
    assert not found(rule, filled(template))


def test_two_rules_share_what_has_the_shape() -> None:
    whole, damaged = filled("{jwt:}"), filled("eyJ{a30}.eyJ{a40}.{a43}")
    first, second = by_id(RULES, "jwt"), by_id(RULES, "jwt-damaged")
    assert found(first, whole)
    assert not found(second, whole)
    assert found(second, damaged)
    assert not found(first, damaged)
