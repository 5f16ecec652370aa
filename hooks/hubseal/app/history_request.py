"""Which commits somebody wants scanned."""

from __future__ import annotations

import os

from ..sources import git, history, work_tree
from ..typed import NamedTuple
from ..types import FAMILIES, Family, RepoType
from .request import FailOn, MatcherName, UsageError


class HistoryRequest(NamedTuple):
    """Which commits are scanned, and how."""

    folder: str = ""
    """Where the user stands; empty: the current folder."""
    include: tuple[str, ...] = ()
    """Revisions of which the history is scanned."""
    exclude: tuple[str, ...] = ()
    """Revisions of which it is not."""
    options: tuple[str, ...] = ()
    """What `git rev-list` is told besides, such as `--branches`."""
    tags: tuple[str, ...] | None = ()
    """Objects that refs name: of annotated tags the messages are read, what is no commit is said not to be; None: those
    of all tags of the repository."""
    target: str = ""
    remote: str = ""
    """Where a push goes; empty when it is none."""
    notes: tuple[str, ...] = ()
    families: tuple[Family, ...] = FAMILIES
    repo_type: RepoType | None = None
    fail_on: FailOn | None = None
    policy_file: str = ""
    matcher: MatcherName = "auto"
    replacements: str = ""
    """A file to be written, by which `git filter-repo` takes the values out; empty: none."""


def of_range(text: str, folder: str, unreachable: bool) -> HistoryRequest:
    """The request for a range such as `v1..main` or `HEAD~3..`; without one for all branches, tags, notes, stashes.

    Raises UsageError for words that are no revisions.
    """
    words = text.split()
    if any(word.startswith("-") for word in words):
        raise UsageError("--history takes revisions as `git log` does, such as v1..main; no options")
    tree = work_tree.find(folder or os.curdir)
    include = words or (history.stashes(tree) if tree is not None else [])
    options = () if words else ("--all",)
    if unreachable and tree is not None:
        try:
            include = [*include, *history.all_commits(tree)]
        except git.GitError as error:
            raise UsageError(f"the history cannot be read: {error}") from None
    return HistoryRequest(
        folder, tuple(include), (), options, () if words else None, f"history {text or 'of all refs'}"
    )
