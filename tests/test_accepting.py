"""What the policy and comments accept, and what stands right beside it and is not accepted."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import gmtime, strftime, time

import pytest

from conftest import Report, Run

Sample = Callable[[str], str]
DAY = 24 * 60 * 60


@pytest.mark.parametrize(
    ("path", "accepted"),
    [
        pytest.param("/workspace/team", True, id="itself"),
        pytest.param("/workspace/team/ckpt-5", True, id="below"),
        pytest.param("/workspace/team2/ckpt-5", False, id="a longer name"),
        pytest.param("/workspace/tea/ckpt-5", False, id="a shorter name"),
        pytest.param("/data/workspace/team", False, id="the name further down"),
    ],
)
def test_an_allowed_path_is_a_folder_and_no_prefix(path: str, accepted: bool, report: Report) -> None:
    made = report({"config.json": json.dumps({"dir": path})}, policy="allow: {paths: [/workspace/team]}\n")
    assert [w["why"] for w in made["waived"]] == ["allow.paths"] * accepted
    assert [f["rule"] for f in made["findings"]] == ["machine-path"] * (not accepted)


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        pytest.param("anna.nowak@lab-zurich.org", True, id="the domain"),
        pytest.param("anna.nowak@mail.lab-zurich.org", True, id="a domain below it"),
        pytest.param("anna.nowak@LAB-Zurich.org", True, id="in capitals"),
        pytest.param("anna.nowak@evil-lab-zurich.org", False, id="a domain that ends so"),
        pytest.param("anna.nowak@lab-zurich.org.evil.net", False, id="a domain that begins so"),
        pytest.param("lab-zurich.org@gmail.com", False, id="a person called so"),
    ],
)
def test_an_allowed_domain_is_the_domain_and_what_is_below_it(address: str, accepted: bool, report: Report) -> None:
    card = f"# Model\n\nI asked {address} about it.\n"
    made = report({"README.md": card}, policy="allow: {email_domains: [lab-zurich.org]}\n")
    assert [w["why"] for w in made["waived"]] == ["allow.email_domains"] * accepted
    assert [f["rule"] for f in made["findings"]] == ["email-address"] * (not accepted)


@pytest.mark.parametrize(
    ("days", "waived"),
    [
        pytest.param(1, True, id="ends tomorrow"),
        pytest.param(0, True, id="its last day"),
        pytest.param(-1, False, id="ended yesterday"),
    ],
)
def test_a_waiver_holds_on_its_last_day(days: int, waived: bool, report: Report) -> None:
    midnight = time() % DAY
    assert DAY - midnight > 5 or days, "the day would end during the test"
    until = strftime("%Y-%m-%d", gmtime(time() + days * DAY))
    waiver = f"waivers: [{{rule: home-path, path: config.json, reason: our mount, until: {until}}}]\n"
    made = report({"config.json": '{"dir": "/home/tnakamura/runs"}\n'}, policy=waiver)
    assert (len(made["waived"]), len(made["findings"])) == (waived, not waived)


def archive(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as members:
        for name, text in files.items():
            members.writestr(name.replace("__", "/"), text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("glob", "waived"),
    [
        pytest.param("data.zip", {"data.zip!/a.py", "data.zip!/sub/b.py"}, id="the archive covers its members"),
        pytest.param("data/**", {"data/c.zip!/a.py"}, id="a folder covers members of its archives"),
        pytest.param("data.zip!/a.py", {"data.zip!/a.py"}, id="a member"),
        pytest.param("data.zip!/**", {"data.zip!/a.py", "data.zip!/sub/b.py"}, id="all members"),
        pytest.param("*.zip", {"data.zip!/a.py", "data.zip!/sub/b.py", "data/c.zip!/a.py"}, id="archives anywhere"),
        pytest.param("data.zi", set(), id="a shorter name"),
        pytest.param("data", {"data/c.zip!/a.py"}, id="a folder is no archive of a longer name"),
    ],
)
def test_a_waiver_of_an_archive_covers_its_members(glob: str, waived: set[str], report: Report, sample: Sample) -> None:
    leak = f"t = '{sample('hf_{L34}')}'\n"
    files = {"data.zip": archive(**{"a.py": leak, "sub__b.py": leak}), "data/c.zip": archive(**{"a.py": leak})}
    waiver = f"waivers: [{{rule: hf-token, path: '{glob}', reason: revoked}}]\n"
    made = report(files, ".", "--only", "tokens", policy=waiver)
    assert {w["path"] for w in made["waived"]} == waived
    everything = {"data.zip!/a.py", "data.zip!/sub/b.py", "data/c.zip!/a.py"}
    assert {f["path"] for f in made["findings"]} == everything - waived


def test_the_deepest_entry_of_repos_holds_a_file(report: Report) -> None:
    entries = "{path: models, id: org/all}, {path: models/a/b, id: org/b}, {path: models/a, id: org/a}"
    leak = '{"dir": "/home/tnakamura/runs"}\n'
    files = {f"models/{name}config.json": leak for name in ("", "a/", "a/b/", "a/bc/")}
    made = report(files, policy=f"repos: [{entries}]\n")
    paths = {Path(f["shown"]).as_posix(): f["path"] for f in made["findings"]}
    assert paths == {
        "models/config.json": "config.json",
        "models/a/config.json": "config.json",
        "models/a/b/config.json": "config.json",
        "models/a/bc/config.json": "bc/config.json",
    }


MARK = "# hubseal: allow hf-token -- revoked"


@pytest.mark.parametrize(
    ("lines", "stale"),
    [
        pytest.param(["x = 1", f"t = 'LEAK'  {MARK}"], [], id="on the line"),
        pytest.param(["x = 1", MARK, "t = 'LEAK'"], [], id="the line above"),
        pytest.param([MARK, "x = 1", "t = 'LEAK'"], [1], id="two lines above"),
        pytest.param(["x = 1", "t = 'LEAK'", MARK], [3], id="the line below"),
        pytest.param(["t = 'LEAK'", "x = 1", MARK], [3], id="two lines below"),
        pytest.param([MARK, "t = 'LEAK'", "x = 1", "y = 1", MARK], [5], id="one allows, the other does not"),
        pytest.param([MARK, MARK, "t = 'LEAK'", MARK], [1], id="neighbours of one that allows"),
        pytest.param([MARK, "t = 'LEAK'", "x = 1", MARK], [4], id="two lines below one that allows"),
    ],
)
def test_the_note_on_a_comment_of_no_use_names_its_line(
    lines: list[str], stale: list[int], report: Report, sample: Sample
) -> None:
    made = report({"a.py": "\n".join(lines).replace("LEAK", sample("hf_{L34}"))}, "a.py")
    said = [f"a.py:{line}: the comment that allows hf-token matches nothing; remove it" for line in stale]
    assert made["notes"] == said


def test_a_named_file_of_a_monorepo_belongs_to_the_deepest_entry(hubseal: Run, model: Path) -> None:
    (model / "models" / "a").mkdir(parents=True)
    (model / "models" / "a" / "train.py").write_text("p = '/home/tnakamura/x'\n", encoding="utf-8")
    (model / ".hubseal.yaml").write_text("repos: [{path: models}, {path: models/a}]\n", encoding="utf-8")
    done = hubseal("scan", "models/a/train.py", "--format", "json", cwd=model)
    assert [f["path"] for f in json.loads(done.stdout)["findings"]] == ["train.py"]
