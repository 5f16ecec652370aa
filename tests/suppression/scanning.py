"""A scan of texts in this process, and what its hints say done to them."""

from __future__ import annotations

import io
from collections.abc import Mapping

from hubseal import engine
from hubseal.app import scanner
from hubseal.policy import DEFAULT, parse
from hubseal.reports.text import allow
from hubseal.rules import RULES
from hubseal.types import Blob, Finding, Report

ON, ABOVE, WAIVERS = "put on that line: ", "put on the line above: ", "add to waivers in .hubseal.yaml: "


def scan(files: Mapping[str, bytes], policy: str = "") -> Report:
    """The report on files by their paths, under a policy in YAML."""
    rules = parse(policy, ".hubseal.yaml", RULES.plan.names) if policy else DEFAULT
    blobs = [Blob(path, path, len(data), None, lambda data=data: io.BytesIO(data)) for path, data in files.items()]  # type: ignore[misc]
    return scanner.scan(blobs, rules, engine.Settings())


def hint(finding: Finding) -> str:
    """What a report says to do to allow a finding."""
    return allow(finding, "")


def follow(finding: Finding, data: bytes) -> tuple[bytes, str]:
    """The file and the policy after what the hint of a finding asks for."""
    said = hint(finding)
    if said.startswith(WAIVERS):
        return data, f"waivers:\n  - {said.removeprefix(WAIVERS)}\n"
    lines, line = data.split(b"\n"), finding.at.start.line
    assert line is not None, said
    text = lines[line - 1]
    end = b"\r" if text.endswith(b"\r") else b""
    if said.startswith(ON):
        lines[line - 1] = text.removesuffix(b"\r") + b"  " + said.removeprefix(ON).encode() + end
    else:
        assert said.startswith(ABOVE), said
        indent = text[: len(text) - len(text.lstrip())]
        lines.insert(line - 1, indent + said.removeprefix(ABOVE).encode() + end)
    return b"\n".join(lines), ""
