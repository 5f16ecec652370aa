"""Rules of messaging and mail: their own examples, and what decides their level."""

from __future__ import annotations

import pytest

from hubseal.rule_types import RuleEntry
from hubseal.rules.tokens.messaging import RULES
from rules.tokens.found import by_id, examples, filled, found


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "leaks"))
def test_leak_is_found(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template))


@pytest.mark.parametrize(("rule", "template"), examples(RULES, "clean"))
def test_near_miss_is_quiet(rule: RuleEntry, template: str) -> None:
    assert found(rule, filled(template)) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("sid = AC{h32}", "warning", id="account alone"),
        pytest.param("sid = AC{h32}\nauth_token = {h32}", "error", id="account and token"),
    ],
)
def test_twilio_pair(text: str, level: str) -> None:
    assert [s.level for s in found(by_id(RULES, "twilio-account"), filled(text))] == [level]


def test_discord_bot_token_with_a_first_part_that_is_no_number_is_less() -> None:
    rule = by_id(RULES, "discord-bot-token")
    assert [s.level for s in found(rule, filled("{discord}"))] == ["error"]
    assert [s.level for s in found(rule, filled("M{a23}.{b6}.{b38}"))] == ["warning"]
