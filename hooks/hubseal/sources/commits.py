"""What the commits of a repository hold."""

from __future__ import annotations

import os

from . import git
from .work_tree import WorkTree


def has(tree: WorkTree, commit: str) -> bool:
    """Whether the repository holds a commit. Raises GitError when git cannot be asked."""
    found = git.run(tree, "cat-file", "-t", commit, answers=(0, 1, 128))
    return found.strip() == b"commit"


def merge_base(tree: WorkTree, commit: str) -> str | None:
    """Where the history of `commit` and that of HEAD part; None when it is not known. Raises GitError."""
    found = git.run(tree, "merge-base", commit, "HEAD", answers=(0, 1, 128))
    return found.decode("ascii", "replace").strip() or None


def file_at(tree: WorkTree, commit: str, path: str) -> bytes | None:
    """A file as a commit has it; None when it has none. Raises GitError when git cannot be asked."""
    oid = git.run(tree, "rev-parse", "--verify", "--quiet", f"{commit}:{path}", answers=(0, 1, 128)).strip()
    return git.run(tree, "cat-file", "blob", oid.decode("ascii", "replace")) if oid else None


def head_files(tree: WorkTree) -> dict[str, str]:
    """Path and object of all files of HEAD; empty without a commit. Raises GitError."""
    out = git.run(tree, "ls-tree", "-r", "-z", "--full-tree", "HEAD", answers=(0, 128))
    found = {}
    for line in out.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        found[os.fsdecode(path)] = about.split(b" ")[2].decode("ascii")
    return found
