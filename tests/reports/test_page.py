"""The page in a real Chromium: no overflow from 375 to 1,600 px, no broken word, contrast, axe, keyboard, no script.

`.ci/run` installs what it takes into `node/node_modules` of the environment, and sets HUBSEAL_BROWSER: then nothing is
skipped. CHROMIUM names another browser.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import git
from reports.pages import leaky
from sample_generators import filled

MODULES = Path(os.environ.get("HUBSEAL_NODE_MODULES") or Path(sys.prefix) / "node" / "node_modules")
NUMBERS = {"none": 0, "one": 1, "some": 30, "many": 540}
pytestmark = pytest.mark.xdist_group("page")  # a browser measures all pages once
needs_browser = pytest.mark.skipif(
    not os.environ.get("HUBSEAL_BROWSER")
    and not (shutil.which("node") and (MODULES / "playwright-core").is_dir() and (MODULES / "axe-core").is_dir()),
    reason="no browser: npm install --prefix .venv/node playwright-core axe-core @sparticuz/chromium",
)


def sample(template: str) -> str:
    return filled(template, 11)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of no finding, one, some and many."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, number in NUMBERS.items():
        repository = folder / f"tiny-bert-{name}"
        leaky(repository, number or 1, sample)
        if not number:
            (repository / "train.py").write_text("import os\n", encoding="utf-8")
        git(repository, "init", "-q")
        made[name] = folder / f"{name}.html"
        command = [sys.executable, "-m", "hubseal", "scan", ".", "--format", "html", "--output", str(made[name])]
        subprocess.run(command, cwd=repository, check=False)
    return made


@pytest.fixture(scope="module")
def looks(pages: dict[str, Path]) -> list[dict[str, Any]]:
    """What the browser measures: a row per page, scheme and width, and one without JavaScript per page."""
    script = Path(__file__).with_name("page.cjs")
    command = ["node", str(script), str(MODULES), *map(str, pages.values())]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def seen(looks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [row for row in looks if not row.get("plain")]
    assert len(rows) == len(NUMBERS) * 2 * 3
    return rows


@needs_browser
def test_nothing_is_wider_than_the_window(looks: list[dict[str, Any]]) -> None:
    for row in seen(looks):
        for state in ("seen", "open"):
            assert row[state]["wide"] == [], (row["name"], row["width"], state)
            assert row[state]["scroll"] <= row["width"]


@needs_browser
def test_no_word_is_broken(looks: list[dict[str, Any]]) -> None:
    for row in seen(looks):
        assert row["seen"]["broken"] == row["open"]["broken"] == [], (row["name"], row["width"])


@needs_browser
def test_it_fetches_nothing_and_the_policy_of_the_page_lets_its_script_run(looks: list[dict[str, Any]]) -> None:
    for row in seen(looks):
        assert (row["asked"], row["said"]) == (1, [])


@needs_browser
def test_axe_finds_nothing_in_light_and_in_dark(looks: list[dict[str, Any]]) -> None:
    judged = [row for row in seen(looks) if "violations" in row]
    assert len(judged) == 3 * 2 * 2
    for row in judged:
        assert row["violations"] == [], (row["name"], row["colorScheme"], row["width"])
    assert len({row["background"] for row in judged}) == 2, "dark is another page than light"


@needs_browser
def test_it_is_used_by_keyboard(looks: list[dict[str, Any]]) -> None:
    (used,) = [row["used"] for row in seen(looks) if "used" in row]
    assert used["first"] == "skip"
    assert 0 < used["some"] < used["total"]
    assert used["named"]
    assert used["status"] == f"{used['some']} of {used['total']} findings shown"
    assert used["errors"] == 0


@needs_browser
def test_it_is_read_without_javascript(looks: list[dict[str, Any]], pages: dict[str, Path]) -> None:
    plain = {Path(row["name"]).stem: row for row in looks if row.get("plain")}
    for name, page in pages.items():
        text = page.read_text(encoding="utf-8")
        assert plain[name]["readable"] == text.count('<li id="f')
        assert plain[name]["filters"] is False


def test_what_the_page_tells(pages: dict[str, Path]) -> None:
    text = {name: page.read_text(encoding="utf-8") for name, page in pages.items()}
    for name in NUMBERS:
        assert f"<title>hubseal: tiny-bert-{name}</title>" in text[name]
        assert re.search(r'<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ">', text[name])
        assert "hubseal 0." in text[name]
    assert "Passed" in text["none"]
    assert "Nothing. No secrets" in text["none"]
    assert "1 error" in text["one"]
    some = text["some"]
    for family in ("Tokens, keys and passwords", "Personal data", "Machine paths", "Stray files"):
        assert f"<h3>{family} " in some
    order = [some.index(f'id="{part}"') for part in ("first", "findings", "columns", "files", "coverage", "waived")]
    assert order == sorted(order)
    column = some[some.index('id="columns"') : some.index('id="files"')]
    assert "contact_<wbr>email" in column
    assert '<td class="number" data-unit="values">40</td>' in column
    assert "Not wholly read: damaged" in some
    assert some.count('<details class="more">') == 0 < text["many"].count('<details class="more">')


def test_ids_are_unique_and_links_lead_somewhere(pages: dict[str, Path]) -> None:
    for page in pages.values():
        text = page.read_text(encoding="utf-8")
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_a_date_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hubseal: Callable[..., Any]) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764308449")
    (tmp_path / "a.py").write_text("a = 1\n", encoding="utf-8")
    first, second = (hubseal("scan", ".", "--format", "html", cwd=tmp_path).stdout for _ in range(2))
    assert first == second
    assert "2025-11-28 05:40:49 UTC" in first
