"""A report of very many findings lists some of each file and rule, and counts the others."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from hubseal import engine, policy
from hubseal.reports import exit_code
from hubseal.reports.cap import capped
from hubseal.reports.formats import render
from hubseal.rules import RULES
from hubseal.types import Finding, Level, Location, Position, Repo, Report, Waived


def finding(file: int, number: int, level: Level = "error", rule: str = "hf-token") -> Finding:
    spot = Position(number + 1, 1)
    at = Location(f"f{file}.py", f"f{file}.py", "", f"k{number}", spot, spot)
    texts = ("hf_… 37", f"a token in `k{number}`", "reason", "fix", "")
    return Finding(rule, "tokens", level, at, *texts, 2, (), f"{file}-{number}-{rule}", None)


def report(findings: list[Finding], waived: list[Waived] | None = None) -> Report:
    about = Repo(None, "model", "flag"), None, tuple(findings), tuple(waived or ())
    return Report("t", *about, (), (), engine.results.NO_FILE, "error", policy.DEFAULT.unread)


@pytest.mark.parametrize(
    ("files", "each", "most", "listed"),
    [
        pytest.param(3, 10, 30, 30, id="as many as the cap: all of them"),
        pytest.param(3, 10, 29, 30, id="one more than the cap: nine of each and one that stands for one"),
        pytest.param(3, 100, 30, 33, id="ten of each file and one that counts the rest"),
        pytest.param(50, 10, 30, 100, id="more files than the cap: one of each, and its rest"),
        pytest.param(50, 1, 30, 50, id="more files than the cap, of one finding each"),
    ],
)
def test_each_file_keeps_some_and_a_count(files: int, each: int, most: int, listed: int) -> None:
    whole = report([finding(file, number) for file in range(files) for number in range(each)])
    made = capped(whole, most)
    assert len(made.findings) == listed
    for part in (whole, made):
        occurrences: Counter[str] = Counter()
        for item in part.findings:
            occurrences[item.at.path] += item.count
        assert occurrences == {f"f{file}.py": 2 * each for file in range(files)}
    assert bool(made.notes) is (len(whole.findings) > most)
    assert exit_code(made) == exit_code(whole) == 1


def test_levels_and_rules_are_counted_apart_and_the_exit_code_stays() -> None:
    levels: tuple[Level, ...] = ("note", "error")
    rules = ("hf-token", "github-token")
    found = [finding(1, n, level, rule) for n in range(50) for level in levels for rule in rules]
    made = capped(report(found), 20)
    assert Counter((f.level, f.rule) for f in made.findings) == dict.fromkeys(
        [(level, rule) for level in levels for rule in rules], 6
    )
    assert "45 more findings of this rule in this file" in made.findings[-1].message
    assert exit_code(capped(report([finding(1, n, "note") for n in range(50)]), 20)) == 0


def test_waived_findings_have_the_same_cap() -> None:
    waived = [Waived(finding(1, n), "policy", "why") for n in range(50)]
    made = capped(report([finding(2, 1)], waived), 10)
    assert (len(made.findings), len(made.waived)) == (1, 11)
    assert sum(item.finding.count for item in made.waived) == 100


@pytest.mark.parametrize(
    "form", ["text", "concise", "json", "jsonl", "sarif", "gitlab", "junit", "html", "markdown", "github"]
)
def test_every_format_says_what_it_leaves_out(form: str) -> None:
    whole = report([finding(file, number) for file in range(30) for number in range(400)])
    text = render(whole, form, colour=False, verbose=0, quiet=False, rules=RULES)
    assert len(text) < 20_000_000
    assert "more" in text
    if form in ("text", "html", "markdown"):
        assert "12,000" in text or "12000" in text, "the count of all"
    if form == "sarif":
        results = json.loads(text)["runs"][0]["results"]
        assert sum(item["occurrenceCount"] for item in results) == 24_000
