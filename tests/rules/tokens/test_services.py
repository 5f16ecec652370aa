"""Rules of the long tail of services: what decides their level."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("OPENWEATHER_API_KEY={h32}", "error", id="assigned"),
        pytest.param('"openWeatherKey": "{h32}"', "error", id="camel case in JSON"),
        pytest.param("openweather API key {h32}", "error", id="told in prose"),
        pytest.param("https://api.openweathermap.org/data?q=Oslo&appid={h32}", "warning", id="in a query"),
        pytest.param("openweather:\n  api_key: {h32}", "error", id="nested in YAML"),
        pytest.param("openweather {h32}", "note", id="the name alone"),
        pytest.param("OPENWEATHER_API_KEY=abcdef1234567890abcdef{|}1234567890", "warning", id="typed by hand"),
        pytest.param("OPENWEATHER_API_KEY=00000000000000000000000000000000", None, id="zeros"),
        pytest.param("openweather_sha256 = {h64}", None, id="a checksum by its key"),
        pytest.param("openweather_api_url = https://api.acme.io/v1/{h8}", None, id="an address by its key"),
        pytest.param("howmuchopenweatherless token {h32}", None, id="inside another word"),
        pytest.param("OPENWEATHER_API_KEY=os.environ['OPENWEATHER_API_KEY']", None, id="read from the environment"),
    ],
)
def test_level_by_what_stands_between_name_and_value(text: str, level: str | None) -> None:
    assert [s.level for s in found("service-key", filled(text))] == ([level] if level else [])
