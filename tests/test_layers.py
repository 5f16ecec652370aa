"""Contracts on imports, and what a hook run may load."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import hubseal
from conftest import git

ROOT = Path(hubseal.__file__).parent
BY_NAME = {
    "rules/lazy_rule_set.py": "modules of rules, listed in rules/__init__.py",
    "validators/numbers.py": "modules of python-stdnum, named by the rules",
}
"""Files that import a module by a string, which neither mypy nor the contracts follow, and what they import."""


def test_the_contracts_on_imports_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(command, cwd=ROOT.parents[1], capture_output=True, text=True, encoding="utf-8", check=False)
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken\.", done.stdout), done.stdout + done.stderr


def test_modules_imported_by_a_string_are_listed() -> None:
    found = {p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*.py") if "import_module(" in p.read_text("utf-8")}
    assert found == set(BY_NAME)


HEAVY = (
    "git", "gitdb", "huggingface_hub", "detect_secrets", "jsonschema", "phonenumbers", "stdnum", "yaml", "tomllib",
    "requests", "hashlib", "subprocess", "inspect", "dataclasses", "logging", "json", "shutil", "tempfile", "asyncio",
)  # fmt: skip
CLEAN = "---\nlicense: mit\n---\n# Model\n\nTrained on public text.\n"
PROBE = """
import sys
from hubseal import cli
before = set(sys.modules)
code = cli.main(sys.argv[1:])
print("LOADED", code, *sorted(m for m in sys.modules if m.split(".")[0] in {heavy!r}))
"""


@pytest.mark.parametrize(
    "policy", ["", "repo_type: model\nrules: {private-ip: note}\n"], ids=["no policy", "kept policy"]
)
def test_a_hook_run_loads_nothing_heavy(policy: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "README.md").write_text(CLEAN, encoding="utf-8")
    if policy:
        (tmp_path / ".hubseal.yaml").write_text(policy, encoding="utf-8")
    command = [sys.executable, "-I", "-c", PROBE.format(heavy=HEAVY), "scan", "README.md"]
    for _ in range(2):  # the first run fills the caches
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout.splitlines()[-1] == "LOADED 0", done.stdout + done.stderr


def test_the_probe_sees_what_is_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("phone: +49 30 901820\n", encoding="utf-8")
    command = [sys.executable, "-I", "-c", PROBE.format(heavy=HEAVY), "scan", "a.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "phonenumbers" in done.stdout
