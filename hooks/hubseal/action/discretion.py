"""What a public GitHub repository does not show: names and findings of a private repository on the Hub.

Everybody reads the log, the job summary and the comments of a public repository; the SARIF file goes to code scanning,
which only those see who may write.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ..github import GitHub, GitHubError
from ..reports.comment import Section, marker, state
from .inputs import Event, Inputs

ADVICE = (
    "This GitHub repository is public, and what was scanned is private: names and findings stay out of what everybody"
    " reads. Code scanning (the output `sarif-file`) and `hubseal hub` show them; `details: full` shows them here."
)


def numbers_only(given: Inputs, started: Event, sections: Sequence[Section]) -> bool:
    """Whether log, summary and comment give numbers alone: as the input `details` says, by default when somebody could
    read of a private repository who may not read it."""
    if given.details != "auto":
        return given.details == "numbers"
    if not any(section.private for section in sections):
        return False
    if started.private is None and given.github_token and started.repository:
        try:
            return not GitHub(given.github_token, started.repository, started.api).is_private()
        except GitHubError:
            return True
    return not started.private


def text(sections: Sequence[Section], hidden: str = "") -> str:
    """The numbers, as a summary or a comment that begins with `hidden`."""
    lines = [hidden] if hidden else []
    for section in sections:
        what = "a private repository" if section.private else "what was scanned"
        lines += [f"### hubseal: {state(section)} in {what}", ""]
    return "\n".join([*lines, ADVICE, ""])


def mark(section: Section) -> str:
    """The marker of a comment that does not say what it is about."""
    return marker(f"private {sha256((section.name or section.title).encode('utf-8', 'replace')).hexdigest()[:12]}")
