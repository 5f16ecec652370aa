"""Globs: what they match, what is refused, and that no pattern and no name takes more than linear time."""

from __future__ import annotations

import pytest

from hubseal.globs import glob, matcher, matches

MATCHES: list[tuple[str, str, bool]] = [
    ("*.log", "a.log", True),
    ("*.log", "deep/a.log", True),
    ("*.log", "a.log/inside.txt", True),
    ("*.log", "a.logs", False),
    ("a/*.log", "a/b/c.log", False),
    ("a/**/c.log", "a/c.log", True),
    ("a/**/c.log", "a/b/b/c.log", True),
    ("**/c.log", "c.log", True),
    ("a/**", "a/b/c", True),
    ("a/**", "ab/c", False),
    ("a", "b/a/c", True),
    ("/a", "b/a", False),
    ("./a", "a", True),
    ("a/", "a", False),
    ("a/", "x/a/b", True),
    ("data.zip", "data.zip!/notes/a.txt", True),
    ("data.zip/", "data.zip!/notes/a.txt", False),
    ("a?c", "abc", True),
    ("a?c", "a/c", False),
    ("[ab].txt", "b.txt", True),
    ("[!ab].txt", "b.txt", False),
    ("[!ab].txt", "c.txt", True),
    ("x[!ab]y", "x/y", False),
    ("[a-c].txt", "b.txt", True),
    ("[]a].txt", "].txt", True),
    ("[a-].txt", "-.txt", True),
    ("[^a].txt", "a.txt", False),
    ("{a,b/c}.txt", "b/c.txt", True),
    ("{a,b}.txt", "c.txt", False),
    ("{*.py,*.md}", "x/a.md", True),
    ("{}x", "x", True),
    ("a**b", "a/x/b", True),
    ("a(b)+.txt", "a(b)+.txt", True),
    ("ünï*", "ünïcode", True),
    ("*.txt", "new\nline.txt", True),
]


@pytest.mark.parametrize(("pattern", "path", "fits"), MATCHES)
def test_what_a_glob_matches(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, path) == fits
    assert matcher([pattern])(path) == fits
    assert matcher(["nothing/like/it", pattern, "*.else"])(path) == fits
    assert matcher(["nothing/like/it"])(path) is False


def test_no_globs_match_nothing() -> None:
    assert matcher([])("a") is False


REFUSED = {
    "": "empty",
    "  ": "empty",
    "/": "empty",
    "a\\b": "uses /",
    "!a": "negated",
    "[a": "opens [",
    "[]": "opens [",
    "{a": "opens {",
    "{a{b,c}": "opens {",
    "[z-a]": "not a set",
    "a" * 1001: "at most 1000",
}


@pytest.mark.parametrize("pattern", REFUSED, ids=[p[:20] or "nothing" for p in REFUSED])
def test_bad_globs_say_what_is_wrong(pattern: str) -> None:
    with pytest.raises(ValueError, match=REFUSED[pattern].replace("[", r"\[")):
        glob(pattern)


HARD: dict[str, tuple[str, str]] = {
    "**/ thirty times": ("**/" * 30 + "x", "a/" * 2000 + "y"),
    "** thirty times": ("a**" * 30 + "x", "a" * 4000),
    "choices forty times": ("{a,aa}" * 40 + "c", "a" * 4000),
    "choices of stars": ("{*,a*,**}" * 30 + "c", "a" * 2000),
    "stars in a long name": ("*a*a*a*a*b", "a" * 60_000),
    "stars in many folders": ("**/*a*b*/*a*b*", "a/" * 30_000 + "c"),
    "sets": ("[a-c]*" * 100 + "x", "abc" * 1000),
    "question marks": ("*" + "?" * 100 + "b", "a" * 20_000),
    "one that blows up as a table": ("*a" + "?" * 30 + "b", "ab" * 5_000 + "ba" * 5_000),
    "a member deep in archives": ("**/x/**", "a.zip!/" * 5_000),
}


@pytest.mark.parametrize("kind", HARD)
def test_hard_globs_come_to_an_end(kind: str) -> None:
    """Each of these took minutes, or would never have ended, as a regular expression."""
    pattern, path = HARD[kind]
    assert not matches(pattern, path)
    assert not matcher([pattern, "*.md"])(path)


def test_one_matcher_remembers_no_more_than_its_bound() -> None:
    automaton = glob("*a" + "?" * 12 + "b")
    for number in range(3000):
        automaton.matches(f"{number:b}".replace("0", "a").replace("1", "c") * 3)
    assert automaton.matches("a" + "x" * 12 + "b")
