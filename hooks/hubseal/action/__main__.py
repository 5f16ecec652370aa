"""`python -I -m hubseal.action`: scans what the inputs name, writes every report, posts one comment.

Exit code 0 says that it did its work: the step after it fails the job by the output `exit`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from .. import cli
from ..app.comment_section import section as section_of
from ..app.request import UsageError
from ..reports import exit_code, render
from ..reports.comment import Section, blob_link
from ..reports.comment import render as comment
from ..reports.escape import command
from ..rules import RULES
from ..types import Report
from . import base_policy, cache_key, post
from .inputs import Event, Inputs, event, inputs
from .outputs import write

SUMMARY_LIMIT = 900_000
"""Bytes; GitHub drops a job summary of more than 1 MiB."""


def main(environment: Mapping[str, str] | None = None) -> int:
    """The whole step; returns 0 unless an output cannot be written."""
    env = os.environ if environment is None else environment
    code = 2
    sections: list[Section] = []
    files, before = _files(env), cache_key.mark(env)
    try:
        given, started = inputs(env), event(env)
        code, sections = _work(given, started, env, files)
    except UsageError as error:
        say("error", str(error))
    findings = [f for s in sections for f in s.report.findings]
    write(
        env.get("GITHUB_OUTPUT", ""),
        {
            "findings": str(len(findings)),
            "errors": str(sum(f.level == "error" for f in findings)),
            "exit": str(code),
            "gate": "0" if env.get("HUBSEAL_FAIL_ON", "").strip() == "never" and code != 2 else str(code),
            "report-json": files.report if sections else "",
            "sarif-file": files.sarif if sections else "",
            "scanned-commit": next((s.at for s in sections), ""),
            "state": "changed" if cache_key.mark(env) not in ("", before) else "",
        },
    )
    return 0


def say(level: str, text: str) -> None:
    """A workflow annotation."""
    print(f"::{level}::{command(text)}", flush=True)


def _work(given: Inputs, started: Event, env: Mapping[str, str], files: Files) -> tuple[int, list[Section]]:
    """Exit code and sections. Raises UsageError."""
    workspace = os.path.abspath(env.get("GITHUB_WORKSPACE") or os.getcwd())
    scratch = env.get("RUNNER_TEMP") or workspace
    _inside(workspace, given.policy)
    rules = base_policy.rules(workspace, started.base, scratch, given.policy)
    sections: list[Section] = []
    if given.repo_id:
        sections.append(_hub(given, started, rules.folder, workspace, env))
    if given.path:
        sections.append(_checkout(given, started, rules.folder, workspace))
    codes = {exit_code(s.report) for s in sections}
    code = next((c for c in (1, 3) if c in codes), 0)
    _write(env, sections, rules.remarks, files)
    post.post(given, started, sections, rules.remarks, code, say)
    return code, sections


def _inside(workspace: str, path: str) -> None:
    """Raises UsageError for a path that leaves the checkout."""
    whole = os.path.normpath(os.path.join(workspace, path))
    if path and os.path.commonpath([workspace, whole]) != workspace:
        raise UsageError("the input policy must name a file of the checkout")


def _hub(given: Inputs, started: Event, folder: str, workspace: str, env: Mapping[str, str]) -> Section:
    """Scans the repository on the Hub by the policy in `folder`."""
    if given.hf_token:
        os.environ["HF_TOKEN"] = given.hf_token
    from ..cli import hub

    args = ["hub", given.repo_id, "--revision", given.revision, *_common(given)]
    args += ["--type", given.repo_type] if given.repo_type else []
    args += ["--state", os.path.join(workspace, given.state)] if given.state else []
    args += ["--budget", given.budget] if given.budget else []
    args += ["--wait-for", given.wait_for] if given.wait_for else []
    args += ["--policy", os.path.join(folder, given.policy)] if given.policy else []
    args += ["--discussion"] if given.discussion else []
    options = cli.parser("hub").parse_args(args)
    options.doubt = started.proposed
    outcome = _in(folder, lambda: hub.examine(options))
    endpoint = env.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"
    name = "/".join(given.repo_id.split("/")[-2:])
    return section_of(outcome.report, outcome.place, outcome.changes, endpoint, name)


def _checkout(given: Inputs, started: Event, folder: str, workspace: str) -> Section:
    """Scans a folder of the checkout by the policy in `folder`."""
    from ..cli import scan

    options = cli.parser("scan").parse_args(["scan", given.path, *_common(given)])
    options.rules_from = folder
    options.policy = os.path.join(folder, given.policy) if given.policy else None
    options.families = ()
    report, _ = _in(workspace, lambda: scan.examine(options))
    link = blob_link(f"{started.server}/{started.repository}", started.sha)
    folder_of = "" if os.path.normpath(given.path) == "." else f"{given.path} in "
    title = f"{folder_of}the checkout of {started.repository}"
    return Section(title=title, report=report, link=link, at=started.sha)


def _common(given: Inputs) -> list[str]:
    """Options that both kinds of scan take."""
    level = "error" if given.fail_on == "never" else given.fail_on
    return ["--fail-on", level, *(["--only", given.families] if given.families else [])]


T = TypeVar("T")


def _in(folder: str, do: Callable[[], T]) -> T:
    """Does something in a folder."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        return do()
    finally:
        os.chdir(here)


def _write(env: Mapping[str, str], sections: Sequence[Section], remarks: Sequence[str], files: Files) -> None:
    """Annotations, job summary, JSON and SARIF."""
    for section in sections:
        print(_render(section.report, "github"), flush=True)
    if env.get("GITHUB_STEP_SUMMARY"):
        with open(env["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as file:
            file.write(comment(sections, "", remarks, SUMMARY_LIMIT // 4).lstrip())
    reports = [json.loads(_render(s.report, "json")) for s in sections]
    _save(files.report, reports[0] if len(reports) == 1 else reports)
    runs = []
    for section in sections:
        log = json.loads(_render(section.report, "sarif"))
        runs += [{**run, "automationDetails": {"id": f"hubseal/{section.title}/"}} for run in log["runs"]]
    _save(files.sarif, {**log, "runs": runs})


def _render(report: Report, form: str) -> str:
    return render(report, form, colour=False, verbose=0, quiet=False, rules=RULES)


class Files(NamedTuple):
    """Where the reports go."""

    report: str
    sarif: str


def _files(env: Mapping[str, str]) -> Files:
    """The runner's temporary folder, names that no earlier step of the job took; SARIF where its input says."""
    folder, wanted = env.get("RUNNER_TEMP") or ".", env.get("HUBSEAL_SARIF", "").strip()
    names = (f"hubseal{number or ''}" for number in (0, *range(2, 1000)))
    name = next(n for n in names if not os.path.exists(os.path.join(folder, f"{n}-report.json")))
    workspace = os.path.abspath(env.get("GITHUB_WORKSPACE") or ".")
    sarif = os.path.join(workspace, wanted) if wanted else os.path.join(folder, f"{name}.sarif")
    return Files(os.path.join(folder, f"{name}-report.json"), sarif)


def _save(path: str, data: object) -> None:
    """Raises UsageError when the file cannot be written."""
    try:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
    except OSError as error:
        raise UsageError(f"{path}: the report could not be written: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
