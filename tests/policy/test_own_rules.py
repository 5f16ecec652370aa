"""Rules of the policy's own: what they find, which patterns are refused and why, and that a refusal is one line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import Run, git
from hubseal import engine, matcher
from hubseal.app import scanner
from hubseal.engine.span import TextContext
from hubseal.policy import OwnRule, Policy, PolicyError, parse
from hubseal.policy.patterns import announced
from hubseal.rules import RULES

NAMES = RULES.plan.names
HEX = "0123456789abcdef" * 4

FINDS = {
    "a prefix": ("acme_[a-z0-9]{32}", "k = acme_" + HEX[:32], "acme_" + HEX[:32]),
    "a group for the value": ("acme: (?P<leak>[0-9]{8}) end", "acme: 12345678 end", "12345678"),
    "alternatives": ("acme-[0-9]{6}|umbra-[0-9]{6}", "x umbra-123456 y", "umbra-123456"),
    "alternatives within": ("acme_(?:live|test)_[a-z]{4,8}", "acme_test_abcdef", "acme_test_abcdef"),
    "the run at the end": ("[a-z]{2,20}@acme-corp", "john@acme-corp", "john@acme-corp"),
    "small and capital letters": ("(?i)acme[0-9]{4}", "ACME1234", "ACME1234"),
    "classes only": (r"\b[A-Z]{3}-\d{5}-[A-Z]{2}\b", "no ABC-12345-XY.", "ABC-12345-XY"),
    "a look-behind": ("(?<=token=)zq[a-f0-9]{16}", "token=zq" + HEX[:16], "zq" + HEX[:16]),
    "a look-ahead": ("zqx[a-f0-9]{8}(?![a-f0-9])", f"zqx{HEX[:8]}.", f"zqx{HEX[:8]}"),
    "an optional part first": ("(?:old-)?acme[0-9]{4}", "old-acme1234", "old-acme1234"),
    "a class with a bracket": (r"zz[\]\[^-]{2}99[0-9]{2}", "zz[]9912", "zz[]9912"),
    "what is not in a class": ("acme:[^ \\n]{4,10}", "acme:a-b_c d", "acme:a-b_c"),
}  # fmt: skip


@pytest.mark.parametrize("how", ["hyperscan", "re"])
@pytest.mark.parametrize(("pattern", "text", "value"), FINDS.values(), ids=FINDS)
def test_a_rule_finds_what_its_pattern_matches(pattern: str, text: str, value: str, how: str) -> None:
    policy = Policy(own_rules=(OwnRule("own-rule", pattern, title="Own"),))
    searcher = scanner.make_context(policy, engine.Settings(matcher=how)).searcher
    for before, behind in (("", ""), ("x" * 300 + "\n", "\n" + "y" * 300), ("(", ")")):
        data = (before + text + behind).encode()
        spans = searcher.search(data, TextContext("a.py", "", "", "code", "model", "text")).spans
        assert [s.value for s in spans if s.rule.id == "own-rule"] == [value.encode()]


def test_the_runs_that_announce_a_match_have_one_width() -> None:
    for pattern, _, _ in FINDS.values():
        runs = announced(pattern).runs
        assert runs
        assert all(matcher.width(run) > 0 for run, _, _ in runs)


def test_a_keyword_announces_what_has_no_run() -> None:
    rule = OwnRule("own-rule", "[a-z]{2}[0-9]{2,6}", keywords=("staff",), title="Own")
    searcher = scanner.make_context(Policy(own_rules=(rule,)), engine.Settings()).searcher
    found = {}
    for text in ("staff: ab123", "STAFF = 'ab123'", "ab123 staff", "room: ab123", f"staff {'-' * 200} ab123"):
        spans = searcher.search(text.encode(), TextContext("a.py", "", "", "code", "model", "text")).spans
        found[text] = any(span.rule.id == "own-rule" for span in spans)
    assert list(found.values()) == [True, True, True, False, False]


REFUSED = {
    "nested repeats": ("(a+)+b", "no end"),
    "nested bounded repeats": ("x(?:a{1,20}){1,20}b", "too many ways"),
    "alternatives that overlap, repeated": ("(?:a|ab|abc){1,30}zzzz", "too many ways"),
    "repeats in a row": ("a{0,99}a{0,99}a{0,99}zzzz", "too many ways"),
    "star": ("acme.*", "no end"),
    "plus": ("acme[a-z]+", "no end"),
    "open": ("acme[a-z]{4,}", "no end"),
    "too wide": ("acme[a-z]{4,3000}", "the most is 2000"),
    "empty": ("a{0,4}", "the least is 4"),
    "too short": ("ab", "the least is 4"),
    "no expression": ("acme[", "no regular expression"),
    "refers back": (r"(acme)-\1", "refers to its own groups"),
    "an anchor": ("^acme[0-9]{4}", "mean nothing"),
    "an anchor at the end": ("acme[0-9]{4}$", "mean nothing"),
    "nothing in common": ("[a-z]{2}[0-9]{2,6}", "too few characters in common"),
    "no ASCII": ("schlüssel[0-9]{4}", "ASCII"),
    "verbose": ("(?x) acme [0-9]{4} # x", "flags"),
    "a group that may be missing": ("acme(?P<leak>x)?[0-9]{4}", "not part of every match"),
    "very long": ("a" * 1001, "at most 1000"),
    "deeply nested": ("(" * 900 + "acme" + ")" * 90, "no regular expression"),
}


@pytest.mark.parametrize(("pattern", "why"), REFUSED.values(), ids=REFUSED)
def test_a_pattern_is_refused_with_the_reason(pattern: str, why: str) -> None:
    policy = f"own_rules:\n  - id: own-rule\n    title: Own\n    pattern: {json.dumps(pattern)}\n"
    with pytest.raises(PolicyError) as caught:
        parse(policy, ".hubseal.yaml", NAMES)
    text = caught.value.text(lambda quoted: quoted)
    assert text.startswith(".hubseal.yaml:4: ")
    assert "\n" not in text
    assert why in text


def test_what_is_not_refused_comes_to_an_end() -> None:
    for pattern in ("acme[a-z]{0,99}[0-9a-z]{0,99}!", "(?:acme[a-z]{0,9}){1,3}!", "acme[^!]{0,1900}!"):
        found = re.compile(announced(pattern).pattern)
        assert found.search(b"acme" * 100) is None


BAD = {
    "no id": ("{title: a, pattern: acme1234}", "a rule needs an id"),
    "no title": ("{id: a-b, pattern: acme1234}", "a rule needs a title"),
    "no pattern": ("{id: a-b, title: a}", "a rule needs a pattern"),
    "an id of ours": ("{id: hf-token, title: a, pattern: acme1234}", "id of another rule"),
    "a family": ("{id: pii, title: a, pattern: acme1234}", "id of another rule, or of a family"),
    "an id twice": ("{id: a-b, title: a, pattern: acme1234}, {id: a-b, title: a, pattern: acme1234}", "id of another"),
    "an id in capitals": ("{id: Acme, title: a, pattern: acme1234}", "no id of a rule"),
    "an unknown key": ("{id: a-b, title: a, pattern: acme1234, patern: x}", "unknown key"),
    "an unknown level": ("{id: a-b, title: a, pattern: acme1234, level: fatal}", "cannot be"),
    "a short keyword": ("{id: a-b, title: a, pattern: acme1234, keywords: [ab]}", "a keyword is"),
}


@pytest.mark.parametrize(("rules", "why"), BAD.values(), ids=BAD)
def test_a_bad_rule_is_one_line_and_exit_2(rules: str, why: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / ".hubseal.yaml").write_text(f"own_rules: [{rules}]\n", encoding="utf-8")
    done = hubseal("scan", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert why in done.stderr


OWN = """own_rules:
  - id: acme-key
    title: Acme key
    pattern: "acme_[a-z0-9]{32}"
    level: warning
    leaks: ["key = acme_{n32}"]
    clean: ["acme_{n12}"]
