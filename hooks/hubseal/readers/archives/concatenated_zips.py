"""Zip archives that stand in a row in one file, as a distributed checkpoint of torch has them, one for each object.

Format: PKWARE APPNOTE 6.3, 4.3.16; torch, distributed/checkpoint/filesystem.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ...types import Blob
from ..core.leftover import OwnPart
from ..core.members import member_blob
from ..core.streams import exactly

LOCAL, END, END_SIZE = b"PK\3\4", b"PK\5\6", 22
READ_BYTES = 4 << 20


def members(blob: Blob, stream: BinaryIO, stop: int) -> Iterator[Blob]:
    """The archives in the first `stop` bytes, which begin with one."""
    start = 0
    for number, end in enumerate(_ends(stream, stop), 1):
        name, size = f"part {number}", end - start

        def opened(start: int = start, size: int = size) -> BinaryIO:
            return OwnPart(blob.open(), start, size)

        yield member_blob(blob, name, size, opened)
        start = end


def _ends(stream: BinaryIO, stop: int) -> Iterator[int]:
    """Where the archives end: where the next one begins behind the end of a directory, and at `stop`."""
    base, kept = 0, b""
    while base + len(kept) < stop:
        stream.seek(base + len(kept))
        data = kept + exactly(stream, min(READ_BYTES, stop - base - len(kept)))
        if len(data) == len(kept):
            break
        at = data.find(END)
        while at >= 0:
            if data[at + END_SIZE : at + END_SIZE + 4] == LOCAL:
                yield base + at + END_SIZE
            at = data.find(END, at + 1)
        keep = max(len(data) - END_SIZE - 3, 0)
        base, kept = base + keep, data[keep:]
    yield stop
