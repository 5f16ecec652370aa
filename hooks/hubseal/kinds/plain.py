"""A short way to tell plain text, of which most files of a repository are."""

from __future__ import annotations

from ..regex import LazyPattern
from .detection import SUFFIXES, begins_pickle
from .formats import MAGIC

_ASCII = bytes((9, 10, 12, 13, *range(32, 127)))
_OTHERS = (
    (0, b"RIFF"), (0, b"RF64"), (0, b"BW64"), (0, b"FORM"), (0, b"MATLAB"), (0, b"X\n"), (0, b"07070"), (2, b"-l"),
    (2, b"-pm"), (4, b"moov"), (4, b"mdat"), (4, b"wide"), (4, b"free"), (4, b"skip"), (4, b"pnot"),
)  # fmt: skip
"""(offset, first bytes) of formats that take more than these to tell."""


def _beginning(offset: int, magic: bytes) -> bytes:
    from re import escape

    return b".{%d}%b" % (offset, escape(magic))


_SIGNED = LazyPattern(
    b"(?s)"
    + b"|".join(_beginning(at, m) for at, m in (*(row[:2] for row in MAGIC), *_OTHERS) if not m.translate(None, _ASCII))
)
_ENDS = tuple(end for ends, _, _ in SUFFIXES for end in ends)


def is_plain_text(path: str, head: bytes) -> bool:
    """Whether `sniff` calls a file with these first bytes `text`, told by ASCII alone. False: ask `sniff`."""
    if not head or head.translate(None, _ASCII) or _SIGNED.match(head) or b"-----BEGIN " in head:
        return False
    name = path.rsplit("/", 1)[-1].lower()
    if name.endswith(_ENDS) or name.startswith("events.out.tfevents") or b"brain.Event:" in head[:64]:
        return False
    return not begins_pickle(head)
