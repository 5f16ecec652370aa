"""Archives that are not opened here: said so, never called clean."""

from __future__ import annotations

from collections.abc import Iterator

from ..types import Blob, Limits, Segment, Unread


def read(blob: Blob, limits: Limits) -> Iterator[Segment | Unread]:
    """7z, rar and lz4: their names are judged, their content is not read."""
    hint = "archives of this format are not opened; pack it as zip or tar, or unpack it and scan what is inside"
    yield Unread(blob.path, "", "limit", blob.size, hint)
