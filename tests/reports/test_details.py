"""What tools and people take from a report: SARIF's regions and severities, and the page that gets shorter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run

Sample = Callable[[str], str]


def sarif(folder: Path, hubseal: Run) -> dict[str, object]:
    run: dict[str, object] = json.loads(hubseal("scan", ".", "--format", "sarif", cwd=folder).stdout)["runs"][0]
    return run


@pytest.mark.parametrize(
    ("before", "column"),
    [
        pytest.param("t = '", 6, id="ASCII"),
        pytest.param("é = '", 6, id="a letter of two bytes"),
        pytest.param("😀 = '", 6, id="a letter of four bytes is one column"),
        pytest.param("\tt = '", 7, id="a tab is one column"),
        pytest.param("", 1, id="at the beginning of a line"),
    ],
)
def test_a_region_ends_behind_the_value(before: str, column: int, tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    token = sample("hf_{L34}")
    (tmp_path / "a.py").write_text(f"x = 1\n{before}{token}'\n", encoding="utf-8")
    (result,) = sarif(tmp_path, hubseal)["results"]  # type: ignore[misc]
    region = result["locations"][0]["physicalLocation"]["region"]  # type: ignore[index]
    assert region == {"startLine": 2, "startColumn": column, "endLine": 2, "endColumn": column + len(token)}


def test_a_region_of_several_lines_ends_on_the_last(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    key = sample("-----BEGIN RSA PRIVATE KEY-----\n{B64}\n{B64}\n-----END RSA PRIVATE KEY-----")
    (tmp_path / "a.py").write_text(f"k = '''{key}'''\n", encoding="utf-8")
    (result,) = sarif(tmp_path, hubseal)["results"]  # type: ignore[misc]
    region = result["locations"][0]["physicalLocation"]["region"]  # type: ignore[index]
    last = key.split("\n")[-1]
    assert region == {"startLine": 1, "startColumn": 8, "endLine": 4, "endColumn": len(last) + 1}


def test_the_severity_of_a_family(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    files = {
        "a.py": f"login('{sample('hf_{L34}')}')\n",
        "README.md": "# M\nI asked anna.nowak@lab-zurich.org about it.\n",
        "config.json": '{"dir": "/home/tnakamura/runs"}\n',
        ".env": "A=b\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    rules = sarif(tmp_path, hubseal)["tool"]["driver"]["rules"]  # type: ignore[index]
    severity = {r["id"]: r["properties"]["security-severity"] for r in rules}
    assert severity == {"hf-token": "9.0", "email-address": "6.5", "home-path": "4.0", "env-file": "5.0"}
    assert {r["id"]: r["properties"]["tags"] for r in rules}["hf-token"] == ["security", "tokens"]


def tokens(number: int, sample: Sample) -> str:
    """A token of its own on each line."""
    token = sample("hf_{L34}")
    return "".join(f"a{n} = '{token[:-2]}{chr(65 + n)}{chr(97 + n)}'\n" for n in range(number))


@pytest.mark.parametrize(
    ("args", "number", "explained"),
    [
        pytest.param([], 19, 19, id="few: each is explained"),
        pytest.param([], 20, 20, id="as many as a page takes"),
        pytest.param([], 21, 1, id="one more: the rule is explained once"),
        pytest.param(["-v"], 21, 21, id="unless asked for more"),
    ],
)
def test_a_long_page_explains_a_rule_once(
    args: list[str], number: int, explained: int, tmp_path: Path, hubseal: Run, sample: Sample
) -> None:
    (tmp_path / "a.py").write_text(tokens(number, sample), encoding="utf-8")
    text = hubseal("scan", "a.py", "--color", "never", *args, cwd=tmp_path).stdout
    assert text.count(": error hf-token: ") == number
    assert text.count("    fix:   ") == explained
    assert text.count("put on that line: ") == explained
    assert f"hubseal: {number} errors;" in text


@pytest.mark.parametrize(
    ("args", "number", "shown"),
    [
        pytest.param([], 19, True, id="a short page"),
        pytest.param([], 20, False, id="a long page"),
        pytest.param(["-v"], 20, True, id="a long page that was asked for"),
    ],
)
def test_a_long_page_leaves_notes_out_and_says_so(
    args: list[str], number: int, shown: bool, tmp_path: Path, hubseal: Run, sample: Sample
) -> None:
    (tmp_path / "a.py").write_text(tokens(number, sample), encoding="utf-8")
    (tmp_path / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    (tmp_path / ".hubseal.yaml").write_text("rules: {home-path: note}\n", encoding="utf-8")
    text = hubseal("scan", ".", "--color", "never", *args, cwd=tmp_path).stdout
    assert ("note home-path" in text) == shown
    assert ("(1 note not shown; -v shows them)" in text) == (not shown)
    assert f"{number} errors, 1 note" in text


def test_a_long_page_of_nothing_but_notes_shows_them(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    (tmp_path / "a.py").write_text(tokens(21, sample), encoding="utf-8")
    (tmp_path / ".hubseal.yaml").write_text("rules: {hf-token: note}\n", encoding="utf-8")
    text = hubseal("scan", ".", "--color", "never", cwd=tmp_path).stdout
    assert text.count(": note hf-token: ") == 21
