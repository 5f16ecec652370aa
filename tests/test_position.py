"""Lines and columns come out the same in whatever order they are asked for."""

from __future__ import annotations

import random

import pytest

from hubseal.position import BOM, Lines

TEXTS = {
    "plain": b"one\ntwo\n\nfour",
    "no end of line": b"just one",
    "wide characters": "añb\nçde — f\n\U0001f600x\n".encode() * 20,
    "byte order mark": BOM + "é1\né2\n".encode(),
    "one long line": b"x" * 5_000 + "é".encode() * 200,
    "empty": b"",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("base", [0, 70_000], ids=["whole", "chunk"])
def test_any_order(name: str, base: int) -> None:
    data, dice = TEXTS[name], random.Random(name)
    starts = [n for n in range(len(data) + 1) if n == len(data) or data[n] & 0xC0 != 0x80]
    lines = Lines(data, base, 7)
    for _ in range(400):
        at = dice.choice(starts)
        found = lines(base + at, base + at)
        head = data.rfind(b"\n", 0, at) + 1
        text = data[head:at]
        if base == 0 and head == 0 and text.startswith(BOM):
            text = text[len(BOM) :]
        assert (found.line, found.column) == (8 + data.count(b"\n", 0, at), len(text.decode()) + 1), at
        assert found.raw == (base + at, base + at)
