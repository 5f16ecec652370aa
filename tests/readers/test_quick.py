"""The quick way to the texts of a small file gives what its reader gives, or nothing."""

from __future__ import annotations

import io
import json
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubseal import kinds
from hubseal.kinds.formats import MAGIC
from hubseal.kinds.plain import is_plain_text
from hubseal.readers.registry import BY_SUFFIX, reader_for
from hubseal.readers.text import quick
from hubseal.types import Blob, Limits, Segment

SOURCE = ["import os\n", "key = 'x'"]
STREAM = {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}
ERROR = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["one", "", "two"]}
SHOWN = {
    "output_type": "display_data",
    "metadata": {"needs_background": "light"},
    "data": {"text/plain": ["x\n", "y"], "application/json": ["a", "b"], "text/html": "<b>"},
}


def notebook(*cells: object, **rest: object) -> str:
    made = {"cells": cells, "metadata": {"kernelspec": {"name": "py"}}, "nbformat": 4, **rest}
    return json.dumps(made, ensure_ascii=False)


def cell(*outputs: object, **rest: object) -> dict[str, object]:
    return {"cell_type": "code", "metadata": {}, "source": SOURCE, "outputs": list(outputs), **rest}


QUICK = {
    "a text": ("a.txt", "x = 1\n"),
    "a text beyond ASCII": ("a.py", "größe = 1\n"),
    "a page": ("a.html", "<p>"),
    "a cell": ("a.ipynb", notebook(cell())),
    "outputs": ("a.ipynb", notebook(cell(STREAM, ERROR, SHOWN))),
    "a source in one string": ("a.ipynb", notebook(cell(source="x\ny"))),
    "a shell script": ("a.ipynb", notebook(cell(source=["%%bash\n", "ls"]))),
    "Markdown": ("a.ipynb", notebook(cell(cell_type="markdown"))),
    "names and values in the metadata": (
        "a.ipynb",
        notebook(cell(metadata={"long_name_of": {"token": "v", "l": ["a", "b"]}})),
    ),
    "numbers in a list": ("a.ipynb", notebook(cell(metadata={"l": [1, 2.5], "e": []}))),
    "objects in a list": ("a.ipynb", notebook(authors=[{"name": "A", "mail_address": "B"}])),
    "letters beyond ASCII": ("a.ipynb", notebook(cell(source=["größe\n"]))),
    "a letter that is escaped in a source": ("a.ipynb", json.dumps({"cells": [cell(source=["\u00e9\n"])]})),
    "codes of a terminal": ("a.ipynb", notebook(cell({**STREAM, "text": ["\x1b[0m", "\x1b[31mred", "a"]}))),
    "lines of codes alone": (
        "a.ipynb",
        notebook(cell({**ERROR, "traceback": ["\x1b[0m", "", "\x1b[31mred", "\x1b[0m"]})),
    ),
    "texts of widgets without their models": (
        "a.ipynb",
        notebook(cell(), metadata={"widgets": {"state_of_it": {"value": "v", "l": ["a", "b"]}}}),
    ),
    "an output of a type without a slash": ("a.ipynb", notebook(cell({**SHOWN, "data": {"text": "x", "json": ["a"]}}))),
    "a text at the top": ("a.ipynb", notebook(orig_nbformat_name="x")),
}
ORDINARY = {
    "nothing": ("a.txt", ""),
    "a table": ("a.csv", "a,b\n"),
    "a table in capitals": ("a.TSV", "a\tb\n"),
    "zeros": ("a.txt", "a\0b"),
    "a key": ("a.txt", "-----BEGIN RSA PRIVATE KEY-----\n"),
    "a PDF": ("a.txt", "%PDF-1.4\n"),
    "a pickle of protocol 0": ("a.txt", "(dp0\nS'a'\np1\n"),
    "a part of an office document": ("a.docx!/word/document.xml", "<w:t>"),
    "a picture": ("a.ipynb", notebook(cell({"output_type": "display_data", "data": {"image/png": "iVBOR"}}))),
    "a field of a fixed value as a type": ("a.ipynb", notebook(cell({**SHOWN, "data": {"cell_type": "x"}}))),
    "an attachment": ("a.ipynb", notebook(cell(attachments={"a": {"image/png": "iVBOR"}}))),
    "a widget": ("a.ipynb", notebook(widgets={"s": {"_model_name": "PasswordModel", "value": "v"}})),
    "sheets": ("a.ipynb", json.dumps({"worksheets": [{"cells": [cell()]}]})),
    "a letter that is escaped in a value": ("a.ipynb", json.dumps({"cells": [], "a": "\u00e9"})),
    "a letter that is escaped in a name": ("a.ipynb", json.dumps({"cells": [], "\u00e9": "a"})),
    "no JSON": ("a.ipynb", '{"cells": ['),
    "a name twice": ("a.ipynb", '{"cells": [], "a": ["x"], "a": ["y"]}'),
    "a list of several sorts": ("a.ipynb", notebook(cell(metadata={"l": ["a", 1]}))),
    "lists in a list": ("a.ipynb", notebook(cell(metadata={"l": [["a"]]}))),
    "a source of numbers": ("a.ipynb", notebook(cell(source=[1]))),
    "deep": ("a.ipynb", '{"cells": [], "m": ' + '{"a": ' * 300 + '"x"' + "}" * 301),
}  # fmt: skip


