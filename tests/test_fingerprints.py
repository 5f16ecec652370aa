"""What a fingerprint is made of: the rule, the path, what stands around the value, and the value where nobody guesses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import Report
from made_rules import rule, scan

Sample = Callable[[str], str]
GUESSED = {
    "home-path": ("config.json", '{{"dir": "{}/runs"}}\n', "/home/tnakamura", "/home/jkowalska"),
    "machine-path": ("config.json", '{{"dir": "{}"}}\n', "/workspace/team/a", "/workspace/club/b"),
    "email-address": ("README.md", "# Model\n\nI asked {} about it.\n", "anna.nowak@lab-zurich.org", "b.lee@lab-wien.org"),
    "phone-number": ("a.txt", "phone: {}\n", "+49 30 901820", "+49 89 233960"),
    "iban": ("a.txt", "iban: {}\n", "DE89 3704 0044 0532 0130 00", "GB82 WEST 1234 5698 7654 32"),
    "card-number": ("a.txt", "card {} exp 12/29\n", "{card: }", "{card:}"),
    "private-ip": ("config.json", '{{"host": "{}"}}\n', "10.23.4.17", "10.99.1.200"),
    "netrc-password": ("a.txt", "machine api.lab.org login svc password {}\n", "tr0mpete4!x", "kl4rinette9!"),
    "docker-config-auth": ("a.txt", '{{"auths": {{"ghcr.io": {{"auth": "{}"}}}}}}\n', "{basic:tnakamura}", "{basic:jkowalska}"),
    "basic-auth-header": ("a.py", 'h = "Authorization: Basic {}"\n', "{basic:tnakamura}", "{basic:jkowalska}"),
}  # fmt: skip
SECRET = {
    "hf-token": ("a.py", "login('{}')\n", "hf_{L34}", "hf_{a34}"),
    "github-token": ("a.py", "login('{}')\n", "ghp_{a36}", "{github:ghp_}"),
}


def fingerprint(found: str, name: str, text: str, value: str, report: Report) -> str:
    made = report({name: text.format(value)}, name)
    (one,) = [f["fingerprint"] for f in made["findings"] if f["rule"] == found]
    assert isinstance(one, str)
    return one


@pytest.mark.parametrize("found", GUESSED)
def test_what_can_be_guessed_is_in_no_fingerprint(found: str, report: Report, sample: Sample) -> None:
    name, text, *templates = GUESSED[found]
    first, second = map(sample, templates)
    prints = {fingerprint(found, name, text, value, report) for value in (first, second)}
    assert len(prints) == 1, "the fingerprint confirms a guess of the value"
    assert fingerprint(found, name, "\n" + text, first, report) in prints, "a finding that moved is the same"
    assert fingerprint(found, "b-" + name, text, first, report) not in prints, "in another file it is another"


@pytest.mark.parametrize("found", SECRET)
def test_what_cannot_be_guessed_is_told_apart(found: str, report: Report, sample: Sample) -> None:
    name, text, first, second = SECRET[found]
    prints = {fingerprint(found, name, text, sample(value), report) for value in (first, second)}
    assert len(prints) == 2
    assert fingerprint(found, name, "\n" + text, sample(first), report) in prints


@pytest.mark.parametrize(("bits", "told_apart"), [(0, False), (79, False), (80, True), (128, True)])
def test_eighty_bits_are_what_nobody_guesses(bits: int, told_apart: bool) -> None:
    made = rule("made", b"v=", rb"v=(?P<leak>[a-z]{4})", bits=bits)
    prints = {f.fingerprint for text in (b"v=abcd\n", b"v=efgh\n") for f in scan(text, made).findings}
    assert len(prints) == 1 + told_apart


def test_guessed_values_on_lines_that_are_alike_are_numbered() -> None:
    made = rule("made", b"v=", rb"v=(?P<leak>[a-z]{4})", bits=20)
    first, second = (f.fingerprint for f in scan(b"v=abcd\nv=efgh\n", made).findings)
    assert first != second
    assert {f.fingerprint for f in scan(b"v=qrst\nv=uvwx\n", made).findings} == {first, second}


LINES = {
    "other words": ("ask {} for Anna Nowak's key\n", "ask {} for Ben Lee's key\n"),
    "other numbers": ("room 482113: {}\n", "room 9: {}\n"),
    "another value beside it": ("ask {} or c.d@lab-bern.org\n", "ask {} or e.f@lab-wien.org\n"),
}


@pytest.mark.parametrize(("first", "second"), LINES.values(), ids=LINES)
def test_what_stands_around_a_guessed_value_cannot_be_guessed_either(first: str, second: str, report: Report) -> None:
    address = "anna.nowak@lab-zurich.org"
    prints = [
        {f["fingerprint"] for f in report({"README.md": "# Model\n\n" + text.format(address)}, "README.md")["findings"]}
        for text in (first, second)
    ]
    assert prints[0] == prints[1] != set()
