"""Leaks in the odd corners of formats: every one is found, or the report says that it was not read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from readers.corners import WRITERS
from readers.test_containers import RULE_OF, scan

pytestmark = pytest.mark.xdist_group("corners")
TOKENS = {"hf-token", "github-token"}
BYTES_ONLY = {
    "zips/extra.zip": "extra fields are binary",
    "tars/names.tar": "names of members are searched for tokens",
    "tars/gnu_names.tar": "names of members are searched for tokens",
    "zips/names.zip": "names of members are searched for tokens",
}
NO_ROOT = {
    "hdf5/names.h5": "a group's name has no slash before it",
    "tars/folders.tar": "a folder's name has no slash before it",
    "zips/folders.zip": "a folder's name has no slash before it",
}
CLEAN = {
    "tars/first.tar": "half of tars/joined.tar, with no leak in it",
    "zips/plain.zip": "what other archives are made of",
    "weights/tokens.gguf": "the vocabulary of a model is no text",
    "weights/numbers.gguf": "arrays of numbers are no text",
}
PACKED = frozenset(("rows/lz4.0.0", "rows/zlib.0", "rows/zlib.0.0", "rows/zstd.0", "rows/zstd.0.0"))
"""Chunks of Blosc."""
COLUMNS = frozenset(
    ("rows/rows.mat", "rows/rows_packed.mat", "rows/wide.mat", "rows/wide_packed.mat", "rows/rows4.mat")
)
"""Texts that stand column by column."""
GLUED = {
    "databases/deleted.sqlite": {"hf-token", "home-path"},
    "databases/deleted_neighbours.sqlite": {"hf-token", "github-token", "home-path"},
    "databases/deleted_rows.sqlite": {"hf-token", "github-token", "home-path"},
    "rows/deleted.lmdb": {"hf-token", "github-token", "home-path"},
    "rows/many.lmdb": {"hf-token", "github-token", "home-path", "email-address"},
    "rows/tree.avro": {"hf-token", "github-token", "home-path"},
}
"""File -> rules whose leaks follow upon letters of another field."""
RULED = {"pdfs/ruled.pdf": TOKENS}
"""File -> rules whose leaks hold an underscore that is drawn as a line, as LaTeX does in its first encoding."""
AS_TEXT = ("deleted*.sqlite", "*.lmdb", "*.rds", "*.RData", "*.db-wal", "tree.avro", "lz4.0")
STRUCTURES = ("cells*.mat", "deep*.mat", "structs*.mat")
UNREAD = {"columnar/v1.feather": "its reader is deprecated; a damaged file ends the process"}


@pytest.fixture(scope="module")
def corners(planted: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all that `corners.py` writes."""
    folder = tmp_path_factory.mktemp("corners")
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("corners.py")), str(folder)]
    texts = json.dumps(list(planted.values()))
    done = subprocess.run(command, input=texts, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("group", [path.__name__ for path in WRITERS])
def test_leaks_in_corners(group: str, corners: Path, planted: dict[str, str]) -> None:
    missed: dict[str, set[str]] = {}
    files = sorted(path for path in (corners / group).iterdir() if path.is_file())
    for path in files:
        name = f"{group}/{path.name}"
        report = scan(path)
        lacking = wanted(name) - {f.rule for f in report.findings}
        if lacking:
            missed[name] = lacking
        assert bool(report.unread) == is_unread(name), name
        assert not any(value in repr(report) for value in planted.values()), name
    assert missed == {}
    assert len(files) >= 5


def is_unread(name: str) -> bool:
    """Whether a part of a file is not interpreted, which the report has to say."""
    patterns = (*AS_TEXT, *STRUCTURES)
    return name in UNREAD or name in PACKED | COLUMNS or any(Path(name).match(pattern) for pattern in patterns)


def wanted(name: str) -> set[str]:
    """The rules that have to find something in a file."""
    if name in BYTES_ONLY:
        return TOKENS
    if name in CLEAN or name in UNREAD or name in PACKED | COLUMNS:
        return set()
    return (
        set(RULE_OF.values()) - ({"home-path"} if name in NO_ROOT else set()) - GLUED.get(name, RULED.get(name, set()))
    )
