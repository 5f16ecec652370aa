"""What lies below a folder: no recursion, no link followed, and what cannot be listed is said."""

import os
import stat
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from ..types import Unread
from . import work_tree
from .disk import STEP, descriptor_of, unread

LONGEST_NAME = 100
JUNCTION = 0xA0000003
"""Reparse tag of a Windows junction: a folder that leads elsewhere, as a link does."""


class Folder(NamedTuple):
    """A folder to be walked."""

    path: str
    """What the system opens."""
    shown: str
    """What the user would open."""
    below: str
    """What stands before the names in it, in the report; empty or with a slash at its end."""
    inside: str
    """The same relative to the top of the git work tree."""


class FolderEntry(NamedTuple):
    """One name in a folder, and what it is."""

    name: str
    mode: int = 0
    size: int = 0
    error: str = ""
    """Why it could not be looked at; empty when it could."""

    @property
    def is_folder(self) -> bool:
        """Whether there is something below it."""
        return stat.S_ISDIR(self.mode)


class Found(NamedTuple):
    """An entry that is no folder, and where it is: for the system, for the user, for the report, for git."""

    path: str
    shown: str
    name: str
    inside: str
    entry: FolderEntry


class Rules(NamedTuple):
    """How folders are walked."""

    skip: Callable[[str], bool]
    """Takes the name of a folder for the report, with a slash at its end: whether the policy excludes it."""
    ignored: Callable[[str], bool]
    """(path inside the work tree, a folder's with a slash): whether git ignores it."""
    as_git: bool
    """Whether names are sorted as git sorts paths, else files stand before folders."""
    nested: list[Folder] | None
    """Takes the repositories below, which are not entered then; None enters them."""


def found(start: Folder, rules: Rules) -> Iterator[Found | Unread]:
    """Everything below `start` that is no folder, in order. git's own folders are left out."""
    stack: list[tuple[Folder, Iterator[FolderEntry]]] = []
    entries = listed(start.path, rules.as_git)
    if isinstance(entries, str):
        yield _unlisted(start.below, entries)
        return
    stack.append((start, iter(entries)))
    while stack:
        folder, rest = stack[-1]
        entry = next(rest, None)
        if entry is None:
            stack.pop()
            continue
        name, inside = folder.below + entry.name, folder.inside + entry.name
        path = os.path.join(folder.path, entry.name)
        shown = entry.name if folder.shown == os.curdir else os.path.join(folder.shown, entry.name)
        if entry.name == ".git" or rules.ignored(inside + "/" if entry.is_folder else inside):
            continue
        if not entry.is_folder:
            yield Found(path, shown, name, inside, entry)
        elif not rules.skip(name + "/"):
            deeper = Folder(path, shown, name + "/", inside + "/")
            entries = listed(path, rules.as_git)
            if isinstance(entries, str):
                yield _unlisted(deeper.below, entries)
            elif rules.nested is not None and _is_repository(path, entries):
                rules.nested.append(deeper)
            else:
                stack.append((deeper, iter(entries)))


def listed(path: str, as_git: bool) -> list[FolderEntry] | str:
    """The entries of a folder, sorted; text when it cannot be listed."""
    descriptor = None
    try:
        if len(path) > STEP - LONGEST_NAME and os.scandir in os.supports_fd:
            descriptor = descriptor_of(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        with os.scandir(path if descriptor is None else descriptor) as scan:
            entries = [_entry(found) for found in scan]
    except OSError as error:
        return error.strerror or type(error).__name__
    finally:
        if descriptor is not None:
            os.close(descriptor)
    if as_git:
        return sorted(entries, key=lambda e: e.name + "/" if e.is_folder else e.name)
    return sorted(entries, key=lambda e: (e.is_folder, e.name))


def _entry(found: os.DirEntry[str]) -> FolderEntry:
    try:
        status = found.stat(follow_symlinks=False)
    except OSError as error:
        return FolderEntry(found.name, error=error.strerror or type(error).__name__)
    if getattr(status, "st_reparse_tag", 0) == JUNCTION:
        return FolderEntry(found.name, stat.S_IFLNK, 0)
    return FolderEntry(found.name, status.st_mode, status.st_size)


def _is_repository(path: str, entries: Collection[FolderEntry]) -> bool:
    return any(entry.name == ".git" for entry in entries) and work_tree.at(path) is not None


def _unlisted(below: str, why: str) -> Unread:
    return unread(below or ".", f"the folder could not be listed ({why}); check that it may be read")
