"""Passwords and secrets that are assigned: how sure is it that they are real?"""

from __future__ import annotations

import pytest

from hubseal.validators import heuristics


@pytest.mark.parametrize(
    ("value", "known_user", "level"),
    [
        pytest.param("tR7#kq02LmWx", False, "error", id="random"),
        pytest.param("Sunny7day", False, "warning", id="chosen"),
        pytest.param("wonderland", False, "off", id="word"),
        pytest.param("wonderland", True, "warning", id="word beside a user"),
        pytest.param("open_sesame", True, "off", id="name of a variable"),
        pytest.param("password", True, "off", id="word of documentation"),
        pytest.param("admin123", False, "note", id="weak"),
        pytest.param("a1b2", False, "off", id="too short"),
    ],
)
def test_password(value: str, known_user: bool, level: str) -> None:
    assert heuristics.password(value.encode(), known_user).level == level


@pytest.mark.parametrize(
    ("value", "level"),
    [
        pytest.param("8c1f0b7de2a94c35" + "b6d7f00a1e9c42d8", "error", id="hex"),
        pytest.param("9c1f0b7de2a94c", "warning", id="short hex"),
        pytest.param("sentiment_classification_v2", "off", id="name"),
        pytest.param("0a1b2c3d-1111-4222-8333-444455556666", "note", id="random UUID"),
        pytest.param("0a1b2c3d-1111-1222-8333-444455556666", "off", id="UUID of time and machine"),
        pytest.param("qwertyuiop1234567890", "off", id="keyboard"),
        pytest.param("authenticationbackend", "off", id="words run together"),
    ],
)
def test_secret(value: str, level: str) -> None:
    assert heuristics.secret(value.encode()).level == level
