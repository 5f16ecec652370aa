"""Small files that are judged together give what each of them gives."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from functools import partial

import pytest

from hubseal import engine, policy
from hubseal.app import scanner
from hubseal.engine import bulk
from hubseal.readers.text import quick
from hubseal.rules import RULES
from hubseal.types import Blob, BlobResult, Chunk, Segment, Unread

Sample = Callable[[str], str]
TOKEN = "hf_{L34}"
FILES: dict[str, str] = {
    "clean.py": "import os\nprint('x')\n",
    "empty.py": "",
    "leak.py": f"login('{TOKEN}')\n",
    "at its very end.py": f"login {TOKEN}",
    "from its beginning.py": f"{TOKEN}\n",
    "escaped.py": 'x = "\\x68\\x66\\x5f{L34}"\n',
    "in a URL.txt": "https://x.org/?next=%68%66%5f{L34}\n",
    "emphasis.md": f"# Card\n\nUse _{TOKEN}_.\n",
    "in pieces.py": "x = ('hf_' +\n     '{L34}')\n",
    "table.txt": "| token |\n|---|\n| {L40} |\n",
    "allowed.py": f"x = '{TOKEN}'  # hubseal: allow hf-token -- sample\n",
    "of no use.py": "x = 1  # hubseal: allow hf-token -- nothing here\n",
    "other mark.py": "x = 1  # pragma: allowlist secret\n",
    "no such rule.py": "x = 1  # hubseal: allow no-such-rule\n",
    "password.yaml": "password: {L16}\n",
    "placeholder.yaml": "password: changeme\n",
    "mail.md": "---\nlicense: mit\n---\nWrite to ann.lee@lab-of-x.org\n",
    "home.py": "root = '/home/annlee/data'\n",
    "what a page shows.html": "<p>password: Xk9mPq2{L8}</p>\n",
    "what a page shows in marks.htm": "<p><b>password</b>: Xk9mPq2{L8}</p>\n",
    "program of a page.html": "<script>password = passwordInputField1</script>\n",
    ".env": "LEVEL=info\n",
    "x.env": "TOKEN={L40}\n",
    "id_rsa": "-----BEGIN RSA PRIVATE KEY-----\n",
    "__pycache__/x.txt": "x\n",
    f"{TOKEN}.txt": "x\n",
    "table.csv": f"name,token\na,{TOKEN}\n",
    "binary.dat": "a\0b\0\x01",
    "broken.ipynb": '{"cells": [',
    "forbidden.bad": "x\n",
    "large.txt": "word " * 2000 + "\n",
    "too large to join.txt": "word\n" * 60_000 + TOKEN,
    "clean.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": ["x = 1\n"], "outputs": [], "metadata": {}}]}),
    "leak.ipynb": json.dumps(
        {"cells": [{"cell_type": "code", "source": ["x\n", f"t = '{TOKEN}'"], "outputs": [], "metadata": {}}]}
    ),
    "picture.ipynb": json.dumps(
        {"cells": [{"cell_type": "code", "source": [], "outputs": [{"data": {"image/png": "iVBORw0KGgo="}}]}]}
    ),
    "many triggers.py": "token = x\n" * 500,
}
POLICY = """
files: {forbid: ["*.bad"], max_text_size: 9kB}
waivers:
  - {rule: hf-token, path: leak.py, reason: a sample}
  - {rule: hf-token, path: clean.py, reason: of no use}
  - {rule: hf-token, path: "no-such-*", reason: of no use}
