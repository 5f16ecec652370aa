"""git's own hook before a push: it reads which refs are pushed, which a runner of hooks does not tell."""

from __future__ import annotations

import os
import shlex
import sys

from ..sources import git, work_tree
from .request import UsageError

NAME, CHAINED = "pre-push", "pre-push.chained"
MARK = "# hubseal: scans what a push would add"
ALONE = """#!/bin/sh
{mark}
exec {command} "$@"
"""
CHAIN = """#!/bin/sh
{mark}
refs=$(cat)
test -z "$refs" || printf '%s\\n' "$refs" | {command} "$@" || exit $?
printf '%s' "${{refs:+$refs
}}" | "$(dirname "$0")/{chained}" "$@"
"""


def install(folder: str, chain: bool) -> str:
    """Writes the hook; what to say. A hook that is there is kept, and run after ours when `chain` is true.

    Raises UsageError where one is there and it is not, or where git looks elsewhere.
    """
    hooks = _folder(folder)
    path, kept = os.path.join(hooks, NAME), os.path.join(hooks, CHAINED)
    if _is_ours(path):
        return f"{path} is there already; nothing was changed"
    there = os.path.lexists(path)
    if there and not chain:
        raise UsageError(
            f"{path} is there already; `hubseal install-hook --chain` keeps it, and runs it after the scan"
        )
    if there and os.path.lexists(kept):
        raise UsageError(f"{kept} is in the way; move it first")
    os.makedirs(hooks, exist_ok=True)
    if there:
        os.rename(path, kept)
    command = f"{shlex.quote(sys.executable.replace(os.sep, '/'))} -I -m hubseal pre-push"
    text = (CHAIN if there else ALONE).format(mark=MARK, command=command, chained=CHAINED)
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.chmod(path, 0o755)
    return f"{path} written" + (f"; the hook that was there runs after it, from {kept}" if there else "")


def uninstall(folder: str) -> str:
    """Takes the hook away, and puts back what it replaced; what to say. Raises UsageError when it is none of ours."""
    hooks = _folder(folder)
    path, kept = os.path.join(hooks, NAME), os.path.join(hooks, CHAINED)
    if not _is_ours(path):
        raise UsageError(f"{path} is not a hook of hubseal; nothing was changed")
    if os.path.lexists(kept):
        os.replace(kept, path)
        return f"{path} is what it was before"
    os.remove(path)
    return f"{path} removed"


def _folder(folder: str) -> str:
    """The folder of the repository's hooks. Raises UsageError."""
    tree = work_tree.find(folder or os.curdir)
    if tree is None:
        raise UsageError("there is no git repository here; stand in one")
    try:
        git.trust(tree)
        said = git.config(tree, "core.hooksPath")
    except git.GitError as error:
        raise UsageError(f"the hooks cannot be found: {error}") from None
    if said:
        raise UsageError(
            "git takes the hooks of this repository from the folder that core.hooksPath of its config names; "
            'add a line to pre-push there: hubseal pre-push "$@"'
        )
    return os.path.join(tree.common, "hooks")


def _is_ours(path: str) -> bool:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return MARK in file.read(200)
    except OSError:
        return False