"""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A repository with a rule of its own and a leak of it."""
    git(tmp_path, "init", "-q")
    (tmp_path / ".hubseal.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "a.py").write_text(f"x = 1\nkey = 'acme_{HEX[:32]}'\n", encoding="utf-8")
    return tmp_path


def test_an_own_rule_is_a_rule_like_others(acme: Path, hubseal: Run) -> None:
    made = json.loads(hubseal("scan", ".", "--format", "json", cwd=acme).stdout)
    assert [(f["rule"], f["level"], f["line"], f["masked"]) for f in made["findings"]] == [
        ("acme-key", "warning", 2, "[acme-key]")
    ]
    assert f"acme_{HEX[:32]}" not in hubseal("scan", ".", "-v", cwd=acme).stdout
    rules = json.loads(hubseal("scan", ".", "--format", "sarif", cwd=acme).stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["shortDescription"]["text"]) for rule in rules] == [("acme-key", "Acme key")]
    assert "Acme key" in hubseal("explain", "acme-key", cwd=acme).stdout
    (acme / "a.py").write_text(f"key = 'acme_{HEX[:32]}'  # hubseal: allow acme-key -- a sample\n", encoding="utf-8")
    made = json.loads(hubseal("scan", ".", "--format", "json", cwd=acme).stdout)
    assert [(w["rule"], w["by"], w["why"]) for w in made["waived"]] == [("acme-key", "inline", "a sample")]
    (acme / ".hubseal.yaml").write_text(OWN + "rules: {acme-key: off}\n", encoding="utf-8")
    assert json.loads(hubseal("scan", ".", "--format", "json", cwd=acme).stdout)["findings"] == []


def test_the_baseline_accepts_an_own_rule(acme: Path, hubseal: Run) -> None:
    assert hubseal("baseline", cwd=acme).returncode == 0
    made = json.loads(hubseal("scan", ".", "--format", "json", cwd=acme).stdout)
    assert [w["by"] for w in made["waived"]] == ["baseline"]


def test_examples_are_tried(acme: Path, hubseal: Run) -> None:
    done = hubseal("rules", "--check", cwd=acme)
    assert (done.returncode, done.stdout) == (0, "1 own rules, 2 examples: all of them hold\n")
    wrong = OWN.replace("acme_{n12}", "acme_{n32}").replace("key = acme_{n32}", "key = acme-{n32}")
    (acme / ".hubseal.yaml").write_text(wrong, encoding="utf-8")
    done = hubseal("rules", "--check", cwd=acme)
    assert done.returncode == 2
    assert "acme-key: leaks[0] is not found" in done.stderr
    assert "acme-key: clean[0] is found" in done.stderr
