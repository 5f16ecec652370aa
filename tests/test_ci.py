"""The check that CI runs: the same steps on every system, in the words of each."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def check() -> ModuleType:
    """.ci/check.py as a module."""
    found = importlib.util.spec_from_file_location("ci_check", ROOT / ".ci" / "check.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["ci_check"] = module
    found.loader.exec_module(module)
    return module


def words(check: ModuleType, windows: bool, browser: bool = False) -> list[tuple[str, ...]]:
    venv = PureWindowsPath(r"C:\Temp\x y\venv") if windows else PurePosixPath("/tmp/x y/venv")
    at = check.Machine(venv, windows, browser, "python", "npm.cmd" if windows else "npm")
    return [step.words for step in check.steps(at)]


def test_windows_runs_its_own_programs_and_no_shell(check: ModuleType) -> None:
    for step in words(check, windows=True):
        assert step[0] in ("python", "npm.cmd") or step[0].startswith("C:\\Temp\\x y\\venv\\")
        assert step[0].endswith((".exe", ".cmd", "python"))
        assert not any("/bin/" in word or word in ("bash", "&&") for word in step)


def test_every_system_runs_the_same_checks(check: ModuleType) -> None:
    def named(step: tuple[str, ...]) -> str:
        return PureWindowsPath(step[0]).stem + " " + " ".join(w for w in step[1:] if "venv" not in w)

    here = [named(step) for step in words(check, windows=False) if step[0] != "bash"]
    there = [named(step) for step in words(check, windows=True)]
    assert [step for step in here if step not in there] == []
    assert there[-2] == "python -m pytest"


def test_the_tests_are_those_of_readme(check: ModuleType) -> None:
    (command,) = (step[2] for step in words(check, windows=False) if step[0] == "bash")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n" not in command
    assert shlex.split(command)[-1] == "pytest"


def test_the_fuzz_tries_a_fixed_number_of_cases(check: ModuleType) -> None:
    assert words(check, windows=False)[-1][1:] == ("-m", "tests.fuzz", "--minutes", "2", "--cases", "6000")


def test_the_browser_is_there_where_npm_has_one(check: ModuleType) -> None:
    assert any("playwright-core" in word for step in words(check, False, browser=True) for word in step)
    assert not any("playwright-core" in word for step in words(check, False) for word in step)


def test_all_examples_of_github_are_linted(check: ModuleType) -> None:
    files = {p.stem for p in (ROOT / "github-action" / "examples").glob("*.yml")}
    assert files - {"zizmor", "gitlab-ci", "gitea"} == set(check.LINTED)


def test_the_matrix_names_every_system_and_python() -> None:
    spec = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    job = spec["jobs"]["check"]
    matrix = job["strategy"]["matrix"]
    assert matrix["python"] == ["3.10", "3.11", "3.12", "3.13", "3.14"]
    cells = {(cell["os"].split("-")[0], cell["python"]) for cell in matrix["include"]}
    assert cells == {(name, version) for name in ("macos", "windows") for version in ("3.10", "3.14")}
    assert any(step.get("run") == "python .ci/check.py" for step in job["steps"])
    assert all(step.get("shell") != "bash" for step in job["steps"])
