"""What one top-level blob and all that is packed in it may take."""

from __future__ import annotations

from ..types import Limits


class BlobBudget:
    """The limits of a top-level blob, and what was taken of them; one for it and all its members."""

    def __init__(self, limits: Limits, size: int | None) -> None:
        self.limits = limits._replace(tree=max(limits.tree, limits.growth * (size or 0)))
        self.unpacked = 0
        """Bytes that were read of members, all depths together."""
        self.exhausted = False
        """Whether the source's budget for the blob ran out; it is reported once."""

    @property
    def full(self) -> bool:
        """Whether no more members may be unpacked."""
        return self.unpacked > self.limits.tree
