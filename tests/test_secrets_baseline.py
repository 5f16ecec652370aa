"""A baseline of detect-secrets covers what detect-secrets covers, however it was written."""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, git
from hubseal.rules import RULES
from sample_generators import filled

Sample = Callable[[str], str]
DETECT_SECRETS = Path(sysconfig.get_path("scripts")) / "detect-secrets"
LINES = {
    "py": "t = '{}'\n",
    "yaml": "token: {}\n",
    "txt": "KEY={}\n",
    "json": '{{"secret": "{}"}}\n',
    "js": 'p = "{}";\n',
}


def leaks(most: int) -> Iterator[tuple[str, str]]:
    """(name, text) of files with a leak each, of as many rules."""
    entries = [entry for entry in RULES.entries() if entry.rule.family == "tokens"]
    number = 0
    for entry in entries:
        for examples in entry.examples:
            text = filled(examples.leaks[0], 3)
            name = list(LINES)[number % len(LINES)]
            plain = not re.search(r"[\s\"'=:]", text)
            yield f"f{number}.{name}", LINES[name].format(text) if plain else text
            number += 1
            if number == most:
                return


@pytest.mark.parametrize("folder", ["", "models/a"], ids=["one repository", "monorepo"])
def test_what_its_own_scan_accepts_is_found_no_more(folder: str, tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for name, text in leaks(600):
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    if folder:
        (tmp_path / ".hubseal.yaml").write_text(
            f"repos: [{{path: {folder}, id: o/a, type: model}}]\n", encoding="utf-8"
        )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    done = subprocess.run([DETECT_SECRETS, "scan", "--no-verify", "."], cwd=tmp_path, capture_output=True, check=True)
    (tmp_path / ".secrets.baseline").write_bytes(done.stdout)
    results: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)["results"]
    assert sum(map(len, results.values())) > 200
    report = json.loads(hubseal("scan", "--only", "tokens", "--format", "json", cwd=tmp_path).stdout)
    listed = {(path, entry["line_number"]) for path, found in results.items() for entry in found}
    missed = [
        (f["rule"], f["shown"], f["line"])
        for f in report["findings"]
        if any((f["shown"], line) in listed for line in range(f["line"] or 0, (f["end_line"] or 0) + 1))
        and f["rule"] not in ("tenant-address", "generic-secret", "vapid-key-pair")  # another value of the line
    ]
    assert missed == []


def scanned(folder: Path, hubseal: Run) -> tuple[int, int]:
    report = json.loads(hubseal("scan", "--only", "tokens", "--format", "json", cwd=folder).stdout)
    return len(report["findings"]), len(report["waived"])


PATHS = {
    "as git has it": "sub/a.py",
    "as a command line has it": "./sub/a.py",
    "of Windows": "sub\\a.py",
    "both": ".\\sub\\a.py",
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_paths_and_encodings(path: str, encoding: str, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    (tmp_path / "sub").mkdir()
    token = sample("hf_{L34}")
    (tmp_path / "sub" / "a.py").write_text(f"t = '{token}'\n", encoding="utf-8")
    digest = sha1(token.encode(), usedforsecurity=False).hexdigest()
    data = {"results": {path: [{"hashed_secret": digest, "type": "x", "line_number": 1}]}}
    (tmp_path / ".secrets.baseline").write_text(json.dumps(data), encoding=encoding)
    assert scanned(tmp_path, hubseal) == (0, 1)


def test_all_values_of_a_group_are_compared(tmp_path: Path, hubseal: Run) -> None:
    tokens = [filled("hf_{L34}", n) for n in range(3)]
    (tmp_path / "a.csv").write_text("id,note\n" + "".join(f"{n},{t}\n" for n, t in enumerate(tokens)), encoding="utf-8")
    listed = [{"hashed_secret": sha1(t.encode(), usedforsecurity=False).hexdigest()} for t in tokens[:2]]
    (tmp_path / ".secrets.baseline").write_text(json.dumps({"results": {"a.csv": listed}}), encoding="utf-8")
    assert scanned(tmp_path, hubseal) == (1, 1)


def only(sort: str, pattern: str) -> dict[str, Any]:
    return {"path": f"detect_secrets.filters.regex.should_exclude_{sort}", "pattern": [pattern]}


FILTERS = {
    "files": (only("file", r"^sub/"), True),
    "other files": (only("file", r"^docs/"), False),
    "lines": (only("line", r"sample"), True),
    "other lines": (only("line", r"fixture"), False),
    "secrets": (only("secret", r"^hf_"), True),
    "another filter": ({"path": "detect_secrets.filters.heuristic.is_sequential_string"}, False),
    "for ever": (only("line", r"(a+)+sample"), False),
    "no pattern": (only("line", r"("), False),
}


@pytest.mark.parametrize(("used", "left_out"), FILTERS.values(), ids=FILTERS)
def test_its_exclude_filters(
    used: dict[str, Any], left_out: bool, tmp_path: Path, hubseal: Run, sample: Sample
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.py").write_text(f"t = '{sample('hf_{L34}')}'  # a sample\n", encoding="utf-8")
    data = {"filters_used": [used], "results": {}}
    (tmp_path / ".secrets.baseline").write_text(json.dumps(data), encoding="utf-8")
    assert scanned(tmp_path, hubseal) == ((0, 1) if left_out else (1, 0))
