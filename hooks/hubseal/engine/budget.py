"""What one top-level blob and all that is packed in it may take, and what it took."""

from __future__ import annotations

from ..types import Coverage, Limits, Unread


class BlobBudget:
    """Bytes and trouble of one top-level blob."""

    def __init__(self, limits: Limits, size: int | None) -> None:
        self.limits = limits._replace(tree=max(limits.tree, limits.growth * (size or 0)))
        self.unpacked = 0
        self.opaque = 0
        self.unread: list[Unread] = []
        self.read_any = False
        self.over = False
        """Whether the source's budget for this blob has run out."""

    def spend(self, taken: int) -> bool:
        """Takes unpacked bytes from the tree's budget; False when it is used up."""
        self.unpacked += taken
        return self.unpacked <= self.limits.tree


class CoverageCounter:
    """Coverage of a scan, summed blob by blob."""

    def __init__(self) -> None:
        self.files = self.read = self.partly = self.unread = 0
        self.bytes_read = self.bytes_opaque = self.bytes_total = 0

    def close(self, account: BlobBudget, size: int | None, taken: int) -> None:
        """Adds a finished blob. `taken` counts repeated reads, so a blob never counts for more than its size."""
        self.files += 1
        if not account.unread:
            self.read += 1
        elif account.read_any:
            self.partly += 1
        else:
            self.unread += 1
        self.bytes_read += taken if size is None else min(taken, size)
        self.bytes_opaque += account.opaque
        self.bytes_total += taken if size is None else size

    def missing(self, size: int | None) -> None:
        """Adds a file of which the source had nothing."""
        self.files += 1
        self.unread += 1
        self.bytes_total += size or 0

    def add(self, part: Coverage) -> None:
        """Adds what another scan counted."""
        self.files, self.read = self.files + part.files, self.read + part.read
        self.partly, self.unread = self.partly + part.partly, self.unread + part.unread
        self.bytes_read += part.bytes_read
        self.bytes_opaque += part.bytes_opaque
        self.bytes_total += part.bytes_total

    def coverage(self) -> Coverage:
        """The sums so far."""
        return Coverage(
            self.files, self.read, self.partly, self.unread, self.bytes_read, self.bytes_opaque, self.bytes_total
        )
