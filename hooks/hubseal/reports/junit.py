"""JUnit's XML, as test reports of Jenkins, GitLab, Azure and others read it: each file is a test, a finding its failure.

Valid by the schema of Ant (windyroad/JUnit-Schema) and that of Jenkins (junit-10.xsd), which differ: the root has no
attributes, a suite all of them, a test at most one failure or error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import __version__
from ..rule_types import RuleSet
from ..types import SEVERITY, Finding, Report, Unread
from . import addresses, date, fails, order
from .cap import capped
from .escape import html
from .text import summary

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, *, colour: bool, verbose: int, quiet: bool, rules: RuleSet) -> str:
    """One suite. A file fails by what is at or above the level that fails the scan; of lower ones its output tells."""
    report = capped(report)
    said = summary(report)
    by_file: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=order):
        by_file.setdefault(addresses.repository_path(report, finding), []).append(finding)
    errors = [item for item in report.unread if fails(report, item)]
    tests = [_test(report, path, found) for path, found in by_file.items()]
    failures = sum("<failure" in test for test in tests)
    tests += [_unread(item, f"{_package(report)}.unread") for item in errors]
    clean = '<testcase classname="hubseal" name="scan" time="0"/>'
    target = report.hub.path if report.hub is not None else report.target
    attributes = {
        "name": f"hubseal {target}",
        "package": "hubseal",
        "id": "0",
        "hostname": "localhost",
        "timestamp": date.now(),
        "tests": str(len(tests) or 1),
        "failures": str(failures),
        "errors": str(len(errors)),
        "time": "0",
    }
    properties = {"version": __version__, "revision": report.revision or "", "type": report.repo.type}
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            "<testsuites>",
            f"<testsuite {_attributes(attributes)}>",
            "<properties>",
            *(f"<property {_attributes({'name': k, 'value': v})}/>" for k, v in properties.items() if v),
            "</properties>",
            *(tests or [clean]),
            f"<system-out>{_xml(said)}</system-out>",
            f"<system-err>{_xml(chr(10).join(report.notes))}</system-err>",
            "</testsuite>",
            "</testsuites>",
        ]
    )


def _package(report: Report) -> str:
    """What the tests of a report stand in: the repository on the Hub, else hubseal."""
    return report.hub.path if report.hub is not None else "hubseal"


def _test(report: Report, path: str, findings: Sequence[Finding]) -> str:
    """The test of one file."""
    failing = [f for f in findings if SEVERITY[f.level] >= SEVERITY[report.fail_on]]
    about = {"classname": _package(report), "name": _name(path), "time": "0"}
    if not failing:
        return f"<testcase {_attributes(about)}/>"
    first = failing[0]
    more = f" and {len(failing) - 1:,} more" if len(failing) > 1 else ""
    said = {"type": first.rule, "message": f"{first.message}: {first.masked}{more}"}
    text = "\n".join(_line(path, finding) for finding in findings)
    return f"<testcase {_attributes(about)}><failure {_attributes(said)}>{_xml(text)}</failure></testcase>"


def _line(path: str, finding: Finding) -> str:
    spot = f":{finding.at.start.line}" if finding.at.start.line is not None else ""
    place = f" ({finding.at.place})" if finding.at.place else ""
    times = f", {finding.count:,} times" if finding.count > 1 else ""
    what = f"{finding.level} {finding.rule}: {finding.message}: {finding.masked}{place}{times}"
    return f"{path}{spot}: {what}. {finding.fix}"


def _unread(item: Unread, name: str) -> str:
    """An error: nobody knows what the file holds."""
    place = f" {item.place}" if item.place else ""
    about = {"classname": name, "name": _name(item.path + place), "time": "0"}
    said = {"type": f"unread-{item.cause}", "message": item.hint}
    return f"<testcase {_attributes(about)}><error {_attributes(said)}/></testcase>"


def _name(path: str) -> str:
    """The name of a test, which the schemas want to hold more than blanks."""
    return path if path.strip() else f"'{path}'"


def _attributes(values: dict[str, str]) -> str:
    return " ".join(f'{name}="{_xml(value)}"' for name, value in values.items())


def _xml(text: str) -> str:
    """Text for elements and attributes: escaped, lines kept, and nothing that XML cannot hold."""
    return "\n".join(_NOT_XML.sub("\ufffd", html(line)) for line in text.split("\n"))
