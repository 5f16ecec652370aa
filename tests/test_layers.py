"""Who may import whom: the contracts in pyproject.toml hold, and break when they should. What a hook run may load."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

import hubseal
from conftest import git
from hubseal.rules import MODULES

PACKAGE = Path(hubseal.__file__).parent
ROOT = Path(__file__).parents[1]
LINT = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """`lint-imports` on the package in `folder`, by the contracts of this repository."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {LINT}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_contracts_hold() -> None:
    done = lint(PACKAGE.parent)
    assert done.returncode == 0, done.stdout
    assert " 0 broken." in done.stdout


BREAKS = {
    "upwards": ("types.py", "from .app import request\n", "Packages"),
    "upwards, by the whole name": ("globs.py", "import hubseal.app.request\n", "Packages"),
    "inside a function": ("matcher.py", "def late():\n    from .engine import scan\n    return scan\n", "Packages"),
    "for type checkers": (
        "kinds/formats.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..policy import Policy\n",
        "Packages",
    ),
    "a package of the same layer": ("readers/core/errors.py", "from ... import sources\n", "Packages"),
    "the command line, from the Action": ("action/outputs.py", "from ..cli import commands\n", "Packages"),
    "a module that no layer names": ("readers/more.py", "", "Readers"),
    "a neighbour among readers": ("readers/media/gps.py", "from ..archives import zip\n", "Readers"),
    "a reader, from what readers share": ("readers/core/streams.py", "from ..text import plain\n", "Readers"),
    "a module of another provider": ("rules/tokens/jwt.py", "from . import urls\n", "Rules on tokens"),
    "a circle in a package": ("readers/models/dtype.py", "from . import numpy\n", "No circles"),
    "the Hub's client, outside of its source": ("engine/scan.py", "import huggingface_hub\n", "huggingface_hub"),
    "GitPython, outside of sources": ("app/checkout.py", "def late():\n    import git\n", "GitPython"),
    "detect-secrets, outside of detectors": ("engine/scan.py", "import detect_secrets\n", "detect-secrets"),
    "jsonschema, where a policy is taken": ("policy/store.py", "import jsonschema\n", "jsonschema"),
    "phonenumbers, outside of its validator": ("validators/email.py", "import phonenumbers\n", "phonenumbers"),
    "a program, from the engine": ("engine/scan.py", "import subprocess\n", "Programs"),
}


@pytest.mark.parametrize(("name", "text", "contract"), BREAKS.values(), ids=BREAKS)
def test_a_contract_breaks(name: str, text: str, contract: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "hubseal", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "hubseal" / name).open("a", encoding="utf-8") as file:
        file.write("\n" + text)
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [line for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert any(line.startswith(contract) for line in broken), broken


def test_contributing_shows_the_layers_of_the_contract() -> None:
    """A row of the table may hold several layers of the contract."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text[text.index("| layer |") :].split("\n\n")[0].splitlines()[2:]
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]  # fmt: skip
    layers = [set(layer.split(" | ")) for layer in contract["layers"]]
    for row in table:
        wanted, have = set(re.findall("`([a-z_]+)`", row.split("|")[2])), set()
        while layers and have < wanted:
            have |= layers.pop(0)
        assert have == wanted, row
    assert layers == []


BY_NAME = {"__init__.py", "guard/patches.py", "rules/lazy_rule_set.py", "validators/numbers.py"}
"""The files that import by a string, which no contract sees: the guard, for whoever says `hubseal.guard`; the modules of
a client that it looks at; modules of rules; and modules of python-stdnum, which the examples of their rules load."""


def test_imports_by_a_string_are_known() -> None:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = {getattr(node, field, "") for field in ("id", "attr")}
            if words & {"import_module", "__import__", "run_module"}:
                found.add(path.relative_to(PACKAGE).as_posix())
    assert found == BY_NAME


def test_the_rules_that_are_loaded_by_name_are_all_that_there_are() -> None:
    folder = PACKAGE / "rules"
    with_rules = {
        path.relative_to(folder).with_suffix("").as_posix().replace("/", ".")
        for path in folder.rglob("*.py")
        if any(
            isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "RULES"
            for node in ast.parse(path.read_text(encoding="utf-8")).body
        )
    }
    assert set(MODULES) == with_rules


HEAVY = (
    "git", "gitdb", "huggingface_hub", "detect_secrets", "jsonschema", "phonenumbers", "stdnum", "yaml", "tomllib",
    "requests", "hashlib", "subprocess", "inspect", "dataclasses", "logging", "json", "shutil", "tempfile", "asyncio",
    "typing", "contextlib",
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
