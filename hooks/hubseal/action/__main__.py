"""`python -I -m hubseal.action`: scans what the inputs name, writes every report, posts one comment.

Exit code 0 says that it did its work: the step after it fails the job by the output `exit`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple

from .. import fault, standard_streams
from ..app.clean_text import clean
from ..app.comment_section import section as section_of
from ..app.hub_request import HubRequest, Interaction, size_of
from ..app.request import CheckoutRequest, FailOn, UsageError, families_of
from ..reports import count, exit_code
from ..reports.addresses import blob_link
from ..reports.comment import Section
from ..reports.escape import command, markdown
from ..sources import git, work_tree
from ..types import FAMILIES, Family
from . import base_policy, cache_key, discretion, own_acceptance, paths, permissions, post
from .inputs import Event, Inputs, event, inputs, workspace
from .outputs import ReportFiles, add_to_summary, report_files, write_outputs, write_reports

HUB = "https://huggingface.co"
USAGE, UNREAD, INTERRUPTED = 2, 3, 130


class Work(NamedTuple):
    """What the step does: by which inputs, for which event, where."""

    inputs: Inputs
    event: Event
    workspace: str
    base: base_policy.BasePolicy
    """Where policy and baseline stand that the branch cannot change."""
    endpoint: str
    """Address of the Hub; empty: what huggingface_hub finds."""
    token: str | None
    """Of the Hub; None: what huggingface_hub finds."""


def main(environment: Mapping[str, str] | None = None) -> int:
    """The whole step; returns 0 unless something happens that nobody expected: then 3, and one line without content."""
    env = os.environ if environment is None else environment
    code, done, sections, open_to_all = USAGE, 0, tuple[Section, ...](), True
    files, before = report_files(env), cache_key.mark(env)
    try:
        code, sections, open_to_all = _step(env, files)
    except UsageError as error:
        say("error", str(error))
        summary = f"### ⚪ hubseal: nothing was scanned\n\n{markdown(clean(str(error)))}\n"
        add_to_summary(env.get("GITHUB_STEP_SUMMARY", ""), summary)
    except standard_streams.OutputError as error:
        standard_streams.tell(f"hubseal: {error}")
    except KeyboardInterrupt:
        standard_streams.tell("hubseal: interrupted; nothing is clean that was not read")
        code = done = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a traceback could print what leaks
        say("error", fault.describe(error))
        code = done = UNREAD
    findings = [f for s in sections for f in s.report.findings]
    passes = env.get("HUBSEAL_FAIL_ON", "").strip() == "never" and code != USAGE and not done
    write_outputs(
        env.get("GITHUB_OUTPUT", ""),
        {
            "findings": str(len(findings)),
            "errors": str(sum(f.level == "error" for f in findings)),
            "accepted": str(sum(len(s.accepted) for s in sections)),
            "exit": str(code),
            "gate": "0" if passes else str(code),
            "report-json": files.report if sections else "",
            "sarif-file": files.sarif if sections else "",
            "scanned-commit": next((s.at for s in sections), ""),
            # a cache of a public repository is read by pull requests of others
            "state": "changed" if open_to_all and cache_key.mark(env) not in ("", before) else "",
        },
    )
    return done


def say(level: str, text: str) -> None:
    """A workflow annotation."""
    standard_streams.write(f"::{level}::{command(clean(text))}\n", utf8=True)


def _step(env: Mapping[str, str], files: ReportFiles) -> tuple[int, tuple[Section, ...], bool]:
    """Exit code, sections, and whether all of it may be told. Raises UsageError."""
    given, started = inputs(env), event(env)
    place = workspace(env)
    temporary = env.get("RUNNER_TEMP", "")
    given = _checked(given, place, temporary)
    base = base_policy.locate(place, started.base, temporary, given.policy, started.proposed)
    try:
        endpoint = env.get("HF_ENDPOINT", "").rstrip("/")
        token = None if env.get("HF_OIDC_RESOURCE") else given.hf_token or None  # a trusted publisher comes first
        work = Work(given, started, place, base, endpoint, token)
        sections = ((_hub(work),) if given.repo_id else ()) + ((_checkout(work),) if given.path else ())
    finally:
        base.remove()
    codes = {exit_code(s.report) for s in sections}
    code = next((c for c in (1, UNREAD) if c in codes), 0)
    numbers = discretion.text(sections) if discretion.numbers_only(given, started, sections) else ""
    write_reports(env.get("GITHUB_STEP_SUMMARY", ""), files, sections, base.remarks, numbers)
    if permissions.first_run(env):
        standard_streams.write(permissions.log(), utf8=True)
        add_to_summary(env.get("GITHUB_STEP_SUMMARY", ""), permissions.markdown())
    post.post(given, started, sections, base.remarks, code, say, bool(numbers))
    return code, sections, not numbers


def _checked(given: Inputs, workspace: str, temporary: str) -> Inputs:
    """The inputs, their paths whole. Raises UsageError for one that leaves the workspace or goes through a link."""
    if given.policy:
        paths.in_checkout(workspace, given.policy, "policy")
    if given.sarif:
        paths.output(workspace, given.sarif, "sarif", temporary)
    if given.state:
        given = given._replace(state=paths.output(workspace, given.state, "state", temporary))
    if given.path:
        whole = paths.inside(workspace, given.path, "path")
        given = given._replace(path=os.path.relpath(whole, workspace))
    return given


def _hub(work: Work) -> Section:
    """Scans the repository on the Hub."""
    from ..app import hub

    given = work.inputs
    request = HubRequest(
        repo_id=given.repo_id,
        repo_type=given.repo_type,
        revision=given.revision,
        wait_for=given.wait_for,
        state=given.state,
        trusted_state=not work.event.proposed and not _is_committed(work),
        budget=size_of(given.budget) if given.budget else None,
        families=_families(given),
        fail_on=_fail_on(given),
        policy_folder=work.base.folder,
        policy_file=_policy_file(work),
        discussion=given.discussion,
        token=work.token,
        endpoint=work.endpoint,
    )
    outcome = hub.scan(request, Interaction(say=_tell))
    return section_of(outcome, work.endpoint or HUB, "/".join(given.repo_id.split("/")[-2:]))


def _checkout(work: Work) -> Section:
    """Scans a folder of the checkout."""
    from ..app import checkout

    given, started = work.inputs, work.event
    request = CheckoutRequest(
        paths=(given.path,),
        folder=work.workspace,
        within=work.workspace,
        families=_families(given),
        repo_type=given.repo_type,
        fail_on=_fail_on(given),
        policy_folder=work.base.folder,
        policy_file=_policy_file(work),
    )
    report = checkout.scan(request).report
    own = own_acceptance.added(report, request, work.base) if started.base else ()
    if own:
        say("warning", f"{count(len(own), 'finding')} accepted by this pull request itself")
    if given.strict:
        report = own_acceptance.refused(report, own)
    link = blob_link(f"{started.server}/{started.repository}", started.sha)
    folder_of = "" if given.path == os.curdir else f"{clean(given.path)} in "
    title = f"{folder_of}the checkout of {started.repository}"
    return Section(title=title, report=report, link=link, at=started.sha, accepted=own)


def _is_committed(work: Work) -> bool:
    """Whether the state file is one of the repository: a pull request may have brought its verdicts in."""
    tree = work_tree.at(work.workspace)
    inside = work.inputs.state and work_tree.holds(work.workspace, work.inputs.state)  # else on another drive, even
    name = os.path.relpath(work.inputs.state, work.workspace) if inside else ""
    try:
        return bool(tree and name and git.run(tree, "ls-files", "-z", "--", name.replace(os.sep, "/")))
    except git.GitError:
        return False


def _families(given: Inputs) -> tuple[Family, ...]:
    return families_of(given.families) if given.families else FAMILIES


def _fail_on(given: Inputs) -> FailOn:
    """The level that fails; an Action that never fails the job still says what an error would have been."""
    return "error" if given.fail_on == "never" else given.fail_on


def _policy_file(work: Work) -> str:
    return os.path.join(work.base.folder, work.inputs.policy) if work.inputs.policy else ""


def _tell(text: str) -> None:
    standard_streams.tell(f"hubseal: {clean(text)}")


if __name__ == "__main__":
    sys.exit(main())
