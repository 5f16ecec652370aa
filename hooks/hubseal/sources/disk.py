"""Files of the work tree: named ones and walked folders. Links are never followed, special files never opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

from ..types import Blob, Unread

Skip = Callable[[str], bool]
Item = Blob | Unread | str
_FLAGS = os.O_RDONLY | sum(getattr(os, f, 0) for f in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


class NoSuchPath(Exception):
    """A path that somebody named and that does not exist."""


def top(paths: Sequence[str], folder: str = "") -> str:
    """The root of Hub-relative paths: the git top level of the first path, else that folder itself. Paths are relative
    to `folder`, by default the current one."""
    here = os.path.abspath(folder)
    first = os.path.normpath(os.path.join(here, paths[0])) if paths else here
    start = first if os.path.isdir(first) else os.path.dirname(first)
    at = start
    while not os.path.lexists(os.path.join(at, ".git")):
        parent = os.path.dirname(at)
        if parent == at:
            return here if os.path.commonpath([here, start]) == here else start
        at = parent
    return at


def walk(paths: Sequence[str], root: str, skip: Skip, ignore: bool = True, folder: str = "") -> Iterator[Item]:
    """Blobs of the files named and of those below the folders named; strings are notes for the user.

    Paths are relative to `folder`, by default the current one, and are shown so. `skip` takes one relative to `root`.
    With `ignore`, what git ignores is left out of folders, and said so. Raises NoSuchPath before anything is read.
    """
    for path in paths:
        if not os.path.lexists(os.path.join(folder, path)):
            raise NoSuchPath(f"{path}: no such file or folder")
    walker = _Walker(root, skip, ignore, folder)
    for path in paths:
        place = os.path.join(folder, path)
        if stat.S_ISDIR(os.lstat(place).st_mode):
            yield from walker.folder(path)
        else:
            yield from walker.file(path, relative(place, root))


class _Walker:
    """Looks at each file once. Paths are as the user writes them, relative to `base`; names are relative to `root`."""

    def __init__(self, root: str, skip: Skip, ignore: bool, base: str) -> None:
        self._root, self._skip, self._ignore, self._base = root, skip, ignore, base
        self._seen: set[str] = set()

    def file(self, path: str, name: str) -> Iterator[Item]:
        """A file, a note on what is none, or why it cannot be looked at."""
        if name in self._seen or self._skip(name):
            return
        self._seen.add(name)
        place = os.path.join(self._base, path)
        try:
            status = os.lstat(place)
        except OSError as error:
            hint = f"it could not be looked at ({error.strerror}); check that it may be read"
            yield Unread(name, "", "io", None, hint)
            return
        if stat.S_ISREG(status.st_mode):
            yield blob(place, name, status.st_size, shown=path)
        elif stat.S_ISLNK(status.st_mode):
            away = os.path.relpath(os.path.realpath(place), self._root).startswith(os.pardir)
            where = ", which points out of the repository" if away else ""
            yield f"{shown(path)}: a symbolic link{where}; it was not followed"
        elif not stat.S_ISDIR(status.st_mode):
            yield Unread(name, "", "io", None, "it is a pipe, socket or device; remove it from the repository")

    def folder(self, path: str) -> Iterator[Item]:
        """What git would commit below a folder; all of it where git does not say."""
        from . import git

        start = os.path.join(self._base, path)
        listing = git.listing(start) if self._ignore else None
        above = self._above(start)
        for file in self._walk(start) if listing is None else listing.files:
            yield from self.file(os.path.join(path, file) if path != os.curdir else file, above + _slashes(file))
        if listing and listing.ignored:
            some = ", ".join(map(shown, listing.ignored[:3])) + (", ..." if len(listing.ignored) > 3 else "")
            yield f"not scanned because git ignores it: {some} ({len(listing.ignored)} entries; --no-ignore scans them)"

    def _above(self, folder: str) -> str:
        """What stands before the names of the files in a folder."""
        name = relative(folder, self._root)
        return "" if name == os.curdir else name + "/"

    def _walk(self, start: str) -> Iterable[str]:
        """The files below a folder, relative to it; folders that are skipped, and links to folders, are not entered."""
        for folder, folders, names in os.walk(start, onerror=None):
            above = self._above(folder)
            keep = [f for f in sorted(folders) if f != ".git" and not self._skip(f"{above}{f}/")]
            folders[:] = [f for f in keep if not os.path.islink(os.path.join(folder, f))]
            links = [f for f in keep if f not in folders]
            inside = os.path.relpath(folder, start)
            for file in sorted([*names, *links]):
                if file != ".git":
                    yield file if inside == os.curdir else os.path.join(inside, file)


def relative(path: str, root: str) -> str:
    """`path` relative to `root`, with forward slashes."""
    return _slashes(os.path.relpath(path, root))


def _slashes(name: str) -> str:
    return name.replace("\\", "/") if os.sep == "\\" else name


def shown(path: str) -> str:
    """A path as a note may print it: no control characters."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in path)


def blob(path: str, name: str, size: int | None, oid: str | None = None, shown: str = "") -> Blob:
    """A regular file at `path` on the disk, which the user knows as `shown`. It can be pickled."""
    return Blob(name, os.path.normpath(shown or path), size, oid, partial(_open, path))


def _open(path: str) -> BinaryIO:
    """Refuses links and anything that is not a regular file any more. Raises OSError."""
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(22, "not a regular file")
    return os.fdopen(descriptor, "rb", buffering=0)
