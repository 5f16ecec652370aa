"""Who may import whom, and what a hook run may load."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import hubseal
from conftest import git

ROOT = Path(hubseal.__file__).parent
GROUND = {
    "types",
    "streams",
    "member_path",
    "rule_types",
    "regex",
    "globs",
    "kinds",
    "position",
    "cache",
    "fault",
    "json_fields",
    "suppression",
}
TOOLS = {"matcher", "decode", "validators", "policy"}
ROOMS = {"sources", "readers", "rules", "reports", "engine", "detectors"}
DOORS = {"cli", "hooks", "app", "catalog", "detect_secrets_plugin", "github", "action", "state", "__main__", "__init__"}
FLOOR = {name: number for number, names in enumerate((GROUND, TOOLS, ROOMS, DOORS)) for name in names}
ALLOWED = {("reports", "__init__"), ("sources", "__init__")}
"""(room, what it may import besides what is below it): reports, and requests to the Hub, name the version."""
ONLY = {
    "git": {"sources/index.py", "sources/history.py"},
    "huggingface_hub": {"sources/hub/client.py", "sources/hub/discussions.py", "guard.py", "sources/upload.py"},
    "detect_secrets": {"detectors/detect_secrets.py", "detect_secrets_plugin.py"},
    "phonenumbers": {"validators/phone.py"},
}
FILES = sorted(ROOT.rglob("*.py"))


def imports(path: Path) -> set[tuple[str, bool]]:
    """(first part of the module, whether it is ours) of each import in a file, at any depth."""
    found = set()
    package = list(path.relative_to(ROOT).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            full = [*base, *(node.module or "").split(".")] if node.module else base
            names = [full[0]] if full and full[0] else [alias.name for alias in node.names]
            found |= {(n if (ROOT / n).exists() or (ROOT / f"{n}.py").exists() else "__init__", True) for n in names}
        elif isinstance(node, ast.ImportFrom):
            found.add(((node.module or "").split(".")[0], False))
        elif isinstance(node, ast.Import):
            found |= {(alias.name.split(".")[0], False) for alias in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=[p.relative_to(ROOT).as_posix() for p in FILES])
def test_imports_point_down(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for name, ours in imports(path):
        if ours and name != own:
            assert (
                FLOOR[name] < FLOOR[own]
                or (own, name) in ALLOWED
                or FLOOR[own] in (0, 1, 3)
                and FLOOR[name] == FLOOR[own]
            ), f"{own} may not import {name}"
        if not ours and name in ONLY:
            assert path.relative_to(ROOT).as_posix() in ONLY[name], f"only {ONLY[name]} may import {name}"


def test_contributing_shows_the_same_floors() -> None:
    table = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = {r[0]: set(re.findall("`([a-z_]+)`", r[1])) for r in re.findall(r"^\| (\w+) \| (`.*) \|$", table, re.M)}
    hidden = {"__main__", "__init__"}
    assert rows == {"doors": DOORS - hidden, "rooms": ROOMS, "tools": TOOLS, "ground": GROUND}


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
