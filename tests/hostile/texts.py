"""Text: nesting, aliases, escapes, encodings and repeated triggers."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping

MIB = 1 << 20
TOKEN = b"\nk: '" + b"hf" + b"_xkQvRtYbNmLpWsZcDfGhJtKuVwXyAbCdEf'\n"


def notebook(*outputs: object) -> bytes:
    cells = [
        {"cell_type": "code", "source": ["1"], "outputs": [{"output_type": "display_data", "data": held}]}
        for held in outputs
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def aliases(levels: int) -> bytes:
    rows = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, levels)]
    return ("---\n" + "\n".join(rows) + "\n---\n# card\n").encode()


def coded_often(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = base64.b64encode(data)
    return data


FILES: Mapping[str, tuple[object, ...]] = {
    "json: 50,000 brackets": ("a.json", lambda: b"[" * 50_000 + b"]" * 50_000, True),
    "json: a number of 100,000 digits": ("a.json", lambda: b'{"a": ' + b"9" * 100_000 + b"}", True),
    "json: backslashes": ("a.json", lambda: b'{"a": "' + b"\\\\" * 50_000 + b'"}', True),
    "json: escapes of escapes": ("a.json", lambda: b'{"a": "' + b"\\\\u005c" * 14_000 + b'"}', True),
    "notebook: brackets without end": ("a.ipynb", lambda: b"[" * 100_000, None),
    "notebook: a string without end": ("a.ipynb", lambda: b'{"cells": [{"source": "' + b'\\"' * 50_000, None),
    "notebook: 90,000 backslashes before a quote": ("a.ipynb", lambda: b'{"cells": [{"source": ["' + b"\\" * 90_001 + b'"a"]}]}', None),
    "notebook: quiet sound": ("a.ipynb", lambda: notebook({"text/html": "<audio src='data:audio/wav;base64," + "A" * MIB + "'>"}), True),
    "notebook: base64 of base64": ("a.ipynb", lambda: notebook({"text/plain": coded_often(b"token text " * 2_000, 4).decode()}), True),
    "notebook: 3,000 cells of nothing": ("a.ipynb", lambda: notebook(*[{}] * 1_000), True),
    "card: aliases that double": ("README.md", lambda: aliases(40), None),
    "card: brackets": ("README.md", lambda: b"---\na: " + b"[" * 50_000 + b"\n---\n", None),
    "card: mappings in mappings": ("README.md", lambda: b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(400)) + b"---\n", None),
    "card: 40,000 keys": ("README.md", lambda: b"---\n" + b"".join(b"k%d: v\n" % n for n in range(8_000)) + b"---\n", True),
    "text: base64 in base64 in base64": ("a.txt", lambda: coded_often(b"token text " * 5_000, 3), True),
    "text: percent signs": ("a.txt", lambda: b"%2541" * 20_000, True),
    "text: one line of 1 MB": ("a.txt", lambda: b"A1+/" * 262_144, True),
    "text: 100 kB of a trigger": ("a.txt", lambda: b"eyJ" * 33_000, True),
    "text: 100 kB of open passwords": ("a.txt", lambda: b'password = "' * 8_500, True),
    "text: 100 kB of at signs": ("a.txt", lambda: b"a@" * 50_000, True),
    "text: UTF-16 of a trigger": ("a.txt", lambda: b"\xff\xfe" + ("eyJ" * 16_000).encode("utf-16-le"), True),
    "text: UTF-32 of a trigger": ("a.txt", lambda: b"\xff\xfe\0\0" + ("eyJ" * 8_000).encode("utf-32-le"), True),
    "text: bytes that are no UTF-8": ("a.txt", lambda: b"text \xff" * 16_000, None),
    "text: carriage returns": ("a.txt", lambda: b"\r" * 100_000, True),
    "text: 100,000 lines": ("a.txt", lambda: b"\n" * 100_000, True),
    "xml: elements 25,000 deep": ("a.xml", lambda: b"<a>" * 25_000, True),
    "svg: a data URL": ("a.svg", lambda: b"<svg><image href='data:image/png;base64," + b"iVBORw0KGgo" * 9_000 + b"'/></svg>", True),
    "text: gzip of gzip as base64": ("a.txt", lambda: coded_often(gzip.compress(gzip.compress(bytes(MIB))), 2), True),
    "pem: heads without an end": ("a.pem", lambda: (b"-----BEGIN RSA " + b"PRIVATE KEY-----\n") * 3_000, None),
    "pgp: quotes and commas behind a head": ("a.py", lambda: b"-----BEGIN PGP " + b"PRIVATE KEY BLOCK-----\\nA" + b'",' * 500, True),
    "yaml: a key of 1 MB before a value": ("a.yaml", lambda: b"- " * 250_000 + b"k " * 250_000 + TOKEN, True),
    "html: a thousand values behind 1 MB of tags": ("a.html", lambda: b"<p>text</p>\n" * 80_000 + TOKEN * 1_000, True),
    "vb: 1 MB of quotes behind backslashes": ("a.vb", lambda: b"' hubseal" + b": allow hf-token\n" + b'\\"' * 500_000 + TOKEN, True),
    "other: 100 kB of zeros": ("a.bin", lambda: bytes(100_000), True),
    "other: zeros before a text, which may be lengths": ("a.bin", lambda: ((bytes(63) + b"\1") * 300 + b"a" * 300) * 10, True),
    "other: lengths that fit": ("a.bin", lambda: b"\6\0\0\0texts!" * 10_000, True),
    "safetensors index: 2^60": ("model.safetensors.index.json", lambda: b'{"metadata": {"total_size": 1152921504606846976}, "weight_map": {}}', True),
}  # fmt: skip
