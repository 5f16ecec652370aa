"""What all rules find in one file: its reader, its views and the rules, as a scan of a repository has them."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence

import pytest

from hubseal.engine.bulk import scan_many
from hubseal.engine.context import Settings, make_context
from hubseal.engine.results import fold
from hubseal.engine.scan import scan_blob
from hubseal.policy import DEFAULT
from hubseal.readers import reader_for
from hubseal.readers.text import quick
from hubseal.rules import RULES
from hubseal.types import Blob, Finding
from sample_generators import filled

VALUE = filled("{L5}7{L5}3{L4}9", 5)
"""A value that is plainly random, 17 letters and digits."""
TOKEN = filled("hf_{L34}", 5)
HOME = "/home/jkowalski/runs/bert"

_CONTEXT = functools.cache(lambda: make_context(RULES, reader_for, DEFAULT, Settings(today="2026-11-01")))


def findings(name: str, text: str | bytes) -> tuple[Finding, ...]:
    """The findings in a file of that name, but for those of its name: the same alone and together with others."""
    data = text.encode() if isinstance(text, str) else text
    blob = Blob(name, name, len(data), None, lambda: io.BytesIO(data))
    alone = scan_blob(blob, _CONTEXT())
    together = fold(result for _, result in scan_many([(0, blob)], _CONTEXT(), quick.texts))
    assert together == fold([alone])
    return tuple(f for f in alone.findings if f.family != "files")


def rules(name: str, text: str | bytes) -> set[str]:
    """The ids of the rules that find something in it."""
    return {finding.rule for finding in findings(name, text)}


def each_file(rows: Sequence[tuple[str, str, str | bytes]]) -> pytest.MarkDecorator:
    """A test for each row: (the reason, which is its id; `name` and `text` of a file)."""
    return pytest.mark.parametrize(("name", "text"), [row[1:] for row in rows], ids=[row[0] for row in rows])
