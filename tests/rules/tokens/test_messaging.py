"""Rules of messaging and mail: what decides their level."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("sid = AC{h32}", "warning", id="account alone"),
        pytest.param("sid = AC{h32}\nauth_token = {h32}", "error", id="account and token"),
    ],
)
def test_twilio_pair(text: str, level: str) -> None:
    assert [s.level for s in found("twilio-account", filled(text))] == [level]


def test_discord_bot_token_with_a_first_part_that_is_no_number_is_less() -> None:
    rule = "discord-bot-token"
    assert [s.level for s in found(rule, filled("{discord}"))] == ["error"]
    assert [s.level for s in found(rule, filled("M{a23}.{b6}.{b38}"))] == ["warning"]
