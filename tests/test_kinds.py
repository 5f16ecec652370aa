"""Formats by name: each has one reader, and rules name none that does not exist."""

from __future__ import annotations

import pytest

from hubseal import kinds, member_path
from hubseal.readers import registry
from hubseal.rules import RULES
from hubseal.typed import get_args

FORMATS = set(get_args(kinds.Format))


def test_no_format_has_two_readers() -> None:
    named = [fmt for _, formats in registry.READERS for fmt in formats]
    assert sorted(named) == sorted(set(named))
    assert set(named) <= FORMATS


@pytest.mark.parametrize("load", [load for load, _ in registry.READERS], ids=lambda load: str(load.__name__))
def test_readers_can_be_loaded(load: registry.Load) -> None:
    assert callable(load())


def test_rules_on_content_name_formats() -> None:
    triggers = {t.pattern for entry in RULES.entries() for detector in entry.detectors for t in detector.triggers}
    named = {t.removeprefix(rb"\x00").replace(b"\\", b"").decode() for t in triggers if t.startswith(rb"\x00")}
    assert named
    assert named <= FORMATS


@pytest.mark.parametrize(
    ("path", "outer", "is_member"),
    [
        pytest.param("a/b.zip", "a/b.zip", False, id="a file"),
        pytest.param("a/b.zip!/c.txt", "a/b.zip", True, id="a member"),
        pytest.param("a/b.zip!/c.tar!/d", "a/b.zip", True, id="a member of a member"),
        pytest.param("a!b/c!", "a!b/c!", False, id="marks that separate nothing"),
    ],
)
def test_paths_of_members(path: str, outer: str, is_member: bool) -> None:
    assert (member_path.outer(path), member_path.is_member(path)) == (outer, is_member)
    assert member_path.outer(member_path.join(path, "x")) == outer
