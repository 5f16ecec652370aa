"""Where a git work tree is, found by its files alone: no process runs, and nothing of what is judged is asked."""

from __future__ import annotations

import os
import re

from .. import sidefile
from ..typed import NamedTuple

POINTER = 4096
"""Bytes of a `.git` file and of `commondir` that are read."""
CONFIG = 1 << 20
"""Bytes of a config, likewise."""
OWN_FILES = (
    "HEAD", "config", "config.worktree", "index", "packed-refs", "shallow", "info/exclude", "info/sparse-checkout",
    "info/attributes", "info/grafts", "objects/info/alternates", "objects/info/commit-graph",
)  # fmt: skip
"""Files of a git folder that git opens without looking at what they are."""


class WorkTree(NamedTuple):
    """A work tree of git; all paths are absolute."""

    top: str
    git_dir: str
    """The git folder of this work tree; a linked one has its own."""
    common: str
    """The git folder that linked work trees share: objects, refs, config."""


def at(folder: str) -> WorkTree | None:
    """The work tree whose top is `folder`: it has a `.git` that is a git folder, or that names one."""
    path = os.path.join(folder, ".git")
    git_dir = path
    if not os.path.isdir(path):
        named = re.match(rb"gitdir:[ \t]*([^ \t\r\n][^\r\n]*)", _read(path))
        if named is None:
            return None
        git_dir = os.path.normpath(os.path.join(folder, os.fsdecode(named[1])))
    common = git_dir
    if not os.path.lexists(os.path.join(git_dir, "HEAD")):
        return None
    shared = os.fsdecode(_read(os.path.join(git_dir, "commondir")).strip())
    if shared:
        common = os.path.normpath(os.path.join(git_dir, shared))
    if not (os.path.isdir(os.path.join(common, "objects")) and os.path.isdir(os.path.join(common, "refs"))):
        return None
    return WorkTree(folder, git_dir, common)


def find(start: str) -> WorkTree | None:
    """The innermost work tree that holds the folder `start`."""
    folder = os.path.abspath(start)
    while True:
        tree = at(folder)
        parent = os.path.dirname(folder)
        if tree is not None or parent == folder:
            return tree
        folder = parent


def settings(tree: WorkTree) -> bytes:
    """The beginning of the config of a repository; empty when there is none, or none that may be opened."""
    return _read(os.path.join(tree.common, "config"), CONFIG)


def holds(folder: str, path: str) -> bool:
    """Whether `path` is `folder` or lies below it; both absolute. On Windows neither case nor the slash matters."""
    folder, path = os.path.normcase(folder), os.path.normcase(path)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def around(path: str, here: str) -> WorkTree | None:
    """The work tree that judges `path`: the one that somebody stands in at `here`, when it holds `path`.

    A repository inside it is content like any other. Elsewhere it is the innermost one that holds `path`.
    """
    own = find(here)
    if own is not None and holds(own.top, os.path.abspath(path)):
        return own
    whole = os.path.abspath(path)
    found = find(whole if os.path.isdir(whole) else os.path.dirname(whole))
    if own is not None and found is not None and _same(own.top, found.top):
        return found._replace(git_dir=own.git_dir, common=own.common)
    return found


def believed(tree: WorkTree, here: str) -> bool:
    """Whether somebody stands in the work tree: its config and `info/exclude` count then, else `.gitignore` alone."""
    own = find(here)
    return own is not None and _same(own.top, tree.top)


def special(tree: WorkTree) -> str | None:
    """The first of git's own files that is no regular file: git would wait on a FIFO for ever."""
    for folder in dict.fromkeys((tree.git_dir, tree.common)):
        for name in OWN_FILES:
            path = os.path.join(folder, name)
            if os.path.exists(path) and not os.path.isfile(path):
                return name
    return None


def owner_differs(tree: WorkTree) -> bool:
    """Whether another user owns the work tree or its git folder, so that git calls the ownership dubious."""
    if not hasattr(os, "geteuid"):
        return False
    mine = {os.geteuid()}
    if 0 in mine and os.environ.get("SUDO_UID", "").isdigit():
        mine.add(int(os.environ["SUDO_UID"]))
    places = (tree.top, os.path.join(tree.top, ".git"), tree.git_dir)
    return any(os.lstat(place).st_uid not in mine for place in places)


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _read(path: str, most: int = POINTER) -> bytes:
    try:
        return sidefile.head(path, most) or b""
    except sidefile.SideFileError:
        return b""
