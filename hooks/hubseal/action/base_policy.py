"""Policy and baseline that the branch under judgement cannot change: for a pull request those of its base."""

from __future__ import annotations

import os
from typing import NamedTuple

from ..app.policy import load_policy
from ..app.request import UsageError
from ..policy.store import NAMES
from ..reports.escape import code
from ..sources import git
from ..suppression.baseline import BASELINE, DETECT_SECRETS

FILES = (*NAMES, "pyproject.toml", BASELINE, DETECT_SECRETS)


class BasePolicy(NamedTuple):
    """Where policy and baseline stand, and remarks on them for the comment."""

    folder: str
    remarks: tuple[str, ...]


def locate(workspace: str, base: str, scratch: str, named: str = "") -> BasePolicy:
    """The folder to read policy and baseline from: the checkout, or, with a base commit, a copy of theirs in `scratch`.

    `named` is the policy file that the workflow names, relative to the checkout.

    Without the base commit at hand the default policy holds, and the remarks say so.
    """
    if not base:
        return BasePolicy(workspace, ())
    start = _base(workspace, base)
    folder = os.path.join(scratch, "hubseal-policy")
    os.makedirs(folder, exist_ok=True)
    if start is None:
        remark = "The policy of the base branch could not be read, so the default policy held"
        return BasePolicy(folder, (f"{remark}: check out with `fetch-depth: 0`.",))
    changed = []
    for name in (*FILES, named) if named and named not in FILES else FILES:
        changed += _copy(workspace, start, name, folder)
    baseline = _baseline(folder, named)
    if baseline not in FILES:
        changed += _copy(workspace, start, baseline, folder)
    if not changed:
        return BasePolicy(folder, ())
    remark = f"This branch changes {', '.join(changed)}; it was judged by what the base branch has."
    return BasePolicy(folder, (remark,))


def _copy(workspace: str, start: str, name: str, folder: str) -> list[str]:
    """Puts the file as it was into `folder`; returns its name for people when the branch changes it."""
    then, now = git.file_at(workspace, start, name), _read(os.path.join(workspace, name))
    if then is not None:
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(then)
    if name == "pyproject.toml":
        return ["`[tool.hubseal]`"] if _table(then) != _table(now) else []
    return [code(name)] if then != now else []


def _baseline(folder: str, named: str) -> str:
    """The baseline that the policy in `folder` names; the usual one when that lies outside or the policy is none."""
    try:
        policy = load_policy(folder, os.path.join(folder, named) if named else "")
    except UsageError:  # the scan will say so
        return BASELINE
    name = os.path.normpath(policy.baseline)
    return BASELINE if os.path.isabs(name) or name.startswith("..") else name


def _base(workspace: str, base: str) -> str | None:
    """The merge base of the checkout and the base commit, fetched when it is not there; None when it cannot be had."""
    if not git.has_commit(workspace, base):
        git.fetch_commit(workspace, base)
    return git.merge_base(workspace, base) or (base if git.has_commit(workspace, base) else None)


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _table(data: bytes | None) -> bytes:
    """What stands in pyproject.toml from `[tool.hubseal` on."""
    text = data or b""
    return text[text.index(b"[tool.hubseal") :] if b"[tool.hubseal" in text else b""
