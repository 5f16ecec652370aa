"""Text of more than 8 MiB comes in chunks: what stands on their border is found, once, at its place."""

from __future__ import annotations

import pytest

from hubseal.types import Limits
from made_rules import rule, scan

WHOLE = Limits().whole
VALUE = b"leak-0123456789"
RULE = rule("made", b"leak-", rb"(?P<leak>leak-[0-9]{10})(?![0-9])")
LINE = b"a line of text, forty bytes in its length\n"


def text(*places: int, size: int) -> bytes:
    """Lines, with the value at some offsets, each on a line of its own."""
    made = bytearray((LINE * (size // len(LINE) + 1))[:size])
    for at in places:
        made[at - 1 : at + len(VALUE) + 1] = b"\n" + VALUE + b"\n"
    return bytes(made)


@pytest.mark.parametrize("chunk", [1, 2], ids=["first border", "second border"])
@pytest.mark.parametrize(
    "shift",
    [
        pytest.param(-len(VALUE) - 1, id="ends before it"),
        pytest.param(-len(VALUE), id="ends on it"),
        pytest.param(-1, id="begins a byte before it"),
        pytest.param(-7, id="across it"),
        pytest.param(0, id="begins on it"),
        pytest.param(1, id="begins behind it"),
    ],
)
def test_a_value_on_the_border_of_two_chunks_is_found_once(chunk: int, shift: int) -> None:
    at = chunk * WHOLE + shift
    data = text(at, size=chunk * WHOLE + (1 << 20))
    (finding,) = scan(data, RULE, name="a.txt").findings
    assert finding.count == 1
    start = finding.at.start
    assert start.raw == (at, at + len(VALUE))
    assert (start.line, start.column) == (data.count(b"\n", 0, at) + 1, 1)
    assert finding.at.end.column == 1 + len(VALUE)


@pytest.mark.parametrize(
    "size", [WHOLE - 1, WHOLE, WHOLE + 1, 2 * WHOLE, 2 * WHOLE + 1], ids=lambda size: f"{size - WHOLE:+}"
)
def test_the_last_bytes_are_searched(size: int) -> None:
    data = text(size - len(VALUE) - 1, size=size)
    (finding,) = scan(data, RULE, name="a.txt").findings
    assert (finding.count, finding.at.start.raw) == (1, (size - len(VALUE) - 1, size - 1))


def test_what_stands_before_a_border_is_seen() -> None:
    made = rule("made", b"leak-", rb"(?<!not )(?P<leak>leak-[0-9]{10})")
    data = bytearray(text(size=WHOLE + (1 << 20)))
    data[WHOLE - 4 : WHOLE + len(VALUE)] = b"not " + VALUE
    assert scan(bytes(data), made, name="a.txt").findings == ()


def test_a_long_value_across_a_border_is_seen_whole() -> None:
    made = rule("made", b"<", rb"<(?P<leak>[a-z]+)>", ahead=64 << 10)
    half = 30 << 10
    data = bytearray(text(size=WHOLE + (1 << 20)))
    data[WHOLE - half : WHOLE + half] = b"<" + b"a" * (2 * half - 2) + b">"
    (finding,) = scan(bytes(data), made, name="a.txt").findings
    assert (finding.count, finding.at.start.raw) == (1, (WHOLE - half + 1, WHOLE + half - 1))
