"""Rules of data stores and monitoring: their own examples, and what decides their level."""

from __future__ import annotations

import pytest

from hubseal.rule_types import RuleEntry
from hubseal.rules.tokens.stores import RULES
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
        pytest.param("sentry-dsn", "https://{h32}@o1.ingest.sentry.io/42", "note", id="a DSN is public"),
        pytest.param("posthog-project-key", "phc_{b43}", "note", id="a project key is public"),
        pytest.param("supabase-publishable-key", "sb_publishable_{b31}", "note", id="a publishable key is public"),
        pytest.param("supabase-token", "sb_secret_{b22}_{b8}", "error", id="a secret key is not"),
        pytest.param("elastic-cloud-key", "{elastic:essu_}", "error", id="an Elastic key with its sum"),
        pytest.param("elastic-cloud-key", "essu_{a90}", "warning", id="no Elastic key in it"),
        pytest.param("grafana-service-account-token", "{grafana:glsa_}", "error", id="right checksum"),
        pytest.param("grafana-service-account-token", "GRAFANA_TOKEN=glsa_{a32}_{h8}", "warning", id="wrong checksum"),
        pytest.param("datadog-key", "DD_API_KEY={h32}", "warning", id="known by its name only"),
    ],
)
def test_level(rule_id: str, template: str, level: str) -> None:
    assert [s.level for s in found(by_id(RULES, rule_id), filled(template))] == [level]
