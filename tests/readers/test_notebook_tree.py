"""Notebooks by way of the JSON parser: what it gives is what the walk gives, in the same pieces and places."""

from __future__ import annotations

import json
import random

import pytest

from hubseal.readers.core.errors import MalformedError
from hubseal.readers.text import notebook, notebook_tree
from hubseal.types import Opaque, Segment

OUTPUT = {
    "output_type": "display_data",
    "text": ["one\n", "", "two \x1b[31mred\x1b[0m\n"],
    "traceback": ["\x1b[0m", "a", "\x1b[1m", "b"],
    "data": {
        "text/plain": "x",
        "image/png": "iVBORw0KGgo=\n",
        "application/json": ["{", "}"],
        "image/svg+xml": ["<svg/>"],
    },
}
CELL = {
    "cell_type": "code",
    "source": ["a = 1\n", "b = 'é'"],
    "outputs": [OUTPUT],
    "attachments": {"a.png": {"image/png": "QUJD"}},
}
ROWS: dict[str, object] = {
    "a cell with every sort of output": {"cells": [CELL, CELL], "metadata": {"a long enough name": "value", "list": ["x", "y"]}},
    "source that is one string": {"cells": [{"source": "print(1)\n"}, {"input": "old"}]},
    "format 3": {"worksheets": [{"cells": [CELL, {"input": ["x"]}]}]},
    "quotes and backslashes": {"cells": [{"source": ['a = "b\\n"\n']}], "key\\with\"quotes": 'say "x"', "plain": "v"},
    "numbers among strings": {"cells": [{"source": ["a", 1, "b"], "outputs": ["x", None, ["y"]]}]},
    "lists where an object should be": {"cells": ["a", "b"], "x": [["a"], ["b", {"c": "d"}]]},
    "data that is a list": {"cells": [{"outputs": [{"data": ["a", "b"]}]}]},
    "names that repeat values": {"metadata": {"token_name": "token_name", "": "empty"}},
    "a string alone": "x",
    "a list of strings": ["x", "y"],
    "nothing": {},
}  # fmt: skip


def walked(data: bytes) -> list[Segment | Opaque]:
    return list(notebook._strings(data))


def assert_same(data: bytes) -> None:
    """Fails unless both ways give the same, positions too."""
    given = notebook_tree.strings(data, lambda: walked(data))
    assert given is not None
    wanted = walked(data)
    assert len(given) == len(wanted)
    for one, other in zip(given, wanted, strict=True):
        if isinstance(one, Segment) and isinstance(other, Segment):
            assert one._replace(where=None) == other._replace(where=None)
            assert one.where is not None
            assert other.where is not None
            assert one.where(0, 1) == other.where(0, 1)
        else:
            assert one == other


@pytest.mark.parametrize("document", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("indent", [None, 1], ids=["one line", "lines"])
def test_gives_what_the_walk_gives(document: object, indent: int | None) -> None:
    assert_same(json.dumps(document, ensure_ascii=False, indent=indent).encode())


def test_gives_what_the_walk_gives_for_made_up_notebooks() -> None:
    chance = random.Random(11)
    names = [
        "cells",
        "source",
        "outputs",
        "data",
        "text",
        "traceback",
        "image/png",
        "metadata",
        "a longer name",
        "html",
    ]
    texts = ["", "a", "a\n", 'b"q"', "x\\y", "\x1b[0m", "q\x1b[31mred", "é", "\t", "\x7f"]

    def value(depth: int) -> object:
        sort = chance.random()
        if depth > 5 or sort < 0.4:
            return chance.choice([*texts, 1, None])
        if sort < 0.7:
            return [value(depth + 1) for _ in range(chance.randrange(4))]
        return {chance.choice(names): value(depth + 1) for _ in range(chance.randrange(4))}

    for _ in range(400):
        cells = [{chance.choice(names): value(0) for _ in range(3)} for _ in range(3)]
        assert_same(json.dumps({"cells": cells, chance.choice(names): value(1)}, ensure_ascii=False).encode())


DEEP = 300
WALKED = {
    "an escape that another writer chose": rb'{"cells": [{"source": "\u0041"}]}',
    "a slash with an escape": rb'{"cells": [{"source": "<\/script>"}]}',
    "a newline as a number": rb'{"cells": [{"source": "\u000a"}]}',
    "no JSON": b'{"cells": [',
    "two documents": b"{} {}",
    "a control character as it is": b'{"a": "\n"}',
    "no UTF-8": b'{"a": "\xff"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "nested deeper than the walk goes": b"[" * DEEP + b"]" * DEEP,
    "nested deeper than the parser goes": b"[" * 100_000 + b"]" * 100_000,
    "large": b"[" + b" " * notebook_tree.LARGEST + b"]",
}


@pytest.mark.parametrize("data", WALKED.values(), ids=WALKED)
def test_leaves_to_the_walk(data: bytes) -> None:
    assert notebook_tree.strings(data, lambda: walked(data)) is None


def test_a_nest_that_the_walk_still_takes() -> None:
    assert_same(b"[" * 256 + b'"x"' + b"]" * 256)
    with pytest.raises(MalformedError):
        walked(b"[" * 257 + b'"x"' + b"]" * 257)


def test_nothing_is_walked_before_a_position_is_wanted() -> None:
    calls = []
    given = notebook_tree.strings(b'{"cells": [{"source": ["x"]}]}', lambda: calls.append(1) or walked(b"{}"))
    assert given is not None
    assert not calls
