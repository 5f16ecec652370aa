"""Rules of work services: what decides their level."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


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
    assert [s.level for s in found("tenant-address", filled(host))] == (["note"] if shown else [])
