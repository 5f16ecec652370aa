"""Paths of what is packed in a file: `data.zip!/notes/a.txt`, and so on for each file around it."""

from __future__ import annotations

SEPARATOR = "!/"


def join(path: str, name: str) -> str:
    """The path of the member `name` of the file at `path`."""
    return path + SEPARATOR + name


def outer(path: str) -> str:
    """The file itself that holds a member, or a file that is none."""
    return path.split(SEPARATOR, 1)[0]


def is_member(path: str) -> bool:
    """Whether a path is that of something packed in a file."""
    return SEPARATOR in path
