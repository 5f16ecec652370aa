"""Messages of commits: what of them is the author's own words."""

from __future__ import annotations

import re

from ..sources import history, plumbing
from ..types import Blob, Unread, Unreadable

_TRAILER = re.compile(
    rb"(?im)^[ \t]*(?:[a-z][a-z-]*-by|cc|bcc|to|from)[ \t]*:[^<>\r\n]{0,200}<[^<>@\s]{1,64}@[^<>@\s]{1,255}>[ \t]*\r?$"
)
_SCISSORS = re.compile(rb"(?m)^[^\w\s][ \t]-{8,} >8 -{8,}[ \t]*\r?$")


def written(objects: plumbing.Objects, oid: str, path: str) -> Blob | Unread:
    """The message of a commit or a tag as a file of its own, which is called `path`."""
    try:
        return history.message(without_trailers(history.meta(objects, oid).message), oid, path)
    except Unreadable as error:
        return Unread(path, f"object {oid[:12]}", "damaged", None, str(error))


def without_trailers(text: bytes) -> bytes:
    """The message with the addresses of its trailers, such as `Signed-off-by`, made no addresses; of the same length.

    Who signs a commit means to be named: nothing of a trailer but the address is overlooked.
    """
    return _TRAILER.sub(lambda found: found[0].replace(b"@", b" "), text)


def without_comments(text: bytes, sign: bytes, kept: bool) -> bytes:
    """What git makes a message of that somebody has edited: nothing below the scissors, and no line that begins with
    `sign` unless they are `kept`. The lines keep their numbers."""
    cut = _SCISSORS.search(text)
    text = text[: cut.start()] if cut else text
    if kept:
        return text
    return b"".join(b"\n" if line.startswith(sign) else line for line in text.splitlines(keepends=True))
