"""Hyperscan and `re` alone find the same, also in bulk."""

from __future__ import annotations

import random
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from hubseal.engine.searcher import Searcher, SearchResult
from hubseal.engine.span import TextContext
from hubseal.rules import RULES
from hubseal.types import FAMILIES, Limits

CHUNK = 1 << 20
CHUNKS = 20


@pytest.fixture(scope="module")
def searchers() -> tuple[Searcher, Searcher]:
    hyperscan, plain = (
        Searcher(RULES, FAMILIES, frozenset(), Limits(), engine, None) for engine in ("hyperscan", "re")
    )
    return hyperscan, plain


@pytest.fixture(scope="module")
def texts() -> list[bytes]:
    """Text of the standard library and of installed packages: code, papers, data."""
    found = []
    for folder in (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")):
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in (".py", ".txt", ".json", ".rst", ".md", ".h", ".cfg") and path.is_file():
                found.append(path.read_bytes())
    return found


def keep(found: SearchResult) -> tuple[list[tuple[object, ...]], frozenset[str]]:
    return [(s.rule.id, s.level, s.start, s.end, s.key, s.partner) for s in found.spans], found.over


@pytest.mark.parametrize("part", range(CHUNKS))
def test_equal_in_20_mb_of_mixed_text(
    part: int, searchers: tuple[Searcher, Searcher], texts: list[bytes], sample: Callable[[str], str]
) -> None:
    """A MiB of files cut at random places and sown with examples of the rules."""
    chance = random.Random(part)
    examples = [t for entry in RULES.entries() if entry.rule.family != "files" for e in entry.examples for t in e.leaks]
    pieces, size = [], 0
    while size < CHUNK:
        text = chance.choice(texts)
        start = chance.randrange(max(len(text) - 20_000, 1))
        pieces += [text[start : start + 20_000], sample(chance.choice(examples)).encode("utf-8", "surrogateescape")]
        size += len(pieces[-2]) + len(pieces[-1])
    data = b"\n".join(pieces)
    kind = ("config", "card", "code", "data", "log")[part % 5]
    about = TextContext("mixed.txt", "", "", kind, "model", "text")  # type: ignore[arg-type]
    hyperscan, plain = (keep(s.search(data, about)) for s in searchers)
    assert hyperscan == plain
    assert len(hyperscan[0]) > 20
