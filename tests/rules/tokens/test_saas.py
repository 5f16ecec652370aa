"""Rules of work services: their own examples, and what decides their level."""

from __future__ import annotations

import pytest

from hubseal.rule_types import RuleEntry
from hubseal.rules.tokens.saas import RULES
from rules.tokens.found import by_id, examples, filled, found


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "leaks"))
def test_leak_is_found(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template))


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "clean"))
def test_near_miss_is_quiet(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template)) == []


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        pytest.param("https://{l8}.okta.com", True, id="an organisation's"),
        pytest.param("https://www.okta.com", False, id="the provider's own"),
        pytest.param("https://your-domain.okta.com", False, id="a stand-in"),
        pytest.param("https://{l8}.okta.com.{l6}.org", False, id="another host"),
    ],
)
def test_tenant_address_is_a_note(host: str, shown: bool) -> None:
    assert [s.level for s in found(by_id(RULES, "tenant-address"), filled(host))] == (["note"] if shown else [])
