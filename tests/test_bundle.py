"""The bundle of byte code: used when it holds, and never when anything about it is in doubt."""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import hubseal

PACKAGE = Path(hubseal.__file__).parent
RUN = """
import sys
sys.path.insert(0, {parent!r})
from hubseal import bundle, hooks
installed = bundle.install()
code = hooks.run((), ["a.txt"])
if not installed:
    bundle.keep()
print(type(sys.modules["hubseal.engine.scan"].__loader__).__name__, code)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, as an installation of its own."""
    parent = tmp_path_factory.mktemp("installed")
    shutil.copytree(PACKAGE, parent / "hubseal", ignore=shutil.ignore_patterns("*.code"))
    (parent / "a.txt").write_text("nothing\n", encoding="utf-8")
    return parent / "hubseal"


def run(package: Path, *options: str, **environment: str) -> str:
    """What loads the engine in a run of a hook, and the exit code."""
    allowed = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | environment
    allowed["XDG_CACHE_HOME"] = str(package.parent / "user")
    command = [sys.executable, *options, "-c", RUN.format(parent=str(package.parent))]
    done = subprocess.run(command, cwd=package.parent, env=allowed, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def kept(package: Path) -> Path:
    """The bundle, made anew."""
    for file in package.glob("__pycache__/*.code"):
        file.unlink()
    assert run(package) == "SourceFileLoader 0"
    (file,) = package.glob("__pycache__/*.code")
    return file


def test_the_second_run_takes_modules_from_the_bundle(package: Path) -> None:
    kept(package)
    assert run(package) == "BundleImporter 0"


def other_source(package: Path, _file: Path) -> None:
    source = package / "position.py"
    source.write_bytes(source.read_bytes() + b"\n# changed\n")


def other_version(_package: Path, file: Path) -> None:
    version, *rest = marshal.loads(file.read_bytes())  # noqa: S302 - made by this test
    file.write_bytes(marshal.dumps((version + "x", *rest)))


def other_place(_package: Path, file: Path) -> None:
    version, place, *rest = marshal.loads(file.read_bytes())  # noqa: S302 - made by this test
    file.write_bytes(marshal.dumps((version, place + "x", *rest)))


DOUBTS: dict[str, Callable[[Path, Path], object]] = {
    "a source that changed": other_source,
    "another interpreter": other_version,
    "a package that was moved": other_place,
    "half a file": lambda _package, file: file.write_bytes(file.read_bytes()[:1000]),
    "something else": lambda _package, file: file.write_bytes(marshal.dumps(7)),
    "a file that others may write": lambda _package, file: file.chmod(0o666),
}


@pytest.mark.parametrize("spoil", DOUBTS.values(), ids=DOUBTS)
def test_a_bundle_in_doubt_is_not_used(spoil: Callable[[Path, Path], object], package: Path) -> None:
    spoil(package, kept(package))
    assert run(package) == "SourceFileLoader 0"
    assert run(package) == "BundleImporter 0"


def test_byte_code_of_another_sort_has_a_bundle_of_its_own(package: Path) -> None:
    kept(package)
    assert run(package, "-OO") == "SourceFileLoader 0"
    assert len(list(package.glob("__pycache__/*.code"))) == 2


def test_nothing_is_kept_where_byte_code_is_not_wanted(package: Path) -> None:
    kept(package).unlink()
    assert run(package, "-B") == "SourceFileLoader 0"
    assert not list(package.glob("__pycache__/*-0-*.code"))
