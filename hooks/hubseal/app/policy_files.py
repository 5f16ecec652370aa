"""Files that look like a policy and are not the one in force: whoever wrote one believes that it holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ..policy import Policy
from ..sources import work_tree
from ..types import Blob, Unread

NAMES = frozenset(
    f"{dot}hubseal.{ending}" for dot in ("", ".") for ending in ("yaml", "yml", "json", "toml", "cfg", "ini")
)
NOT_IN_FORCE = "{} is not the policy in force, which is {}; a policy is .hubseal.yaml at the top of the repository"


def watched(items: Iterable[Blob | Unread | str], policy: Policy, top: str) -> Iterator[Blob | Unread | str]:
    """The items, and a note on each such file among them and at the top."""
    told = {policy.source, os.path.basename(policy.source) if os.path.isabs(policy.source) else policy.source}
    for name in sorted(NAMES):
        if name not in told and os.path.lexists(os.path.join(top, name)):
            told.add(name)
            yield note(name, policy)
    for item in items:
        if isinstance(item, Blob) and item.path.rpartition("/")[2] in NAMES and item.path not in told:
            yield note(item.path, policy)
        yield item


def note(path: str, policy: Policy) -> str:
    """The note on a file."""
    return NOT_IN_FORCE.format(path, policy.source or "the default")


def untracked(policy: Policy, top: str) -> Iterator[str]:
    """A note on a policy in force that git does not track: nobody else's scan knows it."""
    tree = work_tree.at(top)
    if tree is None or not policy.source or os.path.isabs(policy.source):
        return
    from ..sources import git

    try:
        git.trust(tree)
        known = git.run(tree, "ls-files", "--", policy.source)
    except git.GitError:
        return
    if not known.strip():
        yield f"the policy {policy.source} is not tracked by git: whoever else scans does not have it; add it"
