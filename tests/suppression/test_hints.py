"""Every printed hint, done as it says, allows that finding and no other."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from hubseal.rules import RULES
from hubseal.types import Report
from suppression.names import ODD
from suppression.scanning import WAIVERS, follow, hint, scan

Filled = Callable[[str], str]


@pytest.mark.parametrize(("name", "other"), ODD, ids=lambda name: ascii(name))
def test_the_waiver_of_an_odd_name_covers_that_file_alone(name: str, other: str, sample: Filled) -> None:
    files = {path: json.dumps({"token": sample("hf_{L34}")}).encode() for path in (name, other, f"deep/{name}")}
    found = [f for f in scan(files).findings if f.rule == "hf-token"]
    assert len(found) == 3
    (leak,) = (f for f in found if f.at.path == name)
    assert hint(leak).isprintable()
    assert hint(leak).startswith(WAIVERS)
    after = scan(files, follow(leak, files[name])[1])
    assert [w.finding.at.path for w in after.waived if w.finding.rule == "hf-token"] == [name]
    assert sorted(f.at.path for f in after.findings if f.rule == "hf-token") == sorted({other, f"deep/{name}"})


def test_a_waiver_of_a_key_covers_that_key(sample: Filled) -> None:
    data = json.dumps({"a": {"token": sample("hf_{L34}")}, "other_token": sample("hf_q{L33}")}, indent=1).encode()
    found = scan({"config.json": data}).findings
    assert len(found) == 2
    after = scan({"config.json": data}, follow(found[0], data)[1])
    assert [w.finding.fingerprint for w in after.waived] == [found[0].fingerprint]
    assert [f.fingerprint for f in after.findings] == [found[1].fingerprint]


def test_a_name_that_is_masked_can_be_waived(sample: Filled) -> None:
    token = sample("hf_{L34}")
    files = {f"{token}.json": json.dumps({"dir": "/home/tnakamura/runs"}).encode()}
    leak = next(f for f in scan(files).findings if f.rule == "home-path")
    assert token not in hint(leak)
    assert [w.finding.rule for w in scan(files, follow(leak, b"")[1]).waived] == ["home-path"]


EXAMPLES = [
    pytest.param(entry.rule.id, detector.on, examples.leaks, id=f"{entry.rule.id}-{number}")
    for entry in RULES.entries()
    for number, (detector, examples) in enumerate(zip(entry.detectors, entry.examples, strict=True))
]
FILES: dict[str, Callable[[str], str]] = {
    "a.json": lambda text: json.dumps({"first": text, "second": "nothing"}, indent=1),
    "a.py": lambda text: f"x = 1\n{text}\ny = 2\n",
    "a.yaml": lambda text: "x: 1\ntext: |\n" + "".join(f"  {line}\n" for line in text.split("\n")) + "y: 2\n",
    "a.js": lambda text: f"let x = 1;\n// {text}\nlet y = 2;\n",
    "README.md": lambda text: f"# A\n\n{text}\n\nMore.\n",
}


def _kept(report: Report) -> list[tuple[str, str, int]]:
    return sorted((f.rule, f.masked, f.count) for f in report.findings)


@pytest.mark.parametrize(("rule", "on", "templates"), EXAMPLES)
def test_every_hint_of_every_rule_allows_that_finding(
    rule: str, on: str, templates: tuple[str, ...], sample: Filled
) -> None:
    tried = 0
    for template in templates:
        if tried:
            break
        text = sample(template)
        files = {text.split("\0")[0]: b"x\n"} if on == "name" else {n: made(text).encode() for n, made in FILES.items()}
        for path, data in files.items():
            before = scan({path: data})
            leaks = [f for f in before.findings if f.rule == rule][:1]
            for leak in leaks:
                tried += 1
                changed, policy = follow(leak, data)
                after = scan({path: changed}, policy)
                gone = sorted((w.finding.rule, w.finding.masked, w.finding.count) for w in after.waived)
                # a format that ends with its line is none any more where a comment stands behind it
                gone = gone or [(leak.rule, leak.masked, leak.count)]
                assert (leak.rule, leak.masked, leak.count) in gone, hint(leak)
                assert {name for name, _, _ in gone} == {rule}
                assert _kept(before) == sorted(_kept(after) + gone)
    assert tried or all("\0" in template for template in templates), "only what has no text needs no hint here"


HOME = "/home/tnakamura/{}"
SEVERAL = {
    "a home under several keys": ("config.json", json.dumps({k: HOME.format(k) for k in "abc"}, indent=1)),
    "a home under several keys on one line": ("config.json", json.dumps({k: HOME.format(k) for k in "abc"})),
    "a home in several lines of code": ("a.py", "".join(f"{k} = '{HOME.format(k)}'\n" for k in "abc")),
    "addresses of a log": ("a.log", "".join(f"mail to user{n}.smith@lab-zurich.org\n" for n in range(9))),
    "a column": ("data/a.csv", "name,mail\n" + "".join(f"n,user{n}.smith@lab-zurich.org\n" for n in range(9))),
    "a home in several cells": (
        "a.ipynb",
        json.dumps(
            {
                "cells": [
                    {"cell_type": "code", "metadata": {}, "outputs": [], "source": [f"x = '{HOME.format(k)}'"]}
                    for k in "abc"
                ],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            },
            indent=1,
        ),
    ),
}


@pytest.mark.parametrize(("path", "text"), SEVERAL.values(), ids=SEVERAL)
def test_one_waiver_covers_a_finding_of_several_values(path: str, text: str) -> None:
    files = {path: text.encode(), f"other/{path}": text.encode()}
    before = [f for f in scan(files).findings if f.family in ("paths", "pii")]
    leak = next(f for f in before if f.at.path == path)
    assert leak.count > 1
    after = scan(files, follow(leak, files[path])[1])
    assert [f.at.path for f in after.findings if f.rule == leak.rule] == [f"other/{path}"]


def test_a_waiver_of_a_folder_or_an_archive_covers_what_is_in_it() -> None:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as members:
        members.writestr("node_modules/a.js", "x")
        members.writestr(".env", "a=b\n")
        members.writestr("x/.DS_Store", "x")
    files = {
        "a.zip": made.getvalue(),
        "node_modules/a/[b].js": b"x\n",
        "node_modules/c.js": b"x\n",
        "x/node_modules/c.js": b"x\n",
    }
    for leak in scan(files).findings:
        if leak.family == "files":
            after = scan(files, follow(leak, b"")[1])
            assert (leak.rule, leak.at.path) not in [(f.rule, f.at.path) for f in after.findings], hint(leak)
            assert {w.finding.rule for w in after.waived} == {leak.rule}


@pytest.mark.parametrize("name", ["[slug].json", 'dq".json', "a b#.json", "back\\slash.json", "日本\u202e.json"])
def test_where_the_policy_stands_in_pyproject_the_hint_is_toml(name: str, sample: Filled) -> None:
    from hubseal.policy import parse
    from hubseal.reports.text import allow
    from hubseal.suppression.waivers import covers

    data = json.dumps({"token": sample("hf_{L34}")}).encode()
    (leak,) = (f for f in scan({name: data}).findings if f.rule == "hf-token")
    said = allow(leak, "pyproject.toml")
    begins = "add to waivers of [tool.hubseal] in pyproject.toml: "
    assert said.startswith(begins)
    text = f"[tool.hubseal]\nwaivers = [{said.removeprefix(begins)}]\n"
    (waiver,) = parse(text, "pyproject.toml", RULES.plan.names).waivers
    assert covers(waiver, "hf-token", (name,), leak.at.place, leak.at.key)
