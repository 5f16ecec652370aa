"""Paths that the workflow names, held inside of the workspace: what is checked out must not lead anywhere else."""

from __future__ import annotations

import os

from ..app.request import UsageError
from ..sources import work_tree


def inside(workspace: str, path: str, name: str, *others: str) -> str:
    """The whole path of the input `name`, in the workspace or in one of the `others`, without a link on the way.

    A pull request can commit a link in place of any folder or file: what is read by way of it would not be of the
    checkout, and what is written would end anywhere. Raises UsageError.
    """
    whole = os.path.normpath(os.path.join(workspace, path))
    root = next((r for r in (workspace, *others) if r and _below(whole, r)), None)
    if root is None:
        raise UsageError(f"the input {name} leads out of the workspace")
    here = os.path.abspath(root)
    for part in os.path.relpath(whole, here).split(os.sep):
        here = os.path.join(here, part)
        if os.path.islink(here):
            raise UsageError(f"the input {name} goes through a symbolic link; name the file or folder itself")
    if not _below(os.path.realpath(whole), os.path.realpath(root)):
        raise UsageError(f"the input {name} leads out of the workspace")
    return whole


def output(workspace: str, path: str, name: str, *others: str) -> str:
    """The same for a file that is written. Raises UsageError also for what is there and is no file."""
    whole = inside(workspace, path, name, *others)
    if os.path.lexists(whole) and not os.path.isfile(whole):
        raise UsageError(f"the input {name} names what is no file")
    return whole


def in_checkout(workspace: str, path: str, name: str) -> None:
    """Raises UsageError for a path that leaves the checkout, as it is written or by a link."""
    whole = os.path.normpath(os.path.join(workspace, path))
    if not _below(whole, workspace) or not _below(os.path.realpath(whole), os.path.realpath(workspace)):
        raise UsageError(f"the input {name} must name a file of the checkout")


def _below(path: str, folder: str) -> bool:
    """Whether an absolute path is the folder or lies in it."""
    return work_tree.holds(os.path.normpath(os.path.abspath(folder)), path)
