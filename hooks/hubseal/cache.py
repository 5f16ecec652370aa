"""A folder of our own for what is costly to make anew. Its content is trusted like byte code.

So it is given back only when nobody else could have written it: file and folder belong to this user or to root, and
neither group nor others may write. Owner and mode are read from the open descriptor, so nothing can be swapped between
the check and the read. The user's own folder must be closed to everybody else, and not lie where somebody stands: a
checkout belongs to the user as well, and a job may keep its caches in it.
"""

from __future__ import annotations

import os
import stat
import sys

LARGEST = 64 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def user_folder() -> str:
    """Where this platform keeps caches; empty when there is no home."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA", "")
        return os.path.join(base, "hubseal", "Cache") if base else ""
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return ""
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "hubseal")
    base = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(base if os.path.isabs(base) else os.path.join(home, ".cache"), "hubseal")


def read(name: str, folder: str | None = None, only: bool = False) -> bytes | None:
    """What `write` kept under `name` in `folder` or, unless `only` that is to be looked at, in the user's cache; None
    when it is absent or in doubt."""
    if folder and _ours(folder):
        data = _read(os.path.join(folder, name))
        if data is not None:
            return data
    place = "" if only else user_folder()
    return _read(os.path.join(place, name)) if place and _private(place) else None


def write(name: str, data: bytes, folder: str | None = None, only: bool = False) -> None:
    """Keeps `data` in the first folder that takes it, atomically. A cache that cannot be written is no error."""
    if folder and _make(folder) and _ours(folder) and _write(folder, name, data):
        return
    place = "" if only else user_folder()
    if place and _make(place) and _private(place):
        _write(place, name, data)


def _trusted(status: os.stat_result) -> bool:
    if os.name == "nt":
        return True
    return status.st_uid in (0, os.geteuid()) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _ours(place: str) -> bool:
    try:
        status = os.stat(place)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and _trusted(status)


def _private(place: str) -> bool:
    """Whether a folder is closed to everybody else, and not below the current folder."""
    try:
        here = os.path.realpath(os.getcwd())
        status = os.stat(place)
    except OSError:
        return False
    if here != os.path.dirname(here) and os.path.realpath(place).startswith(here + os.sep):
        return False
    return stat.S_ISDIR(status.st_mode) and _trusted(status) and (os.name == "nt" or not status.st_mode & 0o077)


def _read(path: str) -> bytes | None:
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or not _trusted(status) or status.st_size > LARGEST:
            return None
        with os.fdopen(os.dup(descriptor), "rb", buffering=0) as file:
            return file.readall()
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _make(place: str) -> bool:
    try:
        os.makedirs(place, 0o700, exist_ok=True)
    except OSError:
        return False
    return True


def _write(place: str, name: str, data: bytes) -> bool:
    temporary = os.path.join(place, f".{name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, os.path.join(place, name))
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return False
        return False
    return True
