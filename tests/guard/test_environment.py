"""`hubseal guard enable|disable|status`: one file, gone as if it had never been; nothing is paid before an import."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from guard.conftest import environment, guard_command
from hubseal.guard import environment as guard_environment

SEEN = "import sys; print(sorted(m for m in sys.modules if m.startswith(('hubseal', 'huggingface'))))"


def digests(folder: Path) -> dict[str, str]:
    """Every file of an environment but byte code, by its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("environment"))


def run(python: Path, code: str) -> str:
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_disabled_means_gone(python: Path) -> None:
    before = digests(python.parents[1])
    assert guard_command(python, "enable").stdout.startswith("hubseal guard: enabled (")
    with_guard = digests(python.parents[1])
    assert [name.rpartition("/")[2] for name in with_guard.keys() - before.keys()] == [guard_environment.FILE]
    assert guard_command(python, "status").stdout.startswith("hubseal guard: enabled (")
    assert guard_command(python, "disable").stdout.startswith("hubseal guard: disabled (")
    assert digests(python.parents[1]) == before
    assert guard_command(python, "disable").returncode == 0


def test_a_start_of_python_loads_nothing(python: Path) -> None:
    guard_command(python, "enable")
    try:
        assert run(python, SEEN).strip() == "[]"
        loaded = run(python, "import huggingface_hub, sys; print(sorted(m for m in sys.modules if 'hubseal' in m))")
        assert "hubseal.guard.patches" in loaded
        assert "engine" not in loaded
    finally:
        guard_command(python, "disable")


def test_without_hubseal_python_starts_and_says_so(python: Path) -> None:
    guard_command(python, "enable")
    packages = next(python.parents[1].rglob("packages.pth"))
    kept = packages.read_text(encoding="utf-8")
    packages.write_text("\n".join(line for line in kept.splitlines() if not line.endswith("hooks")), encoding="utf-8")
    try:
        assert run(python, "print('runs')") == "runs\n"
        said = run(python, "import huggingface_hub; print('runs')")
        found = run(python, "from importlib.util import find_spec; print(find_spec('hubseal') is not None)")
        assert "runs\n" in said
        assert ("hubseal is not installed" in said) is (found.strip() == "False")
    finally:
        packages.write_text(kept, encoding="utf-8")
        guard_command(python, "disable")


def test_outside_of_an_environment_it_says_what_to_do() -> None:
    base = Path(sys.base_prefix) / "bin" / "python3"
    if not base.exists() or sys.prefix == sys.base_prefix:
        pytest.skip("no other Python")
    code = "import sys; sys.path[:0] = %r; from hubseal.cli import main; sys.exit(main(['guard', 'enable']))"
    path = [str(Path(guard_environment.__file__).parents[2]), *[p for p in sys.path if "site-packages" in p]]
    done = subprocess.run([str(base), "-c", code % path], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "not of a virtual environment" in done.stderr
