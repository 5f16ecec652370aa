"""What GitHub, GitLab and Jenkins take of a report."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
from lxml import etree

DATA = Path(__file__).parents[1] / "data"
_SARIF = jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0.json").read_text(encoding="utf-8")))
_GITLAB = jsonschema.Draft7Validator(json.loads((DATA / "gitlab-code-quality.json").read_text(encoding="utf-8")))


def junit(text: str) -> Any:
    """The suite of a JUnit report that is valid."""
    root = etree.fromstring(text.encode())
    etree.XMLSchema(etree.parse(str(DATA / "junit.xsd"))).assertValid(root)
    (suite,) = root
    for name, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
        assert int(suite.get(name)) == len(suite.findall(path))
    return suite


def gitlab(text: str) -> list[dict[str, Any]]:
    """The issues of a Code Quality report that is valid; GitLab shows one of each fingerprint."""
    issues: list[dict[str, Any]] = json.loads(text)
    _GITLAB.validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def code_scanning(runs: Sequence[dict[str, Any]]) -> None:
    """Holds runs, in one file, against the schema and what code scanning refuses.

    https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
    """
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": runs}
    _SARIF.validate(log)
    assert len(gzip.compress(json.dumps(log).encode())) < 10_000_000
    assert len(runs) <= 20
    categories = [run.get("automationDetails", {}).get("id", "") for run in runs]
    assert len(set(categories)) == len(runs), "runs of one tool and category are refused"
    for run in runs:
        rules = run["tool"]["driver"]["rules"]
        assert len(rules) <= 25_000
        assert len(run["results"]) <= 25_000
        for rule in rules:
            assert 0 < len(rule["shortDescription"]["text"]) <= 1024
            assert 0 < len(rule["fullDescription"]["text"]) <= 1024
            assert len(rule["properties"]["tags"]) <= 20
            assert 0 < float(rule["properties"]["security-severity"]) <= 10
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert not re.match(r"[a-z]+:|/", uri), "an absolute address is refused, whatever its base"
            assert re.fullmatch(r"[A-Za-z0-9._~/%!$&'()*+,;=@-]+", uri), "a URI, escaped"
