"""Patterns that are kept: equal to what `re` makes, and made anew when anything about them is in doubt."""

from __future__ import annotations

import marshal
import re
from pathlib import Path

import pytest

from hubseal import regex

LONG = rb"(?i)(?P<name>[a-z_]{1,40})\s*=\s*(?P<quote>[\"'])(?P<leak>[^\"']{8,99})(?P=quote)"
PATTERNS: dict[str, str | bytes] = {
    "bytes with named groups": LONG,
    "text with named groups": LONG.decode(),
    "a condition": rb"(?:[rbfu]{0,2}(?P<quote>[\"']))?(?P<leak>(?(quote)[^\r\n]{6,256}(?=(?P=quote))|[^\s]{8,256}))",
    "look-arounds and flags": rb"(?ms)(?<![A-Za-z0-9])(?=[0-9]{3})(?!000)[0-9]{9}(?![A-Za-z0-9])$",
    "letters of other alphabets": "(?i)[а-яё]{3,9}[^\u4e00-\u9fff]+(?:straße|ΣΊΣΥΦΟΣ|ﬃ)\\b",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(regex, "FOLDER", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    return tmp_path


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_what_is_kept_is_what_re_makes(pattern: str | bytes, folder: Path) -> None:
    made = regex.compile(pattern)
    assert len(list(folder.glob("pattern-*.sre"))) == 1
    kept = regex._kept(pattern)
    assert kept == made == re.compile(pattern)
    assert kept is not None
    assert (kept.groups, kept.groupindex, kept.flags) == (made.groups, made.groupindex, made.flags)


def test_short_patterns_are_not_kept(folder: Path) -> None:
    assert regex.compile(rb"[a-z]+") == re.compile(rb"[a-z]+")
    assert not list(folder.iterdir())


def rewrite(file: Path, number: int, value: object) -> None:
    fields = marshal.loads(file.read_bytes())  # noqa: S302 - made by this test
    fields[number] = value
    file.write_bytes(marshal.dumps(fields))


DOUBTS = {
    "another interpreter": lambda file: rewrite(file, 0, "cpython-39"),
    "another pattern": lambda file: rewrite(file, 1, b"x" * len(LONG)),
    "the text and not the bytes": lambda file: rewrite(file, 1, LONG.decode()),
    "code that is no code": lambda file: rewrite(file, 3, b"\xff" * 64),
    "code that ends early": lambda file: rewrite(file, 3, b"\0" * 3),
    "half a file": lambda file: file.write_bytes(file.read_bytes()[:40]),
    "an empty file": lambda file: file.write_bytes(b""),
    "a file that others may write": lambda file: file.chmod(0o666),
}


@pytest.mark.parametrize("spoil", DOUBTS.values(), ids=DOUBTS)
def test_what_is_in_doubt_is_made_anew(spoil, folder: Path) -> None:  # type: ignore[no-untyped-def]
    made = regex.compile(LONG)
    (file,) = folder.glob("pattern-*.sre")
    spoil(file)
    assert regex._kept(LONG) is None
    assert regex.compile(LONG) == made
    file.unlink()
