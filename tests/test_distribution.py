"""The wheel: what is in it, what it asks for, and what the other papers of a release say of it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from conftest import git
from hubseal import __version__

ROOT = Path(__file__).parents[1]
LARGEST = 2_000_000
"""Bytes of the wheel."""
DATA = {".json", ".typed", ".txt", ".gz", ".bin"}
"""Suffixes of what a package may hold besides modules."""


def built(folder: Path) -> Path:
    """The wheel, built in a folder without network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return zipfile.ZipFile(built(tmp_path_factory.mktemp("wheel")))


@pytest.fixture(scope="module")
def needs(wheel: zipfile.ZipFile) -> list[Requirement]:
    """What the plain install asks for, each with its marker."""
    metadata = message_from_string(wheel.read(f"hubseal-{__version__}.dist-info/METADATA").decode())
    found = [Requirement(text) for text in metadata.get_all("Requires-Dist") or []]
    return [r for r in found if "extra" not in str(r.marker)]


def test_it_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "hooks/hubseal").splitlines()
    tracked = {name.removeprefix("hooks/") for name in listed if (ROOT / name).exists()}
    assert held == tracked
    assert {Path(name).suffix for name in held} <= {".py", *DATA}


def test_it_is_small_and_names_its_licence(wheel: zipfile.ZipFile) -> None:
    assert os.path.getsize(str(wheel.filename)) < LARGEST
    assert f"hubseal-{__version__}.dist-info/licenses/LICENSE" in wheel.namelist()


def test_two_builds_are_the_same_bytes(wheel: zipfile.ZipFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    one, two = built(tmp_path / "one"), built(tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


def test_the_page_on_dependencies_names_all(needs: list[Requirement]) -> None:
    text = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert rows == {r.name for r in needs}


PLATFORMS = {
    "Linux": ({"sys_platform": "linux", "platform_machine": "x86_64"}, True),
    "Linux on ARM": ({"sys_platform": "linux", "platform_machine": "aarch64"}, True),
    "macOS on ARM": ({"sys_platform": "darwin", "platform_machine": "arm64"}, True),
    "Windows": ({"sys_platform": "win32", "platform_machine": "AMD64"}, True),
    "Windows on ARM": ({"sys_platform": "win32", "platform_machine": "ARM64"}, False),
    "Linux on POWER": ({"sys_platform": "linux", "platform_machine": "ppc64le"}, False),
    "PyPy": ({"sys_platform": "linux", "platform_machine": "x86_64", "implementation_name": "pypy"}, False),
    "GraalPy": ({"sys_platform": "linux", "platform_machine": "x86_64", "implementation_name": "graalpy"}, False),
    "a Python of the future": (
        {"sys_platform": "linux", "platform_machine": "x86_64", "python_version": "3.16"},
        False,
    ),
}


@pytest.mark.parametrize(("where", "has"), PLATFORMS.values(), ids=PLATFORMS)
def test_hyperscan_is_asked_for_where_it_has_a_wheel(
    where: dict[str, str], has: bool, needs: list[Requirement]
) -> None:
    (needed,) = (r for r in needs if r.name == "hyperscan")
    assert needed.marker is not None
    assert needed.marker.evaluate({"implementation_name": "cpython", "python_version": "3.13", **where}) == has


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["license"]) == (__version__, "Apache-2.0")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"rev: v{__version__}\n" in readme


def test_the_image_is_without_root_and_sees_only_the_package() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert lines.index("USER 10001") < lines.index('ENTRYPOINT ["hubseal"]')
    sent = [line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"]
    assert set(sent) == {"hooks", "pyproject.toml", "README.md", "LICENSE"}
