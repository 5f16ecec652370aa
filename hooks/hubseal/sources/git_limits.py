"""What keeps git from waiting for ever, and from taking all memory, on a file of what is scanned."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from time import monotonic

from .work_tree import WorkTree

SOON = 1.5
"""Seconds after which git is looked at."""
LARGEST_RULES = 16 << 20
"""Bytes of a .gitignore that git may read when it takes long."""
MEMORY, PER_INDEX = 128 << 20, 8
"""Bytes that git may take for a listing, and how many for each byte of the index."""


def memory_limit(tree: WorkTree) -> Callable[[], None] | None:
    """What limits the memory of a process before git starts in it; None where the system has no such limit that holds.

    git reads a .gitignore whole, however large it is.
    """
    if sys.platform != "linux":
        return None
    import resource

    index = os.path.join(tree.git_dir, "index")
    most = MEMORY + PER_INDEX * (os.path.getsize(index) if os.path.isfile(index) else 0)
    highest = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = most if highest == resource.RLIM_INFINITY else min(most, highest)
    return partial(resource.setrlimit, resource.RLIMIT_DATA, (most, most))


def waits(tree: WorkTree) -> bool:
    """Whether there is a pipe or a device that git may be waiting on, such as a .gitignore or an included config."""
    folders, end = [tree.top, tree.git_dir, tree.common], monotonic() + SOON
    while folders and monotonic() < end:
        try:
            with os.scandir(folders.pop()) as scan:
                for entry in scan:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif _holds_up(entry):
                        return True
        except OSError:
            continue  # gone by now, or not for us: git cannot read it either
    return False


def _holds_up(entry: os.DirEntry[str]) -> bool:
    if not entry.is_file(follow_symlinks=False):
        return not entry.is_symlink()
    return entry.name == ".gitignore" and entry.stat(follow_symlinks=False).st_size > LARGEST_RULES
