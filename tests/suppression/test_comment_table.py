"""Comments in many languages: the printed one allows its finding alone, and a parser still reads the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tree_sitter_language_pack import get_parser

from hubseal.suppression.comment_syntax import syntax_of
from suppression.languages import SAMPLES, Sample
from suppression.scanning import ABOVE, ON, follow, hint, scan

Filled = Callable[[str], str]


def _faults(parser: str, data: bytes) -> int:
    """How many errors a parser sees in a file."""
    nodes, count = [get_parser(parser).parse(data).root_node], 0  # type: ignore[arg-type]
    while nodes:
        node = nodes.pop()
        count += node.is_error or node.is_missing
        nodes += node.children
    return count


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case.path)
def test_the_printed_comment_works_where_it_is_put(case: Sample, sample: Filled) -> None:
    leak, other = sample("hf_{L34}"), sample("hf_q{L33}")
    data = case.text.replace("LEAK", leak).replace("OTHER", other).encode()
    before = sorted(
        (f for f in scan({case.path: data}).findings if f.rule == "hf-token"), key=lambda f: f.at.start.line or 0
    )
    assert len(before) == 2
    assert hint(before[0]).startswith((ON, ABOVE))
    changed, _ = follow(before[0], data)
    after = scan({case.path: changed})
    lines = [changed[: changed.index(value.encode())].count(b"\n") + 1 for value in (leak, other)]
    assert [w.finding.at.start.line for w in after.waived] == lines[:1]
    assert [f.at.start.line for f in after.findings if f.rule == "hf-token"] == lines[1:]
    assert not [note for note in after.notes if "allow" in note]
    if case.parser:
        assert _faults(case.parser, changed) <= _faults(case.parser, data)


@pytest.mark.parametrize(
    "path", ["a.json", "a.csv", "a.jsonl", "a.txt", "a.log", "vocab.txt", "a.bin", "data", "a.unknown"]
)
def test_what_has_no_comments_is_not_in_the_table(path: str) -> None:
    assert syntax_of(path) is None


def test_sixty_languages_are_parsed() -> None:
    assert len({case.parser for case in SAMPLES if case.parser}) >= 60
