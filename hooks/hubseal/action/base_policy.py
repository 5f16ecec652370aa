"""Policy and baseline that the branch under judgement cannot change: for a pull request those of its base."""

from __future__ import annotations

import os
import posixpath
import tempfile
from typing import NamedTuple

from .. import sidefile
from ..app.policy import load_policy
from ..app.request import UsageError
from ..policy.shared import MOST, local_names
from ..policy.store import NAMES
from ..reports.escape import code
from ..sources import commits, git, work_tree
from ..suppression.baseline import BASELINE, DETECT_SECRETS, LARGEST

FILES = (*NAMES, "pyproject.toml", BASELINE, DETECT_SECRETS)


class BasePolicy(NamedTuple):
    """Where policy and baseline stand, and remarks on them for the comment."""

    folder: str
    remarks: tuple[str, ...]
    tree: work_tree.WorkTree | None = None
    """The checkout, when the base is known."""
    start: str = ""
    """The commit that the branch is judged by."""
    copied: bool = False

    def remove(self) -> None:
        """Removes the copy: what it holds is for this step alone."""
        if self.copied:
            import shutil

            shutil.rmtree(self.folder, ignore_errors=True)


NO_BASE = (
    "The event of this pull request names no base commit, so the default policy held, and not the one of this branch;"
    " run the workflow on `pull_request`, whose event names one."
)


def locate(workspace: str, base: str, scratch: str, named: str = "", proposed: bool = False) -> BasePolicy:
    """The folder to read policy and baseline from: the checkout, or, with a base commit, a copy of theirs in a new
    folder in `scratch`, in which no earlier step can have left anything. `proposed`: whether the checkout is what a
    pull request proposes.

    `named` is the policy file that the workflow names, relative to the checkout.

    Without the base commit at hand the default policy holds, and the remarks say so. Raises UsageError.
    """
    if not base and not proposed:
        return BasePolicy(workspace, ())
    if scratch:
        os.makedirs(scratch, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="hubseal-policy-", dir=scratch or None)
    if not base:
        return BasePolicy(folder, (NO_BASE,), copied=True)
    try:
        tree = _checkout(workspace)
        start = _base(tree, base)
        changed = []
        for name in (*FILES, named) if named and named not in FILES else FILES:
            changed += _copy(tree, start, name, folder)
        for name in _extended(tree, start, named):
            changed += _copy(tree, start, name, folder)
        baseline = _baseline(folder, named)
        if baseline not in FILES:
            changed += _copy(tree, start, baseline, folder)
    except git.GitError as error:
        remark = "The policy of the base branch could not be read, so the default policy held"
        return BasePolicy(folder, (f"{remark}: {error}.",), copied=True)
    if not changed:
        return BasePolicy(folder, (), tree, start, copied=True)
    remark = f"This branch changes {', '.join(changed)}; it was judged by what the base branch has."
    return BasePolicy(folder, (remark,), tree, start, copied=True)


def _copy(tree: work_tree.WorkTree, start: str, name: str, folder: str) -> list[str]:
    """Puts the file as it was into `folder`; returns its name for people when the branch changes it."""
    then, now = commits.file_at(tree, start, name), _read(os.path.join(tree.top, name))
    if then is not None:
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(then)
    if name == "pyproject.toml":
        return ["`[tool.hubseal]`"] if _table(then) != _table(now) else []
    return [code(name)] if then != now else []


def _extended(tree: work_tree.WorkTree, start: str, named: str) -> list[str]:
    """The files of the repository on which its policy builds, by `extends:`, as the base branch has them."""
    found: list[str] = []
    waiting = [named] if named else [*NAMES, "pyproject.toml"]
    while waiting and len(found) < MOST:
        name = waiting.pop()
        text = (commits.file_at(tree, start, name) or b"").decode("utf-8-sig", "replace")
        for other in local_names(text, name) if "extends" in text else ():
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), other))
            if not path.startswith(("../", "/")) and path not in (*found, *FILES):
                found.append(path)
                waiting.append(path)
    return found


def _baseline(folder: str, named: str) -> str:
    """The baseline that the policy in `folder` names; the usual one when the policy is none. Raises UsageError for one
    that lies outside."""
    try:
        policy = load_policy(folder, os.path.join(folder, named) if named else "", folder)
    except UsageError:  # the scan will say so
        return BASELINE
    name = os.path.normpath(policy.baseline)
    if os.path.isabs(name) or name.split(os.sep)[0] == os.pardir:  # an earlier step can have left it there
        raise UsageError("the policy of the base branch names a baseline outside of the checkout")
    return name


def _checkout(workspace: str) -> work_tree.WorkTree:
    """The work tree of the workspace. Raises GitError."""
    tree = work_tree.at(workspace)
    if tree is None:
        raise git.GitError("the workspace is no git work tree; check the repository out into it")
    git.trust(tree)
    return tree


def _base(tree: work_tree.WorkTree, base: str) -> str:
    """The merge base of the checkout and the base commit, which is fetched when it is not there. Raises GitError."""
    if not commits.has(tree, base):
        try:
            git.fetch(tree, base)
        except git.GitError:
            raise git.GitError("check out with `fetch-depth: 0`") from None
    return commits.merge_base(tree, base) or base


def _read(path: str) -> bytes | None:
    try:
        return sidefile.read(path, LARGEST)
    except sidefile.SideFileError:
        return b""


def _table(data: bytes | None) -> bytes:
    """What stands in pyproject.toml from `[tool.hubseal` on."""
    text = data or b""
    return text[text.index(b"[tool.hubseal") :] if b"[tool.hubseal" in text else b""
