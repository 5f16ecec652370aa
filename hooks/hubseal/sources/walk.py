"""The walk of the disk: every file below what was named is a blob, unread, or said to be left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence

from ..types import Unread
from . import work_tree
from .disk import FEW, Item, NoSuchPath, Skip, blob, few, link, links_note, relative, shown, unread

SPECIAL = "it is a pipe, socket or device, and was not opened; remove it from the repository"


def walk(
    paths: Sequence[str],
    root: str,
    skip: Skip,
    ignore: bool = True,
    folder: str = "",
    hook: bool = False,
    within: str | None = None,
) -> Iterator[Item]:
    """Blobs of the files named and of those below the folders named; strings are notes for the user.

    Paths are relative to `folder`, where somebody stands, by default the current one, and are shown so. `skip` takes
    one relative to `root`. With `ignore`, what git ignores is left out of folders, and said so. A link that is named is
    followed, but not by a `hook`, whose runner names everything. Nothing that is named leads out of `within`. A path
    that yields no file is unread, but not for a hook, whose files the policy may exclude. Raises NoSuchPath before
    anything is read.
    """
    for path in paths:
        try:
            os.lstat(os.path.join(folder, path))
        except (FileNotFoundError, NotADirectoryError):
            raise NoSuchPath(f"{path}: no such file or folder") from None
        except OSError:
            continue  # the walk says what is wrong with it
    yield from _Walk(root, skip, ignore, folder, hook, within).all(paths)


class _Walk:
    """One walk over all that was named."""

    def __init__(self, root: str, skip: Skip, ignore: bool, base: str, hook: bool, within: str | None) -> None:
        self.root, self.skip, self.ignore, self.hook = root, skip, ignore, hook
        self.within = os.path.realpath(within) if within else None
        self.base, self.here = base, os.path.abspath(base)
        self.seen: set[str] = set()
        self.excluded: list[str] = []
        self.ignored: list[str] = []
        self.links: list[str] = []

    def all(self, paths: Sequence[str]) -> Iterator[Item]:
        """Everything that was named, then notes on what was left out."""
        for path in paths:
            yield from self.named(path)
        if self.ignored:
            some = few(self.ignored, FEW)
            yield f"not scanned because git ignores it: {some} ({len(self.ignored)} entries; --no-ignore scans them)"
        if self.excluded and not self.hook:
            some = few(self.excluded, FEW)
            yield f"not scanned because the policy excludes it: {some} ({len(self.excluded)} entries)"
        if self.links:
            yield links_note(self.links)

    def named(self, said: str) -> Iterator[Item]:
        """One path, as somebody named it."""
        path = os.path.join(self.base, said)
        name = relative(path, self.root)
        try:
            status = os.lstat(path)
        except OSError as error:
            yield _unseen(name, error.strerror)
            return
        if self.within and not work_tree.holds(self.within, os.path.realpath(path)):
            yield unread(name, "it leads out of the workspace, and was not read")
        elif stat.S_ISDIR(status.st_mode):
            yield from self.folder(path, name, said)
        elif stat.S_ISLNK(status.st_mode) and not self.hook:
            yield from self.followed(path, name, said)
        else:
            yield from self.file(path, name, said, status.st_mode, status.st_size)

    def followed(self, path: str, name: str, said: str) -> Iterator[Item]:
        """A link that somebody named: its text, and what it leads to."""
        target = os.path.realpath(path)
        try:
            yield link(path, name, said)
            status = os.stat(path)
        except OSError as error:
            yield unread(name, f"it is a link that leads nowhere ({error.strerror}); remove it")
            return
        yield f"{shown(said)} is a symbolic link, and was followed because it was named"
        if stat.S_ISDIR(status.st_mode):
            yield from self.folder(target, name, said)
        elif stat.S_ISREG(status.st_mode) and not self.skip(name):
            yield blob(target, name, status.st_size, shown=said)
        elif not stat.S_ISREG(status.st_mode):
            yield unread(name, SPECIAL)

    def file(self, path: str, name: str, said: str, mode: int, size: int) -> Iterator[Item]:
        """What is no folder, by its mode."""
        if self.left_out(name) or name in self.seen:
            return
        self.seen.add(name)
        if stat.S_ISREG(mode):
            yield blob(path, name, size, shown=said)
        elif stat.S_ISLNK(mode):
            yield from self.link(path, name, said)
        else:
            yield unread(name, SPECIAL)

    def link(self, path: str, name: str, said: str) -> Iterator[Item]:
        """A link that nobody named, or that a hook was given."""
        try:
            yield link(path, name, said)
        except OSError as error:
            yield _unseen(name, error.strerror)
            return
        away = relative(os.path.realpath(path), self.root).startswith("..")
        self.links.append(shown(name) + (" (it points out of the repository)" if away else ""))

    def left_out(self, name: str) -> bool:
        """Whether the policy excludes a path; what it does is kept for a note."""
        if not self.skip(name):
            return False
        self.excluded.append(shown(name))
        return True

    def folder(self, path: str, name: str, said: str) -> Iterator[Item]:
        """A folder that somebody named. It is unread when not one file in it is read."""
        from .tree import below

        above = "" if name == os.curdir else name + "/"
        before, some = (len(self.ignored), len(self.excluded)), False
        for item in below(path, said, above, self.here if self.ignore else None, self.left_out, self.ignored.append):
            if isinstance(item, (str, Unread)):
                some = some or isinstance(item, Unread)
                yield item
            elif item.entry.error:
                some = True
                yield _unseen(item.name, item.entry.error)
            else:
                for found in self.file(item.path, item.name, item.shown, item.entry.mode, item.entry.size):
                    some = True
                    yield found
        if some or self.hook or any(file.startswith(above) for file in self.seen):
            return
        hint = "there is no file in it"
        if len(self.excluded) > before[1]:
            hint = "the policy excludes every file in it"
        elif len(self.ignored) > before[0]:
            hint = "git ignores every file in it; --no-ignore scans them"
        yield unread(name, f"nothing was scanned: {hint}")


def _unseen(name: str, why: str | None) -> Unread:
    return unread(name, f"it could not be looked at ({why}); check that it may be read")
