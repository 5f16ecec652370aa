"""The one place that runs git. Functions return None where git is absent or fails."""

from __future__ import annotations

import os
from typing import NamedTuple

PATIENCE = 120.0
"""Seconds that git may take, where it may have to ask another machine."""


class Listing(NamedTuple):
    """Paths below a folder, relative to it."""

    files: tuple[str, ...]
    """What git would commit, as far as it is there."""
    ignored: tuple[str, ...]


def run(folder: str, *args: str, timeout: float | None = None) -> bytes | None:
    """What `git ARGS` prints in `folder`; None when it fails, or takes longer than `timeout` seconds."""
    import subprocess

    try:
        done = subprocess.run(["git", *args], cwd=folder or None, capture_output=True, check=False, timeout=timeout)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def listing(folder: str) -> Listing | None:
    """What git would commit below a folder, and what it ignores there; None outside a work tree, and when git ignores
    the very folder."""
    if not _in_work_tree(os.path.abspath(folder)):
        return None
    files = _names(run(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "."))
    ignored = _names(
        run(folder, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory", "--", ".")
    )
    if files is None or ignored is None or any(i in ("./", "") for i in ignored) or (not files and not ignored):
        return None
    present = sorted({name for name in files if os.path.lexists(os.path.join(folder, name))})
    return Listing(tuple(present), tuple(sorted(ignored)))


def _names(printed: bytes | None) -> list[str] | None:
    return None if printed is None else [os.fsdecode(name) for name in printed.split(b"\0") if name]


def _in_work_tree(folder: str) -> bool:
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return True
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent


def author(folder: str) -> str | None:
    """The e-mail address that git signs commits with in a folder; None when there is none."""
    printed = run(folder, "config", "user.email")
    return (printed or b"").decode("utf-8", "replace").strip() or None


def has_commit(folder: str, commit: str) -> bool:
    """Whether the repository of a folder holds a commit."""
    return run(folder, "cat-file", "-e", f"{commit}^{{commit}}", timeout=PATIENCE) is not None


def fetch_commit(folder: str, commit: str) -> None:
    """Fetches one commit from `origin`, when it can be had."""
    run(folder, "fetch", "--quiet", "--depth=1", "origin", commit, timeout=PATIENCE)


def merge_base(folder: str, commit: str) -> str | None:
    """Where the history of `commit` and that of HEAD part."""
    printed = run(folder, "merge-base", commit, "HEAD", timeout=PATIENCE)
    return None if printed is None else printed.decode().strip()


def file_at(folder: str, commit: str, path: str) -> bytes | None:
    """A file as a commit has it; None when it has none."""
    return run(folder, "show", f"{commit}:{path}", timeout=PATIENCE)
