"""Which rule modules a scan loads: those of the rules that it reports, and none on a clean commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hubseal.rules import MODULES, RULES

SCAN = """
import contextlib, io, sys
from hubseal.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    code = main(["scan", sys.argv[1], "--format", sys.argv[2]])
print(code, *sorted(name.removeprefix("hubseal.rules.") for name in sys.modules if name.startswith("hubseal.rules.")))
"""
VALUE = "qJvWxHbNzKfGmTpRdLcYsQwZkXhVnBtJrF"
"""It triggers no other rule, as a random one may."""
CASES: dict[str, tuple[str, str, int, set[str]]] = {
    "nothing that triggers": ("a.py", "x = 1\n", 0, set()),
    "a token of a provider": ("a.py", 'x = "{}"\n', 1, {"tokens.huggingface"}),
    "a secret under a telling name": ("a.py", 'my_secret = "{}"\n', 1, {"tokens.huggingface", "tokens.generic"}),
    "a machine path": ("a.json", '{{"_name_or_path": "/home/jkowalski/x/y"}}\n', 1, {"paths"}),
    "a file name": (".env", "STAGE=prod\n", 1, {"files.table"}),
}


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_scan_loads_the_modules_of_the_reported_rules(
    case: tuple[str, str, int, set[str]], form: str, tmp_path: Path
) -> None:
    name, text, code, expected = case
    assert RULES.plan.ids  # so that the index is there
    (tmp_path / name).write_text(text.format("hf_" + VALUE), encoding="utf-8")
    command = [sys.executable, "-c", SCAN, name, form]
    first, *loaded = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert int(first) == code
    assert set(loaded) & set(MODULES) == expected
