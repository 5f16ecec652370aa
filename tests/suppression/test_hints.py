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
