"""Git LFS pointers: the real file is elsewhere, so nothing was read."""

from __future__ import annotations

from collections.abc import Iterator

from ...types import Blob, Limits, ReaderItem, Segment, Unread


def read(blob: Blob, limits: Limits) -> Iterator[ReaderItem]:
    """Says that only a pointer is here; its own text is searched."""
    with blob.open() as stream:
        text = stream.read(limits.whole)
    size = next((int(line[5:]) for line in text.split(b"\n") if line.startswith(b"size ") and line[5:].isdigit()), None)
    if b"\0" in text:
        from . import mixed

        yield from mixed.read(blob, text, "text")
    else:
        yield Segment(text)
    hint = "only its Git LFS pointer is here, the file itself was not scanned; `git lfs pull` brings it"
    yield Unread(blob.path, "", "pointer", size, hint)
