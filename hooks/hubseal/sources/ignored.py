"""What git leaves out of a work tree: ignored files, and those outside a sparse checkout. git can only take away here:
the walk of the disk is ours."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from . import git, work_tree
from .work_tree import WorkTree


class Listing(NamedTuple):
    """Paths relative to the top of the work tree, with forward slashes; those of folders end in one."""

    ignored: frozenset[str] = frozenset()
    sparse: tuple[str, ...] = ()
    """Tracked files that the sparse checkout leaves out of the disk."""

    def covers(self, folder: str) -> bool:
        """Whether the very folder is ignored (`folder` ends in a slash), or one that holds it."""
        parts = folder.split("/")
        return any("/".join(parts[:n]) + "/" in self.ignored for n in range(1, len(parts)))


def below(tree: WorkTree, folder: str, believed: bool) -> Listing:
    """What git leaves out below `folder`, a path relative to the top that is empty or ends in a slash. Raises GitError.

    Of a repository in which nobody stands only the .gitignore files count, as they would in any folder.
    """
    git.trust(tree)
    rules = "--exclude-standard" if believed else "--exclude-per-directory=.gitignore"
    where = folder.rstrip("/") or "."

    out = git.run(tree, "ls-files", "-z", "--others", "--ignored", rules, "--directory", "--", where)
    tagged = git.run(tree, "ls-files", "-z", "-t", "--cached", "--", where)
    away = [os.fsdecode(line[2:]) for line in tagged.split(b"\0") if line.startswith(b"S ")]
    absent = [name for name in away if not os.path.lexists(os.path.join(tree.top, name))]
    return Listing(frozenset(os.fsdecode(name) for name in out.split(b"\0") if name), tuple(absent))


def among(tree: WorkTree, names: Iterable[str]) -> frozenset[str]:
    """Which of the files inside of nested repositories the outer one would ignore. Raises GitError.

    An index that does not exist keeps git from looking at what is a submodule and what is not.
    """
    given = b"".join(b"./" + os.fsencode(name) + b"\0" for name in names)
    none = os.path.join(tree.git_dir, "no-index")
    out = git.run(tree, "check-ignore", "-z", "--stdin", index=none, given=given, answers=(0, 1))
    return frozenset(os.fsdecode(name[2:]) for name in out.split(b"\0") if name)


def tracks(path: str, here: str) -> bool:
    """Whether git tracks anything below a folder, for somebody who stands in `here`. True where git cannot tell."""
    tree = work_tree.around(path, here)
    if tree is None:
        return False
    inside = os.path.relpath(os.path.abspath(path), tree.top).replace(os.sep, "/")
    try:
        git.trust(tree)
        return bool(git.run(tree, "ls-files", "-z", "--cached", "--", inside))
    except git.GitError:
        return True
