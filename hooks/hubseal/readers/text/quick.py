"""The texts of a small file without its reader, where that would give nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from ... import kinds
from ...kinds.plain import is_plain_text
from ...member_path import is_member
from ...types import Segment
from .plain import is_utf8

OTHERWISE = (".csv", ".tsv")
"""Suffixes of texts that are read in another way."""


def texts(path: str, data: bytes) -> Sequence[Segment] | None:
    """The segments that the reader of a file would give, but for positions, by its path and content; None when there is
    more to be said of it."""
    head = data[: kinds.HEAD]
    if not is_plain_text(path, head) and kinds.sniff(path, head, len(data)) != "text":
        return None
    if is_member(path) or path.lower().endswith(OTHERWISE) or b"\0" in data or not (data.isascii() or is_utf8(data)):
        return None
    if path.lower().endswith(".ipynb"):
        from .notebook_quick import texts_of

        return texts_of(data)
    return (Segment(data, commentable=True),)
