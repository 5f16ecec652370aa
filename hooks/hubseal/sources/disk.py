"""Files of the work tree: named ones and walked folders. Links are never followed, special files never opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from ..types import Blob, Unread

Skip = Callable[[str], bool]
_FLAGS = os.O_RDONLY | sum(getattr(os, f, 0) for f in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


class NoSuchPath(Exception):
    """A path that somebody named and that does not exist."""


def top(paths: Sequence[str]) -> str:
    """The root of Hub-relative paths: the git top level of the first path, else that folder itself."""
    first = os.path.abspath(paths[0]) if paths else os.getcwd()
    start = first if os.path.isdir(first) else os.path.dirname(first)
    folder = start
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    here = os.getcwd()
    return here if os.path.commonpath([here, start]) == here else start


def walk(paths: Sequence[str], root: str, skip: Skip, ignore: bool = True) -> Iterator[Blob | Unread | str]:
    """Blobs of the files named and of those below the folders named; strings are notes for the user.

    `skip` takes a path relative to `root`. With `ignore`, what git ignores is left out of folders, and said so.
    Raises NoSuchPath before anything is read.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise NoSuchPath(f"{path}: no such file or folder")
    seen: set[str] = set()
    for path in paths:
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            yield from _folder(path, root, skip, ignore, seen)
        else:
            yield from _file(path, relative(path, root), root, skip, seen)


def _file(path: str, name: str, root: str, skip: Skip, seen: set[str]) -> Iterator[Blob | Unread | str]:
    if name in seen or skip(name):
        return
    seen.add(name)
    try:
        status = os.lstat(path)
    except OSError as error:
        yield Unread(name, "", "io", None, f"it could not be looked at ({error.strerror}); check that it may be read")
        return
    if stat.S_ISREG(status.st_mode):
        yield blob(path, name, status.st_size)
    elif stat.S_ISLNK(status.st_mode):
        away = os.path.relpath(os.path.realpath(path), root).startswith(os.pardir)
        where = ", which points out of the repository" if away else ""
        yield f"{shown(path)}: a symbolic link{where}; it was not followed"
    elif not stat.S_ISDIR(status.st_mode):
        yield Unread(name, "", "io", None, "it is a pipe, socket or device; remove it from the repository")


def _folder(path: str, root: str, skip: Skip, ignore: bool, seen: set[str]) -> Iterator[Blob | Unread | str]:
    listed = _git_files(path) if ignore else None
    if listed is not None:
        files, ignored = listed
        below = _below(path, root)
        for name in files:
            yield from _file(
                os.path.join(path, name) if path != "." else name, below + _slashes(name), root, skip, seen
            )
        if ignored:
            most = ", ".join(shown(i) for i in ignored[:3]) + (", ..." if len(ignored) > 3 else "")
            yield f"not scanned because git ignores it: {most} ({len(ignored)} entries; --no-ignore scans them)"
        return
    for folder, folders, names in os.walk(path, onerror=None):
        below = _below(folder, root)
        keep = [f for f in sorted(folders) if f != ".git" and not skip(f"{below}{f}/")]
        folders[:] = [f for f in keep if not os.path.islink(os.path.join(folder, f))]
        links = [f for f in keep if f not in folders]
        for name in sorted([*names, *links]):
            if name != ".git":
                file = os.path.join(folder, name)
                yield from _file(file[2:] if path == "." else file, below + name, root, skip, seen)


def _git_files(path: str) -> tuple[list[str], list[str]] | None:
    """What git would commit below a folder, and what it ignores there; None outside a work tree."""
    if not _in_work_tree(os.path.abspath(path)):
        return None
    import subprocess

    def git(*args: str) -> list[str] | None:
        try:
            done = subprocess.run(["git", *args], cwd=path, capture_output=True, check=False)
        except OSError:
            return None
        return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name] if done.returncode == 0 else None

    files = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".")
    ignored = git("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory", "--", ".")
    if files is None or ignored is None or any(i in ("./", "") for i in ignored) or (not files and not ignored):
        return None  # git cannot tell, or ignores the very folder that was named: walk it
    present = sorted({name for name in files if os.path.lexists(os.path.join(path, name))})
    return present, sorted(ignored)


def _in_work_tree(folder: str) -> bool:
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return True
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent


def relative(path: str, root: str) -> str:
    """`path` relative to `root`, with forward slashes."""
    return _slashes(os.path.relpath(path, root))


def _slashes(name: str) -> str:
    return name.replace("\\", "/") if os.sep == "\\" else name


def _below(folder: str, root: str) -> str:
    """What stands before the names of the files in a folder, relative to `root`."""
    name = relative(folder, root)
    return "" if name == "." else name + "/"


def shown(path: str) -> str:
    """A path as a note may print it: no control characters."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in path)


def blob(path: str, name: str, size: int | None, oid: str | None = None) -> Blob:
    """A regular file; opening it refuses links and anything that is not a regular file any more."""

    def open_file() -> BinaryIO:
        descriptor = os.open(path, _FLAGS)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(22, "not a regular file")
        return os.fdopen(descriptor, "rb", buffering=0)

    return Blob(name, os.path.normpath(path), size, oid, open_file)