def read(path: str, data: bytes) -> list[object]:
    blob = Blob(path, path, len(data), None, partial(io.BytesIO, data))
    fmt = kinds.sniff(path, data[: kinds.HEAD], len(data))
    items = reader_for(path, fmt)(blob, Limits())
    return [item._replace(where=None) if isinstance(item, Segment) else item for item in items]


@pytest.mark.parametrize(("path", "text"), QUICK.values(), ids=QUICK)
def test_the_same_texts(path: str, text: str) -> None:
    data = text.encode()
    found = quick.texts(path, data)
    assert found is not None
    assert list(found) == read(path, data)


@pytest.mark.parametrize(("path", "text"), ORDINARY.values(), ids=ORDINARY)
def test_what_its_reader_knows_better(path: str, text: str) -> None:
    assert quick.texts(path, text.encode()) is None


def test_readers_by_suffix_are_known() -> None:
    assert set(BY_SUFFIX) == {".ipynb", *quick.OTHERWISE}


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=12) | st.sampled_from(["cells", "\x1b[0m", "x\n", "\u00e9", "\x1b[0ma", "\x7f"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["source", "text", "data", "outputs", "cell_type", "cells", "traceback", "text/html", "a_long_name", "é", "widgets", "output_type", "png", "text"]),
        inner, max_size=3,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(json_values, max_size=3), json_values, st.booleans())
def test_any_notebook(cells: list[object], rest: object, ascii_only: bool) -> None:
    made = [
        cell(*c) if isinstance(c, list) else {"cell_type": "code", **c} if isinstance(c, dict) else c for c in cells
    ]
    data = json.dumps({"cells": made, "metadata": rest}, ensure_ascii=ascii_only).encode()
    found = quick.texts("a.ipynb", data)
    assert found is None or list(found) == read("a.ipynb", data)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(
        sorted({m for _, m, *_ in MAGIC} | {b"RIFF1234WAVE", b"(lp0\n", b"ID3", b"X\n\0\0", b"MATLAB", b"X"})
    ),
    st.integers(0, 300),
    st.sampled_from((b"a", b"\n", b"# ", b"\x80", b"\0")),
    st.sampled_from((".txt", ".py", ".pt", ".bin", ".onnx", ".msgpack", "", ".zip", ".iso", "/events.out.tfevents.1")),
)
def test_plain_text_is_text(magic: bytes, at: int, fill: bytes, suffix: str) -> None:
    head = (fill * at)[:at] + magic + fill * 40
    if is_plain_text("a" + suffix, head):
        assert kinds.sniff("a" + suffix, head, len(head)) == "text"
