"""Several rules see one leak: one finding, with the level of the worst, and nothing beside it is lost."""

from __future__ import annotations

import pytest

from hubseal.rule_types import RuleEntry, Verdict
from hubseal.types import Level, Report
from made_rules import rule, scan

HALVES = rule(
    "pair", b"id=", rb"id=(?P<leak>[a-z]{4})", paired_pattern=rb"secret=(?P<leak>[a-z]{6})", prefixes=("id",)
)  # fmt: skip


def word(rule_id: str, pattern: bytes, level: Level, **change: object) -> RuleEntry:
    return rule(rule_id, b"val", pattern, level, **change)


def seen(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule, finding.level) for finding in report.findings]


SPECIFIC, GENERAL = rb"(?P<leak>value)", rb"(?P<leak>values)"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        pytest.param("warning", "error", [("first", "error")], id="the worse level is taken over"),
        pytest.param("error", "warning", [("first", "error")], id="a milder one changes nothing"),
        pytest.param("warning", "warning", [("first", "warning")], id="equal levels"),
        pytest.param("note", "error", [("second", "error")], id="a note gives way"),
        pytest.param("note", "note", [("first", "note")], id="notes: the first rule"),
    ],
)
def test_of_rules_that_overlap_the_first_reports_at_the_worst_level(
    first: Level, second: Level, found: list[tuple[str, str]]
) -> None:
    assert seen(scan(b"values\n", word("first", SPECIFIC, first), word("second", GENERAL, second))) == found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        pytest.param(rb"(?P<leak>lues)", [("first", "error")], id="begins within"),
        pytest.param(rb"(?P<leak>s)", [("first", "warning"), ("second", "error")], id="begins where it ends"),
        pytest.param(rb"(?P<leak>alu)", [("first", "error")], id="stands within"),
    ],
)
def test_what_overlaps_begins_anywhere(pattern: bytes, found: list[tuple[str, str]]) -> None:
    second = rule("second", pattern[len("(?P<leak>") : -1], pattern, "error")
    assert seen(scan(b"values\n", word("first", SPECIFIC, "warning"), second)) == found


def test_neighbours_below_a_span_of_another_family_do_not_overlap() -> None:
    over = rule("over", b"val", rb"(?P<leak>values)", family="pii")
    entries = (word("first", SPECIFIC, "warning"), rule("second", b"s", rb"(?P<leak>s)"), over)
    assert sorted(seen(scan(b"values\n", *entries))) == [("first", "warning"), ("over", "error"), ("second", "error")]


def test_what_overlaps_two_is_one_with_the_more_specific() -> None:
    entries = (
        rule("later", b"de", rb"(?P<leak>def)", "warning"),
        rule("first", b"ab", rb"(?P<leak>abc)", "warning"),
        rule("both", b"cd", rb"(?P<leak>cd)", "error"),
    )
    assert sorted(seen(scan(b"abcdef\n", *entries))) == [("first", "warning"), ("later", "error")]


def test_a_rule_with_a_prefix_keeps_its_own_level() -> None:
    known = word("known", SPECIFIC, "warning", prefixes=("va",))
    assert seen(scan(b"values\n", word("general", GENERAL, "error"), known)) == [("known", "warning")]


def test_the_reason_comes_with_the_level() -> None:
    def worse(match: object, context: object) -> Verdict:
        return Verdict("error", "it is worse here")

    first, second = word("first", SPECIFIC, "warning"), word("second", GENERAL, "warning", validators=(worse,))
    (finding,) = scan(b"values\n", first, second).findings
    assert (finding.rule, finding.level, finding.reason) == ("first", "error", "it is worse here")


def test_families_do_not_hide_each_other_unless_the_span_is_the_same() -> None:
    person = word("person", GENERAL, "error", family="pii")
    assert sorted(seen(scan(b"values\n", word("token", SPECIFIC, "error"), person))) == [
        ("person", "error"),
        ("token", "error"),
    ]
    same = word("person", SPECIFIC, "error", family="pii")
    assert seen(scan(b"values\n", word("token", SPECIFIC, "error"), same)) == [("token", "error")]


def test_a_long_chain_of_spans_that_overlap_costs_its_length() -> None:
    """Each of the spans overlaps the next, of another family: none hides another, and none is compared with all."""
    token = rule("token", b"ab", rb"(?P<leak>aba)")
    person = rule("person", b"ba", rb"(?P<leak>bab)", family="pii")
    found = scan(b"ab" * 20_000, token, person).findings
    assert {finding.rule: finding.count for finding in found} == {"token": 10_000, "person": 10_000}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(b"id=abcd secret=efghij", ["pair"], id="the half alone"),
        pytest.param(b"id=abcd secret=efghijXYZ", ["pair", "behind"], id="what begins right behind the half"),
        pytest.param(b"id=abcd secret=efghij XYZ", ["pair", "behind"], id="what begins further on"),
        pytest.param(b"id=abcd XYZ secret=efghij", ["pair", "behind"], id="what stands before the half"),
        pytest.param(b"secret=efghij id=abcd XYZ", ["pair", "behind"], id="the half comes first"),
        pytest.param(b"id=abcd secret=efghij id=qrst", ["pair", "pair"], id="two that share a half"),
    ],
)
def test_the_other_half_is_reported_once_and_its_neighbours_are_kept(text: bytes, found: list[str]) -> None:
    whole = rule("half", b"efgh", rb"(?P<leak>efghij)")
    part = rule("part", b"ghij", rb"(?P<leak>ghij)")
    behind = rule("behind", b"XYZ", rb"(?P<leak>XYZ)")
    assert sorted(rule for rule, _ in seen(scan(text, HALVES, whole, part, behind))) == sorted(found)


def test_two_halves_that_are_both_rules_are_both_reported() -> None:
    other = rule("other", b"secret=", rb"secret=(?P<leak>[a-z]{6})", paired_pattern=rb"id=(?P<leak>[a-z]{4})")
    assert seen(scan(b"id=abcd secret=efghij", HALVES, other)) == [("pair", "error"), ("other", "error")]


LONG = rule("long", b"<", rb"<(?P<leak>[a-z]+)(?![a-z])", ahead=8)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param(b"<abc>", [(2, 5)], id="well within the window"),
        pytest.param(b"<" + b"a" * 7 + b">", [(2, 9)], id="ends a byte before the window does"),
        pytest.param(b"<" + b"a" * 8 + b">", [(2, 10)], id="ends with the window"),
        pytest.param(b"<" + b"a" * 9 + b">", [(2, 11)], id="a byte longer"),
        pytest.param(b"<" + b"a" * 100 + b">", [(2, 102)], id="several windows long"),
        pytest.param(b"<" + b"a" * 8, [(2, 10)], id="ends with the window and the text"),
        pytest.param(b"<" + b"a" * 100, [(2, 102)], id="ends with the text"),
    ],
)
def test_a_match_that_the_window_cuts_is_seen_whole(text: bytes, columns: list[tuple[int, int]]) -> None:
    found = [(f.at.start.column, f.at.end.column) for f in scan(text, LONG).findings]
    assert found == columns


def test_what_is_only_good_as_cut_is_no_match() -> None:
    short = rule("short", b"<", rb"<(?P<leak>[a-z]{4,7})(?![a-z])", ahead=7)
    assert seen(scan(b"<" + b"a" * 7 + b">", short)) == [("short", "error")]
    assert seen(scan(b"<" + b"a" * 12 + b">", short)) == [], "the window ends within the word"
