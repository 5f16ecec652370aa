"""Formats that machines read: JUnit and GitLab by their schemas, concise lines by the matchers that we ship."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, git
from hubseal.reports.formats import FORMATS, render
from hubseal.rules import RULES
from hubseal.types import Checkout, HubPage, Unread
from reports import schemas
from reports.test_cap import finding, report

Sample = Callable[[str], str]
EDITORS = Path(__file__).parents[2] / "docs" / "editors"
ODD_NAMES = [
    "plain.py", "with space.py", "a:3:4: error b.py", "a:3:4: error hf-token: b.py", "a:1:2.py", "(a).py", "[a].py",
    "a'b\".py", "::error::a.py", " ::error::a.py", "##[error]a.py", "x##[add-path]a.py", "a\nb.py", "a\n::warning::b.py",
    "a\tb.py", "é😀.py", "a%0Ab.py", "C:\\a.py", "-rf.py", "a\x1b[31mb.py", "a\u202eb.py", "note b-c: d.py", "a!b.py",
    "a:0:0: note x: b.py", ":1:1.py", "#a.py", "a, b.py", "a=b.py",
]  # fmt: skip

NO_TEXT = {"half a pair": "a\ud800b.py", "a byte": "a\udcffb.py", "blanks": "  ", "no XML": "\ufffe.py"}


@pytest.fixture
def odd(tmp_path: Path, sample: Sample) -> Path:
    """A repository of odd names, an archive, a table and a file that cannot be read, with leaks in its folder `sub`."""
    folder = tmp_path / "odd"
    (folder / "sub").mkdir(parents=True)
    git(folder, "init", "-q")
    names = ODD_NAMES if os.name != "nt" else [name for name in ODD_NAMES if re.fullmatch(r"[\w (),=!#.-]+", name)]
    for name in names:
        (folder / "sub" / name).write_text(f"a = 1\nlogin('{sample('hf_{L34}')}')\n", encoding="utf-8")
    (folder / "sub" / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    (folder / "sub" / "b.zip").write_bytes(b"PK\x03\x04 broken")
    return folder


def matchers() -> list[dict[str, Any]]:
    """The patterns that we ship, as (name, pattern) rows with the number of each part."""
    shipped = json.loads((EDITORS / "github-problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    (task,) = json.loads((EDITORS / "vscode-tasks.json").read_text(encoding="utf-8"))["tasks"]
    return [*(m["pattern"][0] | {"severity?": m.get("severity")} for m in shipped), task["problemMatcher"]["pattern"]]


def test_the_matchers_read_every_concise_line(odd: Path, hubseal: Run) -> None:
    found = json.loads(hubseal("scan", "sub", "--format", "json", cwd=odd).stdout)
    done = hubseal("scan", "sub", "--format", "concise", cwd=odd)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(lines) == len(found["findings"]) + len(found["unread"]) > 20
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in lines), "the runner takes no command"
    strict, notes, editor = matchers()
    want = {(f["line"] or 1, f["column"] or 1, f["level"], f["rule"]) for f in found["findings"]}
    got = set()
    for line in lines:
        (match,) = [m for m in (re.match(strict["regexp"], line), re.match(notes["regexp"], line)) if m]
        whole = re.match(editor["regexp"], line)
        assert whole is not None
        assert whole.group(editor["file"]) == match.group(strict["file"])
        got.add((int(whole[2]), int(whole[3]), whole[4], whole[5]))
        if line.isascii() and "\\" not in line:
            assert (odd / whole.group(editor["file"])).exists(), line
    assert want | {(1, 1, "error", "not-read")} == got


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        pytest.param("a.py", "x: 1:2: error y: z", id="a place in the message"),
        pytest.param("a.py", "b.py:1:2: error y-z: w", id="a whole line in the message"),
        pytest.param("a:1:2: error y: b.py", "b.py:1:2: error y-z: w", id="in name and message"),
        pytest.param("a:1:2: warning", "m", id="a name that ends like a place"),
        pytest.param("a:12.py", "m", id="near miss: half a place"),
    ],
)
def test_a_line_has_one_place(shown: str, message: str) -> None:
    one = finding(0, 6)
    whole = report([one._replace(message=message, at=one.at._replace(shown=shown, path=shown))])
    line = render(whole, "concise", colour=False, verbose=0, quiet=False, rules=RULES)
    match = re.match(matchers()[0]["regexp"], line)
    assert match is not None
    assert match[1].replace(r"\x3a", ":") == shown
    assert (match[2], match[3], match[4], match[5]) == ("7", "1", "error", "hf-token")
    assert match[6].startswith(message)
    assert ("\\x3a" in line) == (":1:2: error " in shown)


@pytest.mark.parametrize("name", NO_TEXT.values(), ids=NO_TEXT)
@pytest.mark.parametrize("hub", [None, HubPage("https://huggingface.co", "a/b", "main")], ids=["checkout", "Hub"])
def test_a_name_that_is_no_text_stays_a_name(name: str, hub: HubPage | None) -> None:
    one = finding(0, 1)
    at = one.at._replace(shown=name, path=name)
    unread = (Unread(name, "", "damaged", None, "make it anew"),)
    whole = report([one._replace(at=at)])._replace(
        unread=unread, hub=hub, checkout=Checkout("/r", "s"), revision="a" * 40
    )
    for form in FORMATS:
        text = render(whole, form, colour=False, verbose=0, quiet=False, rules=RULES)
        assert text.encode("utf-8")
        if form == "junit":
            schemas.junit(text)
        if form == "sarif":
            schemas.code_scanning(json.loads(text)["runs"])


def test_nothing_found_is_no_line(model: Path, hubseal: Run) -> None:
    done = hubseal("scan", "--format", "concise", cwd=model)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_junit_is_valid(odd: Path, hubseal: Run) -> None:
    suite = schemas.junit(hubseal("scan", "sub", "--format", "junit", cwd=odd).stdout)
    failed = {test.get("name"): test.find("failure").get("type") for test in suite.findall("testcase[failure]")}
    assert failed["sub/plain.py"] == "hf-token"
    assert failed["sub/config.json"] == "home-path"
    assert [test.get("name") for test in suite.findall("testcase[error]")] == ["sub/b.zip"]
    assert suite.find("testcase[error]/error").get("type") == "unread-damaged"


def test_junit_fails_where_the_scan_does(model: Path, hubseal: Run) -> None:
    (model / "README.md").write_text("# M\nI asked anna.nowak@lab-zurich.org about it.\n", encoding="utf-8")
    (model / ".hubseal.yaml").write_text("rules: {email-address: warning}\n", encoding="utf-8")
    calm = hubseal("scan", "--format", "junit", cwd=model)
    strict = hubseal("scan", "--format", "junit", "--fail-on", "warning", cwd=model)
    assert (calm.returncode, schemas.junit(calm.stdout).get("failures")) == (0, "0")
    assert (strict.returncode, schemas.junit(strict.stdout).get("failures")) == (1, "1")
    (model / "README.md").write_text("# M\n", encoding="utf-8")
    clean = schemas.junit(hubseal("scan", "--format", "junit", cwd=model).stdout)
    assert (clean.get("tests"), clean.get("failures")) == ("1", "0"), "a report without a test is an error to some"


def test_gitlab_is_valid(odd: Path, hubseal: Run) -> None:
    issues = schemas.gitlab(hubseal("scan", "sub", "--format", "gitlab", cwd=odd).stdout)
    places = {(i["location"]["path"], i["location"]["lines"]["begin"], i["check_name"], i["severity"]) for i in issues}
    assert ("sub/plain.py", 2, "hf-token", "blocker") in places
    assert ("sub/config.json", 1, "home-path", "critical") in places
    assert ("sub/b.zip", 1, "unread-damaged", "major") in places


def test_gitlab_of_nothing_is_a_list(model: Path, hubseal: Run) -> None:
    assert json.loads(hubseal("scan", "--format", "gitlab", cwd=model).stdout) == []


def test_the_same_leak_on_lines_that_are_alike_is_told_apart(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "a.txt").write_text("phone: +49 30 901820\nphone: +49 30 901820\n" * 3, encoding="utf-8")
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("I asked anna.nowak@lab-zurich.org about it.\n" * 2, encoding="utf-8")
    schemas.gitlab(hubseal("scan", ".", "--format", "gitlab", cwd=tmp_path).stdout)


def test_two_findings_of_one_fingerprint_stay_two() -> None:
    twins = [finding(1, 1)._replace(commit=commit) for commit in ("a" * 40, "b" * 40)]
    for form in ("gitlab", "sarif"):
        text = render(report(twins), form, colour=False, verbose=0, quiet=False, rules=RULES)
        found = json.loads(text)
        rows = found if form == "gitlab" else [r["partialFingerprints"] for r in found["runs"][0]["results"]]
        assert len({row.get("fingerprint") or row["hubseal/v1"] for row in rows}) == 2
        assert twins[0].fingerprint in text, "the first keeps its own"


@pytest.mark.parametrize("form", ["sarif", "gitlab", "github", "junit"])
@pytest.mark.parametrize(
    ("where", "path"),
    [
        pytest.param(".", ".", id="at the top"),
        pytest.param("models/a", ".", id="in a subfolder"),
        pytest.param("models/b", "../a", id="beside it"),
        pytest.param("models", "a/config.json", id="a file from between"),
    ],
)
def test_paths_are_relative_to_the_repository(form: str, where: str, path: str, tmp_path: Path, hubseal: Run) -> None:
    git(tmp_path, "init", "-q")
    for name in ("a", "b"):
        (tmp_path / "models" / name).mkdir(parents=True)
    (tmp_path / "models" / "a" / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    for named in (path, str((tmp_path / where / path).resolve())):
        text = hubseal("scan", named, "--format", form, cwd=tmp_path / where).stdout
        key = {"sarif": '"uri": "{}"', "gitlab": '"path": "{}"', "github": "file={},", "junit": 'name="{}"'}[form]
        assert text.count(key.format("models/a/config.json")) == 1, text


@pytest.mark.parametrize("form", ["sarif", "gitlab", "github", "junit", "concise", "html"])
def test_a_token_in_the_folder_somebody_stands_in_is_masked(
    form: str, tmp_path: Path, hubseal: Run, sample: Sample
) -> None:
    token = sample("hf_{L34}")
    inside = tmp_path / token / token
    inside.mkdir(parents=True)
    git(tmp_path, "init", "-q")
    git(tmp_path / token, "init", "-q")
    (inside / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    for where, named in ((inside, "."), (inside, str(inside)), (tmp_path / token, "."), (tmp_path, token)):
        done = hubseal("scan", named, "--format", form, cwd=where)
        assert done.returncode == 1
        assert token not in done.stdout + done.stderr


@pytest.mark.parametrize("has_git", [True, False], ids=["beside a repository", "without git"])
def test_a_scan_of_elsewhere_keeps_its_fingerprints(has_git: bool, tmp_path: Path, hubseal: Run) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        if has_git:
            git(tmp_path / name, "init", "-q")
    (tmp_path / "there" / "config.json").write_text('{"dir": "/home/tnakamura/runs"}\n', encoding="utf-8")
    issues = [
        schemas.gitlab(hubseal("scan", path, "--format", "gitlab", cwd=tmp_path / where).stdout)
        if not os.path.isabs(path)
        else json.loads(hubseal("scan", path, "--format", "gitlab", cwd=tmp_path / where).stdout)
        for where, path in (("there", "."), ("here", "../there"), ("here", str(tmp_path / "there")))
    ]
    assert len({issue["fingerprint"] for (issue,) in issues}) == 1
    assert issues[0][0]["location"]["path"] == "config.json"


def test_a_monorepo_tells_the_same_file_of_two_repositories_apart(tmp_path: Path, hubseal: Run) -> None:
    git(tmp_path, "init", "-q")
    for name in ("a", "b"):
        (tmp_path / "models" / name).mkdir(parents=True)
        (tmp_path / "models" / name / "config.json").write_text('{"dir": "/home/tnakamura/r"}\n', encoding="utf-8")
    repos = "".join(f"  - {{path: models/{name}, id: org/{name}, type: model}}\n" for name in ("a", "b"))
    (tmp_path / ".hubseal.yaml").write_text(f"repos:\n{repos}", encoding="utf-8")
    prints = []
    for where in (tmp_path, tmp_path / "models"):
        issues = schemas.gitlab(hubseal("scan", ".", "--format", "gitlab", cwd=where).stdout)
        assert [i["location"]["path"] for i in issues] == ["models/a/config.json", "models/b/config.json"]
        prints.append([i["fingerprint"] for i in issues])
    assert prints[0] == prints[1]


def test_names_outside_of_the_repository_stay_as_they_are() -> None:
    one = finding(1, 1)
    whole = report([one._replace(at=one.at._replace(shown="../other/a.py"))])._replace(checkout=Checkout("/r", ""))
    text = render(whole, "gitlab", colour=False, verbose=0, quiet=False, rules=RULES)
    assert json.loads(text)[0]["location"]["path"] == "../other/a.py"


def test_more_than_ten_of_a_level_are_lines_of_the_log() -> None:
    found = [finding(file, 0, level) for level in ("error", "warning") for file in range(14)]
    unread = tuple(Unread(f"u{n}.bin", "", "damaged", None, "make it anew") for n in range(12))
    whole = report(found)._replace(unread=unread)
    lines = render(whole, "github", colour=False, verbose=0, quiet=False, rules=RULES).splitlines()
    for level in ("error", "warning"):
        assert sum(line.startswith(f"::{level} file=") for line in lines) == 10
        told = [line for line in lines if re.match(rf"f\d+\.py:1:1: {level} hf-token: ", line)]
        assert len(told) == 4
        assert f"::{level}::4 more {level}s, which GitHub does not show here; the log of this step lists them" in lines
    assert sum(line.startswith("::error title=not read") for line in lines) == 10
    assert sum(line.endswith(".bin: not read (damaged): make it anew") for line in lines) == 2
    assert "summary" not in "\n".join(lines)


@pytest.mark.parametrize("form", ["text", "concise", "github"])
def test_no_line_of_a_log_is_a_command_of_its_own(form: str, odd: Path, hubseal: Run) -> None:
    text = hubseal("scan", ".", "--format", form, "--color", "never", cwd=odd / "sub").stdout
    ours = re.compile(r"::(error|warning|notice)( file=[^:]*,title=[\w-]+| title=not read[^:]*)?::")
    for line in text.splitlines():
        if not (form == "github" and ours.match(line)):
            assert not line.lstrip().startswith("::"), line
            assert "##[" not in line, "the runner looks for this one anywhere, but in a line that begins with ::"


def test_code_scanning_takes_no_more_than_its_limit() -> None:
    whole = report([finding(file, 0) for file in range(30_000)])
    unread = tuple(Unread(f"u{n}.bin", "", "io", None, "scan it again") for n in range(5_000))
    text = render(whole._replace(unread=unread), "sarif", colour=False, verbose=0, quiet=False, rules=RULES)
    (run,) = json.loads(text)["runs"]
    schemas.code_scanning([run])
    assert len(run["results"]) == 25_000
    told = [item["message"]["text"] for item in run["invocations"][0]["toolExecutionNotifications"]]
    assert "4,000 more files not read, or not wholly" in told
    assert "5,000 more results, which the JSON report lists: code scanning takes 25,000" in told
