"""What the step writes for the steps after it: outputs, annotations, job summary, JSON and SARIF."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .. import standard_streams
from ..app.request import UsageError
from ..reports.comment import Section
from ..reports.comment import render as comment
from ..reports.formats import render
from ..rules import RULES
from ..types import Report

SUMMARY_LIMIT = 900_000
"""Bytes; GitHub drops a job summary of more than 1 MiB."""


class ReportFiles(NamedTuple):
    """Where the reports go."""

    report: str
    sarif: str


def report_files(env: Mapping[str, str]) -> ReportFiles:
    """The runner's temporary folder, names that no earlier step of the job took; SARIF where its input says."""
    folder, wanted = env.get("RUNNER_TEMP") or ".", env.get("HUBSEAL_SARIF", "").strip()
    names = (f"hubseal{number or ''}" for number in (0, *range(2, 1000)))
    name = next(n for n in names if not os.path.lexists(os.path.join(folder, f"{n}-report.json")))
    workspace = os.path.abspath(env.get("GITHUB_WORKSPACE") or ".")
    sarif = os.path.normpath(os.path.join(workspace, wanted)) if wanted else os.path.join(folder, f"{name}.sarif")
    return ReportFiles(os.path.join(folder, f"{name}-report.json"), sarif)


def write_outputs(path: str, values: Mapping[str, str]) -> None:
    """Appends to the file that GITHUB_OUTPUT names, in the form that no value can break out of; does nothing without a
    file."""
    if not path:
        return
    with open(path, "a", encoding="utf-8") as file:
        for name, value in values.items():
            end = f"ghadelimiter_{uuid.uuid4()}"
            file.write(f"{name}<<{end}\n{value}\n{end}\n")


def write_reports(
    summary: str, files: ReportFiles, sections: Sequence[Section], remarks: Sequence[str], numbers: str
) -> None:
    """Prints annotations, appends to the job summary, and writes JSON and SARIF; with `numbers`, log and summary get
    that text instead. Raises UsageError."""
    if numbers:
        standard_streams.write(numbers, utf8=True)
    else:
        for section in sections:
            standard_streams.write(_render(section.report, "github") + "\n", utf8=True)
    add_to_summary(summary, numbers or comment(sections, "", remarks, SUMMARY_LIMIT // 4).lstrip())
    reports = [json.loads(_render(s.report, "json")) for s in sections]
    _save(files.report, reports[0] if len(reports) == 1 else reports)
    runs = []
    for section in sections:
        log = json.loads(_render(section.report, "sarif"))
        runs += [{"automationDetails": {"id": f"hubseal/{section.title}/"}, **run} for run in log["runs"]]
    _save(files.sarif, {**log, "runs": runs})


def add_to_summary(path: str, text: str) -> None:
    """Appends to the job summary; does nothing without one."""
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)


def _render(report: Report, form: str) -> str:
    return render(report, form, colour=False, verbose=0, quiet=False, rules=RULES)


def _save(path: str, data: object) -> None:
    """Writes a file anew, never through a link in its place. Raises UsageError when it cannot be written."""
    temporary = f"{path}.{uuid.uuid4().hex}.tmp"
    try:
        try:
            with open(temporary, "x", encoding="utf-8") as file:
                json.dump(data, file, indent=1)
            os.replace(temporary, path)
        finally:
            if os.path.lexists(temporary):
                os.unlink(temporary)
    except OSError as error:
        raise UsageError(f"{path}: the report could not be written: {error.strerror}") from None
