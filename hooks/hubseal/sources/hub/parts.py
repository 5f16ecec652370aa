"""What an answer with a part of a file holds, whatever its headers say."""

from __future__ import annotations

from collections.abc import Callable

from ...types import Unreadable
from .response import Part, Response, bodies, is_packed, total_of
from .retry import RetryLater

SKIP = 16 << 20
"""Bytes that are read in vain at most: when a server ignores the range it was asked for, or does not say how large a
file is."""


def read_part(
    answer: Response, start: int, stop: int, got: bytearray, until: float, count: Callable[[int], object]
) -> Part:
    """Bytes `[start, stop)` of a file, of which `got` holds the first ones; adds to it. `count` gets how many came.

    Raises RetryLater for less, and Unreadable for what cannot be taken.
    """
    first, total, url = start + len(got), total_of(answer), str(answer.url)
    if answer.status_code == 416:
        if total is None or total > first:
            raise RetryLater("the Hub does not give a part of the file")
        return Part(bytes(got), url, total)
    skip = _skipped(answer, first)
    for piece in bodies(answer, until):
        count(len(piece))
        got += piece[skip:]
        skip = max(skip - len(piece), 0)
        if len(got) >= stop - start and (total is not None or answer.status_code == 206):
            break
        if len(got) > stop - start + SKIP:
            raise Unreadable("the Hub does not say how large the file is, and gives more and more of it")
    else:
        if total is None and answer.status_code == 200 and (_in_chunks(answer) or len(got) > stop - start):
            total = start + len(got) - skip
    if len(got) < stop - start and (total is None or start + len(got) < total):
        raise RetryLater("the answer was shorter than the file")
    del got[stop - start :]
    return Part(bytes(got), url, total)


def _skipped(answer: Response, first: int) -> int:
    """How many bytes stand in an answer before offset `first`. Raises RetryLater for another part of the file."""
    if answer.status_code == 206:
        if is_packed(answer) or not answer.headers.get("content-range", "").strip().startswith(f"bytes {first}-"):
            raise RetryLater("the Hub answered with another part of the file")
        return 0
    if answer.status_code != 200:
        raise Unreadable(f"the Hub answered {answer.status_code}")
    if first > SKIP:
        raise Unreadable("the server ignores ranges; the file is too large to read from its start")
    return first


def _in_chunks(answer: Response) -> bool:
    """Whether the end of the answer is the end of the file: chunks and packed data say where they end."""
    return is_packed(answer) or "chunked" in answer.headers.get("transfer-encoding", "").lower()
