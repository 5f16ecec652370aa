"""Files of the disk as blobs: regular files alone are opened, and a link is the text of its target."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Sequence
from functools import partial

from ..typed import BinaryIO
from ..types import Blob, Unread
from . import work_tree

Skip = Callable[[str], bool]
Item = Blob | Unread | str
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_FLAGS = os.O_RDONLY | sum(getattr(os, f, 0) for f in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
FEW, MANY = 3, 20
"""How many names a note lists; links of which it is the only trace are more."""
STEP = 1000 if sys.platform == "linux" else 200
"""Characters of a path that are opened at once: a longer one may be too long for the system."""


class NoSuchPath(Exception):
    """A path that somebody named and that does not exist."""


def top(paths: Sequence[str], folder: str = "") -> str:
    """The root of Hub-relative paths for somebody who stands in `folder`, by default the current one.

    It is the top of the git work tree that they stand in, when that holds the first path; else the work tree of that
    path; else, without git, `folder` when it holds the path; else the folder of the path.
    """
    here = os.path.abspath(folder)
    first = os.path.normpath(os.path.join(here, paths[0])) if paths else here
    tree = work_tree.around(first, here)
    if tree is not None:
        return tree.top
    start = first if os.path.isdir(first) else os.path.dirname(first)
    return here if work_tree.holds(here, start) else start


def relative(path: str, root: str) -> str:
    """`path` relative to `root`, with forward slashes."""
    return slashes(os.path.relpath(path, root))


def slashes(name: str) -> str:
    """A path with forward slashes."""
    return name.replace("\\", "/") if os.sep == "\\" else name


def shown(path: str) -> str:
    """A path as a note may print it: no control characters."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in path)


def unread(name: str, hint: str) -> Unread:
    """Something on the disk that is not read; how many bytes it has is not known."""
    return Unread(name, "", "io", None, hint)


def few(names: Sequence[str], most: int) -> str:
    """The first names of a list."""
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")


def links_note(names: Sequence[str]) -> str:
    """A note on symbolic links."""
    return f"a symbolic link is read as the text of its target, and not followed: {few(names, MANY)}"


def blob(path: str, name: str, size: int | None, oid: str | None = None, shown: str = "") -> Blob:
    """A regular file at `path` on the disk, which the user knows as `shown`. It can be pickled."""
    return Blob(name, os.path.normpath(shown or path), size, oid, partial(open_regular, path))


def link(path: str, name: str, shown: str = "") -> Blob:
    """The text of a symbolic link's target, which is what git commits. Raises OSError."""
    text = os.fsencode(_target(path))
    return Blob(name, os.path.normpath(shown or path), len(text), None, partial(io.BytesIO, text), format="symlink")


def _target(path: str) -> str:
    if len(path) <= STEP or os.readlink not in os.supports_dir_fd:
        return os.readlink(path)
    folder, name = os.path.split(path)
    descriptor = descriptor_of(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        return os.readlink(name, dir_fd=descriptor)
    finally:
        os.close(descriptor)


def open_regular(path: str) -> BinaryIO:
    """Refuses links and anything that is not a regular file any more. Raises OSError."""
    descriptor = descriptor_of(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    return os.fdopen(descriptor, "rb", buffering=0)


def descriptor_of(path: str, flags: int) -> int:
    """`os.open`, also for paths that are longer than the system takes: folder by folder. Raises OSError."""
    if len(path) <= STEP or os.open not in os.supports_dir_fd:
        return os.open(path, flags)
    at, start = None, 0
    while len(path) - start > STEP:
        end = path.rfind("/", start, start + STEP)
        if end <= start:
            break
        at, start = _step(path[start:end] if start else path[: end + 1], os.O_RDONLY | os.O_DIRECTORY, at), end + 1
    return _step(path[start:], flags, at)


def _step(piece: str, flags: int, at: int | None) -> int:
    """Opens a part of a path in the folder `at`, which is closed."""
    try:
        return os.open(piece, flags | _CLOEXEC, dir_fd=at)
    finally:
        if at is not None:
            os.close(at)
