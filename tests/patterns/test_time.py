"""No pattern takes a time that grows with the square of an attacker's text, or doubles with each character of it.

Each pattern of the package is run against texts that are made from it (`pumps.py`), of a length at which a square shows.
`python -m tests.patterns.measure` tries many more of them; what it finds is mended, or stands in `BOUNDED` with the
reason why no such text reaches the pattern.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from .collect import Known, all_patterns
from .measure import run, slow
from .pumps import Attack, attacks

SIZE, LIMIT = 8_000, 0.06
"""Characters of a text, and CPU seconds that it may take, on a machine much slower than ours."""
PIECES, BEGINS = 8, 2
BOUNDED = {
    "decode.emphasis._OPENS": 256,  # the longest value
    "sources.git._reason()": 2_000,
    "hits.RUN": 200,  # a trigger of ours
    "kinds.settings._CREDENTIALS": 120,  # LONGEST
    "kinds.settings._RANDOM": 120,
    "readers.documents.pdf.parser._END": 64,  # matched at one place
    "rules.samples._HOLE": 200,  # an example of ours
    "suppression.comments.allowed()": 200,  # the names of a mark, with four blanks between them
    "suppression.detect_secrets._is_safe()": 1_000,  # LONGEST_PATTERN
    "suppression.hints.path_glob()": 1_000,  # the longest glob
    "validators.contact._LIST": 320,  # an address
    "validators.email._NOREPLY_DOMAIN": 255,  # a domain
    "validators.paths._LOADER": 400,  # KEY
    "validators.values._BASE64_BEFORE": 160,  # REACH
    "validators.versions._BEFORE": 100,  # REACH
}
"""Name of a pattern -> characters of the longest text that it is tried on."""
FOUND: tuple[tuple[str, Attack], ...] = (
    ("pgp-private-key[0]", Attack(b"-----BEGIN PGP " + b"PRIVATE KEY BLOCK-----\\nA", b'",', b"\\")),
    ("private-key[0]", Attack(b"-----BEGIN " + b"PRIVATE KEY-----\n", b"Aaa: x'", b"\\")),
    ("suppression.hints._PLAIN_KEY", Attack(b"a", b" ", b"#")),
    ("suppression.hints._PLAIN_KEY", Attack(b"", b"- ", b"#")),
    ("kinds.regions._FENCE", Attack(b"```", b" ", b"")),
    ("kinds.regions._FENCE", Attack(b"", b"~", b"")),
    ("app.checkout_target._REMOTE", Attack("", "\n", "x")),
    ("reports.escape.code()", Attack("", "\\", "a")),
    ("validators.values._PODS", Attack("", "-", "/")),
    ("validators.values._PLACEHOLDER", Attack(b"<", b"YOUR", b",")),
    ("validators.heuristics.is_sentence()", Attack(b"", b"a", b"1")),
    ("lexer of .py", Attack(b"", b'\\"', b"\n")),
    ("lexer of .py", Attack(b"'", b"\\'", b"\n")),
    ("lexer of .sh", Attack(b"", b"<<a", b"")),
    ("lexer of .sh", Attack(b"<<", b"a", b"")),
)
"""What was found once."""


def test_all_sorts_of_patterns_are_collected() -> None:
    names = {known.name for known in all_patterns()}
    assert len(names) > 1_000
    assert {"hits.RUN", "lexer of .py", "hf-token[0]", "readers.documents.pdf.objects._TOKEN"} <= names
    assert not set(BOUNDED) - {known.name for known in all_patterns()}


def _bounded(known: Known) -> Known:
    bound = BOUNDED.get(known.name)
    return known if bound is None else known._replace(longest=bound)


def test_no_pattern_takes_long() -> None:
    late = [
        max(found, key=lambda one: one.seconds)
        for known in all_patterns()
        if (found := list(slow(_bounded(known), SIZE, LIMIT, PIECES, BEGINS)))
    ]
    assert not late, "\n".join(map(str, late))


@pytest.mark.parametrize(("name", "attack"), FOUND, ids=[f"{name} {attack.piece!r}" for name, attack in FOUND])
def test_what_was_found_once_takes_little(name: str, attack: Attack) -> None:
    known = next(known for known in all_patterns() if known.name == name)
    for size in (60, 1_000, SIZE):
        assert min(run(known, attack.text(size)) for _ in range(3)) < LIMIT


@pytest.mark.parametrize(
    ("pattern", "seen"),
    [
        (rb"(?:\"|\",|,)*x", True),
        (rb"(?:a+)+b", True),
        (rb"%[^\r\n]*[ \n]*(?:%[^\r\n]*[ \n]*)*obj", True),
        (rb"\s*\n\s*x", True),
        (rb"[a-z]+@[a-z]+", True),
        (r"(?m)^\s*url\s*=", True),
        (rb"a{1,20}b", False),
        (rb"(?<![a-z])[a-z]+@[a-z]+", False),
    ],
)
def test_the_texts_show_what_takes_long(pattern: Any, seen: bool) -> None:
    """The test of patterns can fail: texts made from bad ones take them long."""
    known = Known("", re.compile(pattern), True)
    assert any(True for _ in slow(known, SIZE, LIMIT / 4, PIECES, BEGINS)) is seen
    assert list(attacks(known.pattern, PIECES, BEGINS))