"""


def blob(path: str, data: bytes, size: int | None = None) -> Blob:
    return Blob(path, path, len(data) if size is None else size, None, partial(io.BytesIO, data))


def gone() -> io.BytesIO:
    raise OSError(2, "No such file or directory")


def closed() -> io.BytesIO:
    raise ValueError("I/O operation on closed file")


@pytest.fixture
def items(sample: Sample) -> list[engine.Item]:
    made: list[engine.Item] = [blob(sample(name), sample(text).encode()) for name, text in FILES.items()]
    coded = base64.b64encode(f"export HF_TOKEN={sample(TOKEN)}; run the training again".encode())
    made.append(blob("coded.txt", b"data: " + coded + b"\n"))
    made += [blob("longer.py", b"x = 1\n", size=3), blob("shorter.py", b"x = 1\n", size=9)]
    made += [Blob("gone.py", "gone.py", 5, None, gone), Blob("closed.py", "closed.py", 5, None, closed)]
    return [*made, Unread("away", "", "io", None, "it was not read"), "a note"]


def together(items: list[engine.Item], context: engine.ScanContext) -> BlobResult:
    results = bulk.scan_many(list(enumerate(items)), context, quick.texts)
    return engine.fold(result for _, result in sorted(results, key=lambda pair: pair[0]))


@pytest.mark.parametrize("matcher", ["auto", "re"])
@pytest.mark.parametrize("families", [("tokens",), ("tokens", "pii", "paths", "files")], ids=["tokens", "all"])
@pytest.mark.parametrize("text", ["", POLICY], ids=["no policy", "a policy"])
def test_the_same_as_one_by_one(text: str, families: tuple[str, ...], matcher: str, items: list[engine.Item]) -> None:
    settings = engine.Settings(families=families, whole=True, matcher=matcher)  # type: ignore[arg-type]
    context = scanner.make_context(policy.parse(text, ".hubseal.yaml", RULES.plan.ids), settings)
    one_by_one = engine.fold(engine.scan_items(items, context))
    assert together(items, context) == one_by_one
    assert len(one_by_one.findings) >= 10


def test_nothing_matches_over_a_border(sample: Sample) -> None:
    """The halves of a token at the end of one file and at the beginning of the next."""
    token = sample(TOKEN)
    halves: list[engine.Item] = [blob("a.txt", token[:20].encode()), blob("b.txt", token[20:].encode())]
    halves += [blob(f"{n}.txt", half.encode()) for n, half in enumerate(("x = 'hf_'\n", "    'abc'"))]
    context = scanner.make_context(policy.parse("", "", RULES.plan.ids), engine.Settings())
    assert together(halves, context) == engine.fold(engine.scan_items(halves, context))
    assert together(halves, context).findings == ()


def test_files_without_findings_have_one_result() -> None:
    context = scanner.make_context(policy.parse("", "", RULES.plan.ids), engine.Settings())
    files: list[engine.Item] = [blob(f"{n}.py", b"x = 1\n" * n) for n in range(1, 400)]
    results = list(bulk.scan_many(list(enumerate(files)), context, quick.texts))
    assert len(results) == 1
    assert results[0][1].coverage == engine.fold(engine.scan_items(files, context)).coverage


def faulty(path: str, data: bytes) -> None:
    raise RecursionError


def in_chunks(path: str, data: bytes) -> list[Segment]:
    """Texts of which one is handed over in chunks."""
    return [Segment(b"x = 1"), Segment(iter([Chunk(data, 0, 0, len(data), True)]))]


@pytest.mark.parametrize("texts_of", [faulty, in_chunks])
def test_what_it_cannot_read_is_left_to_the_scan_of_the_file(texts_of: bulk.TextsOf, items: list[engine.Item]) -> None:
    context = scanner.make_context(policy.parse("", "", RULES.plan.ids), engine.Settings())
    results = sorted(bulk.scan_many(list(enumerate(items)), context, texts_of), key=lambda pair: pair[0])
    assert engine.fold(result for _, result in results) == engine.fold(engine.scan_items(items, context))


HEAVY = {
    "heads of keys": "-----BEGIN RSA PRIVATE KEY-----\n" * 1900,
    "passwords": 'password = "' * 1900,
    "headers of JWTs": "eyJ" * 20_000,
    "base64": ("c29tZSB0ZXh0IHRoYXQgaXMgdGV4dCBhbmQgbm90aGluZyBlbHNl" * 200 + "\n") * 30,
    "tables": "| token | x |\n|---|---|\n" + "| a | b |\n" * 20_000,
    "underscores": "a" * 14 + "_ ",
    "words in underscores": ("_" + "a" * 30 + "_ ") * 1_900,
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_what_takes_long_is_left_to_the_scan_of_the_file(text: str) -> None:
    files: list[engine.Item] = [blob("a.txt", text.encode()), blob("b.txt", b"x = 1")]
    context = scanner.make_context(policy.parse("", "", RULES.plan.ids), engine.Settings())
    assert together(files, context) == engine.fold(engine.scan_items(files, context))
