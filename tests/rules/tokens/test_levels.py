"""The level of a token follows what it opens, and how sure the rule is."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("rule_id", "template", "level"),
    [
        pytest.param("mapbox-token", "sk.eyJ1Ijoi{b70}.{b22}", "error", id="secret token of Mapbox"),
        pytest.param("mapbox-public-token", "pk.eyJ1Ijoi{b70}.{b22}", "note", id="public token of Mapbox"),
        pytest.param("stripe-key", "sk_live_{a24}", "error", id="live key of Stripe"),
        pytest.param("stripe-test-key", "sk_test_{a24}", "warning", id="test key of Stripe"),
        pytest.param("square-application-id", "sq0idp-{b22}", "note", id="application id"),
        pytest.param("sentry-dsn", "https://{h32}@o1.ingest.sentry.io/42", "note", id="a DSN is public"),
        pytest.param("posthog-project-key", "phc_{b43}", "note", id="a project key is public"),
        pytest.param("supabase-publishable-key", "sb_publishable_{b31}", "note", id="a publishable key is public"),
        pytest.param("supabase-token", "sb_secret_{b22}_{b8}", "error", id="a secret key is not"),
        pytest.param("elastic-cloud-key", "{elastic:essu_}", "error", id="an Elastic key with its sum"),
        pytest.param("elastic-cloud-key", "essu_{a90}", "warning", id="no Elastic key in it"),
        pytest.param("grafana-service-account-token", "{grafana:glsa_}", "error", id="right checksum"),
        pytest.param("grafana-service-account-token", "GRAFANA_TOKEN=glsa_{a32}_{h8}", "warning", id="wrong checksum"),
        pytest.param("datadog-key", "DD_API_KEY={h32}", "error", id="plainly random under the name of a secret"),
        pytest.param("datadog-key", "datadog {h32}", "note", id="known by its provider's name only"),
    ],
)
def test_level(rule_id: str, template: str, level: str) -> None:
    assert [s.level for s in found(rule_id, filled(template))] == [level]
