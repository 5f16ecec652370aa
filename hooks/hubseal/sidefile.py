"""Small files beside what is scanned: policy, baseline, card, git's own. Only regular files are opened, up to a size.

A FIFO called README.md would hold a scan for ever, a device could do anything on being opened, and a link that leads
out of the repository would let it speak with the words of other files.
"""

from __future__ import annotations

import os
import stat

_FLAGS = os.O_RDONLY | sum(getattr(os, f, 0) for f in ("O_CLOEXEC", "O_NONBLOCK", "O_BINARY", "O_NOCTTY"))


class SideFileError(OSError):
    """A file that is there and cannot be read; `str` says why for people, without its name and content."""

    def __str__(self) -> str:
        return str(self.args[0])


def read(path: str, most: int, within: str | None = None) -> bytes | None:
    """The whole file, at most `most` bytes; None when there is none. Raises SideFileError.

    With `within`, a link that leads out of that folder is refused.
    """
    data = head(path, most + 1, within)
    if data is not None and len(data) > most:
        raise SideFileError(f"it is larger than {most >> 10} KiB")
    return data


def head(path: str, most: int, within: str | None = None) -> bytes | None:
    """The first `most` bytes; None when there is no such file. Raises SideFileError."""
    try:
        if within is not None and stat.S_ISLNK(os.lstat(path).st_mode):
            _stays(path, within)
        return _head(path, most)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except SideFileError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise SideFileError(f"it cannot be read ({why})") from None


def _head(path: str, most: int) -> bytes:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise SideFileError("it is not a regular file")
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SideFileError("it is not a regular file")
        data = b""
        while len(data) < most and (more := file.read(most - len(data))):
            data += more
        return data


def _stays(path: str, within: str) -> None:
    root = os.path.realpath(within)
    if os.path.commonpath([root, os.path.realpath(path)]) != root:
        raise SideFileError("it is a link that leads out of the repository")
