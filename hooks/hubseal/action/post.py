"""Posts the report: a comment, else a check run. A step that fails warns and leaves it to the next; none changes the
exit code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..github import GitHub, GitHubError
from ..json_fields import Fields, whole_number
from ..reports.comment import Section, marker, needs_attention, render, state
from . import discretion
from .inputs import Event, Inputs

Say = Callable[[str, str], None]
"""(level of a workflow annotation, text)."""


class _Comment(NamedTuple):
    """What is to be said."""

    hidden: str
    """The marker by which it is found again."""
    body: str
    some: bool
    """Whether there is something that a person must see."""


def post(
    given: Inputs,
    started: Event,
    sections: Sequence[Section],
    remarks: Sequence[str],
    code: int,
    say: Say,
    numbers: bool = False,
) -> None:
    """One comment on the pull request or the commit; a check run where that is refused. `numbers`: without names and
    findings. Raises nothing."""
    if given.comment == "off" or not given.github_token or not started.repository or not started.sha:
        return
    github = GitHub(given.github_token, started.repository, started.api)
    made = _made(started, sections, remarks, numbers)
    number: int | None = None
    try:
        number = _number(github, given, started)
        done = _comment(github, given, started, number, made)
        if done:
            say("notice", f"comment {done}")
        return
    except GitHubError as error:
        if started.fork and error.status == 403:
            say("notice", "pull requests from forks get a token that only reads: the job summary holds the report")
            return
        refused = error
        if error.status == 0 or not made.some:
            say("warning", f"no comment was posted: {error}")
            return
    except (KeyError, TypeError, ValueError):
        say("warning", "no comment was posted: the answers are not those of GitHub's API; is GITHUB_API_URL right?")
        return
    try:
        failed = "neutral" if given.fail_on == "never" else "failure"
        title = "hubseal: " + "; ".join(state(s) for s in sections)
        github.check(started.sha, "hubseal", failed if code else "success", title, made.body)
    except GitHubError as error:
        say("warning", f"no comment was posted: {refused}")
        say("warning", f"no check run was made either: {error}; annotations and job summary hold the report")
        return
    expected = number is None and refused.status == 403  # a commit's comment needs more than most want to give
    say("notice" if expected else "warning", f"the report is the check run hubseal; no comment was posted: {refused}")


def _made(started: Event, sections: Sequence[Section], remarks: Sequence[str], numbers: bool) -> _Comment:
    """What is to be said: all of it, or `numbers` alone."""
    some = any(needs_attention(s) for s in sections)
    if numbers:
        hidden = discretion.mark(sections[0])
        return _Comment(hidden, discretion.text(sections, hidden), some)
    hidden = marker(sections[0].name or sections[0].title)
    report = f"[Full report of this run]({started.run_url})"
    return _Comment(hidden, render(sections, hidden, [*remarks, report]), some)


def _number(github: GitHub, given: Inputs, started: Event) -> int | None:
    """The pull request to comment on; None: there is none. Raises GitHubError."""
    if started.pull is None and given.comment in ("auto", "pr"):
        return _pull(github.pulls_of(started.sha), started.name == "push")
    return started.pull


def _comment(github: GitHub, given: Inputs, started: Event, number: int | None, made: _Comment) -> str:
    """What was done, or empty: an all clear updates the comment that is there, and makes none. Raises GitHubError."""
    if number is not None and given.comment != "commit":
        if made.some or github.comment_on(number, made.hidden, None):
            return github.comment_on(number, made.hidden, made.body)
        return ""
    if given.comment == "pr":
        return ""
    if made.some or github.comment_on_commit(started.sha, made.hidden, None):
        return github.comment_on_commit(started.sha, made.hidden, made.body)
    return ""


def _pull(pulls: Sequence[Fields], pushed: bool) -> int | None:
    """The pull request that a commit belongs to: the open one, else, for a push, the one whose merge it was."""
    opened = (p for p in pulls if p.get("state") == "open")
    merged = (p for p in pulls if pushed and p.get("merged_at"))
    found = next(opened, None) or next(merged, None)
    return whole_number(found["number"]) if found else None
