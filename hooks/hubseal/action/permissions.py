"""What a first run says: which permission each kind of report needs."""

from __future__ import annotations

from collections.abc import Mapping

REPORTS = (
    ("annotations, job summary", "none", ""),
    ("comment on a pull request", "`pull-requests: write`", "also on the one whose merge was pushed"),
    ("check run on a commit", "`checks: write`", "where no comment can be posted"),
    ("comment on a commit", "`contents: write`", "lets the job push, too: give `checks: write` unless you want it"),
    ("code scanning", "`security-events: write`", "and a step of github/codeql-action/upload-sarif after this one"),
    ("discussion on the Hub", "none; a Hub token that may write", "with `discussion: true`"),
)
"""(what, which permission, what else)."""


def first_run(env: Mapping[str, str]) -> bool:
    """Whether this is the first run of its workflow: what was set up is looked at now, or never."""
    return env.get("GITHUB_RUN_NUMBER") == "1" and env.get("GITHUB_RUN_ATTEMPT", "1") == "1"


def markdown() -> str:
    """The table for the job summary."""
    rows = "".join(f"| {what} | {needed} | {more} |\n" for what, needed, more in REPORTS)
    head = "<details><summary>The first run: which permission of the job each report needs</summary>\n\n"
    return f"{head}| report | permission | |\n|---|---|---|\n{rows}\n</details>\n"


def log() -> str:
    """The same for the log, folded."""
    rows = "".join(
        f"  {what}: {needed.replace('`', '')}{f' ({more})' if more else ''}\n" for what, needed, more in REPORTS
    )
    return f"::group::The first run: which permission of the job each report needs\n{rows}::endgroup::\n"
